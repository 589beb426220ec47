"""
Why a TLS connection came to nothing, from what is in the open: hellos, certificates before TLS 1.3, alerts, lengths, moments.

In TLS 1.3 the certificate is encrypted. What is left there is an alert that is still in the open, or who hung up, and
when: that a client turned away when it had seen the server's part is told, and not what in it displeased.
"""

from __future__ import annotations

from sipwhy.diagnosis.certificates import refused_certificate
from sipwhy.diagnosis.shake import Marks, Shake
from sipwhy.diagnosis.upset import Around, Upset
from sipwhy.model.connection import TLS_1_2, TLS_1_3, Connection
from sipwhy.reference import alerts
from sipwhy.reference.ports import SIPS, is_sip_port

_SHORT_RECORD = 24
"""An encrypted record of TLS 1.3 that is no longer holds an alert (2 bytes, 1 for its type, 8 to 16 for the cipher's tag);
so may one with a keep-alive, but not as the first of its side."""
_NO_CERTIFICATE = 25
"""The length of the record in which a client of TLS 1.3 says that it has no certificate (8 bytes and 17)."""
_PATIENCE = 5_000_000
"""µs that a server may take for its first word."""


def judge(connection: Connection, around: Around) -> Upset | None:
    """What went wrong with a connection; None if nothing did, or if it has nothing to do with SIP."""
    shake = Shake(connection, around)
    if connection.client_speaks == "sip":
        return _spoken_in_the_open(shake)
    if connection.tls is None or connection.tls.hello is None or not _is_about_sip(connection):
        return None
    if connection.server_speaks in ("sip", "http", "other"):
        return shake.upset("tls-not-spoken", "certain", variant="server", marks=_hello(shake), at_fault=shake.client_side)
    if connection.tls.answer is None:
        return _unanswered(shake)
    return _alerted(shake) or _left(shake) or _remarkable(shake)


def _is_about_sip(connection: Connection) -> bool:
    """By the server's port, by what the client says it will speak, or by the name it asks for."""
    hello = connection.tls.hello if connection.tls else None
    if is_sip_port(connection.server.port) or hello is None:
        return is_sip_port(connection.server.port)
    labels = (hello.name or "").lower().split(".")
    return (hello.protocol or "").startswith("sip") or labels[0].startswith("sip")


def _spoken_in_the_open(shake: Shake) -> Upset | None:
    """SIP without TLS to a port of TLS: answered by an alert, or cut off."""
    connection, end = shake.connection, shake.connection.end
    if connection.server_speaks == "tls":
        marks = (("spoken", connection.began), *((("alert", alert.at),) if (alert := shake.server_alert) else ()))
        return shake.upset("tls-not-spoken", "certain", marks=marks, at_fault=shake.client_side)
    if connection.server_speaks == "nothing" and end and not end.by_client:
        return shake.upset("tls-not-spoken", "likely", marks=(("spoken", connection.began), ("end", end.at)), at_fault=shake.client_side)
    return None


def _unanswered(shake: Shake) -> Upset | None:
    """No ServerHello: refused by an alert, or with silence."""
    connection, end = shake.connection, shake.connection.end
    alert = shake.server_alert
    if alert and alert.description not in alerts.HARMLESS:
        return _refused_hello(shake)
    if end and not end.by_client:
        marks = (*_hello(shake), ("end", end.at))
        if connection.server.port != SIPS:
            return shake.upset("tls-not-spoken", "likely", variant="server", marks=marks, at_fault=shake.client_side)
        return shake.upset("tls-no-answer", "likely", variant="closed", marks=marks, at_fault=shake.server_side)
    waited = (end.at.ts if end else shake.around.end) - connection.began.ts
    if waited < _PATIENCE:
        return None
    marks = (*_hello(shake), *((("end", end.at),) if end else ()))
    return shake.upset("tls-no-answer", "likely", marks=marks, at_fault="unknown", values={"waited": waited / 1e6})


def _refused_hello(shake: Shake) -> Upset:
    """The server's alert instead of a ServerHello."""
    number = shake.alert_number
    marks = (*_hello(shake), *shake.alert_marks)
    newest = shake.hello.newest
    if number in alerts.OF_VERSIONS:
        fault = shake.client_side if newest < TLS_1_2 else shake.server_side if newest >= TLS_1_3 else "unknown"
        return shake.upset("tls-version", "certain", marks=marks, at_fault=fault)
    if number in (alerts.HANDSHAKE_FAILURE, alerts.INSUFFICIENT_SECURITY):
        if newest < TLS_1_2:
            return shake.upset("tls-version", "likely", marks=marks, at_fault=shake.client_side)
        return shake.upset("tls-alert", "certain", variant="cipher", marks=marks, at_fault="unknown")
    variant = "name" if number == alerts.UNRECOGNIZED_NAME else ""
    return shake.upset("tls-alert", "certain", variant=variant, marks=marks, at_fault="unknown")


