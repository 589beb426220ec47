"""The moment from which on something is likelier, and what a change must have to be told."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sipwhy.cdr.shifts.condition import turn
from sipwhy.cdr.shifts.scan import Least, Segment

_NEAR = 300


def _every_minute(hits: str) -> list[tuple[int, bool]]:
    """Attempts a minute apart: x with the symptom, . without."""
    return [(60 * nth, hit == "x") for nth, hit in enumerate(hits)]


@pytest.mark.parametrize(
    ("hits", "told"),
    [
        ("." * 30 + "x" * 30, 30),  # the first of the new time, which follows on the last of the old
        ("." * 10 + "x" + "." * 19 + "x" * 30, 30),  # a single failure by chance is not it
        ("." * 30 + "xxx.xxxx.xxxxxxx", 30),  # a success in between does not end it
        ("." * 30 + "x" + "." * 3 + "x" * 30, 34),  # one that only precedes it does not begin it
    ],
)
def test_the_turn_is_the_attempt_from_which_on_it_is_likelier(hits: str, told: int) -> None:
    assert turn(_every_minute(hits), 0.9, 0.02, _NEAR) == 60 * told


def test_between_two_attempts_far_apart_the_turn_is_in_the_middle() -> None:
    rows = [(nth, False) for nth in range(0, 3600, 60)] + [(nth, True) for nth in range(10_800, 14_400, 60)]
    assert 3540 + 2000 < turn(rows, 0.95, 0.02, _NEAR) < 10_800 - 2000


@given(st.lists(st.booleans(), min_size=1, max_size=60), st.floats(0, 1), st.floats(0, 1))
def test_it_is_always_within_the_attempts(hits: list[bool], rate: float, usual: float) -> None:
    rows = [(60 * nth, hit) for nth, hit in enumerate(hits)]
    assert rows[0][0] <= turn(rows, rate, usual, _NEAR) <= rows[-1][0]


@pytest.mark.parametrize(
    ("hits", "total", "expected", "is_told"),
    [
        (40, 100, 10.0, True),
        (40, 100, 25.0, False),  # not twice as many
        (14, 100, 4.0, False),  # not 12 more
        (60, 2000, 20.0, False),  # 40 more, but of 2,000: two points
        (160, 2000, 60.0, True),  # five points
    ],
)
def test_what_is_told_is_more_in_number_in_share_and_against_the_usual(hits: int, total: int, expected: float, is_told: bool) -> None:
    assert Least(events=12, rise=0.04, times=2.0).has(Segment(0, 12, hits, total, expected, 99.0)) is is_told
