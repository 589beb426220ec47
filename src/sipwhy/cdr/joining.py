"""
Rows that are no attempts of their own, joined to those that they belong to.

A call of Asterisk has a row for each pair of channels: for each telephone that rang, for each channel that it was forwarded or
transferred to, and for both halves of a Local channel. What a trunk sees of them is one attempt for each channel that leads to it
(ITU-T E.411: a bid); all that leads to no trunk is one attempt, to reach somebody in the house.
"""

from __future__ import annotations

import duckdb
from msgspec import Struct

_DEPTH = 4
"""Local channels that lead into one another, at the most."""
_BEST = "list_position(['answered', 'no-answer', 'declined', 'busy', 'cancelled', 'redirected', 'failed', 'incomplete'], result::VARCHAR)"
"""What became of a call of several rows: what the first of these says that any of them has."""
_TALK = "least(sum(talk_s), date_diff('millisecond', min(answer), max(\"end\")) / 1000)"
"""Talks that follow one another are added; the same talk in two rows lasts no longer than both together."""

_IS_ONE = 'count(*) <= 500 AND max("end") - min(start) < INTERVAL 1 DAY'
"""What else has one name is no call."""


class Joined(Struct, frozen=True):
    """How many rows are no attempts of their own."""

    tails: int = 0
    """Told the cause of the attempt before them."""
    halves: int = 0
    """Inner halves of calls through Local channels: their other half is the attempt."""
    same: int = 0
    """Further rows of calls that are counted already."""


NOTHING = Joined()


def joined(db: duckdb.DuckDBPyConnection, at: int) -> Joined:
    """The rows of one source joined; one that belongs to no other is an attempt itself."""
    tails, halves = 0, 0
    if _one(db, f"SELECT count(*) FROM attempts WHERE file = {at} AND part <> 0"):
        tails = _tails(db, at)
        _come_out(db, at)
        _forwarded(db, at)
        halves = _one(db, f"SELECT count(*) FROM attempts WHERE file = {at} AND part IN (2, 3)")
        db.execute(f"DELETE FROM attempts WHERE file = {at} AND part IN (2, 3)")
        db.execute(f"UPDATE attempts SET part = 0 WHERE file = {at} AND part <> 0")
    return Joined(tails, halves, _same(db, at))


def _one(db: duckdb.DuckDBPyConnection, query: str) -> int:
    found = db.execute(query).fetchone()
    return int(found[0]) if found else 0


def _tails(db: duckdb.DuckDBPyConnection, at: int) -> int:
    here = f"file = {at}"
    db.execute(
        f"CREATE TEMP TABLE tails AS SELECT unique_id, max(q850) AS q850 FROM attempts WHERE {here} AND "
        f"part = 1 AND unique_id IS NOT NULL GROUP BY 1"
    )
    db.execute(
        f"CREATE TEMP TABLE owners AS SELECT unique_id, max(start) FILTER (part = 0) AS last FROM attempts "
        f"WHERE {here} AND part <> 1 AND unique_id IN (SELECT unique_id FROM tails) GROUP BY 1"
    )
    # a cause belongs to the last attempt, if it was not answered; what Asterisk calls NO ANSWER is told by it
    db.execute(
        "UPDATE attempts SET q850 = coalesce(attempts.q850, t.q850), result = CASE WHEN t.q850 IS NULL OR attempts.result NOT IN "
        "('no-answer', 'failed') THEN attempts.result ELSE coalesce(result_of_cause(t.q850, attempts.ring_s >= 1), attempts.result) END "
        f"FROM tails t JOIN owners o USING (unique_id) WHERE attempts.{here} AND attempts.part = 0 AND attempts.unique_id = t.unique_id "
        "AND attempts.start = o.last AND attempts.result <> 'answered'"
    )
    tails = _one(db, f"SELECT count(*) FROM attempts WHERE {here} AND part = 1 AND unique_id IN (SELECT unique_id FROM owners)")
    db.execute(f"DELETE FROM attempts WHERE {here} AND part = 1 AND unique_id IN (SELECT unique_id FROM owners)")
    db.execute("DROP TABLE tails; DROP TABLE owners")
    return tails


