"""Calls of captures as attempts, and beside attempts of CDRs: the CDR tells which vendor, the packets tell why."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import duckdb
from msgspec import Struct

from sipwhy.cdr.layout import Lack, Layout
from sipwhy.cdr.numbering import Numbering
from sipwhy.diagnosis.legs import deciding
from sipwhy.diagnosis.reading import q850
from sipwhy.diagnosis.report import Report
from sipwhy.model import Call, Leg

NEAR = 2
"""Seconds that the CDR's beginning and the INVITE may be apart: most CDRs have whole seconds, and clocks differ."""
_TAIL = 7
"""Digits by which numbers are compared: what stands before them differs from hop to hop."""
_COLUMNS = (
    "number", "start", "answer", "ending", "pdd", "ring", "talk", "caller", "callee", "vendor", "source", "status", "q850", "reason",
    "result", "hung_up", "call_id", "cause",
)  # fmt: skip
_TYPES = (
    "UINTEGER", "BIGINT", "BIGINT", "BIGINT", "FLOAT", "FLOAT", "FLOAT", "VARCHAR", "VARCHAR", "VARCHAR", "VARCHAR", "USMALLINT",
    "USMALLINT", "VARCHAR", "VARCHAR", "VARCHAR", "VARCHAR", "VARCHAR",
)  # fmt: skip
_BATCH = 2_000
_FORKED = 3
"""Legs of a call that rang at more than one place, its caller's among them."""
_GAP = 12
"""So many attempts in a row that packets do not tell may be events enough for a change (`shifts.judge`)."""

LAYOUT = Layout(
    slug="packets",
    title="packets",
    source="RFC 3261; durations by RFC 6076",
    picks=dict.fromkeys(
        (
            "start",
            "answer",
            "end",
            "pdd_s",
            "ring_s",
            "talk_s",
            "caller",
            "callee",
            "vendor",
            "source_trunk",
            "status",
            "q850",
            "reason",
            "result",
            "hung_up",
            "call_id",
        ),
        "",
    ),
    lacks={"billed_s": Lack("give the CDR beside the capture", "дайте вместе с дампом CDR")},
)


class Met(Struct, frozen=True):
    """How attempts and calls of captures found each other."""

    calls: int
    """Calls in the captures."""
    by_call_id: int
    by_numbers: int
    alone: int
    """Calls that no attempt is about."""


def calls_of(report: Report) -> Iterator[Call]:
    """Each call of a report; its messages where it failed, or rang at several telephones."""
    for row in report.rows():
        if row.kind == "call":
            outline = report.outline(row.number) if row.result == "answered" else None
            yield outline if outline and len(outline.legs) < _FORKED else report.call(row.number)


def _names(call: Call) -> Iterator[tuple[int, str | None, str | None]]:
    """By what a CDR may name a call: its number, and a Call-ID or who was called, of any leg: of a forked call it is any of them."""
    yield from ((call.number, call_id, None) for call_id in call.call_ids)
    yield from ((call.number, None, user) for user in {call.callee, *map(_user, call.legs)} if user)


def _row(call: Call, report: Report) -> tuple[object, ...]:
    leg = _outgoing(call)
    times = call.durations
    final = leg.final if leg and leg.messages else None
    answer = call.start + round(times.setup * 1e6) if times.setup is not None and call.result == "answered" else None
    ending = answer + round(times.talk * 1e6) if answer is not None and times.talk is not None else (None if answer else call.end)
    role = report.host(leg.dst.ip).role if leg else "unknown"
    came = report.host(call.first.src.ip).role if call.legs else "unknown"
    return (
        call.number, call.start, answer, ending, times.pdd, ((answer or call.end) - call.start) / 1e6, times.talk,
        call.caller, (_user(leg) if leg else None) or call.callee, leg.dst.ip if leg and role == "trunk" else None,
        call.first.src.ip if call.legs and came == "trunk" else None, leg.status if leg else call.status,
        (q850(final) or None) if final else None, (leg.reason if leg else call.reason), call.result,
        call.hung_up if call.hung_up in ("caller", "callee") else None, leg.call_id if leg else None, report.cause_of(call.number),
    )  # fmt: skip


def _outgoing(call: Call) -> Leg | None:
    """The leg by which the attempt left: the answered one, else the one that decided, else the last."""
    if not call.legs:
        return None
    if call.result == "answered":
        return next((leg for leg in reversed(call.legs) if leg.result == "answered"), call.legs[-1])
    if not call.legs[0].messages:
        return call.legs[-1]
    where = deciding(call)
    return where.leg if where else call.legs[-1]


def _user(leg: Leg) -> str | None:
    first = leg.messages[0] if leg.messages else None
    return first.to_user if first else None


def take(db: duckdb.DuckDBPyConnection, report: Report) -> None:
    """The calls of captures into a table beside the attempts, `seen`."""
    db.execute(
        "CREATE OR REPLACE TEMP TABLE seen (" + ", ".join(f"{name} {kind}" for name, kind in zip(_COLUMNS, _TYPES, strict=True)) + ")"
    )
    db.execute("CREATE OR REPLACE TEMP TABLE named (number UINTEGER, call_id VARCHAR, callee VARCHAR)")
    batch: list[Call] = []
    for call in calls_of(report):
        batch.append(call)
        if len(batch) >= _BATCH:
            _take(db, batch, report)
            batch.clear()
    _take(db, batch, report)


def _take(db: duckdb.DuckDBPyConnection, batch: Sequence[Call], report: Report) -> None:
    _insert(db, "seen", _TYPES, [_row(call, report) for call in batch])
    _insert(db, "named", ("UINTEGER", "VARCHAR", "VARCHAR"), [name for call in batch for name in _names(call)])


