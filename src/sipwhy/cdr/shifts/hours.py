"""Changes of some days that in truth are changes of some hours of each of them."""

from __future__ import annotations

import duckdb
from msgspec import Struct
from msgspec.structs import replace

from sipwhy.cdr.shifts.condition import attempts_of, condition, turn
from sipwhy.cdr.shifts.series import BIN
from sipwhy.diagnosis.traffic import Shift

_DAY = 86_400
_LONGEST = 12
"""Hours of a day above which a change is one of the whole day."""


class Clock(Struct, frozen=True):
    """The attempts, and the hours in which they are told."""

    db: duckdb.DuckDBPyConnection
    since: int
    """When the first bin begins, seconds since 1970 UTC."""
    end: int
    """When the last one ends, µs since 1970 UTC."""
    offset: int
    """Seconds east of UTC."""

    def by_hours(self, shift: Shift) -> Shift:
        """The change as one of some hours of each of its days, if nearly all that is bad lies in them; else as it is."""
        if shift.hours or shift.kind not in ("failing", "refusing", "caller"):
            return shift
        until = shift.until or self.end
        if until - shift.since < 2 * _DAY * 1_000_000:
            return shift
        where = self._where(shift, shift.since, until)
        worse = condition(("code", shift.status, shift.q850, shift.result))
        rows = self.db.execute(
            f"SELECT (epoch_us(start) // 1000000 + {self.offset}) // 3600 % 24, count(*) FILTER "
            f"({worse}), count(*) FROM facts WHERE is_seizure AND {where} GROUP BY 1"
        ).fetchall()
        bad = sorted(
            int(hour)
            for hour, hits, total in rows
            if total and hits / total > 2 * shift.before + 0.25 * (shift.after - shift.before) and hits >= 3
        )
        excess = sum(hits - total * shift.before for _, hits, total in rows)
        inside = sum(hits - total * shift.before for hour, hits, total in rows if int(hour) in bad)
        if not bad or bad[-1] - bad[0] + 1 > _LONGEST or inside < 0.8 * excess:
            return shift
        calls, hits = sum(total for hour, _, total in rows if int(hour) in bad), sum(hits for hour, hits, _ in rows if int(hour) in bad)
        first, days = self._first(shift, worse, bad[0], bad[-1] + 1, until)
        return replace(
            shift, since=first, grows=False, hours=(bad[0], bad[-1] + 1), days=days, calls=calls, after=hits / max(calls, 1)
        )  # fmt: skip

    def _first(self, shift: Shift, worse: str, low: int, high: int, until: int) -> tuple[int, int]:
        """When it came for the first time, by the clock at which it begins on all its days; and how many those are."""
        where = self._where(shift, self.since * 1_000_000, until)
        begin = shift.since - _DAY * 1_000_000
        rows = self.db.execute(
            f"SELECT epoch_us(start), {worse}, (epoch_us(start) // 1000000 + {self.offset}) // 86400 AS "
            f"day FROM facts WHERE is_seizure AND {where} "
            f"AND epoch_us(start) >= {begin} AND (epoch_us(start) // 1000000 + {self.offset}) // 3600 % 24 "
            f"BETWEEN {max(low - 1, 0)} AND {high - 1} ORDER BY start"
        ).fetchall()
        days: dict[int, list[bool]] = {}
        for _, hit, day in rows:
            days.setdefault(day, []).append(hit)
        middle = shift.before + 0.35 * (shift.after - shift.before)
        bad = [day for day, hits in days.items() if sum(hits) >= 3 and sum(hits) / len(hits) > middle]
        if not bad:
            return shift.since, 1
        # the clock at which it begins is told by all its days together
        of_day = sorted(((at // 1_000_000 + self.offset) % _DAY, hit) for at, hit, day in rows if day in bad)
        clock = turn(of_day, min(max(shift.after, 0.02), 0.98), max(shift.before, 1e-3), BIN)
        return (bad[0] * _DAY + clock - self.offset) * 1_000_000, len(bad)

    def _where(self, shift: Shift, since: int, until: int) -> str:
        """The attempts of a change between two moments (µs since 1970 UTC), in whole bins."""
        low, high = ((moment // 1_000_000 - self.since) // BIN * BIN + self.since for moment in (since, until))
        return attempts_of(shift.vendor, shift.direction, shift.caller, low, high)
