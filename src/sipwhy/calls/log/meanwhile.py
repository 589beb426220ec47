"""
The calls of a table that were going on at a moment, and those that name somebody: without looking at every call for every line.

Calls are kept by how long they took (each group twice as long as the one before), ordered by their beginning within each group: those of
a group that were going on at a moment began within twice its shortest time before it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np

from sipwhy.calls.table import CallTable
from sipwhy.model.digits import is_whole_number
from sipwhy.wire.columns import Array, different


class Meanwhile:
    """Rows of a table by when they were going on; `start` and `end` are of all rows, in µs."""

    def __init__(self, rows: Array, start: Array, end: Array) -> None:
        order = np.argsort(start[rows], kind="stable")
        self._rows, self._end = rows[order], end
        begun = start[self._rows]
        lasted = np.maximum(end[self._rows] - begun, 0)
        exponents = np.frexp(lasted.astype(float))[1]
        self._groups = [
            (2 ** max(exponent, 0), begun[at], self._rows[at])
            for exponent in different(exponents).tolist()
            for at in (np.flatnonzero(exponents == exponent),)
        ]

    def at(self, first: int, last: int) -> Array:
        """Those that began at `last` or before and ended at `first` or after, in order of rows."""
        found = list(self._of_groups(first, last))
        rows = np.sort(np.concatenate(found)) if found else self._rows[:0]
        chosen: Array = rows[self._end[rows] >= first]
        return chosen

    def _of_groups(self, first: int, last: int) -> Iterator[Array]:
        for longest, begun, rows in self._groups:
            low, high = np.searchsorted(begun, (first - longest, last + 1))
            if high > low:
                yield rows[low:high]


class Named:
    """Rows of a table by the users of their legs' first requests."""

    def __init__(self, table: CallTable) -> None:
        self._evidence, self._row_of_leg = table.evidence, table.row_of_leg
        self._is_whole = np.zeros(len(table), dtype=bool)
        self._callers, self._callees = self._rows_by_user(("from_user",)), self._rows_by_user(("to_user", "uri_user"))
        for user, rows in self._callers.items():
            if is_whole_number(user):
                self._is_whole[rows] = True

    def is_caller(self, user: str) -> bool:
        """Whether somebody calls or registers under that name."""
        return user in self._callers

    def naming(self, rows: Array, user: str) -> Array:
        """Which of `rows` name a user, as a caller or as a callee."""
        found: Array = self._are_in(rows, self._callers.get(user)) | self.calling(rows, user)
        return found

    def calling(self, rows: Array, user: str) -> Array:
        """Which of `rows` call a user."""
        return self._are_in(rows, self._callees.get(user))

    def by_number(self, rows: Array) -> Array:
        """Which of `rows` are of callers with a whole number."""
        found: Array = self._is_whole[rows]
        return found

    @staticmethod
    def _are_in(rows: Array, known: Array | None) -> Array:
        if known is None or not len(known):
            return np.zeros(len(rows), dtype=bool)
        found: Array = known[np.minimum(np.searchsorted(known, rows), len(known) - 1)] == rows
        return found

    def _rows_by_user(self, columns: Sequence[str]) -> dict[str, Array]:
        texts = np.concatenate([self._evidence.legs(name) for name in columns])
        rows = np.tile(self._row_of_leg, len(columns))
        order = np.argsort(texts, kind="stable")
        texts, rows = texts[order], rows[order]
        begins = np.flatnonzero(np.concatenate(([True], texts[1:] != texts[:-1]))) if len(texts) else texts
        found: dict[str, list[Array]] = {}
        for first, last in zip(begins.tolist(), [*begins[1:].tolist(), len(texts)], strict=True):
            found.setdefault(self._evidence.text(int(texts[first])), []).append(rows[first:last])
        return {user: different(np.concatenate(parts)) for user, parts in found.items()}
