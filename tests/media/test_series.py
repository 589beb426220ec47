"""Packets of one stream side by side."""

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from sipwhy.media.series import series_of
from tests.media.packets import BOB, rtp, steady, stream_of, udp


def test_numbers_and_timestamps_go_on_across_their_wraps() -> None:
    packets = [rtp(number, n * 20_000, stamp=0xFFFFFF00 + n * 160) for n, number in enumerate((65534, 65535, 65536, 65537))]
    series = series_of(packets, stream_of(packets))
    assert [int(n) - int(series.number[0]) for n in series.number] == [0, 1, 2, 3]
    assert [int(n) - int(series.stamp[0]) for n in series.stamp] == [0, 160, 320, 480]


def test_copies_are_counted_and_left_out() -> None:
    packets = [packet for packet in steady(range(10)) for _ in range(2)]
    series = series_of(packets, stream_of(packets))
    assert (len(series), series.copies) == (10, 10)


def test_a_sender_that_begins_anew_has_lost_nothing() -> None:
    packets = [rtp(number, at * 20_000) for at, number in enumerate((*range(20000, 20010), *range(100, 110)))]
    series = series_of(packets, stream_of(packets))
    assert int(series.number[-1] - series.number[0]) == 19


def test_what_a_sender_numbers_apart_takes_no_number_from_the_voice() -> None:
    numbers = (*range(10), *range(40_000, 40_005), *range(30, 40))
    packets = [rtp(number, at * 20_000) for at, number in enumerate(numbers)]
    number = series_of(packets, stream_of(packets)).number.tolist()
    steps = [after - before for before, after in pairwise(number)]
    assert [step for step in steps if step != 1] == [21], "10 to 29 are missing, whatever came between"


def test_contributing_sources_extensions_and_padding_are_no_payload() -> None:
    head = rtp(1, 0, payload=b"").payload
    odd = bytes([0xB1]) + head[1:] + b"\x09" * 4 + b"\xbe\xde\x00\x01" + b"\x00" * 4 + b"voice" + b"\x00\x00\x03"
    found = [udp(0, odd)]
    assert series_of(found, stream_of(found)).payloads == [b"voice"]


def test_what_is_of_another_way_or_no_rtp_is_passed_over() -> None:
    own = steady(range(3))
    others = [udp(0, own[0].payload, src=BOB), udp(0, b"\x80\xc8" + bytes(30)), udp(0, b"OPTIONS sip:")]
    assert len(series_of([*own, *others], stream_of(own))) == 3


@given(st.lists(st.binary(max_size=40), max_size=30))
def test_no_bytes_break_it(payloads: list[bytes]) -> None:
    packets = [udp(at, payload) for at, payload in enumerate(payloads)] or steady([1])
    assert len(series_of(packets, stream_of(packets))) <= len(packets)
