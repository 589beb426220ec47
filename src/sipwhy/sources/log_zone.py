"""Zones of logs: when they were how far from UTC."""

from __future__ import annotations

import re
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta, timezone, tzinfo
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from msgspec import Struct

_FIRST, _STEP = 946_684_800, 14 * 86_400
"""2000-01-01; no zone has changed twice within two weeks since (tzdata) but for Ramadan in Morocco, which takes longer."""
_AHEAD = 2 * 366 * 86_400
_OFFSET = re.compile(r"^(?:UTC|GMT)?([+-])(\d{1,2}):?(\d{2})?$", re.IGNORECASE)


class LogZone(Struct, frozen=True):
    """A zone with the name by which it is told."""

    name: str
    _offset: Callable[[int], int]

    def offsets(self, latest: float) -> list[tuple[int, int]]:
        """From when on (s since 1970 UTC) how many seconds east of UTC, to two years after `latest`; before 2000 as then."""
        found = [(-(2**62), self._offset(_FIRST))]
        until = int(latest) + _AHEAD
        for start in range(_FIRST, max(until, _FIRST + 1), _STEP):
            if self._offset(start + _STEP) != found[-1][1]:
                found.append((self._change(start, start + _STEP), self._offset(start + _STEP)))
        return found

    def _change(self, low: int, high: int) -> int:
        """The first second of the new offset."""
        before = self._offset(low)
        while high - low > 1:
            middle = (low + high) // 2
            low, high = (middle, high) if self._offset(middle) == before else (low, middle)
        return high


def local_zone() -> LogZone:
    """The zone that the machine is set to."""
    return LogZone("/".join(dict.fromkeys(time.tzname)), lambda ts: time.localtime(ts).tm_gmtoff)


def zone_named(name: str) -> LogZone:
    """A zone by its name (Europe/Moscow), or by its distance from UTC (+03:00); ValueError if there is none of that name."""
    zone: tzinfo
    if shift := _OFFSET.match(name):
        distance = timedelta(hours=int(shift[2]), minutes=int(shift[3] or 0))
        zone = timezone(-distance if shift[1] == "-" else distance)
    elif name.upper() in ("UTC", "GMT", "Z"):
        zone = UTC
    else:
        try:
            zone = ZoneInfo(name)
        except (ZoneInfoNotFoundError, OSError, ValueError):
            raise ValueError(name) from None
    return LogZone(name, lambda ts: _seconds(ts, zone))


def _seconds(ts: int, zone: tzinfo) -> int:
    offset = datetime.fromtimestamp(ts, zone).utcoffset()
    return round(offset.total_seconds()) if offset is not None else 0