def _alerted(shake: Shake) -> Upset | None:
    """An alert in the open after ServerHello."""
    tls = shake.tls
    if (alert := tls.client.alert) and alert.description not in alerts.HARMLESS:
        if alert.description in alerts.OF_CERTIFICATES:
            return refused_certificate(shake, alert)
        if alert.description in alerts.OF_VERSIONS:
            return shake.upset(
                "tls-version", "certain", variant="server", marks=(*shake.answer_marks, *shake.alert_marks), at_fault=shake.server_side
            )
        return shake.upset("tls-alert", "certain", variant="client", marks=shake.alert_marks, at_fault="unknown")
    alert = tls.server.alert
    if alert is None or alert.description in alerts.HARMLESS:
        return None
    return _client_refused(shake) or shake.upset("tls-alert", "certain", marks=shake.alert_marks, at_fault="unknown")


def _client_refused(shake: Shake) -> Upset | None:
    """The server's alert about the client's certificate, or its lack."""
    tls, number = shake.tls, shake.alert_number
    marks = (*((("asked", tls.asked),) if tls.asked else ()), *shake.alert_marks)
    certain = number == alerts.CERTIFICATE_REQUIRED or (tls.asked is not None and tls.given == 0 and number == alerts.HANDSHAKE_FAILURE)
    if certain or (tls.given == 0 and number in alerts.OF_CERTIFICATES):
        return shake.upset("tls-client-certificate", "certain" if certain else "likely", marks=marks, at_fault=shake.client_side)
    if number in alerts.OF_CERTIFICATES:
        return shake.upset("tls-client-certificate", "certain", variant="refused", marks=marks, at_fault=shake.client_side)
    return None


def _left(shake: Shake) -> Upset | None:
    """Somebody hung up without a word in the open."""
    if shake.tls.answer is None or shake.connection.end is None:
        return None
    return _left_hidden(shake) if shake.tls.answer.version >= TLS_1_3 else _left_in_the_open(shake)


def _left_in_the_open(shake: Shake) -> Upset | None:
    """TLS 1.2 and older: who hung up before a word of SIP."""
    tls, end = shake.tls, shake.connection.end
    if end is None or tls.client.records or tls.server.records or not shake.ended_at_once:
        return None
    if end.by_client and tls.certificate and (tls.server.finished or not tls.client.finished):
        return refused_certificate(shake, None)
    if not end.by_client and tls.client.finished and tls.asked and tls.given == 0:
        marks = (("asked", tls.asked), ("end", end.at))
        return shake.upset("tls-client-certificate", "likely", marks=marks, at_fault=shake.client_side)
    return None


def _left_hidden(shake: Shake) -> Upset | None:
    """TLS 1.3: the number and lengths of encrypted records tell how far each side came."""
    tls, end = shake.tls, shake.connection.end
    if end is None or not shake.ended_at_once or not tls.server.records:
        return None
    client, server = tls.client, tls.server
    if client.records == 0 and end.by_client:
        return refused_certificate(shake, None)
    if client.records == 1 and client.first_length <= _SHORT_RECORD:
        return refused_certificate(shake, None, is_sealed=True)
    if client.first_length == _NO_CERTIFICATE and server.last_length <= _SHORT_RECORD and not end.by_client:
        marks = (("nothing", client.first), ("sealed", server.last), ("end", end.at))
        return shake.upset("tls-client-certificate", "likely", variant="hidden", marks=marks, at_fault=shake.client_side)
    spoke = client.records > 2 or (client.records == 2 and client.last_length > _SHORT_RECORD)
    if end.by_client and not spoke:
        return refused_certificate(shake, None, is_finished=True)
    return None


def _remarkable(shake: Shake) -> Upset | None:
    """The connection works, and yet something about it will make trouble elsewhere."""
    tls = shake.tls
    if tls.certificate and not tls.certificate.not_before <= shake.connection.began.ts <= tls.certificate.not_after and shake.works:
        marks = (("certificate", tls.certificate.at),)
        return shake.upset(
            "tls-certificate-expired", "certain", variant="accepted", severity="notice", marks=marks, at_fault=shake.server_side
        )
    if tls.answer and tls.answer.version < TLS_1_2 and shake.works:
        fault = shake.client_side if shake.hello.newest < TLS_1_2 else shake.server_side
        return shake.upset("tls-version", "certain", variant="old", severity="notice", marks=shake.answer_marks, at_fault=fault)
    return None


def _hello(shake: Shake) -> Marks:
    return (("hello", shake.hello.at),)
