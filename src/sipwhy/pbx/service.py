"""Whether a server is installed, runs, since when, and whether it keeps crashing: systemd where there is one, else /proc."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from sipwhy.pbx import processes
from sipwhy.pbx.programs import Programs

_ASKED = (
    "LoadState",
    "ActiveState",
    "SubState",
    "Result",
    "NRestarts",
    "ExecMainStatus",
    "ExecMainCode",
    "ActiveEnterTimestamp",
    "UnitFileState",
)
_KILLED = "2"
"""ExecMainCode of a process that a signal ended (CLD_KILLED of waitid(2))."""
_MANY, _LATELY = 3, 3600.0
"""Restarts by systemd, the last of them within so many seconds, from which on a server is said to crash in a loop."""


@dataclass(frozen=True, slots=True)
class Service:
    """The state of one server's service."""

    installed: bool
    running: bool
    since: float | None = None
    unit: str | None = None
    restarts: int = 0
    state: str = ""
    result: str = ""
    ended_with: str = ""
    is_wanted: bool = True
    """Whether it is set to start with the machine, for all that is known."""

    def is_crash_looping(self, now: float) -> bool:
        """Whether it is started again and again: systemd gave up, waits for the next start, or has lately counted many."""
        if self.result == "start-limit-hit" or self.state == "auto-restart":
            return True
        return self.restarts >= _MANY and self.since is not None and now - self.since < _LATELY


def service(programs: Programs, binary: str, units: tuple[str, ...], names: tuple[str, ...], proc: Path = processes.PROC) -> Service:
    """The state of the server whose program is `binary`, whose service is one of `units` and whose processes have one of `names`."""
    running = processes.find(names, proc)
    since = running[0].started if running else None
    for unit in units:
        shown = programs.run(("systemctl", "show", unit, f"--property={','.join(_ASKED)}"))
        read = dict(line.split("=", 1) for line in shown.out.splitlines() if "=" in line)
        if shown.is_well and read.get("LoadState") in ("loaded", "masked"):
            return _of_unit(unit, read, bool(running), since, programs.where(binary) is not None)
    return Service(bool(running) or programs.where(binary) is not None, bool(running), since)


def _of_unit(unit: str, read: dict[str, str], running: bool, since: float | None, installed: bool) -> Service:
    status = read.get("ExecMainStatus", "0")
    killed = read.get("ExecMainCode") == _KILLED
    restarts = read.get("NRestarts", "0")
    return Service(
        installed=installed or running,
        running=running,
        since=since if since is not None else _moment(read.get("ActiveEnterTimestamp", "")),
        unit=unit,
        restarts=int(restarts) if restarts.isdigit() else 0,
        state=read.get("SubState", ""),
        result=read.get("Result", ""),
        is_wanted=read.get("UnitFileState", "") not in ("disabled", "masked"),
        ended_with=f"signal {status}" if killed else f"status {status}" if status not in ("", "0") else "",
    )


def _moment(text: str) -> float | None:
    """A time as systemd writes it, "Thu 2026-11-26 00:06:30 UTC"; zones other than UTC are the machine's own."""
    parts = text.split()
    if len(parts) < 3:
        return None
    try:
        naive = datetime.strptime(f"{parts[1]} {parts[2]}", "%Y-%m-%d %H:%M:%S")
    except ValueError:
        return None
    return (naive.replace(tzinfo=UTC) if parts[-1] == "UTC" else naive).timestamp()
