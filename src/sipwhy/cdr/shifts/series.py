"""Attempts counted in bins of time, with what is wrong with them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import duckdb
import numpy as np
from msgspec import Struct
from numpy.typing import NDArray

Counts = NDArray[np.float64]
BIN = 300
"""Seconds."""
_FEWEST = 200
"""Attempts of a series that is looked at."""
_FEW_EVENTS = 12
_CALLERS = 60
_PAIRS = 3_000_000
"""Up to so many attempts those of one pair of numbers in one bin count once."""

Symptom = tuple[str, int | None, int | None, str | None]
"""Kind (code, user, slow, short, brief), status, Q.850 cause, result."""


class Series(Struct, frozen=True):
    """One vendor and direction (or caller), and one symptom, over time."""

    vendor: str
    direction: str | None
    caller: str | None
    symptom: Symptom
    hits: Counts
    total: Counts
    others_hits: Counts
    """The same of the others with this direction."""
    others_total: Counts


class Field(Struct, frozen=True):
    """All counts of a run: when its first bin begins (s since 1970 UTC), and how many bins there are."""

    since: int
    bins: int
    totals: Mapping[tuple[str, str | None], Counts]
    answered: Mapping[tuple[str, str | None], Counts]
    rung: Mapping[tuple[str, str | None], Counts]
    hits: Mapping[tuple[str, str | None, Symptom], Counts]

    def denominators(self, symptom: Symptom) -> Mapping[tuple[str, str | None], Counts]:
        """Of what the symptom is a share."""
        return self.answered if symptom[0] in ("short", "brief") else self.rung if symptom[0] == "slow" else self.totals


_USER = ("busy", "no-answer", "declined", "cancelled")


def symptoms(source: str, group: str, weight: str, has_pdd: bool) -> str:
    """The query of (vendor, group, bin, weight, kind, status, q850, result) behind all counts, over `source`."""
    row = f"SELECT vendor, {group}, bin, {weight}"
    code = "status, q850, CASE WHEN status IS NULL AND q850 IS NULL THEN result END"
    kinds = [
        f"{row}, 'short' AS kind, NULL AS status, NULL AS q850, NULL AS result FROM {source} WHERE is_short",
        f"{row}, 'brief', NULL, NULL, NULL FROM {source} WHERE is_answered AND is_brief",
        f"{row}, 'user', {code} FROM {source} WHERE result IN {_USER}",
        f"{row}, 'code', {code} FROM {source} WHERE result NOT IN ('answered', 'redirected', 'incomplete', {str(_USER)[1:]}",
    ]
    kinds += [f"{row}, 'slow', NULL, NULL, NULL FROM {source} WHERE is_slow"] if has_pdd else []
    return " UNION ALL ".join(kinds)


def prepare(db: duckdb.DuckDBPyConnection, since: int, has_pdd: bool, attempts: int) -> None:
    """The table `marked`: what the counts are made of, with each vendor's and direction's own usual PDD and talk."""
    pair = "hash(caller, callee)" if attempts <= _PAIRS else "0::UBIGINT"
    pdd = "quantile_cont(pdd_s, 0.95)" if has_pdd else "NULL::FLOAT"
    db.execute(
        "CREATE OR REPLACE TEMP TABLE usual AS SELECT vendor, direction, median(low) AS low, "
        "median(high) AS high FROM (SELECT vendor, direction, "
        f"quantile_cont(talk_s, 0.5) AS low, {pdd} AS high FROM facts WHERE vendor IS NOT NULL AND is_seizure GROUP BY vendor, direction, "
        "epoch_us(start) // 14400000000) GROUP BY ALL"
    )
    db.execute(
        "CREATE OR REPLACE TEMP VIEW marked AS SELECT f.vendor, f.direction, f.caller, ((epoch_us(f.start) - "
        f"{since * 1_000_000}) // {BIN * 1_000_000})::INTEGER AS bin, {pair} AS pair, f.result, "
        "f.status, f.q850, f.is_answered, f.is_answered AND f.talk_s < 8 AS is_short, f.pdd_s IS NOT NULL AS rang, "
        "f.pdd_s > u.high + 1 AS is_slow, f.talk_s < u.low AS is_brief FROM facts f JOIN usual u ON f.vendor = u.vendor AND "
        "f.direction IS NOT DISTINCT FROM u.direction WHERE f.is_seizure"
    )


def field_of(
    db: duckdb.DuckDBPyConnection, since: int, bins: int, *, has_pdd: bool, attempts: int, group: str = "direction", where: str = "true"
) -> Field:
    """The counts by vendor and `group` (direction or caller)."""
    source, weight, weigh = f"(SELECT * FROM marked WHERE {where})", "pair", "count(DISTINCT pair)"
    if attempts > _PAIRS:  # so many are looked at once, and their counts then
        source, weight, weigh = "counted", "many", "sum(many)::DOUBLE"
        db.execute(
            f"CREATE OR REPLACE TEMP TABLE counted AS SELECT vendor, {group}, bin, result, status, q850, is_answered, is_short, rang, "
            f"is_slow, is_brief, count(*) AS many FROM marked WHERE {where} GROUP BY ALL"
        )

    def columns(query: str) -> dict[tuple[object, ...], Counts]:
        """The counts of each group; DuckDB gives them as two lists, which is much quicker than a row for each bin."""
        found: dict[tuple[object, ...], Counts] = {}
        for *key, at, counts in db.execute(query).fetchall():
            found[tuple(key)] = counts_at = np.zeros(bins)
            counts_at[np.array(at, dtype=np.int64)] = counts
        return found

    def grouped(keys: str, source: str) -> dict[tuple[object, ...], Counts]:
        inner = f"SELECT {keys}, bin, {weigh} AS weight FROM {source} GROUP BY {keys}, bin"
        return columns(f"SELECT {keys}, list(bin ORDER BY bin), list(weight ORDER BY bin) FROM ({inner}) GROUP BY {keys}")

    keys = f"vendor, {group}"
    totals = grouped(keys, source)
    answered = grouped(keys, f"{source} WHERE is_answered")
    rung = grouped(keys, f"{source} WHERE rang") if has_pdd else {}
    hits = grouped(f"{keys}, kind, status, q850, result", f"({symptoms(source, group, weight, has_pdd)})")
    return Field(since, bins, totals, answered, rung, {(key[0], key[1], key[2:]): counts for key, counts in hits.items()})  # type: ignore[arg-type, misc]  # the columns are of these types


def series_of(found: Field) -> Iterator[Series]:
    """Every vendor with every direction, and every vendor as a whole, that has attempts and events enough."""
    for symptom in sorted({key[2] for key in found.hits}, key=str):
        under = found.denominators(symptom)
        zero = np.zeros(found.bins)
        cells = {key: found.hits.get((*key, symptom), zero) for key in under}
        for direction in sorted({key[1] for key in under}, key=str):
            here = [key for key in under if key[1] == direction]
            hits, total = sum((cells[key] for key in here), zero), sum((under[key] for key in here), zero)
            for key in here:
                if under[key].sum() >= _FEWEST and cells[key].sum() >= _FEW_EVENTS:
                    yield Series(key[0], direction, None, symptom, cells[key], under[key], hits - cells[key], total - under[key])


def direction_series(found: Field) -> Iterator[Series]:
    """Every direction by all vendors together, and all directions: nobody is left to compare them with."""
    for symptom in sorted({key[2] for key in found.hits if key[2][0] == "code"}, key=str):
        zero = np.zeros(found.bins)
        directions = sorted({key[1] for key in found.totals}, key=str)
        for direction in directions:
            here = [key for key in found.totals if key[1] == direction]
            hits = sum((found.hits.get((*key, symptom), zero) for key in here), zero)
            total = sum((found.totals[key] for key in here), zero)
            if len(here) > 1 and total.sum() >= _FEWEST and hits.sum() >= _FEW_EVENTS:
                yield Series("", direction, None, symptom, hits, total, zero, zero)


def caller_series(found: Field) -> Iterator[Series]:
    """Every busy caller at every vendor; the others are the same caller elsewhere."""
    for symptom in sorted({key[2] for key in found.hits if key[2][0] in ("code", "user")}, key=str):
        zero = np.zeros(found.bins)
        for vendor, caller in found.totals:
            hits = found.hits.get((vendor, caller, symptom))
            if hits is None or hits.sum() < _FEW_EVENTS or caller is None:
                continue
            elsewhere = [key for key in found.totals if key[1] == caller and key[0] != vendor]
            others = sum((found.hits.get((*key, symptom), zero) for key in elsewhere), zero)
            yield Series(
                vendor,
                None,
                caller,
                symptom,
                hits,
                found.totals[vendor, caller],
                others,
                sum((found.totals[key] for key in elsewhere), zero),
            )


def busy_callers(db: duckdb.DuckDBPyConnection) -> list[str]:
    """Callers with attempts enough to be looked at by themselves."""
    rows = db.execute(
        f"SELECT caller FROM attempts WHERE caller IS NOT NULL AND vendor IS NOT NULL GROUP BY caller HAVING count(*) >= {_FEWEST} "
        f"ORDER BY count(*) DESC LIMIT {_CALLERS}"
    ).fetchall()
    return [row[0] for row in rows]
