"""BYE, or CANCEL, that gives a fault as its reason: no person ended the call."""

from __future__ import annotations

from collections.abc import Iterator

from sipwhy.diagnosis import Rule, Scene, Seeks, Text, Words
from sipwhy.diagnosis.claims import claims
from sipwhy.diagnosis.hanging_up import blamed, fault_of, first_bye, is_unacknowledged
from sipwhy.diagnosis.meaning import proof
from sipwhy.diagnosis.timeouts import says_no_media
from sipwhy.model import Call, Finding, Leg, Message, Transaction
from sipwhy.model.flag import Flag
from sipwhy.model.sign import Sign
from sipwhy.reference.fault_causes import GONE

_NOT_TAKEN = 300
_GOES_ON = 30_000_000
"""µs after which a call that is still up has gone on without the leg that was cut: voice mail, another carrier, a party that was added."""

_cancelled = claims("cut-by-fault", "error", ("cancel",))


def check(call: Call, scene: Scene) -> Iterator[Finding]:
    """Fires on the first BYE of an answered call whose Reason gives a fault, and on a CANCEL of the caller's side with one."""
    if call.result != "answered":
        yield from _cancelled(call, scene)
        return
    found = first_bye(call)
    fault = fault_of(found[0]) if found else None
    if found is None or fault is None or _is_told_otherwise(found, call, scene):
        return
    bye, leg = found
    if leg.answer is None or bye.number < leg.answer.number or _goes_on(call, leg, bye):
        return
    yield Finding(
        rule=RULE.slug,
        severity="error",
        confidence="likely",
        at_fault=blamed(fault, bye, leg, call, scene),
        evidence=(proof("answered", leg.answer), proof("says-fault", bye)),
        values={**fault.values, "server": bye.src.ip, "peer": bye.dst.ip, "talk": (bye.ts - leg.answer.ts) / 1e6},
        variant="timer" if fault.is_timer else "gone" if (fault.protocol, fault.code) == ("SIP", GONE) else "",
        is_cause=True,
        at=leg.messages[-1].number,  # whatever explains that BYE explains more than what it says of itself
    )


def _goes_on(call: Call, cut: Leg, bye: Message) -> bool:
    """Whether the call outlived the leg that BYE ended: it was answered elsewhere afterwards, or the caller stays for long."""
    if any(leg.answer is not None and leg.answer.number > bye.number and leg.call_id != cut.call_id for leg in call.legs):
        return True
    first = call.first
    ended = min((t.first.ts for t in first.transactions_of("BYE")), default=call.capture_end)
    return first.call_id != cut.call_id and first.answer is not None and ended - bye.ts > _GOES_ON


def _is_told_otherwise(found: tuple[Message, Leg], call: Call, scene: Scene) -> bool:
    """Whether another rule tells why that BYE came: for want of voice or of the ACK, or after a transfer (of either of its calls)."""
    if says_no_media(found[0], scene) or is_unacknowledged(*found) or scene.is_replaced(found[1].call_id):
        return True
    return any(_may_be_taken(transfer) for leg in call.legs for transfer in leg.transactions_of("REFER"))


def _may_be_taken(transfer: Transaction) -> bool:
    """Whether nobody refused it: a transfer that was refused ends no call."""
    return transfer.final is None or (transfer.final.status or 0) < _NOT_TAKEN


_EN = {
    "answered": "answered",
    "says-fault": "ends the call and gives a fault as the reason",
    "request": "ends the attempt and gives a fault",
}
_RU = {
    "answered": "вызов принят",
    "says-fault": "завершает вызов и называет причиной неисправность",
    "request": "прекращает попытку и называет причиной неисправность",
}
_WHERE_EN = "Look at the log of {server} at that second; sipwhy code {result} tells what the code means and what it comes from."
_WHERE_RU = "Посмотрите журнал {server} в эту секунду; sipwhy code {result} объясняет код и откуда он берётся."
_BEHIND_EN = (
    "A gateway, SBC or carrier writes what the network behind it said: give its owner the Call-ID, the time and this code, and ask on "
    "which line, radio cell or exchange the call was lost."
)
_BEHIND_RU = (
    "Шлюз, SBC и оператор передают то, что сказала сеть за ними: сообщите владельцу Call-ID, время и этот код и спросите, на какой "
    "линии, соте или станции оборвался вызов."
)