def _come_out(db: duckdb.DuckDBPyConnection, at: int) -> None:
    """What comes out of a Local channel is of the call that went into it; a name of a channel is used again after a new start."""
    slack = "INTERVAL 2 SECOND"
    for _ in range(_DEPTH):
        moved = db.execute(
            "UPDATE attempts SET unique_id = o.unique_id FROM (SELECT c.rowid AS inner_row, arg_min(o.unique_id, (o.start, o.row)) AS "
            f'unique_id FROM attempts c JOIN attempts o ON c.within = o.onward AND o.start <= c."end" + {slack} AND c.start <= o."end" + '
            f"{slack} WHERE c.file = {at} AND o.file = {at} AND o.unique_id IS NOT NULL GROUP BY 1) o WHERE attempts.rowid = o.inner_row "
            "AND attempts.unique_id IS DISTINCT FROM o.unique_id"
        ).fetchone()
        if moved is None or not moved[0]:
            return


def _forwarded(db: duckdb.DuckDBPyConnection, at: int) -> None:
    """Of parties dialled at once the one that did not answer has forwarded, if it is the only one: it sent 3xx."""
    db.execute(
        "UPDATE attempts SET result = 'redirected' FROM (SELECT a.unique_id, a.start FROM attempts a JOIN attempts f ON "
        f"f.file = {at} AND f.part = 3 AND a.unique_id = f.unique_id AND a.start = f.start WHERE a.file = {at} AND a.part = 0 AND "
        "a.result IN ('failed', 'no-answer') GROUP BY 1, 2 HAVING count(DISTINCT a.leg) = 1) o "
        f"WHERE attempts.file = {at} AND attempts.part = 0 AND attempts.unique_id = o.unique_id AND attempts.start = o.start AND "
        "attempts.result IN ('failed', 'no-answer')"
    )


def _same(db: duckdb.DuckDBPyConnection, at: int) -> int:
    """One row for each channel to a trunk, and for all of a call that leads to none."""
    way = "hash(unique_id, CASE WHEN vendor IS NULL THEN NULL ELSE leg END)"
    here = f"file = {at} AND unique_id IS NOT NULL AND leg IS NOT NULL"
    db.execute(f"CREATE TEMP TABLE several AS SELECT {way} AS way FROM attempts WHERE {here} GROUP BY 1 HAVING count(*) > 1 AND {_IS_ONE}")
    if not _one(db, "SELECT count(*) FROM several"):
        db.execute("DROP TABLE several")
        return 0
    db.execute(
        f"CREATE TEMP TABLE ones AS SELECT {way} AS way, arg_min(rowid, ({_BEST}, -coalesce(talk_s, 0), start, row)) AS kept, count(*) AS "
        f'rows, min(start) AS start, max("end") AS "end", min(answer) AS answer, {_TALK} AS talk_s, '
        f"{_TALK.replace('sum(talk_s)', 'sum(billed_s)')} AS billed_s, max(q850) AS q850 FROM attempts WHERE {here} AND {way} IN "
        "(SELECT way FROM several) GROUP BY 1"
    )
    db.execute(
        'UPDATE attempts SET start = o.start, "end" = o."end", answer = o.answer, talk_s = o.talk_s, '
        "billed_s = coalesce(o.billed_s, attempts.billed_s), q850 = CASE WHEN result <> 'answered' THEN "
        "coalesce(attempts.q850, o.q850) END, "
        "ring_s = date_diff('second', o.start, coalesce(o.answer, o.\"end\")) FROM ones o WHERE attempts.rowid = o.kept"
    )
    db.execute(f"DELETE FROM attempts WHERE {here} AND {way} IN (SELECT way FROM several) AND rowid NOT IN (SELECT kept FROM ones)")
    gone = _one(db, "SELECT sum(rows) - count(*) FROM ones")
    db.execute("DROP TABLE several; DROP TABLE ones")
    return gone
