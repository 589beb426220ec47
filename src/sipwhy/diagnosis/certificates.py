"""A client turned away from a server's certificate: what can be seen of the reason."""

from __future__ import annotations

from sipwhy.diagnosis.shake import Marks, Shake
from sipwhy.diagnosis.upset import Upset
from sipwhy.model import Confidence
from sipwhy.model.connection import Alert
from sipwhy.reference import alerts

_ABOUT_NAMES = frozenset({42, 46, 49})
"""Alerts by which programs refuse a certificate for another name: OpenSSL sends 42, others 46 or 49."""

NOTES_EN = {
    "certificate": "the server's certificate",
    "chosen": "the server agrees to TLS; its certificate follows, encrypted",
    "alert": "the client says why it breaks off",
    "sealed": "an encrypted alert of the client",
    "end": "the connection is over",
    "told": "what the caller was told",
}
NOTES_RU = {
    "certificate": "сертификат сервера",
    "chosen": "сервер согласен на TLS; дальше его сертификат, уже зашифрованный",
    "alert": "клиент сообщает, почему прерывает соединение",
    "sealed": "зашифрованный alert клиента",
    "end": "соединение закончено",
    "told": "что ответили звонящему",
}
"""What the rules about certificates write beside the pieces of a handshake, in both languages."""


def refused_certificate(shake: Shake, alert: Alert | None, *, is_sealed: bool = False, is_finished: bool = False) -> Upset | None:
    """
    The verdict on a client that went away behind the server's certificate, by an alert in the open or without one.

    `is_sealed`: its first encrypted word was an alert (TLS 1.3). `is_finished`: it finished the handshake, of which
    nothing of the certificate is seen, and then hung up without a word.
    """
    marks = _marks(shake, is_sealed)
    seen = _visible_fault(shake, alert, marks)
    if seen:
        return seen
    if alert is None:
        return _silent(shake, marks, is_sealed=is_sealed, is_finished=is_finished)
    number = alert.description
    shown = shake.tls.certificate
    if number == alerts.EXPIRED:
        return _expired_unseen(shake, marks)
    variant = "revoked" if number == alerts.REVOKED else ""
    if shown and number == alerts.UNKNOWN_CA and shake.tls.chain == 1 and not shown.is_self_signed:
        variant = "chain"
    elif shown is None and not variant:
        variant = "hidden"
    return shake.upset("tls-certificate-rejected", "certain", variant=variant, marks=marks, at_fault="unknown")


def _marks(shake: Shake, is_sealed: bool) -> Marks:
    tls, end = shake.tls, shake.connection.end
    found = (("certificate", tls.certificate.at),) if tls.certificate else shake.answer_marks
    if shake.alert:
        return (*found, *shake.alert_marks)
    if sealed := tls.client.first if is_sealed else tls.client.sealed_alert:
        found = (*found, ("sealed", sealed))
    return (*found, *((("end", end.at),) if end else ()))


def _visible_fault(shake: Shake, alert: Alert | None, marks: Marks) -> Upset | None:
    """What is plainly wrong with the certificate, if the alert does not speak of something else."""
    shown, at = shake.tls.certificate, shake.connection.began.ts
    if shown is None:
        return None
    number = alert.description if alert else None
    sure: Confidence = "certain" if alert else "likely"
    if not shown.not_before <= at <= shown.not_after and number not in (alerts.UNKNOWN_CA, alerts.REVOKED):
        early = at < shown.not_before
        said = number == alerts.EXPIRED or early
        confidence: Confidence = "certain" if alert and said else "likely"
        variant = "early" if early else ""
        return shake.upset("tls-certificate-expired", confidence, variant=variant, marks=marks, at_fault=shake.server_side)
    if shown.is_self_signed and (number is None or number in (alerts.UNKNOWN_CA, 42, 46)):
        return shake.upset("tls-certificate-rejected", sure, variant="self-signed", marks=marks, at_fault=shake.server_side)
    if shown.fits is False and (number is None or number in _ABOUT_NAMES):
        return shake.upset("tls-name-mismatch", "likely", marks=marks, at_fault="unknown")
    return None


def _expired_unseen(shake: Shake, marks: Marks) -> Upset:
    """The client says "expired", and the server's own certificate is not, or is not seen."""
    if shake.tls.certificate is None:
        return shake.upset("tls-certificate-expired", "likely", variant="hidden", marks=marks, at_fault=shake.server_side)
    return shake.upset("tls-certificate-expired", "likely", variant="clock", marks=marks, at_fault="unknown")


def _silent(shake: Shake, marks: Marks, *, is_sealed: bool, is_finished: bool) -> Upset | None:
    """Nothing is plainly wrong, or nothing is seen: probes that only look whether TLS answers do the same."""
    finished = is_finished or shake.tls.client.finished
    if finished:
        return shake.upset("tls-certificate-rejected", "possible", variant="left", severity="notice", marks=marks, at_fault="unknown")
    variant = "sealed" if is_sealed else "gone"
    return shake.upset("tls-certificate-rejected", "likely", variant=variant, marks=marks, at_fault="unknown")
