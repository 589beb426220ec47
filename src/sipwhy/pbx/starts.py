"""How often a server was started lately, by its log: without systemd nobody else counts."""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path

from sipwhy.pbx.logtail import tail, written

_STARTED = re.compile(r"\bAsterisk \S+ built by |\bFreeSWITCH Version \S+ .*[Ss]tarted|\bINFO: <core> \[main\.c:\d+\]: main\(\): processes")
_TAIL = 8_000_000


def starts(paths: Iterable[Path], now: float, within: float) -> int:
    """The starts of the last `within` seconds in whichever of the logs tells of most."""
    return max((sum(_is_recent_start(line, now, within) for line in tail(path, _TAIL)) for path in paths if path.is_file()), default=0)


def _is_recent_start(line: str, now: float, within: float) -> bool:
    if _STARTED.search(line) is None:
        return False
    moment = written(line, now)
    return moment is not None and moment >= now - within
