"""The processes of this machine, from /proc: a server that runs without systemd is found as well."""

from __future__ import annotations

import os
from collections.abc import Collection
from dataclasses import dataclass
from pathlib import Path

PROC = Path("/proc")
_STARTED = 19
"""Where the start time stands in /proc/PID/stat, counted behind the name (proc(5): field 22)."""


@dataclass(frozen=True, slots=True)
class Process:
    """A process: its number, its name and when it began (seconds since 1970)."""

    pid: int
    name: str
    started: float


def find(names: Collection[str], proc: Path = PROC) -> list[Process]:
    """The processes of these names, the oldest first."""
    booted = _booted(proc)
    ticks = os.sysconf("SC_CLK_TCK")
    found = []
    for folder in proc.iterdir() if proc.is_dir() else ():
        if folder.name.isdigit() and (read := _stat(folder)) and read[0] in names:
            found.append(Process(int(folder.name), read[0], booted + read[1] / ticks))
    return sorted(found, key=lambda process: (process.started, process.pid))


def start_mark(pid: int, proc: Path = PROC) -> int | None:
    """When process `pid` began, in ticks since boot: together with its number that names it for good. None if there is none."""
    read = _stat(proc / str(pid))
    return None if read is None else read[1]


def words(pid: int, proc: Path = PROC) -> list[str]:
    """The command line by which process `pid` was started; empty if it cannot be seen."""
    try:
        return (proc / str(pid) / "cmdline").read_bytes().decode(errors="replace").split("\0")[:-1]
    except OSError:
        return []


def _stat(folder: Path) -> tuple[str, int] | None:
    try:
        text = (folder / "stat").read_text(errors="replace")
        name, _, rest = text.partition("(")[2].rpartition(")")
        fields = rest.split()
        return None if fields[0] == "Z" else (name, int(fields[_STARTED]))
    except (OSError, ValueError, IndexError):  # it has ended meanwhile
        return None


def _booted(proc: Path) -> float:
    try:
        lines = (proc / "stat").read_text().splitlines()
        return next((float(line.split()[1]) for line in lines if line.startswith("btime ")), 0.0)
    except (OSError, ValueError):
        return 0.0
