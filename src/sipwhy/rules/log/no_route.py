"""The log says that a direction leads to no gateway."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from msgspec.structs import replace

from sipwhy.diagnosis import Text, Words
from sipwhy.diagnosis.log_dial import caused, far_side
from sipwhy.diagnosis.log_rule import NOTE_EN, NOTE_RU, LogRule, resting, told
from sipwhy.model import Call, Finding
from sipwhy.model.log_event import LogEvent

_ABROAD = re.compile(r"(?:\+|00)[1-9]\d{3,20}$")
"""What Kamailio's stock route[PSTN] sends to the gateway; it complains of the missing gateway before it looks at the number."""
_NOT_FOUND = 404
_SAID = told("no-route", kinds=("route-missing",), at_fault="proxy")
SET = "log-set"
"""The script asks the dispatcher for a set of destinations that there is not."""
_SET = told("no-route", likely=("destination-set-missing",), at_fault="proxy")
_FOLLOWING = frozenset({None, 404, 500, 502, 503})
"""What the caller gets of a script that has no destination, as far as it is known (etc/kamailio.cfg: 404)."""
REFUSED = "log-refused"
"""Not the server that wrote the log lacks the way but the one that it sent the call to."""
_TOLD = told("no-route", kinds=("far-no-route",), at_fault=far_side)
ENDPOINT = "log-endpoint"
"""The dial plan of Asterisk calls by an endpoint that there is not."""
_ENDPOINT = told("no-route", kinds=("endpoint-missing",), of="call", at_fault="pbx")
_KINDS = frozenset({"endpoint-missing", "route-missing", "destination-set-missing", "far-no-route"})
WORDS = "log-words"
"""An accounting line has an answer whose words say so."""
_ACCOUNTED = told("no-route", of="call", at_fault="unknown", confidence="likely")


def check(call: Call, events: Sequence[LogEvent]) -> Iterator[Finding]:
    """Fires where the number was one for the gateway, or nobody knows it; another answer than the 404 that follows from it says no."""
    kinds = {event.kind for event in events}
    if kinds.isdisjoint(_KINDS):
        for finding in _ACCOUNTED(call, events):
            yield replace(finding, variant=WORDS)
        return
    for finding in _TOLD(call, events) if "far-no-route" in kinds else ():
        yield replace(finding, variant=REFUSED)
    for finding in _ENDPOINT(call, events):
        is_dialled = any(event.kind == "endpoint-missing" and event.peer == call.callee for event in events)
        yield replace(finding, variant=ENDPOINT, at_fault="unknown" if is_dialled else finding.at_fault)  # a number may be mistyped
    if "destination-set-missing" in kinds and not _is_taken(call, events):
        for finding in _SET(call, events):
            yield replace(finding, variant=SET)
    answers = {event.code for event in events if event.kind == "transaction" and event.method == "INVITE"}
    if (answers | {call.status or _NOT_FOUND}) - {_NOT_FOUND} or (call.callee and not _ABROAD.match(call.callee)):
        return
    for finding in _SAID(call, events) if "route-missing" in kinds else ():
        yield finding if call.callee else replace(finding, confidence="possible")


def _is_taken(call: Call, events: Sequence[LogEvent]) -> bool:
    """Whether the request got an answer that does not follow from that: the script had another way."""
    return call.status not in _FOLLOWING or any(event.code and event.code not in _FOLLOWING for event in events)


