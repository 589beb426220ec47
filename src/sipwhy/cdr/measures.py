"""
The measures, by their definitions; `docs/cdr.md` has them with a file worked out by hand.

    attempts    rows of `attempts` (bids of ITU-T E.411: every attempt, wherever it ended); `joining` says which rows of a CDR are one
    seizures    attempts that were sent to a vendor, redirected and unfinished ones left out
    ASR         answered / seizures (ITU-T E.411, E.425)
    ABR         answered / attempts (E.411: answer-bid ratio)
    NER         (answered + busy + no answer + declined, and cancelled while ringing) / seizures (E.425, E.437); a cancelled
                attempt counts as ringing where the CDR has no ringing times
    SER, SEER   RFC 6076 sections 4.6 and 4.7: 200, or 200 and 480, 486, 600, 603, of the INVITEs without 3xx
    ISA         RFC 6076 section 4.8: 408, 500, 503, 504 of all INVITEs
    ACD         talk / answered, zero seconds included
    PDD         RFC 6076 section 4.3 (SRD of successful attempts): median and 95th percentile over attempts that rang or were answered
    short       answered, and over within `SHORT` seconds
    false       answered by a vendor within `AT_ONCE` seconds of the INVITE without ringing before it, and given up within `SOON` seconds
    repeated    attempts to a callee whom the same caller had just, within `AGAIN` seconds, failed to reach
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from copy import copy

import duckdb
from msgspec import Struct

from sipwhy.model.share import interval

SHORT, AT_ONCE, SOON, AGAIN = 6, 1, 15, 60
"""Seconds."""
_NEVER = -(2**60)
"""Before all moments (µs)."""


class Measures(Struct, frozen=True):
    """Of one group of attempts. A share is None where nothing can be divided; a figure None where no column tells it."""

    attempts: int
    seizures: int
    answered: int
    taken: int
    """Answered among seizures."""
    effective: int
    """Attempts in which the network did its work (the numerator of NER)."""
    failed: int
    talk: float
    billed: float
    pdd_median: float | None
    pdd_95: float | None
    asked: int
    """INVITEs whose answer is told, those with 3xx left out (RFC 6076)."""
    established: int
    effectively: int
    ineffective: int
    statuses: int
    """INVITEs whose answer is told."""
    short: int
    false: int
    hung_up_caller: int
    hung_up_callee: int
    repeated: int | None = None

    @property
    def asr(self) -> float | None:
        """Answer-seizure ratio."""
        return _share(self.taken, self.seizures)

    @property
    def asr_interval(self) -> tuple[float, float]:
        """In which it lies with 95 %."""
        return interval(self.taken, self.seizures)

    @property
    def abr(self) -> float | None:
        """Answer-bid ratio."""
        return _share(self.answered, self.attempts)

    @property
    def ner(self) -> float | None:
        """Network effectiveness ratio."""
        return _share(self.effective, self.seizures)

    @property
    def ser(self) -> float | None:
        """Session establishment ratio."""
        return _share(self.established, self.asked)

    @property
    def seer(self) -> float | None:
        """Session establishment effectiveness ratio."""
        return _share(self.effectively, self.asked)

    @property
    def isa(self) -> float | None:
        """Ineffective session attempts."""
        return _share(self.ineffective, self.statuses)

    @property
    def acd(self) -> float | None:
        """Average call duration, seconds."""
        return _share(self.talk, self.answered)

    @property
    def minutes(self) -> float:
        """Of talk."""
        return self.talk / 60


def _share(part: float, total: float) -> float | None:
    return part / total if total else None


_BIDS = f"""
CREATE OR REPLACE TEMP VIEW bids{{then}} AS
SELECT a.*, hour(a.start) AS hour, a.result = 'answered' AS is_answered,
  a.result NOT IN ('redirected', 'incomplete') AND (a.vendor IS NOT NULL OR NOT {{has_vendor}}) AS is_seizure,
  a.result IN ('answered', 'busy', 'no-answer', 'declined') OR
    (a.result = 'cancelled' AND (a.pdd_s IS NOT NULL OR NOT {{has_pdd}})) AS is_effective,
  coalesce(a.status, CASE WHEN a.result = 'answered' THEN 200 END) AS final,
  a.result = 'answered' AND coalesce(a.talk_s, 0) < {SHORT} AS is_short,
  a.result = 'answered' AND coalesce(a.pdd_s, a.ring_s) <= {AT_ONCE} AND a.ring_s <= {AT_ONCE} AND a.talk_s < {SOON}
    AND a.vendor IS NOT NULL AS is_false