def _insert(db: duckdb.DuckDBPyConnection, table: str, types: Sequence[str], rows: Sequence[tuple[object, ...]]) -> None:
    if rows:
        unnested = ", ".join(f"unnest(?::{kind}[])" for kind in types)
        db.execute(f"INSERT INTO {table} SELECT {unnested}", [list(column) for column in zip(*rows, strict=True)])


def add(db: duckdb.DuckDBPyConnection, file: int, numbering: Numbering) -> int:
    """The calls of `seen` as attempts of their own; how many."""
    db.execute(
        'INSERT INTO attempts (file, start, answer, "end", pdd_s, ring_s, talk_s, caller, callee, vendor, source_trunk, '
        "status, q850, reason, "
        f"result, hung_up, call_id, prefix, packets, cause, part) SELECT {file}, make_timestamp(start), make_timestamp(answer), "
        "make_timestamp(ending), pdd, ring, talk, caller, callee, vendor, source, status, q850, reason, result, hung_up, call_id, "
        f"{numbering.prefix('callee')}, number, cause, 0 FROM seen"
    )
    return _count(db, "SELECT count(*) FROM seen")


def join(db: duckdb.DuckDBPyConnection) -> Met:
    """Finds for each attempt the call that shows it: by Call-ID, else by both numbers and the time."""
    by_id = (
        "SELECT a.rowid AS attempt, min(s.number) AS number FROM attempts a JOIN named s ON a.call_id = "
        "s.call_id WHERE a.packets IS NULL GROUP BY 1"
    )
    first = _paired(db, by_id)
    near = f"INTERVAL {NEAR} SECOND"
    tail = f"right(regexp_replace({{}}, '[^0-9A-Za-z]', '', 'g'), {_TAIL})"
    by_numbers = (
        "SELECT attempt, arg_min(number, apart) AS number FROM (SELECT a.rowid AS attempt, s.number, "
        "abs(epoch_us(a.start) - s.start) AS apart, row_number() OVER (PARTITION BY s.number ORDER BY abs(epoch_us(a.start) - s.start), "
        "a.result <> s.result) AS nth FROM attempts a JOIN named n ON "
        f"{tail.format('a.callee')} = {tail.format('n.callee')} JOIN seen s ON n.number = s.number AND ("
        f"a.caller IS NULL OR s.caller IS NULL OR {tail.format('a.caller')} = {tail.format('s.caller')}) AND a.start "
        f"BETWEEN make_timestamp(s.start) - {near} AND "
        f"make_timestamp(s.start) + {near} WHERE a.packets IS NULL AND s.number NOT IN (SELECT packets "
        f"FROM attempts WHERE packets IS NOT NULL)) "
        "WHERE nth = 1 GROUP BY 1"
    )
    second = _paired(db, by_numbers)
    calls = _count(db, "SELECT count(*) FROM seen")
    met = _count(db, "SELECT count(DISTINCT packets) FROM attempts WHERE packets IS NOT NULL")
    return Met(calls, first, second, calls - met)


def _paired(db: duckdb.DuckDBPyConnection, pairs: str) -> int:
    db.execute(f"CREATE OR REPLACE TEMP TABLE pairs AS {pairs}")
    db.execute("UPDATE attempts SET packets = p.number FROM pairs p WHERE attempts.rowid = p.attempt")
    return _count(db, "SELECT count(*) FROM pairs")


def is_even(db: duckdb.DuckDBPyConnection) -> bool:
    """
    Whether packets tell of a vendor's attempts from first to last, or of none of his.

    What they add to a part of the time alone (to its end, or but for a gap) would look like a change where that part begins.
    """
    longest = _count(
        db,
        "SELECT max(many) FROM (SELECT vendor, count(*) AS many, any_value(is_told) AS is_told FROM (SELECT vendor, packets IS NOT NULL "
        "AS is_told, row_number() OVER (PARTITION BY vendor ORDER BY start, rowid) - row_number() OVER (PARTITION BY vendor, packets IS "
        "NOT NULL ORDER BY start, rowid) AS run FROM attempts WHERE vendor IN (SELECT vendor FROM attempts WHERE packets IS NOT NULL)) "
        "GROUP BY vendor, is_told, run) WHERE NOT is_told",
    )
    return longest < _GAP


def tell(db: duckdb.DuckDBPyConnection) -> None:
    """Tells attempts what the packets of theirs say. What a CDR tells stays."""
    db.execute(
        "UPDATE attempts SET cause = s.cause, pdd_s = coalesce(attempts.pdd_s, "
        "s.pdd), status = coalesce(attempts.status, s.status), "
        "q850 = coalesce(attempts.q850, s.q850), hung_up = coalesce(attempts.hung_up, s.hung_up), "
        "call_id = coalesce(attempts.call_id, s.call_id), reason = CASE WHEN attempts.status IS NULL "
        "THEN coalesce(s.reason, attempts.reason) "
        # a CDR that knows no more than that nobody answered is told how it ended, if the packets saw the end
        "ELSE attempts.reason END, result = CASE WHEN attempts.result IN ('no-answer', 'failed') AND "
        "s.result NOT IN ('answered', 'incomplete') THEN s.result "
        "ELSE attempts.result END FROM seen s WHERE s.number = attempts.packets"
    )


def _count(db: duckdb.DuckDBPyConnection, query: str) -> int:
    found = db.execute(query).fetchone()
    return int(found[0] or 0) if found else 0
