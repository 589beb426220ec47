"""The log says that the server does not trust the certificate of the other side."""

from __future__ import annotations

from sipwhy.diagnosis import Text, Words
from sipwhy.diagnosis.log_rule import NOTE_EN, NOTE_RU, LogRule, told

RULE = LogRule(
    slug="tls-certificate-rejected",
    check=told("tls-certificate-rejected", kinds=("tls-untrusted",), at_fault="pbx"),
    text=Text(
        en=Words(
            title="The server does not accept the certificate of {where}, says the log",
            explanation=(
                "The TLS handshake with {where} broke off because its certificate could not be verified: the authority is not known to "
                "the server, the chain is incomplete, or the certificate has run out. No SIP message was sent. The log: {said}"
            ),
            fix=(
                "See what it shows: openssl s_client -connect {where} -showcerts </dev/null, and read the last line, Verify return code.",
                (
                    "Asterisk PJSIP: ca_list_file (or ca_list_path) of the transport must hold the authority, for example "
                    "/etc/ssl/certs/ca-certificates.crt; update the package ca-certificates."
                ),
                "If the certificate has run out or its chain is incomplete, its owner must put it right; verify_server=no only hides that.",
            ),
            notes=NOTE_EN,
        ),
        ru=Words(
            title="Сервер не принимает сертификат {where}, сказано в журнале",
            explanation=(
                "TLS-соединение с {where} оборвалось: сертификат не удалось проверить. Удостоверяющий центр серверу неизвестен, цепочка "
                "неполна, или срок сертификата истёк. Ни одно SIP-сообщение не ушло. В журнале: {said}"
            ),
            fix=(
                "Посмотрите, что он отдаёт: openssl s_client -connect {where} -showcerts </dev/null, последняя строка Verify return code.",
                (
                    "Asterisk PJSIP: в ca_list_file (или ca_list_path) транспорта должен быть этот удостоверяющий центр, например "
                    "/etc/ssl/certs/ca-certificates.crt; обновите пакет ca-certificates."
                ),
                "Если сертификат просрочен или цепочка неполна, исправить это должен его владелец; verify_server=no лишь скрывает это.",
            ),
            notes=NOTE_RU,
        ),
    ),
)
