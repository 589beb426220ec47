"""The list of calls as columns that are sorted, searched and shown without an object for each call."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import cached_property

import numpy as np

from sipwhy.app.board_column import Column
from sipwhy.app.board_fields import FIELDS, SHADOWS, Fields
from sipwhy.app.follow import Key, key_of
from sipwhy.app.report import FullReport
from sipwhy.calls.outcome import KINDS, RESULTS
from sipwhy.diagnosis.report import CallRow
from sipwhy.render.voice import Voice
from sipwhy.views.summary import ALARMING, FAILED
from sipwhy.wire.columns import Array

__all__ = ["Board", "Column", "Seen", "numbers_again", "numbers_in"]

_FAILED = [RESULTS.index(result) for result in RESULTS if result in FAILED]


class Seen:
    """Which rows of a board are shown and in which order; a row's number is that of its call."""

    def __init__(self, numbers: Array) -> None:
        self.numbers = numbers

    def __len__(self) -> int:
        return len(self.numbers)

    @cached_property
    def _places(self) -> dict[int, int]:
        return {int(number): at for at, number in enumerate(self.numbers.tolist())}

    def place(self, number: int) -> int | None:
        """Where the call of this number stands."""
        return self._places.get(number)


class Board:
    """
    The calls of one report. `is_judged` says whether causes are asked for: they take longer than everything else.

    Rows are the calls of the table, then those that only logs know. Whatever is asked first of a column is computed then.
    """

    def __init__(self, report: FullReport, voice: Voice, *, is_judged: bool = True) -> None:
        self.report, self.voice, self.is_judged = report, voice, is_judged
        self._alone = tuple(report.rows_alone()) if is_judged else ()
        self._fields = Fields(report, voice, self._alone, is_judged=is_judged)
        self.numbers = np.concatenate([np.arange(1, len(report.table) + 1), np.array([row.number for row in self._alone], dtype=np.int64)])
        """The number of the call of each row."""

    def __len__(self) -> int:
        return len(self.numbers)

    def column(self, key: str) -> Column:
        """One of `FIELDS`."""
        return self._fields.column(key)

    def rows_of(self, numbers: Array) -> Array:
        """The rows of calls of these numbers: the table's come first, in order."""
        return np.where(numbers <= len(self.report.table), numbers - 1, np.searchsorted(self.numbers, numbers))

    def row(self, number: int) -> CallRow | None:
        """One call as a row of the report, without its cause while that is not known."""
        return self.report.row(number)

    @cached_property
    def kind(self) -> Array:
        """The index in KINDS of each row."""
        return np.concatenate([self.report.table.kind, np.array([KINDS.index(row.kind) for row in self._alone], dtype=np.int8)])

    @cached_property
    def result(self) -> Array:
        """The index in RESULTS of each row."""
        return np.concatenate([self.report.table.result, np.array([RESULTS.index(row.result) for row in self._alone], dtype=np.int64)])

    @cached_property
    def is_failed(self) -> Array:
        """Which rows failed as the network sees it."""
        return np.isin(self.result, _FAILED)

    @cached_property
    def is_wrong(self) -> Array:
        """Which rows went wrong: a cause that is an error or a warning, or a failure without any."""
        if not self.is_judged:
            return self.is_failed
        verdicts = self.report.verdicts
        loud = np.array([finding.severity in ALARMING for finding in verdicts.causes] + [False])
        lone = np.array([self._is_loud(row) for row in self._alone], dtype=bool)
        unnamed = np.concatenate([verdicts.cause < 0, np.array([row.cause is None for row in self._alone], dtype=bool)])
        wrong: Array = np.concatenate([loud[verdicts.cause], lone]) | (self.is_failed & unnamed)
        return wrong

    def _is_loud(self, row: CallRow) -> bool:
        return any(finding.is_cause and finding.severity in ALARMING for finding in self.report.findings_of(row.number))

    def of_kinds(self, kinds: Iterable[str]) -> Array:
        """Which rows are of these kinds."""
        wanted = [KINDS.index(kind) for kind in KINDS if kind in set(kinds)]
        return np.isin(self.kind, wanted)

    def holding(self, text: str, keys: Sequence[str]) -> Array:
        """Which rows hold `text` in any of these columns, in any case; several words must all be held, each anywhere."""
        found = np.ones(len(self), dtype=bool)
        for part in text.casefold().split():
            hit = np.zeros(len(self), dtype=bool)
            for key in keys:
                for one in (key, *SHADOWS.get(key, ())):
                    hit |= self.column(one).holding(part)
            found &= hit
        return found

    def seen(self, keep: Array, order: Sequence[tuple[str, bool]]) -> Seen:
        """The rows of `keep`, sorted by columns, the first of which matters most; True sorts downwards."""
        rows = np.flatnonzero(keep)
        for key, is_down in reversed([one for one in order if one[0] in FIELDS]):
            ranks = self.column(key).ranks[rows]
            rows = rows[np.argsort(-ranks if is_down else ranks, kind="stable")]
        return Seen(self.numbers[rows])


def numbers_in(report: FullReport) -> dict[Key, int]:
    """The number of each entry by what it is known by in any report on the same evidence, where it has other numbers."""
    return {key_of(row): row.number for row in report.rows()}


def numbers_again(old: FullReport, numbers: Iterable[int], places: Mapping[Key, int]) -> dict[int, int]:
    """The numbers that entries of an `old` report have where `places` (`numbers_in`) tells; those that have gone are left out."""
    rows = ((number, old.row(number)) for number in numbers)
    return {number: now for number, row in rows if row is not None and (now := places.get(key_of(row))) is not None}