RULE = LogRule(
    slug="no-route",
    check=resting(check, _TOLD, _ENDPOINT, _SET, _SAID, _ACCOUNTED),
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
        ENDPOINT: Text(
            en=Words(
                title="The dial plan calls by the endpoint {peer}, and there is none of that name, says the log",
                explanation=(
                    "The server has no endpoint {peer}, so that it could not send the request: the name is mistyped in the dial plan, or "
                    "the section of that name is missing, or was not loaded for a mistake in it. The log: {said}"
                ),
                fix=(
                    "pjsip show endpoints lists the names that there are; compare them with the Dial of the dial plan, small and capital "
                    "letters too.",
                    "If the section is in pjsip.conf: pjsip reload, and read what the log says of it (a section that cannot be read is "
                    "left out).",
                    "If {peer} is a number that somebody dialled: the dial plan makes an endpoint of any number; narrow its pattern down, "
                    "or play a message for numbers that nobody has.",
                ),
                notes=NOTE_EN,
            ),
            ru=Words(
                title="Диалплан звонит через endpoint {peer}, а такого нет, сказано в журнале",
                explanation=(
                    "На сервере нет endpoint {peer}, поэтому запрос не ушёл: в диалплане опечатка в имени, либо секции с таким именем нет "
                    "или она не загрузилась из-за ошибки. В журнале: {said}"
                ),
                fix=(
                    "pjsip show endpoints показывает имена, которые есть; сверьте их с Dial в диалплане, в том числе регистр букв.",
                    "Если секция в pjsip.conf есть: pjsip reload, и прочтите, что об этом пишет журнал (секцию с ошибкой сервер "
                    "пропускает).",
                    "Если {peer} — номер, который кто-то набрал: диалплан делает endpoint из любого номера; сузьте шаблон или включайте "
                    "для несуществующих номеров сообщение.",
                ),
                notes=NOTE_RU,
            ),
        ),
        WORDS: Text(
            en=Words(
                title="There was nowhere to send the call to {what:or:the number}: {reason:or:no destination}, says the accounting",
                explanation=(
                    "{who:or:The caller} got {status} with these words: they are what scripts answer that found no live destination for "
                    "the call, as of a dispatcher set whose gateways all failed their probes. Whose script it was, this proxy's or the "
                    "next one's, the accounting does not tell. The log: {said}"
                ),
                fix=(
                    "Kamailio: kamcmd dispatcher.list: FLAGS A is active, I inactive, T trying, D disabled; OpenSIPS: opensips-cli -x mi "
                    "ds_list.",
                    "If all are inactive, ask the gateways themselves: sipsak -s sip:GATEWAY, or a capture of OPTIONS and their answers.",
                ),
                notes=NOTE_EN,
            ),
            ru=Words(
                title="Вызов на {what:or:номер} некуда отправить: {reason:or:нет назначения}, сказано в учёте вызовов",
                explanation=(
                    "{who:or:Звонящий} получил {status} с такими словами: так отвечают скрипты, не нашедшие для вызова живого назначения, "
                    "например если в наборе dispatcher ни один шлюз не отвечает на опрос. Чей это скрипт, этого прокси или следующего, по "
                    "учёту вызовов не видно. В журнале: {said}"
                ),
                fix=(
                    "Kamailio: kamcmd dispatcher.list: в FLAGS A — активна, I — неактивна, T — под сомнением, D — отключена; OpenSIPS: "
                    "opensips-cli -x mi ds_list.",
                    "Если неактивны все, спросите сами шлюзы: sipsak -s sip:ШЛЮЗ или дамп с OPTIONS и ответами.",
                ),
                notes=NOTE_RU,
            ),
        ),
        SET: Text(
            en=Words(
                title="The proxy has no destination set {set} to send the request to, says the log",
                explanation=(
                    "The script asked the module dispatcher for set {set}, and there is no such set: the list has no line with that "
                    "number, or it was not loaded again. What the caller gets the script decides (often 404 or 500). The log: {said}"
                ),
                fix=(
                    "Kamailio: kamcmd dispatcher.list shows the sets that are loaded; after a change kamcmd dispatcher.reload.",
                    "Compare the number in ds_select_dst() of the script with setid of the table dispatcher, or of the list file.",
                ),
                notes=NOTE_EN,
            ),
            ru=Words(
                title="У прокси нет группы направлений {set}, в которую нужно отправить запрос, сказано в журнале",
                explanation=(
                    "Скрипт запросил у модуля dispatcher группу {set}, а такой группы нет: в списке нет строк с этим номером, или его не "
                    "перечитали. Что получит звонящий, решает скрипт (часто 404 или 500). В журнале: {said}"
                ),
                fix=(
                    "Kamailio: kamcmd dispatcher.list показывает загруженные группы; после правки нужен kamcmd dispatcher.reload.",
                    "Сверьте номер в ds_select_dst() скрипта с setid в таблице dispatcher или в файле списка.",
                ),
                notes=NOTE_RU,
            ),
        ),
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
        ),
    },
)
