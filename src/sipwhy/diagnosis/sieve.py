"""Which rules seek which calls, told over columns: before any call is made."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import lru_cache

import numpy as np
from msgspec import Struct
from msgspec.structs import replace

from sipwhy.calls import CallTable
from sipwhy.diagnosis.known import Asked
from sipwhy.diagnosis.rule import Rule, Seeks
from sipwhy.wire.columns import Array

_BYTE = 8


class Sought(Struct, frozen=True):
    """
    For each call (a column of `bits`) a bit for each rule that seeks it, eight to a byte; and whether one that can name a cause
    does on its own account, or as one of its kind.
    """

    bits: Array
    one_by_one: Array
    by_outcome: Array

    def rules_of(self, row: int) -> tuple[int, ...]:
        """The places of the rules that seek one call, in order."""
        return _places(tuple(self.bits[:, row].tolist()))


class _There(Struct, frozen=True):
    """Every bit that any call has: most of what rules seek is nowhere in a capture, which one look at these tells."""

    flags: int
    signs: int
    quirks: int

    def is_without(self, seeks: Seeks) -> bool:
        """Whether no call has what one alternative of a rule seeks."""
        sought = ((seeks.flags, self.flags), (seeks.signs, self.signs), (seeks.quirks, self.quirks))
        return any(bits and not int(bits) & have for bits, have in sought) or bool(int(seeks.with_all) & ~self.flags)


@lru_cache(maxsize=1024)
def _places(octets: tuple[int, ...]) -> tuple[int, ...]:
    """Where bits are set, the lowest of the first byte being 0; calls that the same rules seek are many."""
    return tuple(at * _BYTE + bit for at, byte in enumerate(octets) for bit in range(_BYTE) if byte >> bit & 1)


def sift(table: CallTable, rules: Sequence[Rule | Asked], quirks: Array | None = None) -> Sought:
    """What `rules` seek among the calls of `table`; `quirks` are those that tracking noticed unless others are given."""
    count = len(table)
    bits = np.zeros((-(-len(rules) // _BYTE), count), dtype=np.uint8)
    one_by_one, by_outcome = np.zeros(count, dtype=bool), np.zeros(count, dtype=bool)
    noticed = table.quirks if quirks is None else quirks
    there = _There(*(int(np.bitwise_or.reduce(column)) for column in (table.flags, table.signs, noticed)))
    for place, rule in enumerate(rules):
        octets, bit = bits[place // _BYTE], np.uint8(1 << place % _BYTE)
        for part in parts(rule.seeks):
            if there.is_without(part) or not (hits := _hits(table, part, noticed)).any():
                continue
            np.bitwise_or(octets, hits.view(np.uint8) * bit, out=octets)
            if part.is_remark:
                continue
            is_alike = part.by_outcome or rule.scope == "outcome"
            np.logical_or(by_outcome if is_alike else one_by_one, hits, out=by_outcome if is_alike else one_by_one)
    return Sought(bits, one_by_one, by_outcome)


def parts(seeks: Seeks) -> Iterator[Seeks]:
    """What a rule seeks, one alternative after the other, each alone."""
    part: Seeks | None = seeks
    while part is not None:
        yield replace(part, either=None)
        part = part.either


def _hits(table: CallTable, seeks: Seeks, quirks: Array) -> Array:
    """Which calls one alternative of a rule seeks."""
    hits = table.of_kinds(seeks.kinds)
    if seeks.results:
        hits = hits & table.with_results(seeks.results)
    if seeks.statuses:
        hits = hits & table.rows_with_status(seeks.statuses)
    if seeks.flags:
        hits = hits & (table.flags & int(seeks.flags) != 0)
    if seeks.with_all:
        hits = hits & (table.flags & int(seeks.with_all) == int(seeks.with_all))
    if seeks.without:
        hits = hits & (table.flags & int(seeks.without) == 0)
    if seeks.signs:
        hits = hits & (table.signs & int(seeks.signs) != 0)
    if seeks.quirks:
        hits = hits & (quirks & int(seeks.quirks) != 0)
    if seeks.said:
        hits = hits & table.rows_saying(seeks.said)
    if seeks.with_rtp:
        hits = hits & table.with_rtp
    return hits
