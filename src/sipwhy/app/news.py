"""What is found of no single call while evidence comes: attacks, peers that fail. Each is told once, and again only after it was over."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Iterator

from msgspec import Struct

from sipwhy.app.report import FullReport
from sipwhy.diagnosis.registry import rules
from sipwhy.model import Finding

_AREAS = frozenset({"security", "statistics", "traffic"})
"""What a capture itself may be trusted for is not news: of evidence that is cut into parts, each part begins late and ends early."""
_OVER = 3_600_000_000
"""After so long (µs) in which it was not found it is news again."""
_MOST = 10_000
_Key = tuple[str, str, object]


class Wide(Struct, frozen=True):
    """A finding of no single call; message and call numbers are those of its report."""

    report: FullReport
    finding: Finding


class News:
    """Remembers what was told."""

    def __init__(self) -> None:
        self._seen: OrderedDict[_Key, int] = OrderedDict()

    def of(self, report: FullReport, now: int) -> Iterator[Wide]:
        """The findings that were not told before; of those that are about calls, those of which the conditions let a call pass."""
        known = rules()
        for finding in report.findings:
            if known[finding.rule].area not in _AREAS or finding.severity == "info" or not _is_asked_for(report, finding):
                continue
            key = _key(finding)
            before = self._seen.get(key)
            self._seen[key] = now
            self._seen.move_to_end(key)
            if before is None or now - before > _OVER:
                yield Wide(report, finding)
        while len(self._seen) > _MOST:
            self._seen.popitem(last=False)


def _key(finding: Finding) -> _Key:
    """By what a finding is known again: its rule, and whom it is about, the source or what the rule names first; counts grow."""
    named = [value for value in (finding.values.get("source"), *finding.values.values()) if isinstance(value, str | tuple)]
    whom = named[0] if named else None
    return finding.rule, finding.variant, whom


def _is_asked_for(report: FullReport, finding: Finding) -> bool:
    chosen = report.chosen
    if chosen.all():
        return True
    return any(0 < number <= len(chosen) and chosen[number - 1] for number in finding.call_numbers)
