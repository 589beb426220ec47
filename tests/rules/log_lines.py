"""Lines of logs as Asterisk, FreeSWITCH, Kamailio and OpenSIPS write them, from `seconds LEVEL[tag] source: text`."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta

from tests.rules.packets import START

_BEGIN = datetime(1970, 1, 1, tzinfo=UTC) + timedelta(microseconds=START)
_LINE = re.compile(r"^(?P<at>[\d.]+)\s+(?P<level>[A-Z]+)(?:\[(?P<tag>[\w-]+)\])?\s+(?P<source>\S+?)(?::(?P<number>\d+))?:?\s(?P<text>.*)$")


def log_text(server: str, lines: Iterable[str]) -> str:
    """A log of `server`; ValueError if a line is not of this form. Each line of Asterisk's has a thread of its own, which tells nothing."""
    return "".join(_written(server, line, 4711 + number) for number, line in enumerate(lines) if line.strip())


def _written(server: str, line: str, thread: int) -> str:
    found = _LINE.match(line)
    if not found:
        raise ValueError(f"expected 'seconds LEVEL source: text', found {line!r}")
    at = _BEGIN + timedelta(seconds=float(found["at"]))
    level, source, text = found["level"], found["source"], found["text"]
    if server == "asterisk":
        tag = f"[{found['tag']}]" if found["tag"] else ""
        return f"[{at:%Y-%m-%d %H:%M:%S}.{at.microsecond // 1000:03d}] {level}[{thread}]{tag} {source}: {text}\n"
    if server == "freeswitch":
        uuid = f"{found['tag']} " if found["tag"] else ""
        return f"{uuid}{at:%Y-%m-%d %H:%M:%S.%f} 97.50% [{level}] {source}:{found['number'] or 1} {text}\n"
    if server == "kamailio":
        return f"{at:%b %d %H:%M:%S} proxy kamailio[4711]: {level}: {source} {text}\n"
    if server == "opensips":
        return f"{at:%b %d %H:%M:%S} proxy opensips[4711]: {level}:{source}: {text}\n"
    raise ValueError(f"no head is known of {server!r}")
