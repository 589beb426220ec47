"""A TLS connection under judgement: what the judges of handshakes ask it, and how they put down a verdict."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC
from functools import cached_property

from msgspec import Struct

from sipwhy.diagnosis.upset import Around, Upset
from sipwhy.model import AtFault, Confidence, Severity, Value
from sipwhy.model.connection import Alert, At, ClientHello, Connection, Handshake, version_name
from sipwhy.reference.alerts import alert_name
from sipwhy.texts.moment import date_of

Marks = tuple[tuple[str, At], ...]
_AT_ONCE = 2_000_000
"""µs after the handshake's last word within which who hangs up does so because of it."""


class Shake(Struct, frozen=True, dict=True):
    """One connection and what surrounds it."""

    connection: Connection
    around: Around

    @property
    def tls(self) -> Handshake:
        """Its handshake; only asked where there is one."""
        if self.connection.tls is None:
            raise ValueError("this connection has no TLS handshake")
        return self.connection.tls

    @property
    def hello(self) -> ClientHello:
        """Its ClientHello; only asked where there is one."""
        if self.tls.hello is None:
            raise ValueError("this handshake has no ClientHello")
        return self.tls.hello

    @property
    def server_alert(self) -> Alert | None:
        """The server's readable alert."""
        return self.connection.tls.server.alert if self.connection.tls else None

    @property
    def alert(self) -> Alert | None:
        """The readable alert that ended it: the client's, else the server's."""
        return (self.connection.tls.client.alert or self.connection.tls.server.alert) if self.connection.tls else None

    @property
    def alert_number(self) -> int:
        """The number of that alert; -1 if there is none."""
        return self.alert.description if self.alert else -1

    @property
    def alert_marks(self) -> Marks:
        """That alert as evidence."""
        return (("alert", self.alert.at),) if self.alert else ()

    @property
    def answer_marks(self) -> Marks:
        """ServerHello as evidence."""
        return (("chosen", self.tls.answer.at),) if self.tls.answer else ()

    @property
    def works(self) -> bool:
        """Whether both sides sent data over it."""
        tls = self.tls
        return bool(tls.client.records and tls.server.records) and tls.client.alert is None and tls.server.alert is None

    @property
    def ended_at_once(self) -> bool:
        """Whether it ended right after the handshake."""
        end = self.connection.end
        if end is None:
            return False
        last = max(at.ts for at in (self.tls.client.last, self.tls.server.last, self.hello.at))
        return end.at.ts - self.hello.at.ts <= 2 * _AT_ONCE and end.at.ts - last <= _AT_ONCE

    @property
    def client_side(self) -> AtFault:
        """Who is blamed for the client's part."""
        return self.around.asked(self.connection.client.ip)

    @property
    def server_side(self) -> AtFault:
        """Who is blamed for the server's part."""
        return self.around.served(self.connection.client.ip, self.connection.server.ip)

    @cached_property
    def values(self) -> dict[str, Value]:
        """What the texts may name."""
        connection, tls = self.connection, self.connection.tls
        values: dict[str, Value] = {"client": connection.client.ip, "server": str(connection.server), "alert": "", "name": ""}
        if self.alert:
            values["alert"] = alert_name(self.alert.description)
        if tls and tls.hello:
            offered = version_name(tls.hello.newest)
            values |= {"name": tls.hello.name or str(connection.server), "offered": offered, "chosen": "", "ciphers": tls.hello.ciphers}
        if tls and tls.answer:
            values["chosen"] = version_name(tls.answer.version)
        if tls and (shown := tls.certificate):
            values |= {"subject": shown.subject, "issuer": shown.issuer, "names": shown.names}
            values |= {"since": date_of(shown.not_before, UTC), "until": date_of(shown.not_after, UTC)}
        return values

    def upset(
        self,
        slug: str,
        confidence: Confidence,
        *,
        at_fault: AtFault,
        variant: str = "",
        severity: Severity = "error",
        marks: Marks = (),
        values: Mapping[str, Value] | None = None,
    ) -> Upset:
        """The verdict."""
        connection = self.connection
        return Upset(
            slug=slug,
            severity=severity,
            confidence=confidence,
            at_fault=at_fault,
            file=connection.file,
            client=connection.client.ip,
            peer=str(connection.server),
            since=connection.began.ts,
            until=connection.end.at.ts if connection.end else connection.began.ts,
            variant=variant,
            marks=marks,
            values={**self.values, **(values or {})},
            ends=(connection.client, connection.server),
            is_of_call=connection.client_speaks == "sip" and self.around.speaks(connection.client.ip),
        )
