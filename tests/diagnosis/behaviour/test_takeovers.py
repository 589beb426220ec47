"""Of the many registrations of one user few are kept, and the first from another place and product is found among them all the same."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from sipwhy.diagnosis.behaviour.takeovers import from_elsewhere, is_needed

_SEEN = st.lists(st.tuples(st.integers(0, 5), st.integers(0, 5)), max_size=60)
Kept = list[tuple[int, int, int]]


def _kept(seen: list[tuple[int, int]]) -> Kept:
    kept: Kept = []
    for leg, (network, agent) in enumerate(seen):
        if is_needed(kept, network, agent):
            kept.append((leg, network, agent))
    return kept


@given(_SEEN, st.integers(0, 6), st.integers(0, 6))
def test_the_first_from_another_place_and_product_is_the_same_as_among_all(seen: list[tuple[int, int]], network: int, agent: int) -> None:
    everything = [(leg, *one) for leg, one in enumerate(seen)]
    assert from_elsewhere(_kept(seen), network, agent) == from_elsewhere(everything, network, agent)


@given(_SEEN)
def test_no_more_than_four_are_kept(seen: list[tuple[int, int]]) -> None:
    assert len(_kept(seen)) <= 4


def test_of_one_network_and_ever_new_products_two_are_kept() -> None:
    assert _kept([(0, agent) for agent in range(1000)]) == [(0, 0, 0), (1, 0, 1)]
