"""The server refuses the form of the number, not the number: prefix, plus sign, country code, URI scheme."""

from __future__ import annotations

from collections.abc import Iterator

from sipwhy.diagnosis import ONE, Overview, Rule, Seeks, Text, Words
from sipwhy.diagnosis.behaviour import Behaviour, FormRefused
from sipwhy.diagnosis.claims import claims, statuses_of
from sipwhy.diagnosis.notes import REFUSED_EN, REFUSED_RU
from sipwhy.model import Finding


def whole(overview: Overview) -> Iterator[Finding]:
    """Fires where a host never carries numbers in one form, and carries the same or like numbers in another."""
    if overview.behaviour:
        found = (_finding(overview.behaviour, one) for one in overview.behaviour.forms_refused)
        yield from (finding for finding in found if finding.call_numbers)


def _finding(behaviour: Behaviour, one: FormRefused) -> Finding:
    ground, bad, good = behaviour.ground, int(one.refused[0]), int(one.passed[0])
    return Finding(
        rule=RULE.slug,
        severity="error",
        confidence="likely",
        at_fault="pbx",
        evidence=(ground.answer("refused", bad), ground.proof("passed", good)),
        values={
            "peer": ground.ip(one.peer.ip),
            "refused": len(one.refused),
            "passed": len(one.passed),
            "bad": ground.text(int(ground.user[bad])),
            "good": ground.text(int(ground.user[good])),
            "status": one.status,
            "same": one.same,
        },
        variant="same" if one.same else "pattern",
        call_numbers=ground.failed(one.refused),
        is_cause=True,
        at=ground.ends_at(bad),
    )


_NOTES_EN = {"refused": "refused in this form", "passed": "passed in this one", ONE: "sent in the form that is refused"}
_NOTES_RU = {"refused": "в таком виде отказ", "passed": "в таком проходит", ONE: "отправлен в том виде, который не принимают"}
_SETTING_EN = (
    "Asterisk: change EXTEN in Dial(); FreeSWITCH: the bridge string; Kamailio: dialplan or uac module; 3CX: outbound rule, strip and "
    "prepend."
)
_SETTING_RU = (
    "Asterisk: измените EXTEN в Dial(); FreeSWITCH: строку bridge; Kamailio: модули dialplan и uac; 3CX: исходящее правило, удаление и "
    "добавление цифр."
)
_FIX_EN = (
    "Rewrite the numbers to the form that passes before they are sent to {peer}: like {good} instead of {bad}.",
    _SETTING_EN,
    "Look who sends that form: often one branch, one telephone book or a new outbound rule.",
)
_FIX_RU = (
    "Перед отправкой на {peer} приводите номера к виду, который проходит: {good}, а не {bad}.",
    _SETTING_RU,
    "Найдите, откуда берётся этот вид: часто это один филиал, телефонная книга или новое исходящее правило.",
)

RULE = Rule(
    slug="number-format-rejected",
    area="routing",
    seeks=Seeks(statuses=statuses_of("number-format-rejected")),
    scope="outcome",
    check=claims("number-format-rejected", "error"),
    whole=whole,
    looks_at=("behaviour.forms_refused",),
    references=("RFC 3261 section 21.4.14", "ITU-T E.164"),
    texts={
        "": Text(
            en=Words(
                title="{peer} does not accept the number {callee} in this form",
                explanation=(
                    "{peer} answered {status} {phrase}: it refuses the form of the number. Carriers want one fixed form, mostly E.164 with "
                    "the country code, with or without the plus sign."
                ),
                fix=(
                    (
                        "Ask the carrier which form it wants (for Russia +7XXXXXXXXXX, 7XXXXXXXXXX or 8XXXXXXXXXX) and rewrite the number "
                        "before it is sent."
                    ),
                    _SETTING_EN,
                ),
                notes=REFUSED_EN,
            ),
            ru=Words(
                title="{peer} не принимает номер {callee} в таком виде",
                explanation=(
                    "{peer} ответил {status} {phrase}: его не устраивает запись номера. Операторы ждут одну определённую форму, чаще всего "
                    "E.164 с кодом страны, с плюсом или без."
                ),
                fix=(
                    "Уточните у оператора нужную форму (+7XXXXXXXXXX, 7XXXXXXXXXX или 8XXXXXXXXXX) и преобразуйте номер перед отправкой.",
                    _SETTING_RU,
                ),
                notes=REFUSED_RU,
            ),
        ),
        "same": Text(
            en=Words(
                title="{peer} refuses numbers written like {bad} and takes the same ones written like {good}",
                explanation=(
                    "{peer} refused {refused:count:call|calls} to numbers written like {bad} with {status}, every single one, while "
                    "{passed:count:call|calls} written like {good} passed; {same:count:number was|numbers were} dialled both ways. It is "
                    "the form that is refused, not the number."
                ),
                fix=_FIX_EN,
                notes=_NOTES_EN,
            ),
            ru=Words(
                title="{peer} отвергает номера вида {bad}, а те же номера вида {good} принимает",
                explanation=(
                    "{peer} ответил {status} на {refused:count:вызов|вызова|вызовов} на номера вида {bad}, то есть на все, а "
                    "{passed:count:вызов|вызова|вызовов} вида {good} прошли; {same:count:номер|номера|номеров} набирали и так и так. Не "
                    "устраивает запись номера, а не сам номер."
                ),
                fix=_FIX_RU,
                notes=_NOTES_RU,
            ),
        ),
        "pattern": Text(
            en=Words(
                title="{peer} refuses every number written like {bad}; written like {good} they pass",
                explanation=(
                    "{peer} refused {refused:count:call|calls} to numbers written like {bad} with {status}, every single one, while "
                    "{passed:count:call|calls} to the same areas written like {good} passed. That is hardly chance: it is the form that is "
                    "refused."
                ),
                fix=_FIX_EN,
                notes=_NOTES_EN,
            ),
            ru=Words(
                title="{peer} отвергает все номера вида {bad}; в виде {good} они проходят",
                explanation=(
                    "{peer} ответил {status} на {refused:count:вызов|вызова|вызовов} на номера вида {bad}, то есть на все, а "
                    "{passed:count:вызов|вызова|вызовов} по тем же направлениям вида {good} прошли. На случайность это не похоже: не "
                    "устраивает запись номера."
                ),
                fix=_FIX_RU,
                notes=_NOTES_RU,
            ),
        ),
    },
)
