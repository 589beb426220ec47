"""Columns: what the helpers over them say."""

from __future__ import annotations

from collections import Counter

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sipwhy.wire.columns import (
    among,
    among_keys,
    different,
    in_order,
    median,
    order_of,
    perhaps_among,
    quantile,
    tallied,
    tallied_pairs,
)

_KEYS = st.lists(st.one_of(st.integers(-(2**63), 2**63 - 1), st.integers(0, 5)))


def test_keys_are_found_among_others() -> None:
    keys = np.array([3 << 40, 5, 7], dtype=np.int64)
    assert among_keys(keys, np.array([7, 3 << 40], dtype=np.int64)).tolist() == [True, False, True]
    assert among_keys(keys, keys[:0]).tolist() == [False] * 3


@given(_KEYS, _KEYS)
def test_any_keys_are_found_as_a_set_finds_them(keys: list[int], wanted: list[int]) -> None:
    found = among_keys(np.array(keys, dtype=np.int64), np.array(wanted, dtype=np.int64))
    assert found.tolist() == [key in set(wanted) for key in keys]


@pytest.mark.parametrize("kind", [np.int64, np.uint64])
def test_many_keys_are_found_as_few_are(kind: type[np.signedinteger | np.unsignedinteger]) -> None:
    keys = (np.arange(20_000, dtype=np.uint64) * np.uint64(3 << 50) ^ np.arange(20_000, dtype=np.uint64)).view(kind)
    wanted = np.concatenate((keys[::7], keys[:500] + kind(1)))
    assert among_keys(keys, wanted).tolist() == [key in set(wanted.tolist()) for key in keys.tolist()]


def test_a_sieve_lets_all_pass_that_are_there_and_few_that_are_not() -> None:
    keys = np.arange(40_000, dtype=np.int64)
    passed = perhaps_among(keys, keys[1000:2000])
    assert passed[1000:2000].all()
    assert np.count_nonzero(passed) < 8000


@given(st.lists(st.integers(0, 300)), st.lists(st.integers(-3, 900)))
def test_small_numbers_are_found_as_a_set_finds_them(numbers: list[int], wanted: list[int]) -> None:
    assert among(np.array(numbers, dtype=np.uint32), wanted).tolist() == [number in set(wanted) for number in numbers]


def test_numbers_of_any_width_are_looked_up() -> None:
    assert among(np.array([200, 404, 65535], dtype=np.uint16), (404, 999)).tolist() == [False, True, False]
    assert among(np.array([17, 255], dtype=np.uint8), (17,)).tolist() == [True, False]


@given(_KEYS)
def test_different_values_are_those_of_a_set_in_order(values: list[int]) -> None:
    assert different(np.array(values, dtype=np.int64)).tolist() == sorted(set(values))


@given(st.lists(st.tuples(st.sampled_from([0, 3, 300, 70_000]), st.integers(0, 300))))
def test_pairs_are_counted_as_a_counter_does(pairs: list[tuple[int, int]]) -> None:
    one, other = np.array([pair[0] for pair in pairs], dtype=np.uint32), np.array([pair[1] for pair in pairs], dtype=np.uint16)
    assert list(zip(*(column.tolist() for column in tallied(other)), strict=True)) == sorted(Counter(other.tolist()).items())
    found = zip(*(column.tolist() for column in tallied_pairs(one, other)), strict=True)
    assert [((left, right), times) for left, right, times in found] == sorted(Counter(pairs).items())


def test_pairs_of_too_many_numbers_for_a_table_are_counted_too() -> None:
    numbers = np.arange(300, dtype=np.uint32)
    assert [column.tolist() for column in tallied_pairs(numbers, numbers[::-1])] == [numbers.tolist(), numbers[::-1].tolist(), [1] * 300]


@given(st.lists(st.floats(-1e9, 1e9), min_size=1), st.floats(0, 1))
def test_a_quantile_is_that_of_numpy(values: list[float], share: float) -> None:
    column = np.array(values)
    assert median(values) == pytest.approx(float(np.median(column)), rel=1e-9, abs=1e-6)
    assert quantile(column, share) == pytest.approx(float(np.quantile(column, share)), rel=1e-9, abs=1e-6)


@given(st.lists(st.integers(0, 2**64 - 1) | st.integers(0, 3) | st.integers(2**60, 2**60 + 3)))
def test_keys_come_in_order_with_their_places(keys: list[int]) -> None:
    places = np.arange(len(keys))[::-1].copy()
    found = in_order(np.array(keys, dtype=np.uint64), places)
    assert list(zip(*(column.tolist() for column in found), strict=True)) == sorted(zip(keys, places.tolist(), strict=True))


@given(st.lists(st.integers(0, 3) | st.integers(0, 2**16) | st.integers(0, 2**40) | st.integers(2**62, 2**63 - 1)))
def test_equal_keys_stay_as_they_stood(keys: list[int]) -> None:
    found = order_of(np.array(keys, dtype=np.int64)).tolist()
    assert found == sorted(range(len(keys)), key=keys.__getitem__)
