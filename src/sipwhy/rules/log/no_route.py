"""The log says that a direction leads to no gateway."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from msgspec.structs import replace

from sipwhy.diagnosis import Text, Words
from sipwhy.diagnosis.log_dial import caused, far_side
from sipwhy.diagnosis.log_rule import NOTE_EN, NOTE_RU, LogRule, told
from sipwhy.model import Call, Finding
from sipwhy.model.log_event import LogEvent

_ABROAD = re.compile(r"(?:\+|00)[1-9]\d{3,20}$")
"""What Kamailio's stock route[PSTN] sends to the gateway; it complains of the missing gateway before it looks at the number."""
_NOT_FOUND = 404
_SAID = told("no-route", kinds=("route-missing",), at_fault="proxy")
REFUSED = "log-refused"
"""Not the server that wrote the log lacks the way but the one that it sent the call to."""
_TOLD = told("no-route", kinds=("far-no-route",), at_fault=far_side)


def check(call: Call, events: Sequence[LogEvent]) -> Iterator[Finding]:
    """Fires where the number was one for the gateway, or nobody knows it; another answer than the 404 that follows from it says no."""
    for finding in _TOLD(call, events):
        yield replace(finding, variant=REFUSED)
    answers = {event.code for event in events if event.kind == "transaction" and event.method == "INVITE"}
    if (answers | {call.status or _NOT_FOUND}) - {_NOT_FOUND} or (call.callee and not _ABROAD.match(call.callee)):
        return
    for finding in _SAID(call, events):
        yield finding if call.callee else replace(finding, confidence="possible")


RULE = LogRule(
    slug="no-route",
    check=check,
    text=Text(
        en=Words(
            title="The gateway for calls to the outside is not set, says the log",
            explanation=(
                "The server is to send such numbers to a gateway, and no address of one is set. So it looks for {what:or:the number} among "
                "its own accounts and answers 404. The log: {said}"
            ),
            fix=(
                "Kamailio: set pstn.gw_ip in kamailio.cfg, or at once: kamcmd cfg.set_now_string pstn gw_ip ADDRESS.",
                "A call tried again shows whether the number goes out.",
            ),
            notes=NOTE_EN,
        ),
        ru=Words(
            title="Шлюз для внешних вызовов не задан, сказано в журнале",
            explanation=(
                "Такие номера сервер должен отправлять на шлюз, но адрес шлюза не задан. Поэтому он ищет {what:or:номер} среди своих "
                "учётных записей и отвечает 404. В журнале: {said}"
            ),
            fix=(
                "Kamailio: задайте pstn.gw_ip в kamailio.cfg или сразу: kamcmd cfg.set_now_string pstn gw_ip АДРЕС.",
                "Повторный вызов покажет, уходит ли номер наружу.",
            ),
            notes=NOTE_RU,
        ),
    ),
    more={
        REFUSED: caused(
            (
                "{peer:or:The next hop} has no route to {what:or:the number}: cause {cause}, says the log",
                (
                    "The server called {target:or:the next hop}, and the call came back with Q.850 cause {cause}, no route to destination: "
                    "there is no way to this direction there."
                ),
                (
                    "Compare how the number is written with what {peer:or:the other side} wants: with + or without, with 7, 8 or 00.",
                    "Ask the operator of {peer:or:the trunk} whether this direction is routed, with number and time.",
                ),
            ),
            (
                "У {peer:or:следующего узла} нет маршрута на {what:or:номер}: причина {cause}, сказано в журнале",
                (
                    "Сервер набрал {target:or:номер}, и вызов вернулся с причиной Q.850 {cause}, «нет маршрута до назначения»: там на это "
                    "направление пути нет."
                ),
                (
                    "Сверьте запись номера с той, какую ждёт {peer:or:другая сторона}: с плюсом или без, через 7, 8 или 00.",
                    "Спросите владельца {peer:or:транка}, есть ли маршрут на это направление, указав номер и время.",
                ),
            ),
            (NOTE_EN, NOTE_RU),
        )
    },
)
