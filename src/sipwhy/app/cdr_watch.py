"""Looking at CDRs again and again: what is new since the last look, and which thresholds are passed."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from msgspec import Struct

from sipwhy.cdr.report import CdrReport
from sipwhy.model import Finding
from sipwhy.model.share import interval

_NEW_BEGINNING = 3_600_000_000
"""A change that begins within an hour of one that was told is the same one (µs)."""
_MOST_UNSENT = 100
"""Messages that are kept for a webhook that takes none."""


class Below(Struct, frozen=True):
    """A vendor whose share is below what the user wants, even at the upper end of the interval in which it lies."""

    vendor: str
    measure: str
    value: float
    limit: float


def below(report: CdrReport, least: dict[str, float]) -> list[Below]:
    """Vendors below the thresholds (ASR, NER in percent); of few calls none is sure, and none is named."""
    found = []
    for (vendor,), measures in report.vendors.items():
        for name, limit in least.items():
            hits = measures.taken if name == "ASR" else measures.effective
            if vendor is not None and measures.seizures and 100 * interval(hits, measures.seizures)[1] < limit:
                found.append(Below(str(vendor), name, hits / measures.seizures, limit))
    return found


def news(findings: Sequence[Finding], told: list[Finding]) -> Iterator[Finding]:
    """Findings that were not told yet; they are added to `told`."""
    for finding in findings:
        if not any(_same(finding, other) for other in told):
            told.append(finding)
            yield finding


def _same(one: Finding, other: Finding) -> bool:
    names = ("vendor", "direction", "caller", "answer")
    if one.rule != other.rule or any(one.values.get(name) != other.values.get(name) for name in names):
        return False
    return abs(_began(one) - _began(other)) <= _NEW_BEGINNING


def _began(finding: Finding) -> int:
    value = finding.values.get("since_ts")
    return value if isinstance(value, int) else 0


class Watch:
    """What was told so far, so that each thing is told once, and what a webhook still has to be told."""

    def __init__(self, least: dict[str, float]) -> None:
        self._least = least
        self._findings: list[Finding] = []
        self._low: set[tuple[str, str]] = set()
        self.unsent: list[tuple[list[Finding], list[Below]]] = []
        """What no webhook took yet, the oldest first."""

    def keep(self, new: list[Finding], low: list[Below]) -> None:
        """What is still to be sent."""
        self.unsent.append((new, low))

    def lost(self) -> int:
        """Drops the oldest of what was not taken if that has become too much; how many messages went."""
        too_many = max(0, len(self.unsent) - _MOST_UNSENT)
        del self.unsent[:too_many]
        return too_many

    def look(self, report: CdrReport) -> tuple[list[Finding], list[Below], bool]:
        """What is new: changes, and vendors that came below a threshold; and whether any vendor is below one."""
        low = below(report, self._least)
        fresh = [one for one in low if (one.vendor, one.measure) not in self._low]
        self._low = {(one.vendor, one.measure) for one in low}
        return list(news(report.findings, self._findings)), fresh, bool(low)
