"""The log says that the server does not trust the certificate of the other side."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from msgspec.structs import replace

from sipwhy.diagnosis import Text, Words
from sipwhy.diagnosis.log_rule import NOTE_EN, NOTE_RU, LogRule, resting, told
from sipwhy.model import Call, Finding
from sipwhy.model.log_event import LogEvent

INCOMING = "log-incoming"
"""The certificate is that of a client that connected to the server."""
_SAID = told("tls-certificate-rejected", kinds=("tls-untrusted",), at_fault="pbx")
_OF_CLIENT = told("tls-certificate-rejected", kinds=("tls-client-untrusted",), at_fault="caller", severity="notice", confidence="likely")


def check(call: Call, events: Sequence[LogEvent]) -> Iterator[Finding]:
    """Fires where the log says that the server did not trust a certificate, of one that it called or of one that called it."""
    yield from _SAID(call, events)
    for finding in _OF_CLIENT(call, events):
        yield replace(finding, variant=INCOMING)


RULE = LogRule(
    slug="tls-certificate-rejected",
    check=resting(check, _SAID, _OF_CLIENT),
    text=Text(
        en=Words(
            title="The server does not accept the certificate of {where:or:the other side}, says the log",
            explanation=(
                "The TLS handshake with {where:or:the other side} broke off because its certificate could not be "
                "verified: the authority is not known to "
                "the server, the chain is incomplete, or the certificate has run out. No SIP message was sent. The log: {said}"
            ),
            fix=(
                (
                    "See what it shows: openssl s_client -connect {where:or:ADDRESS} -showcerts </dev/null, and read "
                    "the last line, Verify return code."
                ),
                (
                    "Asterisk PJSIP: ca_list_file (or ca_list_path) of the transport must hold the authority, for example "
                    "/etc/ssl/certs/ca-certificates.crt; update the package ca-certificates. Kamailio: ca_list in tls.cfg."
                ),
                "If the certificate has run out or its chain is incomplete, its owner must put it right; verify_server=no only hides that.",
            ),
            notes=NOTE_EN,
        ),
        ru=Words(
            title="Сервер не принимает сертификат {where:or:другой стороны}, сказано в журнале",
            explanation=(
                "TLS-соединение с {where:or:другой стороной} оборвалось: сертификат не удалось проверить. "
                "Удостоверяющий центр серверу неизвестен, цепочка "
                "неполна, или срок сертификата истёк. Ни одно SIP-сообщение не ушло. В журнале: {said}"
            ),
            fix=(
                (
                    "Посмотрите, что он отдаёт: openssl s_client -connect {where:or:АДРЕС} -showcerts </dev/null, "
                    "последняя строка Verify return code."
                ),
                (
                    "Asterisk PJSIP: в ca_list_file (или ca_list_path) транспорта должен быть этот удостоверяющий центр, например "
                    "/etc/ssl/certs/ca-certificates.crt; обновите пакет ca-certificates. Kamailio: ca_list в tls.cfg."
                ),
                "Если сертификат просрочен или цепочка неполна, исправить это должен его владелец; verify_server=no лишь скрывает это.",
            ),
            notes=NOTE_RU,
        ),
    ),
    more={
        INCOMING: Text(
            en=Words(
                title="The server did not accept the certificate of a client that connected to it, says the log",
                explanation=(
                    "The server asks clients for a certificate, and could not verify that of this one; the line does not name its address. "
                    "Scanners do the same. The log: {said}"
                ),
                fix=(
                    "Does a device of yours fail to connect? Its certificate must come from an authority of ca_list in tls.cfg.",
                    "If telephones bring no certificates: verify_certificate=no in [server:default] of tls.cfg.",
                ),
                notes=NOTE_EN,
            ),
            ru=Words(
                title="Сервер не принял сертификат клиента, который к нему подключался, сказано в журнале",
                explanation=(
                    "Сервер требует у клиентов сертификат и не смог проверить сертификат этого клиента; адреса в строке нет. "
                    "Так бывает и со сканерами. В журнале: {said}"
                ),
                fix=(
                    "Не может подключиться ваше устройство? Его сертификат должен быть выдан центром из ca_list в tls.cfg.",
                    "Если у телефонов нет сертификатов: verify_certificate=no в [server:default] файла tls.cfg.",
                ),
                notes=NOTE_RU,
            ),
        ),
    },
)
