"""The carrier does not accept the caller's number: not verified, not yours, anonymous."""

from __future__ import annotations

from collections.abc import Iterator

from sipwhy.diagnosis import ONE, Overview, Rule, Seeks, Text, Words
from sipwhy.diagnosis.behaviour import Behaviour, CallerRefused, NameRefused, lost_by
from sipwhy.diagnosis.claims import claims, statuses_of
from sipwhy.diagnosis.notes import REFUSED_EN, REFUSED_RU
from sipwhy.model import Finding


def whole(overview: Overview) -> Iterator[Finding]:
    """Fires where a host refuses whatever is dialled in the name of one number, and carries the calls of others."""
    if overview.behaviour:
        found = (_finding(overview.behaviour, one) for one in overview.behaviour.callers_refused)
        yield from (finding for finding in found if finding.call_numbers)
        named = (_of_name(overview.behaviour, one) for one in overview.behaviour.names_refused)
        yield from (finding for finding in named if finding.call_numbers)


def _finding(behaviour: Behaviour, one: CallerRefused) -> Finding:
    ground, bad = behaviour.ground, int(one.refused[0])
    return Finding(
        rule=RULE.slug,
        severity="error",
        confidence="likely",
        at_fault="pbx",
        evidence=(ground.answer("answer", bad),),
        values={
            "peer": ground.ip(one.peer.ip),
            "asker": ground.source(bad),
            "caller": ground.text(one.caller),
            "refused": len(one.refused),
            "others": one.others,
            "passed": one.passed,
            "status": int(ground.legs("status")[bad]),
        },
        variant="pattern",
        call_numbers=ground.failed(one.refused),
        is_cause=True,
        at=ground.ends_at(bad),
    )


def _of_name(behaviour: Behaviour, one: NameRefused) -> Finding:
    """A sort of name that never passes, where whole numbers of the sender's do."""
    ground, bad, good = behaviour.ground, int(one.refused[0]), int(one.passed[0])
    return Finding(
        rule=RULE.slug,
        severity="error",
        confidence="likely",
        at_fault=ground.sender(bad),
        evidence=(ground.answer("answer", bad), ground.proof("passed", good)),
        values={
            "peer": ground.target(bad),
            "asker": ground.source(bad),
            "caller": ground.caller(bad),
            "accepted": ground.caller(good),
            "refused": len(one.refused),
            "passed": len(one.passed),
            "status": int(ground.legs("status")[bad]),
        },
        variant=one.sort,
        call_numbers=lost_by(ground, one.refused),
        is_cause=True,
        at=ground.ends_at(bad),
    )


_NAME_NOTES_EN = {"answer": "the first of the refusals", "passed": "in this name it passes", ONE: "in the name that is refused"}
_NAME_NOTES_RU = {"answer": "первый из отказов", "passed": "от этого имени проходит", ONE: "вызов от имени, которое не принимают"}
_SEEN_EN = (
    "{refused:count:call|calls} that {asker} sent to {peer} in such a name (the first: {caller}) got {status}, every one, and "
    "{passed:count:call|calls} in the name of {accepted} and the like passed. "
)
_SEEN_RU = (
    "От такого имени (первым был {caller}) {asker} отправил на {peer} {refused:count:вызов|вызова|вызовов}, и ни один не прошёл: {status}. "
    "От имени {accepted} и подобных прошло: {passed}. "
)
_SET_EN = "Asterisk: CALLERID(num) before Dial() or from_user of the endpoint; FreePBX: Outbound CID of the extension or the trunk"
_SET_RU = "Asterisk: CALLERID(num) перед Dial() или from_user у endpoint; FreePBX: Outbound CID у внутреннего номера или транка"

