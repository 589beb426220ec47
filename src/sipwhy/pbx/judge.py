"""What is wrong with a server, from its values alone, each with the command that mends it where there is one."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Literal

from sipwhy.pbx.health import Health

Severity = Literal["error", "warning", "notice"]
_LARGE = 1_000_000_000
"""Bytes from which on a log file is worth a word."""
_NAMED = 10
_STARTS = 4
"""Starts within an hour from which on somebody should look why."""


@dataclass(frozen=True, slots=True)
class Remark:
    """One thing that is wrong: `slug` names its words in `texts.pbx.REMARK`, `remedy` the command that mends it."""

    slug: str
    severity: Severity
    values: Mapping[str, object] = field(default_factory=dict)
    remedy: tuple[str, ...] | None = None


def remarks(health: Health) -> list[Remark]:
    """All that is wrong, the worst first."""
    found = [*_service(health), *_peers(health), *_debug(health), *_disk(health)]
    order = ("error", "warning", "notice")
    return sorted(found, key=lambda remark: order.index(remark.severity))


def _service(health: Health) -> Iterator[Remark]:
    service, title = health.service, health.product.title
    n = max(service.restarts, health.starts)
    values = {"server": title, "unit": service.unit or "", "n": n, "end": service.ended_with or "?", "folder": str(health.product.logs)}
    if service.is_crash_looping(health.now):
        remedy = ("systemctl", "restart", service.unit) if service.unit and not service.running else None
        yield Remark("crash-loop", "error", values, remedy)
    elif not service.running and not service.is_wanted:
        yield Remark("not-wanted", "notice", values)
    elif not service.running:
        yield Remark("stopped", "error", values, _start(health))
    elif health.starts >= _STARTS:
        yield Remark("starts-often", "error", values)
    elif service.restarts:
        yield Remark("restarted", "notice", values)
    if service.running and not health.listening and service.installed:
        yield Remark("not-listening", "warning", values)
    if service.running and health.silent is not None:
        yield Remark("not-asked", "warning", {**values, "detail": health.silent[1], "why": health.silent[0]})


def _start(health: Health) -> tuple[str, ...]:
    if health.service.unit:
        return ("systemctl", "start", health.service.unit)
    words = {"asterisk": ("asterisk",), "freeswitch": ("freeswitch", "-nc"), "kamailio": ("service", "kamailio", "start")}
    return words[health.product.name]


_PEER_STATES: tuple[tuple[str, Severity], ...] = (
    ("unreachable", "warning"),
    ("no-aor", "notice"),
    ("lagged", "notice"),
    ("unregistered", "notice"),
)


def _peers(health: Health) -> Iterator[Remark]:
    if health.state is None:
        return
    for state, severity in _PEER_STATES:
        found = [peer for peer in health.state.peers if peer.state == state]
        if found:
            names = tuple(peer.name for peer in found[:_NAMED])
            seen = next(({"ip": peer.why_from} for peer in found if state == "unregistered" and peer.why_from), {})
            yield Remark(f"peers-{state}", severity, {"n": len(found), "names": names, "all": len(health.state.peers), **seen})
    for one in health.state.registrations:
        if one.outcome not in ("registered", "waiting", "unknown"):
            yield Remark(f"trunk-{one.outcome}", "error", {"name": one.name, "server": one.server, "said": one.said})


def _debug(health: Health) -> Iterator[Remark]:
    title = health.product.title
    if health.left_on:
        yield Remark("debug-left", "warning", {"server": title, "commands": health.left_on}, ("sipwhy", "pbx", "debug", "--off"))
    elif health.traced is not None:
        yield Remark("traced", "warning", {"server": title}, _off(health))
    for kind in health.state.debug if health.state else ():
        words = ("asterisk", "-rx", "core set debug 0") if (kind, health.product.name) == ("core-debug", "asterisk") else None
        yield Remark(kind, "notice", {"server": title}, words)


def _off(health: Health) -> tuple[str, ...] | None:
    if health.product.name == "asterisk":
        is_old = health.state is not None and "pjsip" not in health.state.drivers and "sip" in health.state.drivers
        return ("asterisk", "-rx", "sip set debug off" if is_old else "pjsip set logger off")
    return ("fs_cli", "-x", "sofia global siptrace off") if health.product.name == "freeswitch" else None


def _disk(health: Health) -> Iterator[Remark]:
    if health.room is not None and (health.room.is_full or health.room.is_short):
        values = {"path": health.room.path, "free": health.room.free / 1e9, "share": health.room.share}
        yield Remark("disk-full" if health.room.is_full else "disk-short", "error" if health.room.is_full else "warning", values)
    for path, size in health.logs:
        if size >= _LARGE:
            remedy = ("asterisk", "-rx", "logger rotate") if health.product.name == "asterisk" and health.service.running else None
            yield Remark("log-large", "notice", {"path": path, "size": size / 1e9}, remedy)
