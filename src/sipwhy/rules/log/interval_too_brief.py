"""The log says that the registrar refused the time for which the server wants to register as too short."""

from __future__ import annotations

from sipwhy.diagnosis import Text, Words
from sipwhy.diagnosis.log_rule import NOTE_EN, NOTE_RU, LogRule, told

RULE = LogRule(
    slug="interval-too-brief",
    check=told("interval-too-brief", codes=(423,), of="registration", at_fault="pbx"),
    text=Text(
        en=Words(
            title="{peer:or:The registrar} refused to register {who:or:the server}: the time asked for is too short, says the log",
            explanation=(
                "The registrar answered 423 Interval Too Brief: it keeps no registration for so short a time. A server may try again "
                "with the Min-Expires of that answer (Asterisk does), and gives up where that is refused, too. The log: {said}"
            ),
            fix=(
                "Ask for more: Asterisk PJSIP expiration= of the registration (3600), chan_sip defaultexpiry; Kamailio expires in uacreg.",
                "If it is refused whatever the time, ask the carrier what it expects: sngrep shows its Min-Expires.",
            ),
            notes=NOTE_EN,
        ),
        ru=Words(
            title="{peer:or:Регистратор} отклонил регистрацию {who:or:сервера}: запрошенный срок слишком мал, сказано в журнале",
            explanation=(
                "Регистратор ответил 423 Interval Too Brief: на такой короткий срок он не регистрирует. Сервер может повторить запрос с "
                "Min-Expires из этого ответа (Asterisk так и делает) и сдаётся, если отклонят и его. В журнале: {said}"
            ),
            fix=(
                "Запросите больший срок: Asterisk PJSIP expiration= у регистрации (3600), chan_sip defaultexpiry; Kamailio: uacreg.",
                "Если отклоняют любой срок, спросите оператора, чего он ждёт: его Min-Expires покажет sngrep.",
            ),
            notes=NOTE_RU,
        ),
    ),
)
