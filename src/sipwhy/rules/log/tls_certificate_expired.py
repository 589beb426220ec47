"""The log says that the certificate of the other side is no longer valid, or not yet."""

from __future__ import annotations

from sipwhy.diagnosis import Text, Words
from sipwhy.diagnosis.log_rule import NOTE_EN, NOTE_RU, LogRule, told

RULE = LogRule(
    slug="tls-certificate-expired",
    check=told("tls-certificate-expired", kinds=("tls-expired",), at_fault="trunk"),
    text=Text(
        en=Words(
            title="The certificate of {where:or:the other side} has expired, or is not valid yet, says the log",
            explanation=(
                "The server checks certificates, and that of {where:or:the other side} is out of its dates: the TLS connection broke off "
                "before any SIP was sent. The log: {said}"
            ),
            fix=(
                "See the dates: openssl s_client -connect {where:or:ADDRESS} </dev/null | openssl x509 -noout -subject -dates.",
                (
                    "If they are over, tell the owner of {where:or:the other side}: only a new certificate there helps. "
                    "verify_server=no hides it, no more."
                ),
                "If they are right, the clock of this server is wrong: date, timedatectl, chronyc tracking.",
            ),
            notes=NOTE_EN,
        ),
        ru=Words(
            title="Сертификат {where:or:другой стороны} просрочен или ещё не действует, сказано в журнале",
            explanation=(
                "Сервер проверяет сертификаты, а у {where:or:другой стороны} срок его действия не подходит: соединение TLS оборвалось "
                "раньше первого сообщения SIP. В журнале: {said}"
            ),
            fix=(
                "Посмотрите срок: openssl s_client -connect {where:or:АДРЕС} </dev/null | openssl x509 -noout -subject -dates.",
                (
                    "Если он вышел, скажите владельцу {where:or:того сервера}: поможет только новый сертификат там. verify_server=no лишь "
                    "скроет это."
                ),
                "Если срок в порядке, неверны часы этого сервера: date, timedatectl, chronyc tracking.",
            ),
            notes=NOTE_RU,
        ),
    ),
)
