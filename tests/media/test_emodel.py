"""The E-model against what is published of it, and as a shape: nothing that harms voice makes it better."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sipwhy.media import emodel

share = st.floats(0.0, 1.0)
delay = st.floats(0.0, 3000.0)


def test_with_all_defaults_it_is_that_of_the_recommendation() -> None:
    assert emodel.rating() == pytest.approx(93.2062, abs=1e-4)  # G.107 table 3: R = 93.2
    assert emodel.mos(emodel.rating()) == pytest.approx(4.41, abs=0.005)


@pytest.mark.parametrize(("r", "expected"), [(90, 4.34), (80, 4.03), (70, 3.60), (60, 3.10), (50, 2.58)])
def test_the_borders_of_user_satisfaction(r: float, expected: float) -> None:
    """G.107 table B.1."""
    assert emodel.mos(r) == pytest.approx(expected, abs=0.01)


@pytest.mark.parametrize(("ie", "expected"), [(1, 4.4940), (8, 4.4206), (13, 4.3371), (41, 3.5123), (56, 2.9220)])
def test_the_wide_band_has_a_scale_of_its_own(ie: float, expected: float) -> None:
    assert emodel.wide_mos(emodel.wide_rating(ie)) == pytest.approx(expected, abs=1e-4)


def test_a_tenth_of_a_second_is_not_noticed_and_four_tenths_are() -> None:
    assert emodel.rating(delay=100) > 90
    assert emodel.rating(delay=150) > 89
    assert emodel.rating(delay=400) < 65


@given(share, share, st.floats(0, 50), st.floats(1, 40), st.floats(1, 10))
def test_more_loss_is_never_better(one: float, other: float, ie: float, bpl: float, ratio: float) -> None:
    less, more = sorted((one, other))
    assert emodel.effective_impairment(ie, bpl, less, ratio) <= emodel.effective_impairment(ie, bpl, more, ratio) + 1e-9


@given(share, st.floats(0, 50), st.floats(1, 40), st.floats(1, 10), st.floats(1, 10))
def test_loss_in_longer_bursts_is_never_better(loss: float, ie: float, bpl: float, one: float, other: float) -> None:
    short, long = sorted((one, other))
    assert emodel.effective_impairment(ie, bpl, loss, short) <= emodel.effective_impairment(ie, bpl, loss, long) + 1e-9


@given(delay, delay, st.floats(0, 95))
def test_more_delay_is_never_better(one: float, other: float, ie: float) -> None:
    """But for the first milliseconds, where G.107 itself trades echo for sidetone: a tenth of a point."""
    less, more = sorted((one, other))
    assert emodel.rating(ie, more) <= emodel.rating(ie, less) + (1e-6 if less >= 10 else 0.1)


@given(st.floats(-200, 200), st.floats(-200, 200))
def test_a_better_rating_is_never_a_worse_score(one: float, other: float) -> None:
    low, high = sorted((one, other))
    assert 1.0 <= emodel.mos(low) <= emodel.mos(high) <= 4.5
