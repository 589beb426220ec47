"""Segments told apart: which vendor, direction, caller and code, since when, what it cost, and what the others did meanwhile."""

from __future__ import annotations

from collections.abc import Sequence

import duckdb
import numpy as np
from msgspec import Struct
from msgspec.structs import replace

from sipwhy.cdr.expression import text
from sipwhy.cdr.shifts import scan
from sipwhy.cdr.shifts.condition import attempts_of, condition
from sipwhy.cdr.shifts.hours import Clock
from sipwhy.cdr.shifts.onset import Onset, onset
from sipwhy.cdr.shifts.recurring import day_by_day, hours_alike, joined, key_of
from sipwhy.cdr.shifts.scan import Segment
from sipwhy.cdr.shifts.series import BIN, Series, Symptom, busy_callers, caller_series, direction_series, field_of, prepare, series_of
from sipwhy.diagnosis.traffic import Shift, ShiftKind

LEAST = 500
"""Attempts through vendors without which nothing is looked for."""
_EVENTS = 12
_RISE: dict[str, float] = {"code": 0.04, "user": 0.12, "slow": 0.15, "short": 0.15, "brief": 0.25}
"""So many points more is worth telling."""
_TIMES = {"code": 2.0, "user": 1.35, "slow": 2.0, "short": 2.0, "brief": 1.4}
_CLOSE = 6
"""Bins within which beginnings are one, half an hour."""
_NEAR = 24
"""Bins before and behind the first that stands out in which the beginning is looked for, two hours."""
_SHARE_OF_ONE = 0.6
_DAY = 86_400 // BIN
_HOURS = 3600 // BIN


class Candidate(Struct, frozen=True):
    """A segment of a series that stands out."""

    series: Series
    segment: Segment
    share: float
    began: int
    """The bin in which it began."""
    grows: bool

    @property
    def rate(self) -> float:
        """The share in it."""
        return self.segment.hits / max(self.segment.total, 1)

    @property
    def usual(self) -> float:
        """The share that was expected."""
        return self.segment.expected / max(self.segment.total, 1)

    @property
    def excess(self) -> float:
        """Events beyond what was expected."""
        return self.segment.hits - self.segment.expected


