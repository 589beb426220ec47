"""Calls are cut at the same round number of seconds, or BYE says that their time was up."""

from __future__ import annotations

from collections.abc import Iterator

from sipwhy.diagnosis import Rule, Scene, Seeks, Text, Words
from sipwhy.diagnosis.deafness import party
from sipwhy.diagnosis.meaning import proof
from sipwhy.diagnosis.reading import q850, reason_text, words
from sipwhy.diagnosis.talk import OTHER, Talk
from sipwhy.model import AtFault, Call, Finding, Leg, Message
from sipwhy.model.sign import Sign
from sipwhy.reference.spelling import normalised
from sipwhy.reference.time_limits import SLACK, nearest

_ALLOTTED = 602
"""FreeSWITCH's cause ALLOTTED_TIMEOUT."""


def check(call: Call, scene: Scene) -> Iterator[Finding]:
    """Fires on BYE that says so, or that a server sent at a limit at which it cut two more calls, while shorter ones ended otherwise."""
    byes = [(leg, t.first) for leg in call.legs if leg.answer for t in leg.transactions_of("BYE")]
    if not byes:
        return
    said = next(((leg, bye) for leg, bye in byes if _says_so(bye)), None)
    leg, bye = said or min(byes, key=lambda one: (one[1].ts, one[1].number))
    if leg.answer is None:
        return
    seconds = (bye.ts - leg.answer.ts) / 1e6
    others = scene.alike_cut(bye, seconds)
    is_server = scene.host(bye.src.ip).role != "phone"
    near = abs(seconds - nearest(seconds)) <= SLACK
    if said is None and not (is_server and near and call.number in others and len(others) > 2):
        return
    yield Finding(
        rule=RULE.slug,
        severity="error",
        confidence="certain" if said else "likely",
        at_fault=_blamed(leg, bye, scene),
        evidence=(proof("answered", leg.answer), proof("hangup", bye)),
        values={
            "server": bye.src.ip,
            "limit": seconds if said else float(nearest(seconds)),
            "calls": len(others),
            "words": words(bye),
        },
        variant="said" if said else "",
        call_numbers=() if said else others,
        is_cause=True,
        at=bye.number,
    )


def _says_so(bye: Message) -> bool:
    said = normalised(reason_text(bye))
    if q850(bye) == _ALLOTTED:
        return True
    named = any(part in said for part in ("duration", "call time", "allotted"))
    return named and any(part in said for part in ("limit", "max", "exceed", "allotted"))


def _blamed(leg: Leg, bye: Message, scene: Scene) -> AtFault:
    """Whoever has the limit."""
    if leg.answer is None:
        return "unknown"
    talk = Talk(leg, leg.answer, bye.ts, bye, ())
    return party(talk, "first" if bye.src == leg.src else OTHER["first"], scene)


_EN = {"answered": "answered", "hangup": "hung up at the limit"}
_RU = {"answered": "вызов принят", "hangup": "разъединён на пределе"}
_FIX_EN = (
    "Ask whoever runs {server} for the limit of one call: tariff, prepaid balance, fraud protection of a trunk.",
    (
        "On your own PBX: Asterisk Dial option L(), S() or Set(TIMEOUT(absolute)=); FreeSWITCH sched_hangup or "
        "execute_on_answer; Kamailio and OpenSIPS dialog default_timeout."
    ),
    "If it is a session timer: update or switch off (RFC 4028).",
)
_FIX_RU = (
    "Спросите у владельца {server} про предел одного вызова: тариф, баланс предоплаты, защита транка от мошенничества.",
    (
        "На своей АТС: в Asterisk параметры L() и S() у Dial или Set(TIMEOUT(absolute)=); во FreeSWITCH sched_hangup или "
        "execute_on_answer; в Kamailio и OpenSIPS default_timeout модуля dialog."
    ),
    "Если это таймер сеанса, обновите устройство или выключите таймер (RFC 4028).",
)

RULE = Rule(
    slug="duration-limit",
    area="dialog",
    seeks=Seeks(signs=Sign.HUNG_UP_FOR_TIME | Sign.CUT_ALIKE),
    check=check,
    references=("RFC 3326", "RFC 4028"),
    texts={
        "": Text(
            en=Words(
                title="{server} cuts calls after {limit:seconds}: {calls:count:call|calls} so far",
                explanation=(
                    "{server} itself hung up {calls:count:call|calls} {limit:seconds} after the answer, within a second, and none of its "
                    "calls lasted longer. Others ended sooner, each at its own time: three at least, or one where each of the calls that "
                    "were cut had rung for a time of its own, as people let it. That is a limit and no chance."
                ),
                fix=_FIX_EN,
                notes=_EN,
            ),
            ru=Words(
                title="{server} обрывает вызовы через {limit:seconds}: уже {calls:count:вызов|вызова|вызовов}",
                explanation=(
                    "{server} сам разъединил {calls:count:вызов|вызова|вызовов} через {limit:seconds} после ответа, с точностью до "
                    "секунды, и ни один вызов через него не длился дольше. Остальные закончились раньше, каждый в своё время: таких не "
                    "меньше трёх или хотя бы один, если до ответа каждый из оборванных звонил разное время, как бывает у людей. Это "
                    "предел, а не случай."
                ),
                fix=_FIX_RU,
                notes=_RU,
            ),
        ),
        "said": Text(
            en=Words(
                title="{server} cut the call after {limit:seconds}: its time was up",
                explanation="BYE of {server} says so: {words}. The call lasted as long as it was allowed to.",
                fix=_FIX_EN,
                notes=_EN,
            ),
            ru=Words(
                title="{server} оборвал вызов через {limit:seconds}: вышло разрешённое время",
                explanation="Так сказано в BYE от {server}: {words}. Вызов длился столько, сколько ему разрешено.",
                fix=_FIX_RU,
                notes=_RU,
            ),
        ),
    },
)
