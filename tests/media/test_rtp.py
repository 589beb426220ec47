"""RTP told from RTCP and from other streams, and its header from what it carries."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sipwhy.media.rtp import header_size, is_of, is_rtp
from tests.media.packets import ALICE, BOB, SSRC, rtp, stream_of, udp


@pytest.mark.parametrize(
    ("payload", "expected"),
    [
        (b"\x80\x08" + bytes(10), True),
        (b"\x80\x88" + bytes(10), True),  # with the marker
        (b"\x80\xc8" + bytes(10), False),  # RTCP's sender report
        (b"\x80\xdf" + bytes(10), False),
        (b"\x80\xe0" + bytes(10), True),  # payload type 96 with the marker
        (b"\x40\x08" + bytes(10), False),  # another version
        (b"\x80\x08" + bytes(9), False),  # broken off
    ],
)
def test_rtp_is_told_from_what_else_comes_there(payload: bytes, expected: bool) -> None:
    assert is_rtp(payload) is expected


def test_a_packet_is_of_the_stream_whose_way_and_source_it_has() -> None:
    own = rtp(1, 0)
    stream = stream_of([own])
    other = own.payload[:8] + (SSRC + 1).to_bytes(4, "big") + own.payload[12:]
    assert is_of(own, stream)
    assert not is_of(udp(0, own.payload, src=BOB, dst=ALICE), stream)
    assert not is_of(udp(0, other), stream)
    assert not is_of(udp(0, b"\x80\xc8" + own.payload[2:]), stream)


def test_contributing_sources_and_an_extension_are_of_the_header() -> None:
    assert header_size(b"\x80" + bytes(20)) == 12
    assert header_size(b"\x91" + bytes(11) + bytes(4) + b"\xbe\xde\x00\x02" + bytes(8)) == 28
    assert header_size(b"\x91" + bytes(11) + bytes(4) + b"\xbe\xde\x00\x02" + bytes(7)) is None


@given(st.binary(max_size=60))
def test_no_header_is_longer_than_its_packet(packet: bytes) -> None:
    size = header_size(packet)
    assert size is None or 12 <= size <= len(packet)
    assert not is_rtp(packet) or packet[0] >> 6 == 2