FROM attempts{{then}} a
"""
_FACTS = """
CREATE OR REPLACE TEMP VIEW facts{then} AS SELECT b.*, p.country, p.direction, p.operator
FROM bids{then} b LEFT JOIN prefixes p USING (prefix)
"""
_LED = ("country", "direction", "operator")
"""What takes a look at `prefixes` for each attempt."""

_THEN = "_then"
"""Behind the names of the views that hold the attempts of a time alone."""


_COUNTS = (
    "count(*)", "count(*) FILTER (is_seizure)", "count(*) FILTER (is_answered)", "count(*) FILTER (is_answered AND is_seizure)",
    "count(*) FILTER (is_effective AND is_seizure)", "count(*) FILTER (is_seizure AND NOT is_effective)",
    "coalesce(sum(talk_s), 0)::DOUBLE", "coalesce(sum(billed_s), 0)::DOUBLE",
    "count(*) FILTER (final NOT BETWEEN 300 AND 399 AND {has_status})", "count(*) FILTER (final BETWEEN 200 AND 299 AND {has_status})",
    "count(*) FILTER ((final BETWEEN 200 AND 299 OR final IN (480, 486, 600, 603)) AND {has_status})",
    "count(*) FILTER (final IN (408, 500, 503, 504) AND {has_status})", "count(*) FILTER (final IS NOT NULL AND {has_status})",
    "count(*) FILTER (is_short)", "count(*) FILTER (is_false AND {has_ring})", "count(*) FILTER (hung_up = 'caller' AND is_answered)",
    "count(*) FILTER (hung_up = 'callee' AND is_answered)",
)  # fmt: skip
"""The fields of `Measures` without the quantiles of PDD: sums, so that those of a whole are the sums of its parts'."""
_BEFORE_PDD = 8
_SECONDS = (6, 7)
_PDD = "quantile_cont(pdd_s, 0.5), quantile_cont(pdd_s, 0.95)"
_MAY_LACK = ("vendor", "pdd_s", "status", "q850", "reason", "cause", "hung_up", "call_id", "callee", "talk_s")
"""Columns of which it is asked whether any attempt tells them."""


