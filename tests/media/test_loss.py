"""How loss is spread, against counting by hand."""

from itertools import groupby

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sipwhy.media.loss import MOST, came_of, spread_of


def came(text: str) -> np.ndarray:
    return np.array([letter == "1" for letter in text])


def test_losses_with_few_packets_between_them_are_one_burst() -> None:
    found = spread_of(came("1" * 20 + "0110" + "1" * 20 + "0" + "1" * 20))
    assert (found.lost, found.runs, found.bursts) == (3, 3, 1)
    assert (found.mean_burst, found.burst_density) == (4.0, 0.5)
    assert found.gap_density == pytest.approx(1 / 61)


def test_gilbert_tells_how_loss_begins_and_ends() -> None:
    found = spread_of(came("1110011110"))
    assert found.begins == pytest.approx(2 / 7)
    assert found.ends == pytest.approx(1 / 2)


def test_without_loss_nothing_tells_how_it_ends() -> None:
    found = spread_of(came("11111"))
    assert (found.begins, found.ends, found.bursts, found.mean_gap) == (0.0, None, 0, 5.0)


def test_which_came_is_told_by_numbers_in_any_order() -> None:
    assert came_of(np.array([5, 3, 8])).tolist() == [True, False, True, False, False, True]


def test_numbers_that_no_call_can_have_ask_for_no_memory() -> None:
    assert len(came_of(np.array([0, 1, 1 << 40]))) == MOST


@given(st.lists(st.booleans(), max_size=300))
def test_it_agrees_with_counting(flags: list[bool]) -> None:
    found = spread_of(np.array(flags, dtype=bool))
    runs = [len(list(group)) for here, group in groupby(flags) if not here]
    assert (found.lost, found.runs, found.longest) == (sum(runs), len(runs), max(runs, default=0))
    assert 0 <= found.burst_density <= 1
    assert 0 <= found.gap_density <= 1
