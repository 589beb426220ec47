"""The log says that the certificate of the other side is for another name than the one that was dialled."""

from __future__ import annotations

from sipwhy.diagnosis import Text, Words
from sipwhy.diagnosis.log_rule import NOTE_EN, NOTE_RU, LogRule, told

RULE = LogRule(
    slug="tls-name-mismatch",
    check=told("tls-name-mismatch", kinds=("tls-misnamed",), at_fault="pbx"),
    text=Text(
        en=Words(
            title="The certificate of {where:or:the other side} is for another name than the server asked for, says the log",
            explanation=(
                "The server compares the name (or address) to which it sends with those in the certificate, and {where:or:the other side} "
                "is none of them: the TLS connection broke off before any SIP was sent. The log: {said}"
            ),
            fix=(
                (
                    "See for which names it is: openssl s_client -connect {where:or:ADDRESS} </dev/null | openssl x509 -noout -subject "
                    "-ext subjectAltName."
                ),
                (
                    "Use one of them in place of the address: Asterisk server_uri and client_uri of the registration, contact of the AOR "
                    "(host of register and of the peer in chan_sip)."
                ),
                "If the name is right, its owner must put it into the certificate; verify_server=no only hides that.",
            ),
            notes=NOTE_EN,
        ),
        ru=Words(
            title="Сертификат {where:or:другой стороны} выдан на другое имя, чем запросил сервер, сказано в журнале",
            explanation=(
                "Сервер сравнивает имя (или адрес), на которое отправляет запрос, с именами в сертификате; {where:or:другой стороны} среди "
                "них нет: соединение TLS оборвалось раньше первого сообщения SIP. В журнале: {said}"
            ),
            fix=(
                (
                    "Посмотрите, на какие имена он выдан: openssl s_client -connect {where:or:АДРЕС} </dev/null | openssl x509 -noout "
                    "-subject -ext subjectAltName."
                ),
                (
                    "Укажите одно из них вместо адреса: в Asterisk server_uri и client_uri регистрации, contact у AOR (в chan_sip — host в "
                    "register и у пира)."
                ),
                "Если имя верное, внести его в сертификат должен владелец; verify_server=no лишь скроет это.",
            ),
            notes=NOTE_RU,
        ),
    ),
)
