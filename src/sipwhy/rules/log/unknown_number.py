"""The server's log says that the dial plan does not have the number."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from msgspec.structs import replace

from sipwhy.diagnosis import Text, Words
from sipwhy.diagnosis.log_dial import CAUSE, caused, far_side, is_unseen
from sipwhy.diagnosis.log_rule import NOTE_EN, NOTE_RU, LogRule, resting, told
from sipwhy.model import AtFault, Call, Finding
from sipwhy.model.digits import is_dialled_abroad, is_extension, is_whole_number
from sipwhy.model.finding import weaker
from sipwhy.model.log_event import LogEvent


def blame(events: Sequence[LogEvent]) -> AtFault:
    """
    A number of one's own that no inbound route takes is the server's; what somebody dialled is that person's, unless a telephone does
    not know its own number, or no line shows whose word it is.
    """
    if any(event.kind == "did-unrouted" for event in events):
        return "pbx"
    if is_unseen(events):
        return "unknown"
    return "callee" if far_side(events) == "callee" else "user"


EITHER = "log-either"
"""A whole number, called by nobody who looks like a telephone: it may be a DID that a carrier delivers, or be dialled to go out."""
UNROUTED = "log-unrouted"
"""A number of the server's own (DID) that no inbound route takes."""
PLAN = "log-plan"
"""A step of the dial plan says that there is no such number: it hangs up with cause 1 and dials nobody."""
_PLAN = told("unknown-number", kinds=("dialplan-unallocated",), of="call", at_fault="pbx")
ACCOUNTED = "log-accounted"
"""A proxy's accounting has the answer, and does not tell whose it is."""
_CODES = frozenset({404, 410, 604})
REFUSED = "log-refused"
"""Not the server that wrote the log lacks the number but the one that it sent the call to."""
TELEPHONE = "log-telephone"
"""The telephone that was called says so of itself."""


def check(call: Call, events: Sequence[LogEvent]) -> Iterator[Finding]:
    """Fires where the log says that a number is unknown: to the dial plan of its own server, or to the one that was asked next."""
    for finding in _PLAN(call, events):
        yield replace(finding, variant=PLAN)
    for finding in _SAID(call, events):
        if _is_accounted(events):
            yield replace(finding, variant=ACCOUNTED, at_fault="unknown", confidence=weaker("likely", finding.confidence))
            continue
        own = any(event.kind in ("unknown-number", "did-unrouted") for event in events)
        if finding.at_fault == "pbx":
            yield replace(finding, variant=UNROUTED)
            continue
        if _may_be_inbound(events):
            yield replace(finding, variant=EITHER, at_fault="unknown")
            continue
        is_refused = not own and all(event.kind == "dial-refused" or event.vendor == "3cx" for event in events if event.code)
        yield replace(finding, variant=_refused(finding, events)) if is_refused else finding


def _is_accounted(events: Sequence[LogEvent]) -> bool:
    """Whether a proxy's accounting alone has the status: it passes on what any server behind it, or its own script, answered."""
    said = {event.kind for event in events if event.code in _CODES or event.kind in ("unknown-number", "did-unrouted")}
    return said == {"transaction"} and all(event.is_of_proxy for event in events if event.kind == "transaction")


def _may_be_inbound(events: Sequence[LogEvent]) -> bool:
    """Whether all lines are about a whole number that no extension dialled, and not one abroad: a carrier delivers a DID so."""
    own = [event for event in events if event.kind == "unknown-number"]
    return bool(own) and all(_is_of_network(event.extension) and not is_extension(event.account) for event in own)


def _is_of_network(number: str) -> bool:
    return is_whole_number(number) and not is_dialled_abroad(number)


def _refused(finding: Finding, events: Sequence[LogEvent]) -> str:
    """The words for who says that there is no such number."""
    if finding.at_fault == "callee":
        return TELEPHONE
    return CAUSE if is_unseen(events) else REFUSED


