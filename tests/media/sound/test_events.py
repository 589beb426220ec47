"""Keys that were pressed."""

from hypothesis import given
from hypothesis import strategies as st

from sipwhy.media.series import series_of
from sipwhy.media.sound.events import keys_of
from tests.media.packets import rtp, stream_of


def event(number: int, stamp: int, key: int, duration: int, end: bool = False) -> bytes:
    return bytes([key, (0x80 if end else 0) | 10]) + duration.to_bytes(2, "big")


def test_a_key_is_one_however_many_packets_tell_of_it() -> None:
    packets = [rtp(n, n * 20_000, stamp=1600, kind=101, payload=event(n, 1600, 11, 160 * (n + 1), end=n > 8)) for n in range(12)]
    packets += [rtp(20, 900_000, stamp=8000, kind=101, payload=event(20, 8000, 5, 400)), rtp(21, 950_000)]
    found = keys_of(series_of(packets, stream_of(packets)), frozenset({101}), 8000)
    assert [(key.key, round(key.seconds, 2), key.has_end) for key in found] == [("#", 0.24, True), ("5", 0.05, False)]


def test_tones_of_a_fax_are_named_and_no_keys() -> None:
    packets = [rtp(n, n * 900_000, stamp=n * 7200, kind=101, payload=event(n, 0, key, 400)) for n, key in enumerate((32, 36, 15, 16, 99))]
    found = keys_of(series_of(packets, stream_of(packets)), frozenset({101}), 8000)
    assert [(key.key, key.is_key) for key in found] == [
        ("ANS (CED)", False), ("CNG", False), ("D", True), ("flash", True), ("event 99", False),
    ]  # fmt: skip


@given(st.lists(st.binary(max_size=8), max_size=20))
def test_no_bytes_break_it(payloads: list[bytes]) -> None:
    packets = [rtp(n, n, kind=101, payload=payload) for n, payload in enumerate(payloads)] or [rtp(1, 1)]
    keys_of(series_of(packets, stream_of(packets)), frozenset({101}), 0)
