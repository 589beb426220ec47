"""How connections began and how names were looked up, as values, from the core's rows."""

from __future__ import annotations

from typing import Any, get_args

from sipwhy.model import Endpoint
from sipwhy.model.connection import (
    Alert,
    At,
    Certificate,
    ClientHello,
    Connection,
    Decryption,
    End,
    Handshake,
    Outcome,
    ServerHello,
    Side,
    Speech,
    Upgrade,
)
from sipwhy.model.dtls import Dtls
from sipwhy.model.lookup import Lookup

_OUTCOMES: tuple[Outcome, ...] = get_args(Outcome)
_SPEECH: tuple[Speech, ...] = get_args(Speech)
_Row = tuple[Any, ...]
_MICROS = 1_000_000


def connection_from(row: _Row) -> Connection:
    """A connection from the row that `_core.Tables.connections` gives."""
    file, client, server, began, client_speaks, server_speaks, tls, web, end = row
    return Connection(
        file=file,
        client=Endpoint(*client),
        server=Endpoint(*server),
        began=At(*began),
        client_speaks=_SPEECH[client_speaks],
        server_speaks=_SPEECH[server_speaks],
        tls=_handshake(tls) if tls else None,
        upgrade=_upgrade(web) if web else None,
        end=End(At(*end[0]), *end[1:]) if end else None,
    )


def decryption_from(row: _Row) -> Decryption:
    """What became of a TLS connection, from the row that `_core.Tables.sealed` gives."""
    file, client, server, began, outcome, *more = row
    return Decryption(file, Endpoint(*client), Endpoint(*server), At(*began), _OUTCOMES[outcome], *more)


def dtls_from(row: _Row) -> Dtls:
    """What one socket sent to another of DTLS, from the row that `_core.Tables.handshakes` gives."""
    file, frame, src, dst, packets, hellos, sealed, first_ts, last_ts, alert = row
    level, what, *place = alert or (0, 0)
    told = (level, what) if alert else None
    return Dtls(Endpoint(*src), Endpoint(*dst), packets, hellos, sealed, first_ts, last_ts, told, file, frame, *place)


def lookup_from(row: _Row) -> Lookup:
    """A lookup from the row that `_core.Tables.lookups` gives."""
    file, client, name, kind, asked, answered, server, first, last, answer, (code, found, slowest), targets = row
    return Lookup(
        file=file,
        client=client,
        name=name,
        kind=kind,
        asked=asked,
        answered=answered,
        server=server,
        first=At(*first),
        last=At(*last),
        answer=At(*answer) if answered else None,
        code=code,
        found=found,
        slowest=slowest / _MICROS,
        targets=tuple(targets),
    )


def _handshake(row: _Row) -> Handshake:
    hello, answer, chain, certificate, asked, given, client, server = row
    return Handshake(
        hello=ClientHello(At(*hello[0]), *hello[1:]) if hello else None,
        answer=ServerHello(At(*answer[0]), *answer[1:]) if answer else None,
        chain=chain,
        certificate=_certificate(certificate) if certificate else None,
        asked=At(*asked) if asked else None,
        given=given,
        client=_side(client),
        server=_side(server),
    )


def _certificate(row: _Row) -> Certificate:
    at, subject, issuer, is_self_signed, not_before, not_after, names, fits = row
    return Certificate(At(*at), subject, issuer, is_self_signed, not_before * _MICROS, not_after * _MICROS, tuple(names), fits)


def _side(row: _Row) -> Side:
    finished, records, first, first_length, last_length, last, alert, sealed_alert = row
    return Side(
        finished=finished,
        records=records,
        first=At(*first),
        first_length=first_length,
        last_length=last_length,
        last=At(*last),
        alert=Alert(At(*alert[0]), *alert[1:]) if alert else None,
        sealed_alert=At(*sealed_alert) if sealed_alert else None,
    )


def _upgrade(row: _Row) -> Upgrade:
    target, offered, answer = row
    if answer is None:
        return Upgrade(target, offered, None, None, "")
    at, status, chosen = answer
    return Upgrade(target, offered, At(*at), status, chosen)
