"""Legs are put in groups, and times counted, as slow plain Python would do it."""

from __future__ import annotations

from collections import defaultdict
from types import SimpleNamespace
from typing import cast

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sipwhy.diagnosis.behaviour.ground import Ground, groups, most_within, pairs, shown


@given(st.lists(st.integers(0, 70000), max_size=60), st.integers(1, 4), st.data())
def test_groups_keep_the_order_of_their_legs(keys: list[int], least: int, data: st.DataObject) -> None:
    chosen = sorted(data.draw(st.sets(st.integers(0, max(len(keys) - 1, 0)), max_size=len(keys)))) if keys else []
    wanted = defaultdict(list)
    for leg in chosen:
        wanted[keys[leg]].append(leg)
    found = groups(np.array(keys, dtype=np.int64), np.array(chosen, dtype=np.int64), least)
    assert [legs.tolist() for legs in found] == [legs for _, legs in sorted(wanted.items()) if len(legs) >= least]


@given(st.lists(st.integers(0, 50), max_size=30), st.integers(0, 20))
def test_most_within_a_span(times: list[int], span: int) -> None:
    times.sort()
    plain = max((sum(begin <= time <= begin + span for time in times) for begin in times), default=0)
    assert most_within(np.array(times, dtype=np.int64), span) == plain


def test_pairs_are_equal_where_both_are() -> None:
    one, other = np.array([1, 1, 2], dtype=np.uint32), np.array([5, 5, 1], dtype=np.uint32)
    keys = pairs(one, other)
    assert keys[0] == keys[1] != keys[2]


def test_many_names_are_cut_short() -> None:
    assert shown(["a", "b", "c"]) == ("a", "b", "c")
    assert shown(["a", "b", "c", "d", "e"]) == ("a", "b", "c", "+2")


@pytest.mark.parametrize(
    ("role", "of_first_leg", "of_later_leg"),
    [
        ("pbx", "pbx", "pbx"),
        ("proxy", "caller", "caller"),
        ("trunk", "caller", "trunk"),
        ("callee", "caller", "pbx"),
        ("unknown", "caller", "pbx"),
    ],
)
def test_who_is_blamed_for_what_a_leg_s_sender_wrote(role: str, of_first_leg: str, of_later_leg: str) -> None:
    def blamed(main: int) -> str:
        table = SimpleNamespace(main=np.array([main]), row_of_leg=np.array([0]))
        ground = SimpleNamespace(blame=lambda _: role, legs=lambda _: np.array([0]), table=table)
        return Ground.sender(cast("Ground", ground), 0)

    assert (blamed(0), blamed(1)) == (of_first_leg, of_later_leg)
