"""Where a server's log is, a file or systemd's journal, what failed in it of late, and its last lines."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from sipwhy.pbx.failures import Group, grouped, recent
from sipwhy.pbx.logtail import tail
from sipwhy.pbx.programs import Programs

_WITHIN = 86_400.0
"""Seconds that failures are looked for."""
_TAIL = 2_000_000
"""Bytes of a file that are its last lines."""
_OPTIONS = ("--since=-24h", "--output=short-iso", "--lines=20000", "--no-pager", "--quiet")


@dataclass(frozen=True, slots=True)
class Log:
    """What there is to read: `place` names the file, or the command that shows the journal; None if there is neither."""

    place: str | None = None
    failures: list[Group] = field(default_factory=list)
    lines: Sequence[str] = ()


def log_of(files: Sequence[Path], unit: str | None, programs: Programs, now: float) -> Log:
    """The first of the files that is there, else what the journal has of the unit."""
    failures, path = recent(files, now, _WITHIN)
    if path is not None:
        return Log(str(path), failures, list(tail(path, _TAIL)))
    if not unit:
        return Log()
    done = programs.run(("journalctl", f"--unit={unit}", *_OPTIONS), timeout=20)
    lines = done.out.splitlines()
    return Log(f"journalctl -u {unit}" if done.is_well and lines else None, grouped(lines, now, _WITHIN), lines)
