"""Why a connection did not become a WebSocket with SIP in it (RFC 6455 section 4, RFC 7118 section 4)."""

from __future__ import annotations

from sipwhy.diagnosis.shake import Marks, Shake
from sipwhy.diagnosis.upset import Around, Upset
from sipwhy.model import Value
from sipwhy.model.connection import Connection, Upgrade
from sipwhy.reference.ports import WEB_SOCKET

_PATIENCE = 5_000_000
"""µs that a server may take to answer."""
_AT_ONCE = 5_000_000
"""µs after the server agreed within which a client that hangs up does so because of the protocol."""


def judge_upgrade(connection: Connection, around: Around) -> Upset | None:
    """What went wrong with an upgrade; None if nothing did, or if it is not for SIP."""
    asked = connection.upgrade
    if asked is None or not _is_for_sip(connection, asked):
        return None
    shake, offers = Shake(connection, around), _names_sip(asked.offered)
    marks: Marks = (("upgrade", connection.began), *((("answered", asked.answered),) if asked.answered else ()))
    values: dict[str, Value] = {"target": asked.target, "status": asked.status or 0, "offered": asked.offered}
    if asked.status is None:
        waited = (connection.end.at.ts if connection.end else around.end) - connection.began.ts
        if waited < _PATIENCE and (connection.end is None or connection.end.by_client):
            return None
        return shake.upset("websocket-refused", "likely", variant="silent", marks=marks, at_fault=shake.server_side, values=values)
    if asked.status == 101 and (_names_sip(asked.chosen) or not _ended_at_once(connection, asked)):
        return None
    if not offers:
        return shake.upset("websocket-refused", "likely", marks=marks, at_fault=shake.client_side, values=values)
    if asked.status == 101:
        return shake.upset("websocket-refused", "likely", variant="unspoken", marks=marks, at_fault=shake.server_side, values=values)
    return shake.upset("websocket-refused", "certain", variant="status", marks=marks, at_fault="unknown", values=values)


def _is_for_sip(connection: Connection, asked: Upgrade) -> bool:
    """It says so; or it names no protocol on a port of SIP, at a path that is not that of something else."""
    if _names_sip(asked.offered):
        return True
    return not asked.offered and connection.server.port in WEB_SOCKET and asked.target.split("?")[0].rstrip("/") in ("", "/ws", "/sip")


def _names_sip(protocols: str) -> bool:
    return any(protocol.strip().lower() == "sip" for protocol in protocols.split(","))


def _ended_at_once(connection: Connection, asked: Upgrade) -> bool:
    return asked.answered is not None and connection.end is not None and connection.end.at.ts - asked.answered.ts <= _AT_ONCE
