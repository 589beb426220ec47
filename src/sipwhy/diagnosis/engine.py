"""
Applies rules to calls: to one call of each kind of outcome where a rule allows it, else to each that it seeks.

A call that belongs to a finding of the whole capture (a scanner's, a flood's) has that as its cause.

Asides are asked of calls that somebody looks at. A rule that crashes is a line in the report and no more.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from functools import cached_property, lru_cache, partial
from typing import TYPE_CHECKING

import numpy as np
from msgspec import Struct, field

from sipwhy.calls import Builder, CallTable
from sipwhy.diagnosis.asides import Asides
from sipwhy.diagnosis.belonging import Belonging
from sipwhy.diagnosis.consequences import with_causes_alone
from sipwhy.diagnosis.known import Asked
from sipwhy.diagnosis.overview import Overview
from sipwhy.diagnosis.regardless import Regardless
from sipwhy.diagnosis.rule import CaptureCheck, Rule
from sipwhy.diagnosis.scene import Scene
from sipwhy.diagnosis.sieve import sift
from sipwhy.diagnosis.standings import Standings
from sipwhy.model import Finding
from sipwhy.wire.columns import Array, in_order, mixed

if TYPE_CHECKING:
    from sipwhy.diagnosis.log_side import LogSide

_CONFIDENCE = {"certain": 0, "likely": 0, "possible": 1}
_SEVERITY = {"error": 0, "warning": 1, "notice": 2, "info": 3}


class Verdicts(Struct):
    """For every call the finding that is its cause, as an index into `causes`, or -1."""

    cause: Array
    causes: list[Finding] = field(default_factory=list)

    def slug(self, row: int) -> str | None:
        """The cause of one call."""
        index = int(self.cause[row])
        return self.causes[index].rule if index >= 0 else None


class Judged(Struct, frozen=True):
    """What is kept of the judgement on one call."""

    findings: tuple[Finding, ...]
    looked_at: frozenset[str]
    """The addresses of which rules asked what they are."""


class Engine:
    """
    Judges the calls of one table; `wide` gives the findings of the whole capture when they are wanted. In `looked_at` the scene notes
    of which addresses somebody asked what they are.
    """

    def __init__(
        self,
        table: CallTable,
        builder: Builder,
        scene: Scene,
        rules: Sequence[Rule | Asked],
        standings: Standings,
        *,
        looked_at: set[str],
        wide: Callable[[], Sequence[Finding]] = tuple,
        log: LogSide | None = None,
        crashes: dict[str, str] | None = None,
    ) -> None:
        self._table = table
        self._standings = standings
        self._builder = builder
        self._scene = scene
        self._rules = tuple(rule for rule in rules if not rule.aside)
        self._asides = Asides(table, [rule for rule in rules if rule.aside])
        self._wide = wide
        self._log = log
        self._looked_at = looked_at
        self._sought = sift(table, self._rules)
        self.crashes: dict[str, str] = {} if crashes is None else crashes
        self._judged = lru_cache(maxsize=4096)(self._judged_of)
        self.findings_of = lru_cache(maxsize=4096)(self._findings_of)

    @cached_property
    def _belonging(self) -> Belonging:
        return Belonging(self._table, self._wide())

    def _findings_of(self, row: int) -> tuple[Finding, ...]:
        """All findings of one call, the cause first."""
        wide = self._belonging.finding(row)
        judged = [finding for finding in self._judged(row).findings if not (wide and finding.is_cause)]
        rest = sorted((*judged, *self._ask(row, self._asides.of(row))), key=_rank)
        found = (wide, *rest) if wide else _without_echo(rest)
        if self._log is None or not self._is_logged(row):
            return found
        return self._log.met(self._builder.outline(row), found, bool(wide), partial(self._builder.call, row))

    def _is_logged(self, row: int) -> bool:
        return self._log is not None and row in self._log.by_row

    def _judged_of(self, row: int) -> Judged:
        """What those rules find that can name a cause."""
        self._looked_at.clear()
        findings = with_causes_alone(self._ask(row, [self._rules[at] for at in self._sought.rules_of(row)]))
        return Judged(findings, frozenset(self._looked_at))

    def _ask(self, row: int, rules: Sequence[Rule | Asked]) -> tuple[Finding, ...]:
        if not rules:
            return ()
        call = self._builder.call(row)
        found: list[Finding] = []
        for rule in rules:
            try:
                found.extend(rule.check(call, self._scene))
            except Exception as error:  # any rule may crash, third parties' too: it becomes a line in the report
                self.crashes.setdefault(rule.slug, f"{type(error).__name__}: {error}")
        return tuple(found)

    def judge(self) -> Verdicts:
        """The cause of every call. Calls that only rules of scope "outcome" seek are judged by one of their kind."""
        verdicts = Verdicts(self._belonging.of.copy(), [*self._belonging.causes])
        for row in self._log.by_row if self._log else ():
            self._note_one(verdicts, row, cause_among(self._findings_of(row)))
        left = verdicts.cause < 0
        left[list(self._log.by_row) if self._log else []] = False
        alike = self._sought.by_outcome & ~self._sought.one_by_one & left
        for row in np.flatnonzero(self._sought.one_by_one & left).tolist():
            self._note_one(verdicts, row, cause_among(self._judged(row).findings))
        rows = np.flatnonzero(alike)
        if len(rows):
            self._note_alike(verdicts, rows)
        return verdicts

    def _note_alike(self, verdicts: Verdicts, rows: Array) -> None:
        """Judges one of each kind of outcome, and of kinds that differ only in what nobody asks one."""
        codes, regardless = self._standings.codes[rows], Regardless(self._table)
        outcomes = np.zeros(len(self._table), dtype=np.uint64)
        outcomes[rows], kinds = (mixed([keys, codes]) for keys in self._table.outcomes(rows))
        kinds, rows = in_order(kinds, rows)
        for members in np.split(rows, np.flatnonzero(kinds[1:] != kinds[:-1]) + 1):
            row = int(members[0])
            outcome = int(outcomes[row])
            judgement = regardless.known(row, outcome)
            if judgement is None:
                judged = self._judged(row)
                judgement = self._note_one(verdicts, members, cause_among(judged.findings))
                regardless.keep(self._builder.call(row), outcome, judgement, judged.looked_at)
            verdicts.cause[members] = judgement

    def _note_one(self, verdicts: Verdicts, members: Array | int, cause: Finding | None) -> int:
        """Notes the cause of some calls; the number of that judgement."""
        judgement = len(verdicts.causes) if cause else -1
        verdicts.cause[members] = judgement
        if cause:
            verdicts.causes.append(cause)
        return judgement


def cause_among(findings: Iterable[Finding]) -> Finding | None:
    """The finding that explains why the call ended as it did: of those that can, the earliest condition."""
    return min((finding for finding in findings if finding.is_cause), key=_rank, default=None)


def _without_echo(findings: Sequence[Finding]) -> tuple[Finding, ...]:
    """
    Ranked findings without what else the answer might have meant that the cause names as what came of it, and without what BYE says
    of itself where the cause tells why the call was hung up: a proxy passes BYE on, and a PBX sends another one.
    """
    cause = next((finding for finding in findings if finding.is_cause), None)
    told = {(one.file, one.message) for one in cause.evidence if one.note == "told" and one.message} if cause else set()
    explains_end = cause is not None and any(one.note == "hangup" for one in cause.evidence)
    return tuple(
        finding
        for finding in findings
        if finding is cause
        or not finding.is_cause
        or not any(
            (one.note == "answer" and (one.file, one.message) in told) or (one.note == "says-fault" and explains_end)
            for one in finding.evidence
        )
    )


def _rank(finding: Finding) -> tuple[bool, int, float, int]:
    at = finding.at if finding.at is not None else float("inf")
    return not finding.is_cause, _CONFIDENCE[finding.confidence], at, _SEVERITY[finding.severity]


def judge_capture(overview: Overview, checks: Iterable[tuple[str, CaptureCheck]], crashes: dict[str, str]) -> tuple[Finding, ...]:
    """What is found over the whole capture; `checks` with their slugs."""
    found: list[Finding] = []
    for slug, check in checks:
        try:
            found.extend(check(overview))
        except Exception as error:  # any rule may crash: it becomes a line in the report
            crashes.setdefault(slug, f"{type(error).__name__}: {error}")
    return tuple(sorted(found, key=_rank))
