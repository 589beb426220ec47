"""What is found of no single call while evidence comes: attacks, peers that fail. It is told at once, and hourly while it goes on."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from itertools import product

import numpy as np
from msgspec import Struct

from sipwhy.app.memory import Memory
from sipwhy.app.report import FullReport
from sipwhy.diagnosis.registry import rules
from sipwhy.model import Finding, Value

AREAS = frozenset({"security", "statistics", "traffic"})
"""What a capture itself may be trusted for is not news: of evidence that is cut into parts, each part begins late and ends early."""
_AGAIN = 3_600_000_000
"""What goes on is told again after so long (µs)."""
_MOST = 10_000
_MORE = "+"
"""How a value begins that says how many more there are."""
_Key = tuple[str, ...]


class Wide(Struct, frozen=True):
    """A finding of no single call; message and call numbers are those of its report."""

    report: FullReport
    finding: Finding


class News:
    """Remembers what was told of whom, and when: times are µs since 1970 UTC, on the clock of the packets."""

    def __init__(self) -> None:
        self._told: Memory[_Key, int] = Memory(_MOST)

    def of(self, report: FullReport, now: int) -> Iterator[Wide]:
        """The findings that are news at `now`; of those that are about calls, those of which the conditions let a call pass."""
        known = rules()
        for finding in report.findings:
            rule = known[finding.rule]
            if rule.area not in AREAS or finding.severity == "info" or not _is_asked_for(report, finding):
                continue
            latest = partial(_latest, report, finding, now)
            fresh = [key for key in _keys(finding, rule.known_by) if self._is_news(key, now, latest)]
            self._told.put(fresh, now)
            if fresh:
                yield Wide(report, finding)

    def clock_was_set(self, by: int) -> None:
        """The clock of the packets was set by so many µs."""
        for key in self._told:
            self._told[key] += by

    def _is_news(self, key: _Key, now: int, latest: Callable[[], int]) -> bool:
        before = self._told.get(key)
        return before is None or (now - before >= _AGAIN and latest() > before)


def _keys(finding: Finding, known_by: tuple[str, ...]) -> Iterator[_Key]:
    """Whom a finding is about, one key for each where it names several; counts and shares, which grow, are none of it."""
    named = [finding.values.get(name) for name in known_by]
    if not any(named):
        named = [next((value for value in finding.values.values() if isinstance(value, str | tuple)), None)]
    for whom in product(*(_each(value) for value in named)):
        yield finding.rule, finding.variant, *whom


def _each(value: Value) -> tuple[str, ...]:
    """Everybody whom a value names; of so many that it only counts the others, nobody: the first few would be others every minute."""
    if isinstance(value, tuple):
        return (_MORE,) if value and value[-1].startswith(_MORE) else value or ("",)
    return ("" if value is None else str(value),)


def _latest(report: FullReport, finding: Finding, now: int) -> int:
    """When the last message of its calls came; `now` where it names none."""
    table = report.table
    rows = [number - 1 for number in finding.call_numbers if 0 < number <= len(table)]
    if rows:
        legs = np.concatenate([table.order[table.starts[row] : table.starts[row + 1]] for row in rows])
        return int(table.evidence.legs("last_ts")[legs].max())
    last = report.row(finding.call_numbers[-1]) if finding.call_numbers else None
    return last.start if last else now


def _is_asked_for(report: FullReport, finding: Finding) -> bool:
    chosen = report.chosen
    if chosen.all():
        return True
    return any(0 < number <= len(chosen) and chosen[number - 1] for number in finding.call_numbers)
