"""What voice of no description is taken for; which encoders are known again stands in tests/app/test_strangers.py."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from sipwhy.media.series import Series
from sipwhy.media.sound.guess import guess

_KIND = 111


def _series(payloads: list[bytes], step: int) -> Series:
    at = np.arange(len(payloads), dtype=np.int64)
    none = np.zeros(len(payloads), dtype=bool)
    return Series(at * 20_000, at, at * step, np.full(len(payloads), _KIND, dtype=np.int64), none, at * 0, payloads, 0)


def test_payloads_of_ilbc_are_known_by_their_size_and_step() -> None:
    for size, step in ((38, 160), (50, 240)):
        found = guess(_series([bytes([n]) * size for n in range(60, 80)], step), _KIND)
        assert found is not None
        assert (found.name, found.clock) == ("iLBC", 8000)
    assert guess(_series([bytes([n]) * 38 for n in range(60, 80)], 240), _KIND) is None


def test_a_few_packets_tell_nothing() -> None:
    assert guess(_series([b"\x40" * 38] * 9, 160), _KIND) is None


@given(st.lists(st.binary(max_size=80), max_size=30), st.sampled_from([0, 80, 160, 240, 320, 960, 2**31]))
def test_whatever_comes_is_guessed_or_not(payloads: list[bytes], step: int) -> None:
    found = guess(_series(payloads, step), _KIND)
    assert found is None or found.payload_type == _KIND


@given(st.lists(st.binary(min_size=1, max_size=3), min_size=10, max_size=30), st.sampled_from([0, 160, 960]))
def test_heads_that_break_off_are_read(payloads: list[bytes], step: int) -> None:
    found = guess(_series(payloads, step), _KIND)
    assert found is None or found.payload_type == _KIND