RULE = Rule(
    slug="caller-id-rejected",
    area="routing",
    seeks=Seeks(statuses=statuses_of("caller-id-rejected")),
    scope="outcome",
    check=claims("caller-id-rejected", "error"),
    whole=whole,
    looks_at=("behaviour.callers_refused", "behaviour.names_refused"),
    references=("RFC 3325", "RFC 5079", "RFC 8224"),
    texts={
        "": Text(
            en=Words(
                title="{peer} does not accept the caller's number",
                explanation=(
                    "{peer} answered {status} {phrase} ({words}): it refuses the number or name that {asker} presents as caller, not the "
                    "number that was dialled."
                ),
                fix=(
                    (
                        "Present a number that belongs to you at this carrier: Asterisk PJSIP from_user or CALLERID(num), with send_pai or "
                        "send_rpid as the carrier wants; FreeSWITCH effective_caller_id_number; Kamailio uac_replace_from()."
                    ),
                    "Ask the carrier which form it wants (E.164, with or without plus), in which header, and to verify further numbers.",
                    "If the caller hides the number, forbid that on this trunk.",
                ),
                notes=REFUSED_EN,
            ),
            ru=Words(
                title="{peer} не принимает номер звонящего",
                explanation=(
                    "{peer} ответил {status} {phrase} ({words}): его не устраивает номер или имя, которые {asker} показывает как "
                    "вызывающего, а не набранный номер."
                ),
                fix=(
                    (
                        "Подставляйте номер, который закреплён за вами у этого оператора: Asterisk PJSIP from_user или CALLERID(num), при "
                        "необходимости send_pai или send_rpid; FreeSWITCH effective_caller_id_number; Kamailio uac_replace_from()."
                    ),
                    (
                        "Уточните у оператора форму номера (E.164, с плюсом или без) и заголовок, в котором он его ждёт; попросите "
                        "подтвердить остальные номера."
                    ),
                    "Если звонящий скрывает номер, запретите это на данном транке.",
                ),
                notes=REFUSED_RU,
            ),
        ),
        "pattern": Text(
            en=Words(
                title="{peer} refuses every call from {caller} and carries those of others",
                explanation=(
                    "{refused:count:call|calls} that {asker} sent in the name of {caller} got {status}, every single one and whatever was "
                    "dialled; of {others:count:call|calls} in other callers' names {passed:count:passed|passed}. So it is the caller's "
                    "number that is refused: not ordered, not verified, or not in the form that {peer} wants."
                ),
                fix=(
                    "Ask the carrier whether {caller} is ordered and released for this trunk.",
                    (
                        "Until then present a number that passes: Asterisk PJSIP from_user or CALLERID(num); FreeSWITCH "
                        "effective_caller_id_number; Kamailio uac_replace_from(); 3CX: the extension's outbound caller ID."
                    ),
                ),
                notes={"answer": "the first of the refusals", ONE: "in the name that is refused"},
            ),
            ru=Words(
                title="{peer} отвергает все вызовы от {caller}, а остальные проходят",
                explanation=(
                    "{refused:count:вызов|вызова|вызовов} от имени {caller}, отправленных {asker}, получили {status}: все подряд, что бы "
                    "ни набирали. Из {others:count:вызова|вызовов|вызовов} от других номеров прошло {passed}. Значит, не устраивает номер "
                    "вызывающего: не заказан, не подтверждён или записан не так, как ждёт {peer}."
                ),
                fix=(
                    "Уточните у оператора, заказан ли {caller} и разрешён ли он на этом транке.",
                    (
                        "Пока подставляйте номер, который проходит: Asterisk PJSIP from_user или CALLERID(num); FreeSWITCH "
                        "effective_caller_id_number; Kamailio uac_replace_from(); 3CX: исходящий номер (Caller ID) внутреннего абонента."
                    ),
                ),
                notes={"answer": "первый из отказов", ONE: "вызов от имени, которое не принимают"},
            ),
        ),
        "internal": Text(
            en=Words(
                title="{peer} refuses calls in the name of the internal number {caller}",
                explanation=_SEEN_EN
                + "{caller} is a number within the PBX: the carrier knows nobody of that name. No outbound caller ID is set for it.",
                fix=(
                    f"Set a number of this trunk as outbound caller ID of {{caller}}. {_SET_EN}; 3CX: Outbound Caller ID.",
                    "Set a caller ID for the whole trunk, so that a forgotten extension does not matter.",
                ),
                notes=_NAME_NOTES_EN,
            ),
            ru=Words(
                title="{peer} отвергает вызовы от имени внутреннего номера {caller}",
                explanation=_SEEN_RU
                + "{caller} — номер внутри АТС, оператор такого не знает. Исходящий номер (Caller ID) для него не задан.",
                fix=(
                    f"Задайте для {{caller}} исходящим один из номеров этого транка. {_SET_RU}; 3CX: Outbound Caller ID.",
                    "Задайте исходящий номер и на самом транке, тогда забытый внутренний номер ничему не помешает.",
                ),
                notes=_NAME_NOTES_RU,
            ),
        ),
        "hidden": Text(
            en=Words(
                title="{peer} refuses calls whose caller is hidden",
                explanation=_SEEN_EN
                + "A carrier must know who calls even where the number is not shown: in P-Asserted-Identity beside Privacy: id.",
                fix=(
                    (
                        "Send P-Asserted-Identity with a number of this trunk: Asterisk PJSIP send_pai=yes, trust_id_outbound=yes; "
                        "FreeSWITCH sip_cid_type=pid."
                    ),
                    "Or keep From as it is and hide the number by the carrier's own prefix or service (CLIR).",
                    "Or forbid hidden calls on this trunk.",
                ),
                notes=_NAME_NOTES_EN,
            ),
            ru=Words(
                title="{peer} отвергает вызовы со скрытым номером",
                explanation=_SEEN_RU
                + "Оператор должен знать, кто звонит, даже если номер не показывают: из P-Asserted-Identity рядом с Privacy: id.",
                fix=(
                    (
                        "Передавайте P-Asserted-Identity с номером этого транка: Asterisk PJSIP send_pai=yes, trust_id_outbound=yes; "
                        "FreeSWITCH sip_cid_type=pid."
                    ),
                    "Или оставьте From как есть и скрывайте номер услугой оператора (АнтиАОН, CLIR) или его префиксом.",
                    "Или запретите на этом транке скрытый номер.",
                ),
                notes=_NAME_NOTES_RU,
            ),
        ),
        "foreign": Text(
            en=Words(
                title="{peer} refuses the forwarded call: it goes out in the name of the outside caller {caller}",
                explanation=_SEEN_EN
                + "The call had come in from {peer} and was forwarded back there with the caller's own number, which is not yours.",
                fix=(
                    "Send your own number in From or P-Asserted-Identity of forwarded calls, and in Diversion the number that was called.",
                    f"{_SET_EN}, for forwarded calls too; 3CX: outbound rule, Reformat caller ID.",
                    "Or have the carrier allow other people's numbers for forwarded calls (with Diversion or History-Info).",
                ),
                notes=_NAME_NOTES_EN,
            ),
            ru=Words(
                title="{peer} отвергает переадресованный вызов: он уходит от имени внешнего абонента {caller}",
                explanation=_SEEN_RU + "Вызов пришёл от {peer} и был переадресован туда же с номером звонившего, а этот номер не ваш.",
                fix=(
                    "При переадресации ставьте в From или P-Asserted-Identity свой номер, а в Diversion тот, на который звонили.",
                    f"{_SET_RU}, и для переадресованных вызовов; 3CX: исходящее правило, Reformat caller ID.",
                    "Или договоритесь с оператором, чтобы он пропускал чужие номера при переадресации (с Diversion или History-Info).",
                ),
                notes=_NAME_NOTES_RU,
            ),
        ),
    },
)