_SAID = told("unknown-number", kinds=("unknown-number", "did-unrouted"), codes=_CODES, of="call", at_fault=blame)

RULE = LogRule(
    slug="unknown-number",
    check=resting(check, _PLAN, _SAID),
    text=Text(
        en=Words(
            title="{what:or:The number} is not in the dial plan, says the log",
            explanation=(
                "The number that {who:or:the caller} dialled has no match where the server looked for it: it is mistyped, not set up, "
                "or lies in another context than the caller's. The log: {said}"
            ),
            fix=(
                (
                    "Asterisk: dialplan show {what}@CONTEXT, and context= of the caller's endpoint; FreeSWITCH: the extensions of the "
                    "context."
                ),
                "Is a prefix missing, or one too many? Some telephones send # or the country code.",
                "FreePBX: Connectivity, Outbound Routes: does a pattern of a route fit {what}?",
                "Strangers that try out international numbers look the same: see where the call came from.",
            ),
            notes=NOTE_EN,
        ),
        ru=Words(
            title="Номера {what:or:вызова} нет в диалплане, сказано в журнале",
            explanation=(
                "Номер, который набрал {who:or:абонент}, не найден там, где его искал сервер: опечатка, номер не заведён или находится в "
                "другом контексте. В журнале: {said}"
            ),
            fix=(
                ("Asterisk: dialplan show {what}@КОНТЕКСТ и context= у endpoint звонящего; FreeSWITCH: extension в этом контексте."),
                "Не пропущен ли префикс и нет ли лишнего? Некоторые телефоны добавляют # или код страны.",
                "FreePBX: Connectivity, Outbound Routes: подходит ли {what} под шаблон какого-нибудь маршрута?",
                "Так же выглядят посторонние, которые пробуют международные номера: посмотрите, откуда вызов.",
            ),
            notes=NOTE_RU,
        ),
    ),
    more={
        ACCOUNTED: Text(
            en=Words(
                title="{what:or:The number} is unknown to a server, says the accounting: {status}",
                explanation=(
                    "{who:or:The caller} got {status} for {what:or:the number}. The accounting passes on the last answer and does not "
                    "tell whose it is: this proxy's own script may not know the number or have no account registered under it, and so may "
                    "any server behind it. The log: {said}"
                ),
                fix=(
                    "Is {what:or:the number} an account of this proxy? kamctl ul show {what:or:USER}: without a contact it is not "
                    "registered.",
                    "Where does the script send such numbers? A capture of this call shows which server answers 404.",
                    "Is a prefix missing, or one too many? Strangers that try out international numbers look the same.",
                ),
                notes=NOTE_EN,
            ),
            ru=Words(
                title="Какой-то сервер не знает {what:or:номера}, сказано в учёте вызовов: {status}",
                explanation=(
                    "{who:or:Звонящий} получил {status} на {what:or:вызов}. В учёте записан последний ответ, а чей он, не сказано: номера "
                    "может не знать скрипт самого прокси (или под ним никто не зарегистрирован), а может любой сервер за ним. В журнале: "
                    "{said}"
                ),
                fix=(
                    "Есть ли {what:or:номер} среди учётных записей прокси? kamctl ul show {what:or:ИМЯ}: без контакта он не "
                    "зарегистрирован.",
                    "Куда скрипт отправляет такие номера? Дамп этого вызова покажет, какой сервер отвечает 404.",
                    "Не пропущен ли префикс, нет ли лишнего? Так же выглядят посторонние, пробующие международные номера.",
                ),
                notes=NOTE_RU,
            ),
        ),
        PLAN: Text(
            en=Words(
                title="The dial plan says of {what:or:the number} that there is no such number, says the log",
                explanation=(
                    "The dial plan dialled nobody for {who:or:the caller} and hung up with Q.850 cause {cause}, unallocated number: the "
                    "caller gets 404. The log: {said}"
                ),
                fix=(
                    "Asterisk: dialplan show {what}@{context:or:CONTEXT} shows the steps: is this number meant to end there?",
                    "FreePBX: Connectivity, Outbound Routes: does a pattern of a route fit {what}?",
                ),
                notes=NOTE_EN,
            ),
            ru=Words(
                title="Диалплан отвечает, что номера {what:or:вызова} нет, сказано в журнале",
                explanation=(
                    "Диалплан никого не вызывал для {who:or:абонента} и завершил вызов с причиной Q.850 {cause}, «номер не назначен»: "
                    "звонящий получает 404. В журнале: {said}"
                ),
                fix=(
                    "Asterisk: dialplan show {what}@{context:or:КОНТЕКСТ} покажет шаги: должен ли этот номер на этом заканчиваться?",
                    "FreePBX: Connectivity, Outbound Routes: подходит ли {what} под шаблон какого-нибудь маршрута?",
                ),
                notes=NOTE_RU,
            ),
        ),
        EITHER: Text(
            en=Words(
                title="No route takes {what}, inbound or outbound, says the log",
                explanation=(
                    "{who:or:Somebody} called {what}, a number of the public network, and it is not in the context {context:or:of the "
                    "call}. If a carrier delivered the call, the inbound route (DID) is missing or has the number in another form; if "
                    "somebody here dialled it, no outbound route fits. This line does not tell which. The log: {said}"
                ),
                fix=(
                    "Is {who:or:the caller} a trunk? Then add the number exactly as it arrives, {what}, to {context:or:its context}; "
                    "FreePBX: Connectivity, Inbound Routes.",
                    "Is it a telephone? Then an outbound route must fit {what}: Asterisk dialplan show {what}@{context:or:CONTEXT}.",
                    "Strangers that try out numbers look the same: see where the call came from.",
                ),
                notes=NOTE_EN,
            ),
            ru=Words(
                title="Для {what} нет маршрута, ни входящего, ни исходящего, сказано в журнале",
                explanation=(
                    "{who:or:Кто-то} вызвал {what}, внешний номер, а в контексте {context:or:вызова} его нет. Если вызов пришёл от "
                    "оператора, не заведён входящий маршрут (DID) или номер записан в нём иначе; если номер набрали здесь, под него не "
                    "подходит ни один исходящий маршрут. По этой строке не видно, что из двух. В журнале: {said}"
                ),
                fix=(
                    "Если {who:or:звонящий} — транк, добавьте номер точно в том виде, в каком он приходит, {what}, в {context:or:его "
                    "контекст}; FreePBX: Connectivity, Inbound Routes.",
                    "Если это телефон, под {what} должен подходить исходящий маршрут: Asterisk dialplan show {what}@{context:or:КОНТЕКСТ}.",
                    "Так же выглядят посторонние, которые перебирают номера: посмотрите, откуда вызов.",
                ),
                notes=NOTE_RU,
            ),
        ),
        UNROUTED: Text(
            en=Words(
                title="No inbound route takes {what}, says the log",
                explanation=(
                    "A call for {what} came in through {who}, and the dial plan has no inbound route for that number: the caller hears "
                    "that it is not in service. FreePBX notes such calls as Friendly Scanner, even those of your own carrier. The log: "
                    "{said}"
                ),
                fix=(
                    "FreePBX: Connectivity, Inbound Routes: a route with the DID written as it comes, {what}.",
                    "The carrier may write the number otherwise than the route does: with + or without, 7 or 8, ten digits.",
                ),
                notes=NOTE_EN,
            ),
            ru=Words(
                title="Для {what} нет входящего маршрута, сказано в журнале",
                explanation=(
                    "Вызов на {what} пришёл через {who}, но в диалплане нет входящего маршрута для этого номера: звонящий слышит, что "
                    "номер не обслуживается. FreePBX пишет о таких вызовах Friendly Scanner, даже если они от своего оператора. В "
                    "журнале: {said}"
                ),
                fix=(
                    "FreePBX: Connectivity, Inbound Routes: маршрут с DID в том виде, в каком он приходит, {what}.",
                    "Оператор может записывать номер иначе, чем маршрут: с плюсом или без, через 7 или 8, десять цифр.",
                ),
                notes=NOTE_RU,
            ),
        ),
        REFUSED: Text(
            en=Words(
                title="{what:or:The number} is no number that {peer:or:the other side} knows, says the log",
                explanation=(
                    "The server called {target:or:the next server}, and {peer:or:it} answered that there is no such number: it is "
                    "mistyped, out of service, or written in a way that is not taken there. The log: {said}"
                ),
                fix=(
                    "Compare how the number is written with what {peer:or:the other side} wants: with + or without, with 7, 8 or 00.",
                    "Call the same number from another line: if it is not in service there either, it is the number.",
                ),
                notes=NOTE_EN,
            ),
            ru=Words(
                title="Номера {what:or:вызова} нет у {peer:or:другой стороны}, сказано в журнале",
                explanation=(
                    "Сервер набрал {target:or:номер у следующего сервера}, и {peer:or:тот} ответил, что такого номера нет: опечатка, номер "
                    "отключён или записан не в том виде, какой там принимают. В журнале: {said}"
                ),
                fix=(
                    "Сверьте запись номера с той, какую ждёт {peer:or:другая сторона}: с плюсом или без, через 7, 8 или 00.",
                    "Позвоните на этот номер с другой линии: если он не обслуживается и там, дело в номере.",
                ),
                notes=NOTE_RU,
            ),
        ),
        TELEPHONE: Text(
            en=Words(
                title="The telephone {peer:or:of the callee} says that it has no such number, says the log",
                explanation=(
                    "The server called {target:or:a telephone}, and the telephone itself answered that nobody of that name is there "
                    "(404, or 410; Q.850 cause 1, or 22). The number is right for the server: the telephone has no such account, has it "
                    "switched off, or another device has its address by now. The log: {said}"
                ),
                fix=(
                    "Compare the user that the telephone registers with what the server asks for: pjsip show contacts, sip show peers.",
                    "Let the telephone register anew; a contact that is written by hand may be out of date.",
                ),
                notes=NOTE_EN,
            ),
            ru=Words(
                title="Телефон {peer:or:вызываемого} отвечает, что такого номера у него нет, сказано в журнале",
                explanation=(
                    "Сервер вызвал {target:or:телефон}, и сам телефон ответил, что такого абонента на нём нет (404 или 410; причина Q.850 "
                    "1 или 22). Для сервера номер верный: на телефоне нет такой учётной записи, она выключена, или его адрес теперь у "
                    "другого устройства. В журнале: {said}"
                ),
                fix=(
                    "Сверьте имя, под которым телефон регистрируется, с тем, которое вызывает сервер: pjsip show contacts, sip show peers.",
                    "Перерегистрируйте телефон; вручную заданный contact мог устареть.",
                ),
                notes=NOTE_RU,
            ),
        ),
        CAUSE: caused(
            (
                "The call to {what:or:the number} failed with cause {cause}, no such number, says the log",
                "The dial plan was to call {target:or:somebody}, and the call came back with Q.850 cause {cause}. The log does not show "
                "whether anybody was called: it may be a 404 of the other side, or the server's own word.",
                ("Is the number right, and does {target:or:the other side} know it? Compare with a call that goes through.",),
            ),
            (
                "Вызов на {what:or:номер} не удался с причиной {cause}, «нет такого номера», сказано в журнале",
                "Диалплан должен был вызвать {target:or:абонента}, и вызов вернулся с причиной Q.850 {cause}. Был ли кто-то вызван, по "
                "журналу не видно: это может быть и ответ 404 другой стороны, и слово самого сервера.",
                ("Верен ли номер, и есть ли он у {target:or:другой стороны}? Сравните с вызовом, который проходит.",),
            ),
            (NOTE_EN, NOTE_RU),
        ),
    },
)
