"""The server's log says that the callee has no address at the moment."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from msgspec.structs import replace

from sipwhy.diagnosis import Text, Words
from sipwhy.diagnosis.log_dial import caused
from sipwhy.diagnosis.log_peers import trunk_like
from sipwhy.diagnosis.log_rule import NOTE_EN, NOTE_RU, LogRule, resting, told
from sipwhy.model import Call, Finding
from sipwhy.model.log_event import LogEvent

_SAID = told("callee-not-registered", kinds=("callee-not-registered",), likely=("callee-absent",), at_fault="callee")
FAR = "log-absent"
"""Not the server lacks the callee's address but the other side that it called."""
_FAR = told("callee-not-registered", kinds=("far-absent",), at_fault="callee")


def check(call: Call, events: Sequence[LogEvent]) -> Iterable[Finding]:
    """Fires where the server had no address for a telephone; a trunk without a contact is the next hop's matter."""
    if far := tuple(replace(finding, variant=FAR) for finding in _FAR(call, events)):
        return far
    return () if any(trunk_like(call, event, events) for event in events) else _SAID(call, events)


RULE = LogRule(
    slug="callee-not-registered",
    check=resting(check, _FAR, _SAID),
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
                    "If it was registered a moment ago, look for a qualify that fails (network, NAT) or a registration interval that is "
                    "longer than the router's memory."
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
                    "Включён ли телефон и зарегистрирован ли? Asterisk: pjsip show contacts, pjsip show endpoint, sip show peers; "
                    "FreeSWITCH: sofia status profile internal reg; Kamailio: kamcmd ul.dump; 3CX: список телефонов."
                ),
                (
                    "Если недавно он был зарегистрирован, ищите неудачный qualify (сеть, NAT) или интервал регистрации больше, чем помнит "
                    "маршрутизатор."
                ),
                "Пусть диалплан в этом случае ведёт на голосовую почту или другой номер.",
            ),
            notes=NOTE_RU,
        ),
    ),
    more={
        FAR: caused(
            (
                "{what:or:The callee} is out of reach, {peer:or:the other side} told the server: cause {cause}",
                (
                    "The server called {target:or:the number}, and the call came back with Q.850 cause {cause}, subscriber absent: the "
                    "telephone is switched off, out of range, or not registered where the number belongs."
                ),
                ("Call again later, or another number of the same person.",),
            ),
            (
                "{what:or:Вызываемый} недоступен, ответил серверу {peer:or:другой узел}: причина {cause}",
                (
                    "Сервер набрал {target:or:номер}, и вызов вернулся с причиной Q.850 {cause}, «абонент отсутствует»: телефон выключен, "
                    "вне зоны связи или не зарегистрирован у своего оператора."
                ),
                ("Перезвоните позже или на другой номер того же человека.",),
            ),
            (NOTE_EN, NOTE_RU),
        )
    },
)
