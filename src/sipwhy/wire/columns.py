"""Columns: one value per leg, message or stream, as numpy arrays."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, TypeVar

import numpy as np

_Kind = TypeVar("_Kind", bound=np.generic)
Array = np.ndarray[tuple[Any, ...], np.dtype[Any]]
ArrayOf = np.ndarray[tuple[Any, ...], np.dtype[_Kind]]
"""As `numpy.typing.NDArray[Any]` and `NDArray`, a module that numpy itself does not load."""

_SMALL = 1 << 16
"""Counters that any table may have; keys below are sorted by radix."""
_FEW = 2048
"""Keys that are sought as quickly as they are sifted."""
_SIEVE = 3
"""So many bits more of a key than of their number does a sieve look at: eight holes for each."""
_ODD = np.uint64(0x9E3779B97F4A7C15)
"""2^64 by the golden ratio, by which neighbours are scattered (Knuth, The Art of Computer Programming, volume 3, section 6.4)."""


def array_of(column: tuple[str, bytes]) -> Array:
    """A column of the core: its numpy type and bytes."""
    kind, data = column
    return np.frombuffer(data, dtype=kind)


def distinct(numbers: Array) -> Array:
    """The different values of a column of small numbers, in order; `numpy.unique` would load a package of its own first."""
    return np.flatnonzero(np.bincount(numbers)) if len(numbers) else numbers


def tallied(numbers: Array) -> tuple[Array, Array]:
    """The different values of a column of small numbers, in order, and how often each is there."""
    counts = np.bincount(numbers) if len(numbers) else np.zeros(0, dtype=np.int64)
    values = np.flatnonzero(counts)
    return values, counts[values]


def tallied_pairs(one: Array, other: Array) -> tuple[Array, Array, Array]:
    """The different pairs of two columns of small numbers, in order, and how often each is there; counted in a table where it is small."""
    (left, first), (right, second) = _ranked(one), _ranked(other)
    width = len(right)
    keys = first * width + second
    if len(left) * width <= max(4 * len(keys), _SMALL):
        found, times = tallied(keys)
    else:
        found, times = np.unique(keys, return_counts=True)
    return left[found // width], right[found % width], times


def _ranked(numbers: Array) -> tuple[Array, Array]:
    """The different values of a column of small numbers, in order, and for each number its place among them."""
    values = distinct(numbers).astype(np.int64)
    ranks = np.zeros(int(values[-1]) + 1 if len(values) else 0, dtype=np.int64)
    ranks[values] = np.arange(len(values))
    return values, ranks[numbers]


def different(values: Array) -> Array:
    """The different values of any column, in order; `numpy.unique` alone would load a package of its own first."""
    ordered = np.sort(values)
    return ordered[np.concatenate(([True], ordered[1:] != ordered[:-1]))] if len(ordered) else ordered


def among(numbers: Array, wanted: Array | Iterable[int]) -> Array:
    """Which of a column of small numbers are among `wanted`, looked up in a table."""
    known = np.zeros(int(numbers.max()) + 1 if len(numbers) else 0, dtype=bool)
    sought = wanted if isinstance(wanted, np.ndarray) else np.array(list(wanted), dtype=np.int64)
    known[sought[(sought >= 0) & (sought < len(known))]] = True
    found: Array = known[numbers]
    return found


def among_keys(keys: Array, wanted: Array | Sequence[int]) -> Array:
    """Which of `keys` are among `wanted`, both any 64-bit numbers; `numpy.isin` would load a package of its own first."""
    if not len(wanted):
        return np.zeros(len(keys), dtype=bool)
    known = np.sort(wanted)
    if len(keys) < _FEW:
        return _stand_in(known, keys)
    # To seek each of many keys costs tens of nanoseconds; most that are not there can be told by a sieve.
    found = perhaps_among(keys, known)
    likely = np.flatnonzero(found)
    found[likely] = _stand_in(known, keys[likely])
    return found


def _stand_in(known: Array, keys: Array) -> Array:
    """Which keys stand among known ones, that are in order."""
    found: Array = known[np.minimum(np.searchsorted(known, keys), len(known) - 1)] == keys
    return found


def perhaps_among(keys: Array, others: Array) -> Array:
    """Which 64-bit keys may be among `others`: a sieve that is sure only of the rest."""
    rest = np.uint64(64 - len(others).bit_length() - _SIEVE)
    seen = np.zeros(1 << (64 - int(rest)), dtype=bool)
    seen[_scattered(others) >> rest] = True
    found: Array = seen[_scattered(keys) >> rest]
    return found


def _scattered(keys: Array) -> Array:
    """Keys whose high bits differ where any bits did."""
    found: Array = keys.astype(np.uint64, copy=False) * _ODD
    return found


def in_order(keys: Array, places: Array) -> tuple[Array, Array]:
    """
    Keys of 64 bits with their places (different small numbers), both in order of key and, within one, of place.

    The place is written into the low bits of its key, so that plain numbers are sorted, which is several times as quick as sorting
    by two columns; where the rest of two different keys is equal, which hardly happens, that is done after all.
    """
    if not len(keys):
        return keys, places
    bits = np.uint64(int(places.max()).bit_length())
    low = (np.uint64(1) << bits) - np.uint64(1)
    packed = np.sort(keys & ~low | places.astype(np.uint64))
    ordered = (packed & low).astype(np.int64)
    of_place = np.zeros(int(places.max()) + 1, dtype=np.uint64)
    of_place[places] = keys
    found, rest = of_place[ordered], packed >> bits
    if ((rest[1:] == rest[:-1]) & (found[1:] != found[:-1])).any():
        ordered = places[np.lexsort((places, keys))]
        found = of_place[ordered]
    return found, ordered


def order_of(keys: Array) -> Array:
    """The places of keys from 0 on in order of key, equal ones as they stood: small keys by radix, others with their place in low bits."""
    highest, bits = int(keys.max(initial=0)), len(keys).bit_length()
    if highest < _SMALL:
        return np.argsort(keys.astype(np.uint16), kind="stable")
    if highest >> (64 - bits):
        return np.argsort(keys, kind="stable")
    packed = np.sort(keys.astype(np.uint64) << np.uint64(bits) | np.arange(len(keys), dtype=np.uint64))
    found: Array = (packed & np.uint64((1 << bits) - 1)).astype(np.int64)
    return found


def mixed(parts: Iterable[Array]) -> Array:
    """Several columns as one 64-bit key (FNV-like mixing; equal rows give equal keys)."""
    key: Array = np.array(0xCBF29CE484222325, dtype=np.uint64)
    for part in parts:
        key = key ^ part.astype(np.uint64, copy=False)
        np.multiply(key, _ODD, out=key)
        np.bitwise_xor(key, key >> np.uint64(29), out=key)
    return key


def quantile(values: Array | Sequence[float], share: float) -> float:
    """The value below which `share` (0 to 1) of some values lie, between two by line; `numpy.quantile` would load a package first."""
    column = np.asarray(values)
    at = share * (len(column) - 1)
    places = [int(at), min(int(at) + 1, len(column) - 1)]
    low, high = np.partition(column, places)[places].tolist()
    return float(low + (high - low) * (at - places[0]))


def median(values: Array | Sequence[float]) -> float:
    """The middle one of some values, or the mean of the two in the middle."""
    return quantile(values, 0.5)