def shifts(db: duckdb.DuckDBPyConnection, span: tuple[int, int], attempts: int, has_pdd: bool, offset: int = 0) -> tuple[Shift, ...]:
    """All changes, the costliest first; `offset` are the seconds east of UTC in whose hours they are told."""
    since = span[0] // 1_000_000 // BIN * BIN
    bins = int(span[1] // 1_000_000 - since) // BIN + 1
    prepare(db, since, has_pdd, attempts)
    found = field_of(db, since, bins, has_pdd=has_pdd, attempts=attempts)
    every = list(series_of(found))
    wide = list(direction_series(found))
    callers = busy_callers(db)
    by_caller: list[Series] = []
    if callers:
        db.execute("CREATE OR REPLACE TEMP TABLE busy AS SELECT unnest(?) AS name", [callers])
        by_caller = list(
            caller_series(
                field_of(db, since, bins, has_pdd=has_pdd, attempts=attempts, group="caller", where="caller IN (SELECT name FROM busy)")
            )
        )
    looked_at = len(every) + len(by_caller) + len(wide)
    cells = [one for series in every for one in _candidates(series, looked_at)]
    narrow = [one for series in by_caller for one in _candidates(series, looked_at)]
    judge = _Judge(db, since, bins, offset, every)
    told = judge.shifts(cells, narrow)
    return judge.costliest([*told, *judge.everywhere([one for series in wide for one in _candidates(series, looked_at)], told)])


def _candidates(series: Series, looked_at: int) -> list[Candidate]:
    found = []
    kind = series.symptom[0]
    for segment in scan.segments(series, looked_at, scan.Least(_EVENTS, _RISE[kind], _TIMES[kind])):
        usual = segment.expected / segment.total
        began = scan.ramp(series, segment) if segment.last - segment.first >= 2 * _HOURS else None
        found.append(Candidate(series, segment, usual, segment.first if began is None else began, began is not None))
    return found


class _Judge:
    """Looks at what the candidates have in common."""

    def __init__(self, db: duckdb.DuckDBPyConnection, since: int, bins: int, offset: int, every: Sequence[Series]) -> None:
        self._db = db
        self._since = since
        self._bins = bins
        self._end = (since + bins * BIN) * 1_000_000
        self._offset = offset
        self._every = every

    def shifts(self, cells: Sequence[Candidate], narrow: Sequence[Candidate]) -> tuple[Shift, ...]:
        """One change for each group of candidates that is one."""
        told: list[Shift] = []
        left = self._one_for_each(cells)
        for group in self._by_vendor(left):
            shift = self._of_group(group)
            if shift is not None:
                told.append(shift)
        for one in narrow:
            if not any(_same(shift, one, self._since) for shift in told):
                shift = self._of_caller(one)
                told += [shift] if shift else []
        told = self._recurring(told)
        return self.costliest(_distinct(told))

    @staticmethod
    def costliest(told: Sequence[Shift]) -> tuple[Shift, ...]:
        """The changes in the order in which they cost most."""
        return tuple(sorted(told, key=lambda shift: (-shift.minutes_lost, -shift.lost, shift.since)))

    def everywhere(self, wide: Sequence[Candidate], told: Sequence[Shift]) -> list[Shift]:
        """What befell a direction whoever carried it; what is told of a vendor already is not told again."""
        left = [
            one
            for one in self._one_for_each(wide)
            if self._is_everywhere(one) and not any(_is_told(one, shift, self._since) for shift in told)
        ]
        found: list[Shift] = []
        for group in self._by_vendor(left):
            directions = {series.direction for series in self._every}
            is_own = len(group) > 1 and len(group) == len(directions)
            for one in [group[0]] if is_own else group:
                shift = self._told(group if is_own else [one], None if is_own else one.series.direction)
                caller = self._one_caller(one, shift)
                if caller is None:
                    found.append(replace(shift, kind="everywhere", vendor=None, others_before=None, others_after=None))
        return found

    def _is_everywhere(self, one: Candidate) -> bool:
        """Whether two vendors at least, and most of those that carry it, have it."""
        first, last = one.segment.first, one.segment.last
        middle = one.usual + 0.4 * (one.rate - one.usual)
        carried = [series for series in self._every if series.direction == one.series.direction and series.symptom == one.series.symptom]
        totals = [(series.hits[first:last].sum(), series.total[first:last].sum()) for series in carried]
        busy = [(hits, total) for hits, total in totals if total >= 5]
        bad = sum(bool(hits / total >= middle) for hits, total in busy)
        return bad >= 2 and bad >= 0.7 * len(busy)

    def _one_for_each(self, cells: Sequence[Candidate]) -> list[Candidate]:
        """Of one vendor and direction at one time the symptom with the largest excess: retries and other codes go with it."""
        kept: list[Candidate] = []
        for one in sorted(cells, key=lambda one: -_WEIGHT[one.series.symptom[0]] * one.excess):
            if not any(
                one.series.vendor == other.series.vendor
                and one.series.direction == other.series.direction
                and _overlap(one, other) > 0.3
                and one.series.symptom != other.series.symptom
                for other in kept
            ):
                kept.append(one)
        return kept

    def _by_vendor(self, cells: Sequence[Candidate]) -> list[list[Candidate]]:
        """Directions of one vendor that began to have the same at the same time."""
        groups: list[list[Candidate]] = []
        for one in sorted(cells, key=lambda one: -one.segment.score):
            for group in groups:
                first = group[0]
                if (
                    first.series.vendor == one.series.vendor
                    and first.series.symptom == one.series.symptom
                    and abs(first.began - one.began) <= _CLOSE
                    and all(one.series.direction != other.series.direction for other in group)
                ):
                    group.append(one)
                    break
            else:
                groups.append([one])
        return groups

    def _of_group(self, group: Sequence[Candidate]) -> Shift | None:
        lead = max(group, key=lambda one: one.excess)
        vendor, symptom = lead.series.vendor, lead.series.symptom
        carried = [one for one in self._every if one.vendor == vendor and one.symptom == symptom]
        first, last = lead.segment.first, lead.segment.last
        traffic = sum(one.total[first:last].sum() for one in carried)
        covered = sum(one.series.total[first:last].sum() for one in group)
        is_whole = len(group) > 1 and covered >= 0.7 * traffic
        chosen = group if is_whole else [lead]
        whole = self._told(chosen, None if is_whole else lead.series.direction)
        caller = self._one_caller(lead, whole)
        if caller == "":
            return None
        if caller is None:
            return whole
        # the others' calls say nothing of when his began to fail
        began = self._began(lead, lead.segment.first, whole.direction, caller)
        return replace(whole, kind="caller", caller=caller, since=began.at, grows=began.grows)

    def _told(self, group: Sequence[Candidate], direction: str | None) -> Shift:
        lead = max(group, key=lambda one: one.segment.score)
        symptom = lead.series.symptom
        first = int(np.median([one.began for one in group])) if direction is None and not lead.grows else lead.began
        last = max(one.segment.last for one in group)
        total = sum(one.segment.total for one in group)
        excess = sum(one.excess for one in group)
        where = self._where(lead.series.vendor, direction, None, first, last)
        asr = self._ratios(lead.series.vendor, direction, first, last)
        others = _others(lead)
        began = self._began(lead, first, direction)
        return Shift(
            kind=_KIND[symptom[0]],
            vendor=lead.series.vendor,
            direction=direction,
            caller=None,
            status=symptom[1],
            q850=symptom[2],
            result=symptom[3],
            since=began.at,
            until=None if last >= self._bins - 1 else (self._since + last * BIN) * 1_000_000,
            before=sum(one.segment.expected for one in group) / max(total, 1),
            after=sum(one.segment.hits for one in group) / max(total, 1),
            calls=self._count(where),
            lost=round(excess),
            minutes_lost=asr[2] * excess if symptom[0] in ("code", "user") else self._minutes(symptom, where, asr[2]),
            asr_before=asr[0],
            asr_after=asr[1],
            others_before=others[0],
            others_after=others[1],
            pdd_before=asr[3] if symptom[0] == "slow" else None,
            pdd_after=asr[4] if symptom[0] == "slow" else None,
            grows=began.grows,
        )

    def _began(self, lead: Candidate, first: int, direction: str | None, caller: str | None = None) -> Onset:
        """When it began, to the second for what came at once, by the attempts from half a day before until it ends or for a day."""
        ends = max(first + 2, min(first + _DAY, lead.segment.last))
        where = self._where(lead.series.vendor, direction, caller or lead.series.caller, first - _DAY // 2, ends)
        may_grow = lead.segment.last - lead.segment.first >= 2 * _HOURS
        symptom, usual = lead.series.symptom, lead.usual
        hit = condition(symptom)
        if symptom[0] == "brief":
            hit, usual = self._cut(lead, direction, first)
        # who tries again at once is no further evidence
        rows = self._db.execute(
            f"SELECT epoch_us(start), {hit} FROM facts WHERE {_UNDER.get(symptom[0], 'is_seizure')} AND {where} "
            f"QUALIFY coalesce(start - lag(start) OVER (PARTITION BY caller, callee ORDER BY start) > INTERVAL {BIN} SECOND, true) "
            "ORDER BY start"
        ).fetchall()
        return onset(rows, usual, may_grow) or Onset((self._since + first * BIN) * 1_000_000, grows=False)

    def _cut(self, lead: Candidate, direction: str | None, first: int) -> tuple[str, float]:
        """Talks that are cut: no longer than nine in ten of them are now, and the share of such talks in the week before."""
        within = self._where(lead.series.vendor, direction, None, lead.segment.first, lead.segment.last)
        found = self._db.execute(f"SELECT quantile_cont(talk_s, 0.9) FROM facts WHERE is_answered AND {within}").fetchone()
        longest = float(found[0]) if found and found[0] is not None else 0.0
        week = self._where(lead.series.vendor, direction, None, max(0, first - 7 * _DAY), first)
        before = self._db.execute(f"SELECT avg((talk_s <= {longest})::INTEGER) FROM facts WHERE is_answered AND {week}").fetchone()
        return f"talk_s <= {longest}", min(float(before[0] or 0.1) if before else 0.1, 0.85)

    def _where(self, vendor: str | None, direction: str | None, caller: str | None, first: int, last: int) -> str:
        return attempts_of(vendor, direction, caller, self._since + first * BIN, self._since + last * BIN)

    def _count(self, where: str) -> int:
        found = self._db.execute(f"SELECT count(*) FROM facts WHERE is_seizure AND {where}").fetchone()
        return int(found[0]) if found else 0

    def _ratios(
        self, vendor: str, direction: str | None, first: int, last: int, caller: str | None = None
    ) -> tuple[float | None, float | None, float, float | None, float | None]:
        """ASR of the week before and in it; minutes that an attempt brought; median PDD before and in it."""
        query = (
            "SELECT count(*) FILTER (is_answered) / nullif(count(*), 0), sum(talk_s) / 60 / nullif(count(*), 0), median(pdd_s) FROM facts "
            "WHERE is_seizure AND "
        )
        week = max(0, first - 7 * _DAY)
        before = self._db.execute(query + self._where(vendor, direction, caller, week, first)).fetchone() or (None, None, None)
        if before[0] is None:
            inside, outside = self._where(vendor, direction, caller, first, last), self._where(vendor, direction, caller, 0, self._bins)
            before = self._db.execute(f"{query}{outside} AND NOT ({inside})").fetchone() or (None, None, None)
        now = self._db.execute(query + self._where(vendor, direction, caller, first, last)).fetchone() or (None, None, None)
        return before[0], now[0], float(before[1] or 0.0), before[2], now[2]

    def _minutes(self, symptom: Symptom, where: str, usual: float) -> float:
        """Of talks that were over too soon: what they lack to their `usual` length, in minutes."""
        if symptom[0] == "slow":
            return 0.0
        found = self._db.execute(f"SELECT sum(talk_s) / 60, count(*) FROM facts WHERE is_seizure AND {where}").fetchone()
        return max(0.0, usual * found[1] - (found[0] or 0.0)) if found else 0.0

    def _one_caller(self, lead: Candidate, shift: Shift) -> str | None:
        """The caller whose attempts alone are concerned; None if it is many; "" if it is the mix of callers that changed."""
        if lead.series.symptom[0] not in ("code", "user"):
            return None
        where = self._where(lead.series.vendor, shift.direction, None, lead.segment.first, lead.segment.last)
        hit = condition(lead.series.symptom)
        rows = self._db.execute(
            f"SELECT caller, count(DISTINCT callee) FILTER ({hit}), count(DISTINCT callee) FROM facts WHERE is_seizure AND {where} "
            "GROUP BY caller ORDER BY 2 DESC, 1"
        ).fetchall()
        hits, total = sum(row[1] for row in rows), sum(row[2] for row in rows)
        if not rows or not hits:
            return None
        name, most, of = rows[0]
        rest_rate = (hits - most) / max(total - of, 1)
        if most < _SHARE_OF_ONE * (hits - lead.usual * total) or rest_rate - lead.usual > 0.4 * (lead.rate - lead.usual):
            return None
        if name is None:
            return None
        return str(name) if self._is_new(str(name), lead, most / max(of, 1)) else ""

    def _is_new(self, caller: str, lead: Candidate, rate: float) -> bool:
        """Whether the caller fares worse here than at other times or other vendors: else there is only more of him."""
        hit = condition(lead.series.symptom)
        inside = self._where(lead.series.vendor, None, None, lead.segment.first, lead.segment.last)
        found = self._db.execute(
            f"SELECT count(*) FILTER ({hit}), count(*) FROM facts WHERE is_seizure AND caller = {text(caller)} AND NOT ({inside})"
        ).fetchone()
        return bool(found and found[1] >= 20 and found[0] / found[1] < 0.5 * rate)

    def _of_caller(self, one: Candidate) -> Shift | None:
        series, segment = one.series, one.segment
        if series.caller is None or not self._is_new(series.caller, one, one.rate):
            return None
        where = self._where(series.vendor, None, series.caller, segment.first, segment.last)
        ways = self._db.execute(
            f"SELECT direction, count(*) FILTER ({condition(series.symptom)}) FROM facts WHERE is_seizure "
            f"AND {where} GROUP BY 1 ORDER BY 2 DESC"
        ).fetchall()
        total = sum(row[1] for row in ways)
        direction = ways[0][0] if ways and ways[0][1] >= 0.8 * total else None
        asr = self._ratios(series.vendor, direction, segment.first, segment.last, series.caller)
        others = _others(one)
        began = self._began(one, one.began, direction)
        return Shift(
            kind="caller",
            vendor=series.vendor,
            direction=direction,
            caller=series.caller,
            status=series.symptom[1],
            q850=series.symptom[2],
            result=series.symptom[3],
            since=began.at,
            until=None if segment.last >= self._bins - 1 else (self._since + segment.last * BIN) * 1_000_000,
            before=one.usual,
            after=one.rate,
            calls=self._count(where),
            lost=round(one.excess),
            minutes_lost=asr[2] * one.excess,
            asr_before=asr[0],
            asr_after=asr[1],
            others_before=others[0],
            others_after=others[1],
            grows=began.grows,
        )

    def _recurring(self, told: Sequence[Shift]) -> list[Shift]:
        """Changes that come back day by day at the same hours are one."""
        groups: dict[tuple[object, ...], list[Shift]] = {}
        for shift in told:
            groups.setdefault(key_of(shift), []).append(shift)
        found: list[Shift] = []
        for group in groups.values():
            short = [one for one in group if one.until is not None and one.until - one.since < 12 * 3_600_000_000]
            if len(short) >= 3 and hours_alike(short):
                found += [one for one in group if one not in short]
                found.append(day_by_day(sorted(short, key=lambda one: one.since), self._offset))
            else:
                found += group
        clock = Clock(self._db, self._since, self._end, self._offset)
        return joined([clock.by_hours(shift) for shift in found], self._end)


def _others(one: Candidate) -> tuple[float | None, float | None]:
    series, segment = one.series, one.segment
    inside = series.others_total[segment.first : segment.last].sum()
    if inside < 20:
        return None, None
    hits = series.others_hits[segment.first : segment.last].sum()
    outside = series.others_total.sum() - inside
    before = (series.others_hits.sum() - hits) / outside if outside else None
    return (None if before is None else float(before)), float(hits / inside)


def _is_told(one: Candidate, shift: Shift, since: int) -> bool:
    begin, end = (since + one.segment.first * BIN) * 1_000_000, (since + one.segment.last * BIN) * 1_000_000
    is_same = (shift.status, shift.q850, shift.result) == one.series.symptom[1:] and shift.direction in (None, one.series.direction)
    return is_same and begin < (shift.until or 2**62) and end > shift.since


def _overlap(one: Candidate, other: Candidate) -> float:
    common = min(one.segment.last, other.segment.last) - max(one.segment.first, other.segment.first)
    return common / max(1, min(one.segment.last - one.segment.first, other.segment.last - other.segment.first))


def _same(shift: Shift, one: Candidate, since: int) -> bool:
    """Whether a caller's candidate is told already by a change of its vendor at that time."""
    until = shift.until or 2**62
    begin, end = (since + one.segment.first * BIN) * 1_000_000, (since + one.segment.last * BIN) * 1_000_000
    is_then = begin < until and end > shift.since
    return is_then and shift.vendor == one.series.vendor and (shift.status, shift.q850) == one.series.symptom[1:3]


def _distinct(told: Sequence[Shift]) -> list[Shift]:
    """A caller's change is told once, and not again for each code that goes with it."""
    kept: list[Shift] = []
    for shift in sorted(told, key=lambda one: -one.lost):
        if not any(_is_part(shift, other) for other in kept):
            kept.append(shift)
    return kept


def _is_part(shift: Shift, other: Shift) -> bool:
    if shift.vendor != other.vendor or (other.direction is not None and shift.direction != other.direction):
        return False
    until, ends = shift.until or 2**62, other.until or 2**62
    common = min(until, ends) - max(shift.since, other.since)
    return common > 0.5 * (min(until, 2**61) - shift.since) and (shift.caller == other.caller or other.caller is None)


_UNDER = {"slow": "is_seizure AND pdd_s IS NOT NULL", "short": "is_answered", "brief": "is_answered"}
"""Of which attempts a symptom is a share."""
_KIND: dict[str, ShiftKind] = {"code": "failing", "user": "refusing", "slow": "slow", "short": "short", "brief": "cut"}
_WEIGHT = {"code": 1.0, "user": 0.8, "slow": 0.6, "short": 0.9, "brief": 0.5}
