"""What an expression can ask of calls, as columns: how they ended, how long they lasted, and why."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cached_property

import numpy as np

from sipwhy.calls import CallTable
from sipwhy.calls.outcome import KINDS, RESULTS
from sipwhy.model.flag import Flag
from sipwhy.wire.columns import Array

Verdict = Callable[[int], Sequence[str]]
"""The findings of the call in a row, the cause first."""
_CALL = KINDS.index("call")


class CallFacts:
    """Columns over calls; durations are seconds, NaN where they do not apply."""

    def __init__(self, table: CallTable, causes: Array | None = None, slugs: Sequence[str] = (), findings: Verdict | None = None) -> None:
        self.table = table
        self._causes, self._slugs, self._findings = causes, slugs, findings
        self._found: dict[int, tuple[str, ...]] = {}

    def kind(self, row: int) -> str:
        """What kind of entry it is."""
        return KINDS[int(self.table.kind[row])]

    def result(self, row: int) -> str:
        """How it ended."""
        return RESULTS[int(self.table.result[row])]

    def cause(self, row: int) -> str | None:
        """Its cause."""
        at = -1 if self._causes is None else int(self._causes[row])
        return self._slugs[at] if at >= 0 else None

    def findings(self, row: int) -> tuple[str, ...]:
        """Every finding of it."""
        if row not in self._found:
            self._found[row] = tuple(self._findings(row)) if self._findings else ()
        return self._found[row]

    def codes(self, name: str) -> tuple[Array, Sequence[str | None]]:
        """A column of small numbers, and the word that each means."""
        if name == "kind":
            return self.table.kind, KINDS
        if name == "result":
            return self.table.result, RESULTS
        if self._causes is None:
            return np.zeros(len(self.table), dtype=np.int8), (None,)
        return self._causes + 1, (None, *self._slugs)

    @cached_property
    def duration(self) -> Array:
        """From the first message of a call to its last."""
        legs, table = self.table.evidence.legs, self.table
        if not len(table):
            return np.zeros(0)
        last = np.maximum.reduceat(legs("last_ts")[table.order], table.starts[:-1])
        return np.asarray((last - legs("first_ts")[table.main]) / 1e6)

    @cached_property
    def pdd(self) -> Array:
        """Until it rang, or was answered."""
        return self._between(self._at("first_ts"), np.where(self._at("ring_ts") > 0, self._at("ring_ts"), self._at("answer_ts")))

    @cached_property
    def talk(self) -> Array:
        """From the answer to the BYE."""
        return self._between(self._at("answer_ts"), self._at("bye_ts"))

    @cached_property
    def ring(self) -> Array:
        """From the first sign of ringing to the answer, or to the end of a call that nobody answered."""
        setup = self._between(self._at("first_ts"), self._at("answer_ts"))
        whole = np.where(np.isnan(setup), self.duration, setup)
        return np.asarray(np.where(np.isnan(self.pdd), np.nan, np.maximum(whole - self.pdd, 0.0)))

    def _at(self, name: str) -> Array:
        return self.table.evidence.legs(name)[self.table.main]

    def _between(self, start: Array, end: Array) -> Array:
        table = self.table
        late = table.evidence.legs("flags")[table.main] & int(Flag.STARTS_LATE) != 0
        known = (table.kind == _CALL) & ~late & (start > 0) & (end > 0)
        return np.where(known, (end - start) / 1e6, np.nan)
