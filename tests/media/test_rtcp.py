"""Round trips and reports, as the capture saw them pass."""

import struct

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sipwhy.media.rtcp import is_perhaps_secret, told_of
from tests.media.packets import ALICE, BOB, SSRC, steady, stream_of, udp

STREAM = stream_of(steady(range(10)))


def sender_report(middle: int) -> bytes:
    return struct.pack("!BBHIQIII", 0x80, 200, 6, SSRC, middle << 16, 0, 10, 1600)


def receiver_report(middle: int, waited: float, lost: int = 3, fraction: int = 64) -> bytes:
    block = struct.pack("!IIIIII", SSRC, fraction << 24 | lost, 100, 80, middle, int(waited * 65536))
    return struct.pack("!BBHI", 0x81, 201, 7, 9) + block


def test_the_round_trip_is_from_a_sender_report_to_its_echo_less_the_wait() -> None:
    packets = [udp(1_000_000, sender_report(0x1234)), udp(1_540_000, receiver_report(0x1234, 0.5), src=BOB, dst=ALICE)]
    told = told_of(packets, STREAM)
    assert told.round_trip == pytest.approx(40.0, abs=0.1)
    assert (told.reports, told.lost, told.worst_share, told.worst_jitter) == (1, 3, 0.25, 80)


def test_an_echo_of_what_nobody_saw_tells_no_round_trip() -> None:
    packets = [udp(1_540_000, receiver_report(0x9999, 0.5), src=BOB, dst=ALICE)]
    assert told_of(packets, STREAM).round_trip is None


def test_voip_metrics_are_the_receiver_s_own() -> None:
    block = bytes([7, 0, 0, 8]) + struct.pack(
        "!IBBBBHHHHBBBBBBBBBBHHH", SSRC, 26, 51, 128, 2, 300, 900, 40, 60, 0, 0, 0, 16, 80, 127, 41, 39, 0, 0, 60, 80, 200
    )
    report = struct.pack("!BBHI", 0x80, 207, 1 + len(block) // 4, 9) + block
    found = told_of([udp(0, receiver_report(0, 0) + report, src=BOB, dst=ALICE)], STREAM).metrics
    assert found is not None
    assert (round(found.lost, 2), round(found.discarded, 2), found.round_trip, found.end_delay) == (0.1, 0.2, 40, 60)
    assert (found.r, found.mos_listening, found.mos_conversation, found.buffer_ms) == (80, 4.1, 3.9, 60)


def test_what_begins_as_rtcp_and_does_not_end_so_is_perhaps_secret() -> None:
    report = receiver_report(0, 0)
    assert is_perhaps_secret(report + bytes(14))
    assert not is_perhaps_secret(report)
    assert not is_perhaps_secret(b"\x80\x08" + bytes(30))
    assert not is_perhaps_secret(report[:6])


@given(st.binary(max_size=120))
def test_no_bytes_break_it(payload: bytes) -> None:
    told_of([udp(0, b"\x81\xc9" + payload, src=BOB, dst=ALICE), udp(0, payload, src=BOB, dst=ALICE)], STREAM)
    is_perhaps_secret(payload)
