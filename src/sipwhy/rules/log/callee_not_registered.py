"""The server's log says that the callee has no address at the moment."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from sipwhy.diagnosis import Text, Words
from sipwhy.diagnosis.log_peers import trunk_like
from sipwhy.diagnosis.log_rule import NOTE_EN, NOTE_RU, LogRule, told
from sipwhy.model import Call, Finding
from sipwhy.model.log_event import LogEvent

_SAID = told("callee-not-registered", kinds=("callee-not-registered",), likely=("callee-absent",), at_fault="callee")


def check(call: Call, events: Sequence[LogEvent]) -> Iterable[Finding]:
    """Fires where the server had no address for a telephone; a trunk without a contact is the next hop's matter."""
    return () if any(trunk_like(call, event, events) for event in events) else _SAID(call, events)


RULE = LogRule(
    slug="callee-not-registered",
    check=check,
    text=Text(
        en=Words(
            title="{what:or:The callee} is not registered, says the log",
            explanation=(
                "The server was to call {what:or:a telephone} and had no address for it: the telephone is not registered, its binding "
                "has lapsed, or the server has marked it unreachable. The log: {said}"
            ),
            fix=(
                (
                    "Is the telephone on and registered? Asterisk: pjsip show contacts, pjsip show endpoint, sip show peers; "
                    "FreeSWITCH: sofia status profile internal reg; Kamailio: kamcmd ul.dump; 3CX: the list of telephones."
                ),
                (
                    "If it was registered a moment ago, look for a qualify that fails (network, NAT) or a registration "
                    "interval that is longer than the router's memory."
                ),
                "Let the dial plan go on to voicemail or another number.",
            ),
            notes=NOTE_EN,
        ),
        ru=Words(
            title="{what:or:Вызываемый} не зарегистрирован, сказано в журнале",
            explanation=(
                "Сервер должен был вызвать {what:or:телефон}, но адреса для него нет: телефон не зарегистрирован, срок регистрации "
                "истёк, или сервер считает его недоступным. В журнале: {said}"
            ),
            fix=(
                (
                    "Включён ли телефон и зарегистрирован ли? Asterisk: pjsip show contacts, pjsip show endpoint, sip show "
                    "peers; FreeSWITCH: sofia status profile internal reg; Kamailio: kamcmd ul.dump; 3CX: список телефонов."
                ),
                (
                    "Если недавно он был зарегистрирован, ищите неудачный qualify (сеть, NAT) или интервал регистрации "
                    "больше, чем помнит роутер."
                ),
                "Пусть диалплан в этом случае ведёт на голосовую почту или другой номер.",
            ),
            notes=NOTE_RU,
        ),
    ),
)
