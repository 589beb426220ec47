"""Which calls were going on at a moment: as by looking at every one, without doing so."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from sipwhy.calls.log.meanwhile import Meanwhile

TIMES = st.integers(0, 200)
CALLS = st.lists(st.tuples(TIMES, st.integers(-3, 90)), min_size=1, max_size=40)


@given(CALLS, TIMES, st.integers(0, 20))
def test_what_was_going_on_is_found_as_by_looking_at_every_call(calls: list[tuple[int, int]], first: int, span: int) -> None:
    start = np.array([begun for begun, _ in calls])
    end = np.array([begun + lasted for begun, lasted in calls])
    found = Meanwhile(np.arange(len(calls)), start, end).at(first, first + span)
    assert found.tolist() == [row for row in range(len(calls)) if start[row] <= first + span and end[row] >= first]


def test_one_long_call_among_many_short_ones_does_not_make_all_of_them_be_looked_at() -> None:
    start = np.arange(0, 1_000_000, 1000)
    end = start + 900
    end[0] = 2_000_000
    calls = Meanwhile(np.arange(len(start)), start, end)
    assert calls.at(500_000, 500_010).tolist() == [0, 500]
    assert sum(len(rows) for rows in calls._of_groups(500_000, 500_010)) <= 4
