"""Shares counted from few say how unsure they are."""

from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from sipwhy.model.share import VERY_SURE, interval


def test_it_is_wilsons_interval() -> None:
    assert interval(8, 10) == pytest.approx((0.4902, 0.9433), abs=1e-4)
    assert interval(500, 1000) == pytest.approx((0.4691, 0.5309), abs=1e-4)
    assert interval(0, 3) == pytest.approx((0.0, 0.5615), abs=1e-4)
    assert interval(0, 0) == (0.0, 1.0)


def test_three_of_three_prove_little() -> None:
    low, high = interval(3, 3)
    assert low < 0.45
    assert high == 1.0
    assert interval(12, 12)[1] == 1.0


@example((0, 379))
@given(st.integers(0, 2000).flatmap(lambda of: st.tuples(st.integers(0, of), st.just(of))))
def test_the_share_lies_within_and_more_certainty_is_wider(counted: tuple[int, int]) -> None:
    hits, of = counted
    low, high = interval(hits, of)
    widest = interval(hits, of, VERY_SURE)
    share = hits / of if of else 0.5
    assert 0 <= widest[0] <= low <= share + 1e-12
    assert share - 1e-12 <= high <= widest[1] + 1e-12 <= 1 + 1e-9
