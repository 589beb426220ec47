"""What a ticket to a vendor tells: one change of his, or all that failed, with figures and calls that he can look up."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec import Struct

from sipwhy.cdr.expression import text
from sipwhy.cdr.measures import Measures, Measuring
from sipwhy.cdr.problem import CdrError
from sipwhy.cdr.report import CdrReport
from sipwhy.model import Finding

SAMPLES = 10
_NAMES = 20


class Sample(Struct, frozen=True):
    """One attempt; times in µs since 1970 UTC."""

    start: int
    caller: str | None
    callee: str | None
    status: int | None
    q850: int | None
    reason: str | None
    result: str
    pdd: float | None
    talk: float | None
    call_id: str | None
    unique_id: str | None
    packets: int | None


class Ticket(Struct, frozen=True):
    """Everything of it but its words."""

    vendor: str
    finding: Finding | None
    since: int
    until: int
    is_over: bool
    direction: str | None
    within: Measures
    before: Measures | None
    """Before that, in the same directions: of `before_since` to `since`, a week at most."""
    before_since: int
    codes: Sequence[tuple[int | None, int | None, str | None, int]]
    """Status, Q.850 cause, result, how many attempts that were not answered."""
    samples: Sequence[Sample]
    others: Sequence[Finding]
    """Further changes of this vendor, for tickets of their own."""


def ticket(report: CdrReport, vendor: str) -> Ticket:
    """The ticket about the costliest change of a vendor, or about the whole time where nothing changed; CdrError if he is unknown."""
    known = [str(key[0]) for key in report.vendors if key[0] is not None]
    if vendor not in known:
        raise CdrError("no-vendor", name=vendor, known=tuple(known[:_NAMES]))
    mine = [finding for finding in report.findings if finding.values.get("vendor") == vendor]
    finding = mine[0] if mine else None
    measuring, span = report.whole, report.span or (0, 0)
    oldest = (measuring.span() or span)[0]
    since = _ts(finding, "since_ts") or span[0]
    until = _ts(finding, "until_ts") or span[1] + 1
    direction = str(finding.values["direction"]) if finding and finding.values.get("direction") else None
    where = _where(vendor, direction, finding) + _at_hours(finding, since)
    within = measuring.by(where=f"{where} AND {_between(since, until)}").get((), report.total)
    week = max(oldest, since - 7 * 86_400_000_000)
    before = measuring.by(where=f"{where} AND {_between(week, since)}").get(()) if since > oldest else None
    return Ticket(
        vendor=vendor,
        finding=finding,
        since=since,
        until=until,
        is_over=bool(finding and finding.values.get("until_ts")),
        direction=direction,
        within=within,
        before=before if before and before.attempts else None,
        before_since=week,
        codes=_codes(measuring, f"{where} AND {_between(since, until)}"),
        samples=_samples(measuring, f"{where} AND {_between(since, until)}", finding),
        others=mine[1:],
    )


def _ts(finding: Finding | None, name: str) -> int | None:
    value = finding.values.get(name) if finding else None
    return value if isinstance(value, int) else None


def _where(vendor: str, direction: str | None, finding: Finding | None) -> str:
    parts = [f"vendor = {text(vendor)}"]
    parts += [f"direction = {text(direction)}"] if direction else []
    caller = finding.values.get("caller") if finding else None
    parts += [f"caller = {text(str(caller))}"] if caller else []
    return " AND ".join(parts)


def _at_hours(finding: Finding | None, since: int) -> str:
    """Of a change that comes back day by day its hours alone, reckoned from its first beginning; the week before at the same hours."""
    low, high = (finding.values.get(name) if finding else None for name in ("from_hour", "to_hour"))
    if low is None or high is None:
        return ""
    day = 86_400_000_000
    length = ((int(str(high)[:2]) - int(str(low)[:2])) % 24 or 24) * 3_600_000_000
    return f" AND ((epoch_us(start) - {since}) % {day} + {day}) % {day} < {length}"


def _between(since: int, until: int) -> str:
    return f"start >= make_timestamp({since}) AND start < make_timestamp({until})"


def _codes(measuring: Measuring, where: str) -> Sequence[tuple[int | None, int | None, str | None, int]]:
    return measuring.db.execute(
        f"SELECT status, q850, CASE WHEN status IS NULL AND q850 IS NULL THEN result END, count(*) FROM "
        f"facts WHERE NOT is_answered AND {where} "
        "GROUP BY ALL ORDER BY 4 DESC, 1 LIMIT 8"
    ).fetchall()


def _samples(measuring: Measuring, where: str, finding: Finding | None) -> list[Sample]:
    """Ten attempts with what is complained of, spread over the time; those with packets and Call-ID first."""
    rows = measuring.db.execute(
        "SELECT epoch_us(start), caller, callee, status, q850, reason, result, pdd_s, talk_s, call_id, unique_id, packets FROM ("
        f"SELECT *, row_number() OVER (PARTITION BY slice ORDER BY packets NULLS LAST, call_id NULLS LAST, start) AS nth FROM ("
        f"SELECT *, ntile({SAMPLES}) OVER (ORDER BY start) AS slice FROM facts WHERE is_seizure AND {where} AND {_complained(finding)})) "
        "WHERE nth = 1 ORDER BY start"
    ).fetchall()
    return [Sample(*row) for row in rows]


def _complained(finding: Finding | None) -> str:
    """What is wrong with the attempts that are shown."""
    if finding is None:
        return "NOT is_effective"
    if finding.rule == "pdd-rose":
        pdd = finding.values.get("pdd_after")
        return f"pdd_s >= {float(pdd) if isinstance(pdd, int | float) else 0.0}"
    if finding.rule == "false-answers":
        return "is_answered AND talk_s < 8"
    if finding.rule == "talks-cut":
        return "is_answered AND talk_s > 0"
    parts = [f"{name} = {int(value)}" for name in ("status", "q850") if isinstance(value := finding.values.get(name), int)]
    result = finding.values.get("result")
    parts += [f"result = {text(str(result))}"] if result else []
    return " AND ".join(["NOT is_answered", *parts])
