"""The end of a log: its last megabytes as lines, and when a line was written."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

_HEAD = re.compile(r"^\[?(?:(\d{4})-(\d\d)-(\d\d)[ T](\d\d):(\d\d):(\d\d)|([A-Z][a-z]{2}) +(\d{1,2}) (\d\d):(\d\d):(\d\d))")
_MONTHS = {name: number for number, name in enumerate("Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec".split(), 1)}
_AHEAD = timedelta(days=1)


def tail(path: Path, size: int) -> Iterator[str]:
    """The lines in the last `size` bytes, the first broken one left out; none if the file cannot be read."""
    try:
        with path.open("rb") as file:
            end = file.seek(0, 2)
            file.seek(max(0, end - size))
            if end > size:
                file.readline()
            for line in file.read(size).splitlines():
                yield line.decode(errors="replace")
    except OSError:
        return


def written(line: str, now: float) -> float | None:
    """
    When `line` was written, in seconds since 1970: "[2026-11-23 00:53:27.886]" and "[Nov 23 00:30:15]", in this machine's zone.

    A head without a year is of the last twelve months.
    """
    found = _HEAD.match(line)
    if found is None:
        return None
    today = datetime.fromtimestamp(now)
    try:
        if found[1]:
            year, month, day, hour, minute, second = (int(part) for part in found.groups()[:6])
            return datetime(year, month, day, hour, minute, second).timestamp()
        day, hour, minute, second = (int(part) for part in found.groups()[7:])
        for year in (today.year, today.year - 1):
            moment = datetime(year, _MONTHS[found[7]], day, hour, minute, second)
            if moment <= today + _AHEAD:
                return moment.timestamp()
        return None
    except (KeyError, ValueError, OverflowError, OSError):
        return None
