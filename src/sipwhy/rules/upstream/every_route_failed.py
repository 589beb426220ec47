"""A host tried several next hops for one call, one after the other, and each of them failed in its own way."""

from __future__ import annotations

from collections.abc import Iterator

from sipwhy.diagnosis import Rule, Scene, Seeks, Text, Words
from sipwhy.diagnosis.blame import maker
from sipwhy.diagnosis.legs import deciding, tried_in_turn
from sipwhy.diagnosis.meaning import proof, weaker
from sipwhy.diagnosis.reading import cancel_of
from sipwhy.model import AtFault, Call, Confidence, Finding, Leg

_OF_PEOPLE = frozenset({480, 486, 487, 600, 603})
"""Statuses of a callee who was reached: no further route would have helped."""
_REFUSALS = 400


def check(call: Call, scene: Scene) -> Iterator[Finding]:
    """Fires on a call that failed though its host went from one next hop to another, and none of them says that a person ended it."""
    where = deciding(call)
    tried = tried_in_turn(where, call) if where else ()
    if where is None or not tried or not all(_has_failed(leg) and scene.host(leg.dst.ip).role != "phone" for leg in tried):
        return
    makers: set[AtFault] = {maker(leg, call, scene) for leg in tried}
    sure: Confidence = "certain"
    for leg in tried:
        sure = weaker(sure, leg.confidence)
    shown = [proof("answer", leg.final) if leg.final else proof("silence", leg.messages[0]) for leg in tried]
    yield Finding(
        rule=RULE.slug,
        severity="warning",
        confidence=sure,
        at_fault=makers.pop() if len(makers) == 1 else "unknown",
        evidence=tuple(shown),
        values={
            "asker": where.leg.src.ip,
            "first": tried[0].dst.ip,
            "hops": len(tried),
            "answers": tuple(f"{leg.dst.ip}: {leg.final.label if leg.final else '-'}" for leg in tried),
        },
        at=shown[0].message,
    )


def _has_failed(leg: Leg) -> bool:
    """Whether a next hop refused by itself, or kept silent until it was given up."""
    final = leg.final
    if final is None or final.status is None:
        return leg.deciding is not None and not leg.deciding.answers
    return final.status >= _REFUSALS and final.status not in _OF_PEOPLE and not cancel_of(leg)


RULE = Rule(
    slug="every-route-failed",
    area="upstream",
    seeks=Seeks(results=frozenset({"failed"})),
    check=check,
    aside=True,
    references=("RFC 3261 section 16.7 step 5",),
    texts={
        "": Text(
            en=Words(
                title="{asker} tried {hops:count:route|routes} in turn, and none took the call: {answers:list}",
                explanation=(
                    "{asker} went on to the next route each time, as it should, and each failed for a reason of its own (a dash: no "
                    "answer at all). The caller hears of one of them alone; the call would have passed if any of them had been in order, "
                    "{first} first."
                ),
                fix=(
                    "Look into each refusal by itself, beginning with {first}: sipwhy code NUMBER tells what it means and who mends it.",
                    "A ticket for one carrier does not mend the other: send each its own Call-ID and time.",
                    "A reserve that refuses is none: place a test call through each route from time to time, or watch them by OPTIONS.",
                ),
                notes={"answer": "a route refuses", "silence": "a route does not answer"},
            ),
            ru=Words(
                title="{asker} перебрал {hops:count:маршрут|маршрута|маршрутов}, вызов не принял ни один: {answers:list}",
                explanation=(
                    "{asker} каждый раз переходил к следующему маршруту, как и должен, и каждый отказал по своей причине (прочерк: "
                    "ответа не было вовсе). Звонящий узнаёт лишь об одной; вызов прошёл бы, будь исправен любой из них, прежде всего "
                    "{first}."
                ),
                fix=(
                    "Разберите каждый отказ отдельно, начиная с {first}: sipwhy code КОД объясняет, что он значит и кто его исправляет.",
                    "Заявка одному оператору не поможет с другим: отправьте каждому его Call-ID и время.",
                    "Резерв, который отказывает, не резерв: время от времени делайте пробный вызов через каждый маршрут или опрашивайте их "
                    "OPTIONS.",
                ),
                notes={"answer": "отказ маршрута", "silence": "маршрут не отвечает"},
            ),
        ),
    },
)