class Measuring:
    """Measures of the attempts that are loaded; `prefixes` must be there."""

    def __init__(self, db: duckdb.DuckDBPyConnection, told: frozenset[str], present: frozenset[str] = frozenset()) -> None:
        self.db = self._db = db
        self._then = ""
        self.present = present.union(name for name in _MAY_LACK if name in told and self._any(name))
        """Columns that any attempt tells, also one that was cut off since."""
        self._has_ring = "ring_s" in told
        self._since = _NEVER
        self._look(self.present)

    def since(self, ts: int | None, is_told_alone: bool = False) -> Measuring:
        """
        The same of the attempts that began at `ts` (µs since 1970 UTC) or later; None: of all. One such time at once.

        Which columns there are is told by all, or by those of that time alone.
        """
        if ts is None:
            return self
        self._db.execute(f"CREATE OR REPLACE TEMP VIEW attempts{_THEN} AS SELECT * FROM attempts WHERE start >= make_timestamp({ts})")
        other = copy(self)
        other._then, other._since = _THEN, ts
        other._look(frozenset(filter(other._any, self.present)) if is_told_alone else self.present)
        return other

    def _look(self, present: frozenset[str]) -> None:
        has = {"vendor": "vendor" in present, "pdd": "pdd_s" in present, "status": "status" in present, "ring": self._has_ring}
        flags = {f"has_{name}": str(is_there).lower() for name, is_there in has.items()}
        self._pdd = _PDD if has["pdd"] else "NULL, NULL"
        self._counts = [count.format(**flags) for count in _COUNTS]
        self._db.execute(_BIDS.format(**flags, then=self._then))
        self._db.execute(_FACTS.format(then=self._then))
        self._lines: dict[tuple[str, int, str], Mapping[object, list[tuple[int, int, int]]]] = {}

    def _any(self, column: str) -> bool:
        return self._db.execute(f"SELECT 1 FROM attempts{self._then} WHERE {column} IS NOT NULL LIMIT 1").fetchone() is not None

    def has(self, column: str) -> bool:
        """Whether a column is told at all."""
        return column in self.present

    def _source(self, *used: str) -> str:
        """The view of the attempts that has all that is used: without a look at `prefixes` where nothing of it is."""
        return ("facts" if any(name in text for text in used for name in _LED) else "bids") + self._then

    def by(self, *keys: str, where: str = "true", most: int | None = None) -> dict[tuple[object, ...], Measures]:
        """The measures of each group, the largest first; without keys one group, ()."""
        names = ", ".join(keys)
        group = f"GROUP BY {names}" if keys else ""
        limit = f"LIMIT {most}" if most else ""
        select = ", ".join([*self._counts[:_BEFORE_PDD], self._pdd, *self._counts[_BEFORE_PDD:]])
        order = f"ORDER BY count(*) DESC, {names}" if keys else ""
        lead = f"{names}, " if keys else ""
        rows = self._db.execute(f"SELECT {lead}{select} FROM {self._source(names, where)} WHERE {where} {group} {order} {limit}").fetchall()
        return {tuple(row[: len(keys)]): Measures(*row[len(keys) :]) for row in rows}

    def most(self, key: str, most: int) -> dict[tuple[object, ...], Measures]:
        """The measures of the largest groups by `key`; the others are counted alone."""
        self._db.execute(
            f"CREATE OR REPLACE TEMP TABLE largest AS SELECT {key} AS name FROM attempts{self._then} WHERE {key} IS NOT NULL "
            f"GROUP BY {key} ORDER BY count(*) DESC, {key} LIMIT {most}"
        )
        return self.by(key, where=f"{key} IN (SELECT name FROM largest)")

    def sets(self, *groups: Sequence[str]) -> list[dict[tuple[object, ...], Measures]]:
        """The same for several groupings in one pass over the attempts, and one more if there are PDDs."""
        names = list(dict.fromkeys(name for group in groups for name in group))
        keys = ", ".join(names)
        sets = ", ".join(f"({', '.join(group)})" for group in groups)
        counts = ", ".join(f"{count} AS n{at}" for at, count in enumerate(self._counts))
        sums = ", ".join(f"coalesce(sum(n{at}), 0)::{'DOUBLE' if at in _SECONDS else 'BIGINT'}" for at in range(len(self._counts)))
        masks = [sum(1 << (len(names) - 1 - at) for at, name in enumerate(names) if name not in group) for group in groups]
        found: list[dict[tuple[object, ...], Measures]] = [{} for _ in groups]
        rows = self._db.execute(
            f"SELECT grouping({keys}), {keys}, {sums} FROM (SELECT {keys}, {counts} FROM facts{self._then} GROUP BY {keys}) "
            f"GROUP BY GROUPING SETS ({sets})"
        ).fetchall()
        pdds = self._pdds(names, sets)
        for row in rows:
            at = masks.index(row[0])
            figures = list(row[1 + len(names) :])
            figures[_BEFORE_PDD:_BEFORE_PDD] = pdds.get(row[: 1 + len(names)], (None, None))
            key = tuple(row[1 + names.index(name)] for name in groups[at])
            found[at][key] = Measures(*figures)
        return [dict(sorted(one.items(), key=lambda item: (-item[1].attempts, str(item[0])))) for one in found]

    def _pdds(self, names: Sequence[str], sets: str) -> dict[tuple[object, ...], tuple[float | None, float | None]]:
        """Median and 95th percentile by (which grouping, its values)."""
        if self._pdd != _PDD:
            return {}
        keys = ", ".join(names)
        rows = self._db.execute(
            f"SELECT grouping({keys}), {keys}, {_PDD} FROM facts{self._then} GROUP BY GROUPING SETS ({sets})"
        ).fetchall()
        return {tuple(row[:-2]): (row[-2], row[-1]) for row in rows}

    def repeated(self) -> dict[str | None, int]:
        """Attempts that repeat one that had just failed, by vendor."""
        rows = self._db.execute(
            "SELECT vendor, count(*) FILTER (again) FROM ("
            f"SELECT vendor, start, start - lag(failed) OVER w <= {AGAIN * 1_000_000} AS again FROM ("
            f"SELECT vendor, epoch_us(start) AS start, CASE WHEN result <> 'answered' THEN epoch_us(start) ELSE {_NEVER} END AS failed, "
            "hash(caller, callee) AS pair FROM attempts WHERE callee IS NOT NULL AND caller IS NOT NULL) "
            f"WINDOW w AS (PARTITION BY pair ORDER BY start)) WHERE start >= {self._since} GROUP BY vendor"
        ).fetchall()
        return dict(rows)

    def shares(self, column: str, where: str = "true", most: int = 12) -> list[tuple[object, int]]:
        """How many attempts that were not answered have each value of a column, the commonest first."""
        if not self.has(column):
            return []
        return self._db.execute(
            f"SELECT {column}, count(*) FROM {self._source(column, where)} WHERE NOT is_answered AND {column} IS NOT NULL AND {where} "
            f"GROUP BY {column} ORDER BY count(*) DESC, {column} LIMIT {most}"
        ).fetchall()

    def by_file(self) -> dict[int, int]:
        """How many attempts there are of each source, by its place among them."""
        return dict(self._db.execute(f"SELECT file, count(*) FROM attempts{self._then} GROUP BY file").fetchall())

    def span(self) -> tuple[int, int] | None:
        """When the first and the last attempt began (µs since 1970 UTC)."""
        found = self._db.execute("SELECT epoch_us(min(start)), epoch_us(max(start)) FROM attempts" + self._then).fetchone()
        return None if found is None or found[0] is None else (int(found[0]), int(found[1]))

    def line(self, key: str, bins: int = 24, where: str = "true") -> Mapping[object, list[tuple[int, int, int]]]:
        """Of each value of `key`, over time: (answered, effective, seizures) of each of so many equal spans."""
        if (key, bins, where) not in self._lines:
            self._lines[key, bins, where] = self._line(key, bins, where)
        return self._lines[key, bins, where]

    def _line(self, key: str, bins: int, where: str) -> Mapping[object, list[tuple[int, int, int]]]:
        span = self.span()
        if span is None:
            return {}
        width = max(1, (span[1] - span[0]) // bins + 1)
        rows = self._db.execute(
            f"SELECT {key}, (epoch_us(start) - {span[0]}) // {width} AS bin, count(*) FILTER (is_answered AND is_seizure), "
            f"count(*) FILTER (is_effective AND is_seizure), count(*) FILTER (is_seizure) FROM "
            f"{self._source(key, where)} WHERE {where} GROUP BY ALL"
        ).fetchall()
        found: dict[object, list[tuple[int, int, int]]] = {}
        for value, at, answered, effective, seizures in rows:
            found.setdefault(value, [(0, 0, 0)] * bins)[int(at)] = (answered, effective, seizures)
        return found
