"""The calls of a report that only servers' logs know: their rows, their findings, and which of them a user wants to see."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cached_property
from importlib import import_module

from msgspec.structs import replace

from sipwhy.app.filters import Filters, fits
from sipwhy.calls import CallTable
from sipwhy.calls.log import attempts_of, events_of, meet
from sipwhy.diagnosis.log_rule import LogRule
from sipwhy.diagnosis.log_side import LogSide
from sipwhy.diagnosis.report import CallRow
from sipwhy.model import Call, Finding

NOWHERE = ""
"""Where a call went from or to, if no line says."""


def log_side(table: CallTable, rules: Sequence[LogRule], crashes: dict[str, str]) -> LogSide:
    """What the logs of a reading tell: their lines made events, these put together and tied to the calls of `table`."""
    told = meet(attempts_of(events_of(table.evidence.log_lines())), table)
    return LogSide(told, rules, len(table) + 1, crashes)


class LogEntries:
    """The entries after those of the capture, in order of time."""

    def __init__(self, side: LogSide, wide: Sequence[Finding], filters: Filters) -> None:
        self._side = side
        self._filters = filters
        self._calls = {call.number: call for call in side.entries}
        self._findings = side.alone(wide)

    def __contains__(self, number: int) -> bool:
        return number in self._calls

    def call(self, number: int) -> Call:
        """One entry; KeyError if there is none."""
        return self._calls[number]

    def findings_of(self, number: int) -> tuple[Finding, ...]:
        """Its findings, the cause first."""
        return self._findings[number]

    def cause(self, number: int) -> Finding | None:
        """Its cause."""
        return next((finding for finding in self._findings[number] if finding.is_cause), None)

    @cached_property
    def chosen(self) -> tuple[Call, ...]:
        """Those that the filters let pass."""
        return self._passed_by(self._filters)

    @property
    def timeless(self) -> tuple[Call, ...]:
        """Those without a time that only --since and --until leave out."""
        if self._filters.since is None and self._filters.until is None:
            return ()
        passed = self._passed_by(replace(self._filters, since=None, until=None))
        chosen = {call.number for call in self.chosen}
        return tuple(call for call in passed if not call.start and call.number not in chosen)

    def _passed_by(self, filters: Filters) -> tuple[Call, ...]:
        asked = filters.where
        answers = (
            import_module("sipwhy.app.where.answer").answer_of_log(asked, self._calls.values()) if asked else lambda call, findings: True
        )
        kept = (call for call in self._calls.values() if fits(call, filters) and self._has_cause(call.number))
        return tuple(call for call in kept if answers(call, self._findings[call.number]))

    def _has_cause(self, number: int) -> bool:
        cause = self.cause(number)
        return not self._filters.cause or (cause is not None and cause.rule == self._filters.cause)

    def unexplained(self) -> list[int]:
        """The numbers of those that failed and have no cause."""
        return [call.number for call in self.chosen if call.is_failed and not self.cause(call.number)]

    def rows(self) -> Iterator[CallRow]:
        """Their lines in a list."""
        return map(self.row, (call.number for call in self.chosen))

    def row(self, number: int) -> CallRow:
        """One of them."""
        call, cause = self._calls[number], self.cause(number)
        return CallRow(
            number=call.number,
            kind=call.kind,
            start=call.start,
            caller=call.caller,
            callee=call.callee,
            src=next((event.address for event in call.log if event.address), NOWHERE),
            dst=next((event.peer for event in call.log if event.peer), NOWHERE) if call.kind == "registration" else NOWHERE,
            result=call.result,
            status=call.status,
            reason=call.reason,
            pdd=call.durations.pdd,
            setup=call.durations.setup,
            talk=call.durations.talk,
            messages=0,
            legs=0,
            call_id=call.call_ids[0] if call.call_ids else None,
            cause=cause.rule if cause else None,
        )
