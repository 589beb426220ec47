"""The calls of each cause, counted by what they have in common: a flood of one failure costs no more than a few calls."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

import numpy as np
from msgspec import Struct, field

from sipwhy.calls import CallTable
from sipwhy.calls.outcome import KINDS, RESULTS
from sipwhy.diagnosis.engine import Verdicts
from sipwhy.diagnosis.report import CauseGroup
from sipwhy.model import AtFault, CallKind, Finding, Result
from sipwhy.views.summary import ALARMING, FAILED
from sipwhy.wire.columns import Array, tallied


class _Members(Struct):
    """The calls of one kind that have one cause."""

    numbers: list[int] = field(default_factory=list)
    results: Counter[Result] = field(default_factory=Counter)
    blamed: Counter[AtFault] = field(default_factory=Counter)
    firsts: dict[AtFault, tuple[int, Finding]] = field(default_factory=dict)
    """The first call by whom it blames, and its finding."""
    guessed: int = 0
    """How many did not fail by their last answer, and have the cause only possibly."""

    def count(self, number: int, result: Result, cause: Finding, times: int) -> None:
        """Counts calls that differ in nothing, of which `number` is the first."""
        self.results[result] += times
        self.blamed[cause.at_fault] += times
        self.firsts.setdefault(cause.at_fault, (number, cause))
        if cause.confidence == "possible" and result not in FAILED:
            self.guessed += times


class Causes:
    """Counts calls by cause and kind."""

    def __init__(self) -> None:
        self._members: dict[tuple[str, CallKind], _Members] = {}

    def add(self, number: int, kind: CallKind, result: Result, cause: Finding) -> None:
        """Adds one call; numbers rise."""
        members = self._of(cause.rule, kind)
        members.numbers.append(number)
        members.count(number, result, cause, 1)

    def add_rows(self, table: CallTable, verdicts: Verdicts, rows: Array) -> None:
        """Adds calls of a table that have a cause, in order of number."""
        slugs = {slug: place for place, slug in enumerate(dict.fromkeys(cause.rule for cause in verdicts.causes))}
        cause, kind = verdicts.cause[rows].astype(np.int64), table.kind[rows]
        alike = (cause * len(KINDS) + kind) * len(RESULTS) + table.result[rows]
        values, times = tallied(alike)
        first_of = np.zeros(int(alike.max(initial=0)) + 1, dtype=np.int64)
        first_of[alike[::-1]] = np.arange(len(alike))[::-1]
        for first, count in sorted(zip(first_of[values].tolist(), times.tolist(), strict=True)):
            found = verdicts.causes[cause[first]]
            members = self._of(found.rule, KINDS[kind[first]])
            members.count(int(rows[first]) + 1, RESULTS[table.result[rows[first]]], found, count)
        place = np.array([slugs[cause.rule] for cause in verdicts.causes], dtype=np.int64)[cause] * len(KINDS) + kind
        names = list(slugs)
        for group in np.flatnonzero(np.bincount(place)).tolist():
            self._of(names[group // len(KINDS)], KINDS[group % len(KINDS)]).numbers += (rows[place == group] + 1).tolist()

    def ranked(self) -> Sequence[CauseGroup]:
        """All causes, those that lost most calls first; those that ended as their people wished come last."""
        groups = [_group(slug, kind, members) for (slug, kind), members in self._members.items()]
        return sorted(groups, key=lambda group: (group.severity not in ALARMING, -group.count, group.example))

    def _of(self, slug: str, kind: CallKind) -> _Members:
        return self._members.setdefault((slug, kind), _Members())


def _group(slug: str, kind: CallKind, members: _Members) -> CauseGroup:
    """All calls of one cause; the one that stands for them has the commonest blame."""
    blamed = members.blamed.most_common(1)[0][0]
    first, shown = members.firsts[blamed]
    count = len(members.numbers)
    return CauseGroup(slug, kind, shown.severity, blamed, shown.confidence, count, first, members.numbers, members.results, members.guessed)
