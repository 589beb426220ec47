"""When a change began is told from the attempts around it."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sipwhy.cdr.shifts.onset import onset

MINUTE = 60_000_000
HOUR = 60 * MINUTE
BEGAN = 12 * HOUR
USUAL = 0.01


def _traffic(seed: int, share: float, rise: float = 0.0, an_hour: float = 80) -> list[tuple[int, bool]]:
    """A day of attempts; at noon the symptom becomes likelier, at once or in `rise` hours."""
    random = np.random.default_rng(seed)
    moments = np.sort(random.uniform(0, 24 * HOUR, random.poisson(24 * an_hour)))
    grown = np.clip((moments - BEGAN) / (rise * HOUR), 0, 1) if rise else (moments >= BEGAN)
    hits = random.random(len(moments)) < USUAL + share * grown
    return [(int(at), bool(hit)) for at, hit in zip(moments, hits, strict=True)]


def _right(share: float, rise: float, an_hour: float = 80) -> tuple[int, int]:
    """Of fifty days: how often the beginning is told within a quarter of an hour, and how often the change is said to grow."""
    found = [onset(_traffic(seed, share, rise, an_hour), USUAL) for seed in range(50)]
    near = sum(one is not None and abs(one.at - BEGAN) <= 15 * MINUTE for one in found)
    return near, sum(one is not None and one.grows for one in found)


def test_the_middle_of_the_gap_is_told_and_not_the_first_call_that_failed() -> None:
    """Calls every forty minutes: good up to noon, bad from 12:40 on; any moment between is as likely."""
    calls = [(at * 40 * MINUTE, at * 40 * MINUTE > BEGAN) for at in range(30)]
    found = onset(calls, USUAL)
    assert found is not None
    assert not found.grows
    assert abs(found.at - (BEGAN + 20 * MINUTE)) <= 6 * MINUTE


def test_where_nobody_called_for_an_hour_the_first_call_that_failed_is_told() -> None:
    calls = [(at * 2 * HOUR, at * 2 * HOUR > BEGAN) for at in range(12)]
    found = onset(calls, USUAL)
    assert found is not None
    assert found.at == BEGAN + 2 * HOUR


def test_a_failed_call_that_follows_soon_is_told_itself() -> None:
    calls = [(at * MINUTE, at * MINUTE > BEGAN) for at in range(1000)]
    assert onset(calls, USUAL, may_grow=False) is not None
    found = onset(calls, USUAL)
    assert found is not None
    assert found.at == BEGAN + MINUTE


@pytest.mark.parametrize(("share", "an_hour"), [(0.9, 80), (0.5, 80), (0.3, 80), (0.15, 200)])
def test_what_comes_at_once_is_told_within_a_quarter_of_an_hour(share: float, an_hour: float) -> None:
    near, grows = _right(share, 0, an_hour)
    assert near >= 46
    assert grows == 0


def test_what_comes_slowly_is_said_to_grow_and_begins_where_the_rise_begins() -> None:
    """Five hours up to 60 %, at 80 attempts an hour: in its first half hour it adds one failure."""
    near, grows = _right(0.6, 5)
    assert grows >= 48
    assert near >= 25


def test_without_attempts_there_is_no_beginning() -> None:
    assert onset([], USUAL) is None


@settings(deadline=None)
@given(
    st.lists(st.tuples(st.integers(0, 20 * HOUR), st.booleans()), min_size=1, max_size=60),
    st.floats(0, 1),
    st.booleans(),
)
def test_a_beginning_lies_within_the_attempts(calls: list[tuple[int, bool]], usual: float, may_grow: bool) -> None:
    calls.sort()
    found = onset(calls, usual, may_grow)
    assert found is not None
    assert calls[0][0] <= found.at <= calls[-1][0] + 2 * MINUTE
