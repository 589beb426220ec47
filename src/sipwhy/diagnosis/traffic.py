"""What changed in the traffic of CDRs: each change told once, with what it is compared with. Rules put it into words."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from datetime import UTC, datetime
from typing import Literal

from msgspec import Struct

from sipwhy.diagnosis.limit import Limits
from sipwhy.diagnosis.overview import Overview
from sipwhy.model import AtFault, Confidence, Finding, Severity
from sipwhy.model.finding import Value

ShiftKind = Literal["failing", "refusing", "slow", "cut", "short", "caller", "everywhere"]
"""
An attempt fails more often with one code · a result that is the callee's own comes more often · PDD is longer · talks are
shorter · answered calls are over at once · one caller's attempts fail · attempts to a direction fail whoever carries them.
"""

TITLE_EN = "{vendor} to {direction} since {since}: {answer} in {after:percent} of attempts instead of {before:percent}"
TITLE_RU = "{vendor} в {direction} с {since}: {answer} в {after:percent} попыток вместо {before:percent}"
TITLE_ALL_EN = "{vendor} in all directions since {since}: {answer} in {after:percent} of attempts instead of {before:percent}"
TITLE_ALL_RU = "{vendor} по всем направлениям с {since}: {answer} в {after:percent} попыток вместо {before:percent}"
"""What came more often by a vendor, to a direction and to all, in both languages."""


class Shift(Struct, frozen=True):
    """One change; shares are of 1, times µs since 1970 UTC, durations seconds."""

    kind: ShiftKind
    vendor: str | None
    """None where it befell everybody who carries the direction."""
    direction: str | None
    """None where it befell every direction of the vendor."""
    caller: str | None
    status: int | None
    q850: int | None
    result: str | None
    """What came more often."""
    since: int
    until: int | None
    """None while it lasts to the end of the CDR."""
    before: float
    """The share of attempts (of answered ones, for talks) before, or outside of it."""
    after: float
    calls: int
    """Attempts in it."""
    lost: int
    """How many more of them had it than would have been expected."""
    minutes_lost: float
    asr_before: float | None
    asr_after: float | None
    others_before: float | None
    """The share among others with the same direction (of a caller: at other vendors), None where there are none."""
    others_after: float | None
    pdd_before: float | None = None
    pdd_after: float | None = None
    hours: tuple[int, int] | None = None
    """From which hour to which (of the reader's zone) it comes back day by day."""
    days: int = 1
    grows: bool = False
    """Whether it came slowly."""

    @property
    def code(self) -> str:
        """What came, as it is written: 503, 503/34, Q.850 34, busy."""
        if self.status and self.q850:
            return f"{self.status} (Q.850 {self.q850})"
        if self.status:
            return str(self.status)
        return f"Q.850 {self.q850}" if self.q850 else (self.result or "-")


class Traffic(Struct, frozen=True):
    """All changes of a run, the costliest first."""

    shifts: tuple[Shift, ...]
    limits: Limits


def told(
    slug: str, kinds: Iterable[ShiftKind], *, at_fault: AtFault, severity: Severity = "error", variants: Iterable[str] = ()
) -> Callable[[Overview], Iterator[Finding]]:
    """A check that tells each change of these kinds, in the words of the first variant that is there and fits."""
    wanted, known = frozenset(kinds), tuple(variants)

    def check(overview: Overview) -> Iterator[Finding]:
        if overview.traffic is None:
            return
        for shift in overview.traffic.shifts:
            if shift.kind in wanted:
                yield Finding(
                    rule=slug,
                    severity=severity,
                    confidence=_confidence(shift),
                    at_fault=at_fault,
                    values=values_of(shift),
                    variant=next((name for name in _fitting(shift) if name in known), ""),
                )

    return check


def _fitting(shift: Shift) -> Iterator[str]:
    """The variants of words that fit a change, the most telling first."""
    if shift.hours:
        yield "hours"
    if shift.vendor is None and shift.direction is None:
        yield "own"
    if shift.vendor is not None and shift.direction is None:
        yield "all"
    if shift.grows:
        yield "grows"
    if shift.others_after is None:
        yield "alone"


def _confidence(shift: Shift) -> Confidence:
    """Where nobody else carries the direction it is not told from a change of the direction itself."""
    if shift.kind == "everywhere":
        return "likely"
    return "likely" if shift.others_after is not None else "possible"


def values_of(shift: Shift) -> dict[str, Value]:
    """
    What the words may name; `since` and `until` are said in UTC, and again in the reader's zone by who shows them; under names
    that end in `_ts` they are µs since 1970.
    """
    return {
        "since": iso(shift.since),
        "until": iso(shift.until) if shift.until else None,
        "vendor": shift.vendor,
        "direction": shift.direction,
        "caller": shift.caller,
        "answer": shift.code,
        "status": shift.status,
        "q850": shift.q850,
        "result": shift.result,
        "since_ts": shift.since,
        "until_ts": shift.until,
        "lasted": (shift.until - shift.since) / 1e6 if shift.until else None,
        "before": round(shift.before, 5),
        "after": round(shift.after, 5),
        "calls": shift.calls,
        "lost": shift.lost,
        "minutes": round(shift.minutes_lost),
        "asr_before": shift.asr_before,
        "asr_after": shift.asr_after,
        "others_before": shift.others_before,
        "others_after": shift.others_after,
        "pdd_before": shift.pdd_before,
        "pdd_after": shift.pdd_after,
        "from_hour": f"{shift.hours[0]:02}:00" if shift.hours else None,
        "to_hour": f"{shift.hours[1] % 24:02}:00" if shift.hours else None,
        "days": shift.days,
        "grows": shift.grows,
    }


def iso(ts: int) -> str:
    """2026-11-26 14:05 UTC."""
    return datetime.fromtimestamp(ts // 1_000_000, UTC).strftime("%Y-%m-%d %H:%M UTC")
