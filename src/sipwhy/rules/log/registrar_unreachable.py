"""The server's log says that its registration got no answer."""

from __future__ import annotations

from sipwhy.diagnosis import Text, Words
from sipwhy.diagnosis.log_rule import NOTE_EN, NOTE_RU, LogRule, told

_COMMANDS = "Asterisk: pjsip show registrations, sip show registry; FreeSWITCH: sofia status gateway."

RULE = LogRule(
    slug="registrar-unreachable",
    check=told(
        "registrar-unreachable",
        kinds=("registration-timeout",),
        codes=(408,),
        of="registration",
        at_fault="network",
        confidence="likely",
    ),
    text=Text(
        en=Words(
            title="{who:or:A trunk}: the registration got no answer, says the log",
            explanation=(
                "The server tried to register {who:or:itself} at {peer:or:its registrar} "
                "({times:count:line of the log says|lines of the log say} so) and heard nothing: the registrar is down, its address is "
                "wrong, or a firewall drops the packets."
            ),
            fix=(
                (
                    "Can the server reach the registrar? ping, traceroute, and a capture on the server's own interface: "
                    "does anything come back?"
                ),
                "Compare address, port and transport with what the carrier gave you; look the name up in DNS.",
                _COMMANDS,
            ),
            notes=NOTE_EN,
        ),
        ru=Words(
            title="{who:or:Транк}: регистрация осталась без ответа, сказано в журнале",
            explanation=(
                "Сервер пытался зарегистрировать {who:or:себя} на {peer:or:сервере оператора} (об этом "
                "{times:count:строка|строки|строк} журнала) и не получил никакого ответа: регистратор выключен, адрес неверен, или пакеты "
                "отбрасывает межсетевой экран."
            ),
            fix=(
                (
                    "Доступен ли регистратор с сервера? ping, traceroute и дамп на интерфейсе самого сервера: приходит ли "
                    "хоть что-то обратно?"
                ),
                "Сверьте адрес, порт и транспорт с тем, что дал оператор; проверьте имя в DNS.",
                _COMMANDS,
            ),
            notes=NOTE_RU,
        ),
    ),
)