RULE = Rule(
    slug="cut-by-fault",
    area="dialog",
    seeks=Seeks(
        signs=Sign.CUT_BY_FAULT,
        either=Seeks(results=frozenset({"cancelled"}), flags=Flag.CANCELLED | Flag.BYE, by_outcome=True),
    ),
    check=check,
    references=("RFC 3326 section 2", "ITU-T Q.850 section 2.2.7", "RFC 6432"),
    texts={
        "": Text(
            en=Words(
                title="The call was cut after {talk:seconds}: BYE of {server} gives a fault as the reason, {reason}{words:after}",
                explanation=(
                    "Nobody hung up: {server} ended the answered call after {talk:seconds}, and Reason in its BYE says "
                    "{reason}{words:after}. That is a fault of {server} or of what lies behind it, and no ordinary end of a call."
                ),
                fix=(_WHERE_EN, _BEHIND_EN, "If it happens again and again, count it by carrier and by hour: sipwhy cdr FILE."),
                notes=_EN,
            ),
            ru=Words(
                title="Вызов оборвался через {talk:seconds}: в BYE от {server} причиной названа неисправность, {reason}{words:after}",
                explanation=(
                    "Трубку никто не клал: {server} завершил принятый вызов через {talk:seconds}, и в Reason его BYE стоит "
                    "{reason}{words:after}. Это неисправность на {server} или за ним, а не обычное завершение вызова."
                ),
                fix=(_WHERE_RU, _BEHIND_RU, "Если это повторяется, посчитайте такие обрывы по операторам и часам: sipwhy cdr FILE."),
                notes=_RU,
            ),
        ),
        "timer": Text(
            en=Words(
                title="The call was cut after {talk:seconds}: a timer ran out at {server}, {reason}{words:after}",
                explanation=(
                    "{server} ended the answered call after {talk:seconds}, and Reason in its BYE says {reason}{words:after}: it had "
                    "waited in vain for an answer, on this leg or on another one of its own. What it was is not seen here."
                ),
                fix=(
                    "Look at the log of {server}: to which request did no answer come? A refresh of the session (re-INVITE, UPDATE), a "
                    "keep-alive (OPTIONS), an ACK or a request on its other leg.",
                    "Capture on both sides of {server}: the request that is repeated and the host that keeps silent are the fault.",
                ),
                notes=_EN,
            ),
            ru=Words(
                title="Вызов оборвался через {talk:seconds}: на {server} сработал таймер, {reason}{words:after}",
                explanation=(
                    "{server} завершил принятый вызов через {talk:seconds}, и в Reason его BYE стоит {reason}{words:after}: он не дождался "
                    "ответа на этом или на другом своём плече. Чего именно он ждал, здесь не видно."
                ),
                fix=(
                    "Посмотрите журнал {server}: на какой запрос не пришёл ответ? Это обновление сеанса (re-INVITE, UPDATE), проверка "
                    "доступности (OPTIONS), ACK или запрос на другом плече.",
                    "Снимите дамп с обеих сторон {server}: видно будет запрос, который повторяется, и узел, который молчит.",
                ),
                notes=_RU,
            ),
        ),
        "gone": Text(
            en=Words(
                title="The call was cut after {talk:seconds}: {server} learnt that the other side no longer knows it (481)",
                explanation=(
                    "{server} ended the answered call after {talk:seconds}, and Reason in its BYE says {reason}{words:after}: a request "
                    "within the call was answered 481. The other side had forgotten the call, by a restart or a switch-over, or the "
                    "request did not come to the same host."
                ),
                fix=(
                    "Look at the log of {server}: who answered 481, and did that host restart or switch over at that time?",
                    "Behind a load balancer, requests within a call must come to the host that has it: Record-Route, dispatcher by "
                    "Call-ID.",
                ),
                notes=_EN,
            ),
            ru=Words(
                title="Вызов оборвался через {talk:seconds}: {server} узнал, что другая сторона его больше не помнит (481)",
                explanation=(
                    "{server} завершил принятый вызов через {talk:seconds}, и в Reason его BYE стоит {reason}{words:after}: на запрос "
                    "внутри вызова ответили 481. Другая сторона забыла вызов после перезапуска или переключения на резерв либо запрос "
                    "пришёл не на тот узел."
                ),
                fix=(
                    "Посмотрите журнал {server}: кто ответил 481 и не перезапускался ли этот узел в то время?",
                    "За балансировщиком запросы внутри вызова должны приходить на тот же узел: Record-Route, dispatcher по Call-ID.",
                ),
                notes=_RU,
            ),
        ),
        "cancel": Text(
            en=Words(
                title="{server} broke the call off before the answer for a fault: {reason}{words:after}",
                explanation=(
                    "Nobody thought better of it: {method} of {server} came before the answer, and its Reason says {reason}{words:after}. "
                    "The fault is on the calling side, at {server} or in the network from which it had the call."
                ),
                fix=(_WHERE_EN, _BEHIND_EN),
                notes=_EN,
            ),
            ru=Words(
                title="{server} прервал вызов до ответа из-за неисправности: {reason}{words:after}",
                explanation=(
                    "Звонивший не передумал: {method} от {server} пришёл до ответа, и в его Reason стоит {reason}{words:after}. "
                    "Неисправность на вызывающей стороне: на {server} или в сети, из которой он получил вызов."
                ),
                fix=(_WHERE_RU, _BEHIND_RU),
                notes=_RU,
            ),
        ),
    },
)
