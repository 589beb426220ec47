"""The carrier does not accept the caller's number: not verified, not yours, anonymous."""

from __future__ import annotations

from collections.abc import Iterator

from sipwhy.diagnosis import ONE, Overview, Rule, Seeks, Text, Words
from sipwhy.diagnosis.behaviour import Behaviour, CallerRefused
from sipwhy.diagnosis.claims import claims, statuses_of
from sipwhy.model import Finding


def whole(overview: Overview) -> Iterator[Finding]:
    """Fires where a host refuses whatever is dialled in the name of one number, and carries the calls of others."""
    if overview.behaviour:
        found = (_finding(overview.behaviour, one) for one in overview.behaviour.callers_refused)
        yield from (finding for finding in found if finding.call_numbers)


def _finding(behaviour: Behaviour, one: CallerRefused) -> Finding:
    ground, bad = behaviour.ground, int(one.refused[0])
    return Finding(
        rule=RULE.slug,
        severity="error",
        confidence="likely",
        at_fault="pbx",
        evidence=(ground.message("answer", int(ground.legs("final_message")[bad])),),
        values={
            "peer": ground.ip(one.peer.ip),
            "asker": ground.ip(int(ground.legs("src_ip")[bad])),
            "caller": ground.text(one.caller),
            "refused": len(one.refused),
            "others": one.others,
            "passed": one.passed,
            "status": int(ground.legs("status")[bad]),
        },
        variant="pattern",
        call_numbers=ground.failed(one.refused),
        is_cause=True,
        at=int(ground.legs("final_message")[bad]) + 1,
    )


RULE = Rule(
    slug="caller-id-rejected",
    area="routing",
    seeks=Seeks(statuses=statuses_of("caller-id-rejected")),
    scope="outcome",
    check=claims("caller-id-rejected", "error"),
    whole=whole,
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
                notes={
                    "answer": "the refusal",
                    "told": "what the caller was told in the end",
                },
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
                notes={
                    "answer": "отказ",
                    "told": "что в итоге ответили звонящему",
                },
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
    },
)
