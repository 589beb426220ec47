"""`pbx check`, `pbx bans` and `pbx unban` as JSON, schema 1 (docs/pbx.md); times are UTC."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

from sipwhy.pbx.bans.ban import Address, Ban
from sipwhy.pbx.bans.look import Reason
from sipwhy.pbx.bans.sought import Sought
from sipwhy.pbx.failures import Group
from sipwhy.pbx.health import Health
from sipwhy.pbx.judge import Remark
from sipwhy.pbx.servers.peer import Peer, Registration
from sipwhy.render.json import encoded_on_lines
from sipwhy.render.pbx.check import remark_text
from sipwhy.render.pbx.speech import Speech

SCHEMA = 1


def json_check(found: Sequence[tuple[Health, Sequence[Remark]]], speech: Speech) -> str:
    """All servers."""
    return _written({"schema": SCHEMA, "servers": [_server(health, remarks, speech) for health, remarks in found]})


def json_bans(address: Address | None, sought: Sought, reason: Reason | None) -> str:
    """All bans, or those of one address with their reason."""
    return _written(
        {
            "schema": SCHEMA,
            "address": None if address is None else str(address),
            "bans": [_ban(ban) for ban in sought.bans],
            "reason": None
            if reason is None
            else {"cause": reason.cause, "count": reason.count, "users": reason.users, "lines": reason.lines},
            "looked": list(dict.fromkeys(sought.looked)),
            "blind": [{"place": kind, "why": why} for kind, why in sought.blind],
        }
    )


def _server(health: Health, remarks: Sequence[Remark], speech: Speech) -> dict[str, Any]:
    service, state = health.service, health.state
    return {
        "server": health.product.name,
        "running": service.running,
        "since": _time(service.since),
        "unit": service.unit,
        "restarts": service.restarts,
        "version": state.version or None if state else None,
        "asked_by": state.way if state else None,
        "listening": [{"transport": one.transport, "address": one.address, "port": one.port} for one in health.listening],
        "drivers": list(state.drivers) if state else [],
        "calls": state.calls if state else None,
        "peers": [_peer(peer) for peer in (state.peers if state else ())],
        "registrations": [_registration(one) for one in (state.registrations if state else ())],
        "failures": [_group(group) for group in health.failures],
        "log": health.log,
        "disk": None if health.room is None else {"path": health.room.path, "free": health.room.free, "total": health.room.total},
        "logs": [{"path": path, "bytes": size} for path, size in health.logs],
        "remarks": [_remark(remark, speech) for remark in remarks],
    }


def _peer(peer: Peer) -> dict[str, Any]:
    return {
        "name": peer.name,
        "driver": peer.driver,
        "state": peer.state,
        "address": peer.address,
        "rtt_ms": peer.rtt_ms,
        "why": peer.why or None,
        "why_from": peer.why_from or None,
    }


def _registration(one: Registration) -> dict[str, Any]:
    return {"name": one.name, "server": one.server, "state": one.outcome, "said": one.said or None, "why": one.why or None}


def _remark(remark: Remark, speech: Speech) -> dict[str, Any]:
    return {
        "remark": remark.slug,
        "severity": remark.severity,
        "text": remark_text(remark, speech),
        "remedy": list(remark.remedy) if remark.remedy else None,
    }


def _group(group: Group) -> dict[str, Any]:
    return {
        "cause": group.cause,
        "count": group.count,
        "addresses": list(group.most(group.ips)),
        "users": list(group.most(group.users)),
        "last": _time(group.last),
        "example": group.example,
    }


def _ban(ban: Ban) -> dict[str, Any]:
    return {
        "place": ban.kind,
        "where": ban.where,
        "network": str(ban.network),
        "action": ban.action,
        "since": _time(ban.since),
        "until": _time(ban.until),
        "packets": ban.packets,
        "rule": ban.rule or None,
        "kept_by": ban.owner,
        "in_use": ban.in_use,
        "lift": list(ban.lift) if ban.lift else None,
    }


def _time(value: float | None) -> str | None:
    return None if value is None else datetime.fromtimestamp(value, UTC).isoformat(timespec="seconds")


def _written(document: dict[str, Any]) -> str:
    return encoded_on_lines(document) + "\n"
