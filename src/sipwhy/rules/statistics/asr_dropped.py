"""A host carried calls, and from some moment on it lost many of them."""

from __future__ import annotations

from collections.abc import Iterator

from sipwhy.diagnosis import CaptureRule, Overview, Text, Words
from sipwhy.diagnosis.behaviour import DROP, Behaviour, Drop
from sipwhy.model import Finding


def check(overview: Overview) -> Iterator[Finding]:
    """Fires for each host that lost a fifth more of its calls after some moment than before, far beyond chance."""
    if overview.behaviour:
        yield from (_finding(overview.behaviour, drop) for drop in overview.behaviour.drops)


def _finding(behaviour: Behaviour, drop: Drop) -> Finding:
    ground, legs, lost = behaviour.ground, drop.peer.legs, drop.peer.lost
    before, after = drop.parts
    first = int(legs[drop.at :][lost[drop.at :]][0])
    return Finding(
        rule=RULE.slug,
        severity="warning",
        confidence="likely",
        at_fault=ground.blame(drop.peer.ip),
        evidence=(ground.proof("turn", first),),
        values={
            "peer": ground.ip(drop.peer.ip),
            "before": drop.before,
            "after": drop.after,
            "asr_before": float((before // 100 == 2).mean()),
            "asr_after": float((after // 100 == 2).mean()),
            "calls_before": len(before),
            "calls_after": len(after),
            "status": str(drop.status or "-"),
            "lasted": float(ground.legs("first_ts")[legs[-1]] - ground.legs("first_ts")[first]) / 1e6,
        },
        variant="" if drop.status else "silent",
        call_numbers=ground.failed(legs[drop.at :][lost[drop.at :]]),
    )


_FIX_EN = (
    "Write a ticket to whoever runs {peer}: the moment, both shares, and three Call-IDs (sipwhy calls FILE).",
    "Until it is mended send the calls elsewhere: take {peer} out of the route, or put it last.",
    "Look what was changed at that moment: routes, prices, certificates, a firewall.",
)
_FIX_RU = (
    "Подайте заявку тому, кто отвечает за {peer}: момент, обе доли и три Call-ID (sipwhy calls FILE).",
    "Пока не починят, отправляйте вызовы другим путём: уберите {peer} из маршрута или поставьте последним.",
    "Посмотрите, что меняли в этот момент: маршруты, тарифы, сертификаты, межсетевой экран.",
)
_NOTES_EN, _NOTES_RU = {"turn": "here it begins"}, {"turn": "с этого места"}

RULE = CaptureRule(
    slug="asr-dropped",
    area="statistics",
    check=check,
    looks_at=("behaviour.drops",),
    known_by=("peer",),
    limits=(DROP,),
    references=("RFC 6076 section 4.7", "ITU-T E.425", "E. B. Wilson, 1927: interval for a share"),
    texts={
        "": Text(
            en=Words(
                title="{peer} loses {after:percent} of its calls instead of {before:percent}: mostly {status}",
                explanation=(
                    "Of the first {calls_before:count:call|calls} {peer} lost {before:percent} (answered: {asr_before:percent}), of the "
                    "{calls_after:count:call|calls} after that {after:percent} (answered: {asr_after:percent}), mostly with {status}. It "
                    "has lasted for {lasted:seconds} until the end of the capture. Busy and unanswered calls are not counted as lost, and "
                    "chance does not explain the difference."
                ),
                fix=_FIX_EN,
                notes=_NOTES_EN,
            ),
            ru=Words(
                title="{peer} теряет {after:percent} вызовов вместо {before:percent}: чаще всего {status}",
                explanation=(
                    "Из первых {calls_before:count:вызова|вызовов|вызовов} {peer} потерял {before:percent} (ASR {asr_before:percent}), из "
                    "следующих {calls_after:count:вызова|вызовов|вызовов} уже {after:percent} (ASR {asr_after:percent}), чаще всего с "
                    "ответом {status}. До конца дампа это длилось {lasted:seconds}. «Занято» и «не ответил» потерями не считаются, и "
                    "случайностью такую разницу не объяснить."
                ),
                fix=_FIX_RU,
                notes=_NOTES_RU,
            ),
        ),
        "silent": Text(
            en=Words(
                title="{peer} loses {after:percent} of its calls instead of {before:percent}: it does not answer",
                explanation=(
                    "Of the first {calls_before:count:call|calls} {peer} lost {before:percent} (answered: {asr_before:percent}), of the "
                    "{calls_after:count:call|calls} after that {after:percent} (answered: {asr_after:percent}): it sends no answer. It has "
                    "lasted for {lasted:seconds} until the end of the capture. Chance does not explain the difference."
                ),
                fix=_FIX_EN,
                notes=_NOTES_EN,
            ),
            ru=Words(
                title="{peer} теряет {after:percent} вызовов вместо {before:percent}: не отвечает",
                explanation=(
                    "Из первых {calls_before:count:вызова|вызовов|вызовов} {peer} потерял {before:percent} (ASR {asr_before:percent}), из "
                    "следующих {calls_after:count:вызова|вызовов|вызовов} уже {after:percent} (ASR {asr_after:percent}): ответов нет. До "
                    "конца дампа это длилось {lasted:seconds}. Случайностью такую разницу не объяснить."
                ),
                fix=_FIX_RU,
                notes=_NOTES_RU,
            ),
        ),
    },
)
