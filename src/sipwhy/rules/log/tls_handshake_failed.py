"""The log says that a TLS connection with Asterisk's own TLS code broke off, and not why."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from msgspec.structs import replace

from sipwhy.diagnosis import Text, Words
from sipwhy.diagnosis.log_rule import NOTE_EN, NOTE_RU, LogRule, resting, told
from sipwhy.model import Call, Finding
from sipwhy.model.log_event import LogEvent

CLOSED = "log-closed"
"""The other side closed the connection in the middle of the handshake."""
DISTRUSTED = "log-distrusted"
"""Asterisk, to version 13, says which alert the other side sent: it does not accept the certificate."""
_ALERT = re.compile(r"alert (?:unknown ca|bad certificate|certificate unknown|certificate expired)$")
_SAID = told("tls-handshake-failed", kinds=("tls-failed",), at_fault="unknown", severity="notice", confidence="likely")
_CLOSED = ("System call EOF", "Underlying BIO error: Connection reset by peer")
"""What main/iostream.c makes of a connection that ends (ssl_error_to_string)."""


def check(call: Call, events: Sequence[LogEvent]) -> Iterator[Finding]:
    """Fires on every handshake that broke off; who hung up without a word, and who did not take the certificate, is told apart."""
    failed = [event for event in events if event.kind == "tls-failed"]
    for finding in _SAID(call, failed):
        if all(event.reason.startswith(_CLOSED) for event in failed):
            yield replace(finding, variant=CLOSED)
        else:
            yield replace(finding, variant=DISTRUSTED) if any(_ALERT.search(event.reason) for event in failed) else finding


RULE = LogRule(
    slug="tls-handshake-failed",
    check=resting(check, _SAID),
    text=Text(
        en=Words(
            title="TLS with {where:or:another host} broke off in the handshake, says the log",
            explanation=(
                "No SIP message was exchanged ({times:count:line of the log|lines of the log}). Asterisk does not write the reason. Mostly "
                "the other side does not accept Asterisk's certificate (a browser closes wss:// without a word for a certificate that "
                "nobody signed or that is for another name); else there is no TLS version or cipher in common, or something speaks plain "
                "HTTP or SIP to the port of TLS. Asterisk writes this of its HTTP server (wss:// of WebRTC, ARI), of AMI and of chan_sip, "
                "not of PJSIP's TLS. The log: {said}"
            ),
            fix=(
                "A browser: open https://SERVER:8089/httpstatus in it; what it says of the certificate is the reason. Use one of an "
                "authority that it trusts (Let's Encrypt), for the name in wss://, with its chain, in http.conf (tlscertfile).",
                "A telephone: it must trust the authority, and know TLS 1.2. Try: openssl s_client -connect SERVER:PORT.",
                "An address that is none of yours is a scanner: close the port to the Internet.",
            ),
            notes=NOTE_EN,
        ),
        ru=Words(
            title="TLS-соединение с {where:or:другим узлом} оборвалось на рукопожатии, сказано в журнале",
            explanation=(
                "До SIP дело не дошло ({times:count:строка|строки|строк} журнала). Причину Asterisk не пишет. Чаще всего другая сторона не "
                "принимает сертификат Asterisk (браузер молча закрывает wss://, если сертификат самоподписанный или выдан на другое имя); "
                "бывает, что нет общей версии TLS или шифра, или на порт TLS идёт обычный HTTP или SIP. Asterisk пишет так о своём "
                "HTTP-сервере (wss:// для WebRTC, ARI), об AMI и о chan_sip, но не о TLS в PJSIP. В журнале: {said}"
            ),
            fix=(
                "Если это браузер, откройте в нём https://СЕРВЕР:8089/httpstatus: что он скажет о сертификате, то и причина. Поставьте в "
                "http.conf (tlscertfile) сертификат известного центра (Let's Encrypt) на то имя, что стоит в wss://, вместе с цепочкой.",
                "Если это телефон, он должен доверять центру и уметь TLS 1.2. Проверьте: openssl s_client -connect СЕРВЕР:ПОРТ.",
                "Если адрес не ваш, это сканер: закройте порт от интернета.",
            ),
            notes=NOTE_RU,
        ),
    ),
    more={
        DISTRUSTED: Text(
            en=Words(
                title="{where:or:The other side} does not accept Asterisk's certificate, says the log",
                explanation=(
                    "{where:or:The other side} broke the TLS handshake off with an alert about the certificate that Asterisk showed "
                    "({times:count:line of the log|lines of the log}): it does not know the authority, or the certificate has run out. "
                    "No SIP message was exchanged. The log: {said}"
                ),
                fix=(
                    "See what Asterisk shows: openssl s_client -connect SERVER:PORT -showcerts </dev/null.",
                    "Give the device the authority's certificate, or give Asterisk one of an authority that the device knows.",
                    "The file of tlscertfile must hold the chain, too: the certificate first, those of the authorities behind it.",
                ),
                notes=NOTE_EN,
            ),
            ru=Words(
                title="{where:or:Другая сторона} не принимает сертификат Asterisk, сказано в журнале",
                explanation=(
                    "{where:or:Другая сторона} прервала рукопожатие TLS сообщением alert о сертификате, который показал Asterisk "
                    "({times:count:строка|строки|строк} журнала): удостоверяющий центр ей неизвестен или срок сертификата истёк. До SIP "
                    "дело не дошло. В журнале: {said}"
                ),
                fix=(
                    "Посмотрите, что отдаёт Asterisk: openssl s_client -connect СЕРВЕР:ПОРТ -showcerts </dev/null.",
                    "Загрузите сертификат центра в устройство или поставьте в Asterisk сертификат центра, который устройство знает.",
                    "В файле tlscertfile должна быть и цепочка: сначала сам сертификат, за ним сертификаты центров.",
                ),
                notes=NOTE_RU,
            ),
        ),
        CLOSED: Text(
            en=Words(
                title="{where:or:Another host} closed its TLS connection in the handshake, says the log",
                explanation=(
                    "The connection was opened and closed again before TLS was agreed on ({times:count:line of the log|lines of the log}). "
                    "Checks of load balancers and monitoring do so, scanners too, and devices that do not accept Asterisk's certificate. "
                    "The log: {said}"
                ),
                fix=(
                    "Is it a check of yours? Then nothing is wrong; let it speak TLS, and the lines cease.",
                    "A browser: open https://SERVER:8089/httpstatus in it; what it says of the certificate is the reason.",
                    "A telephone: it must trust the authority that signed Asterisk's certificate.",
                ),
                notes=NOTE_EN,
            ),
            ru=Words(
                title="{where:or:Другой узел} закрыл TLS-соединение на рукопожатии, сказано в журнале",
                explanation=(
                    "Соединение открыли и закрыли, не договорившись о TLS ({times:count:строка|строки|строк} журнала). Так делают проверки "
                    "балансировщиков и мониторинга, сканеры, а также устройства, которые не приняли сертификат Asterisk. В журнале: {said}"
                ),
                fix=(
                    "Это ваша проверка? Тогда всё исправно; если она будет говорить по TLS, строки исчезнут.",
                    "Если это браузер, откройте в нём https://СЕРВЕР:8089/httpstatus: что он скажет о сертификате, то и причина.",
                    "Если это телефон, он должен доверять центру, который выдал сертификат Asterisk.",
                ),
                notes=NOTE_RU,
            ),
        ),
    },
)
