"""A host tried several next hops for one call, one after the other, and each of them failed in its own way."""

from __future__ import annotations

from collections.abc import Iterator

from sipwhy.diagnosis import Rule, Scene, Seeks, Text, Words
from sipwhy.diagnosis.blame import maker
from sipwhy.diagnosis.legs import deciding, tried_in_turn
from sipwhy.diagnosis.meaning import proof
from sipwhy.diagnosis.reading import cancel_of, q850, ring_start
from sipwhy.model import AtFault, Call, Confidence, Finding, Leg
from sipwhy.model.finding import weaker

_OF_PEOPLE = frozenset({480, 486, 487, 600, 603})
"""Statuses of a callee who was reached: no further route would have helped."""
_NUMBER_LACKS = frozenset({404, 410, 484, 485, 604})
"""Statuses of a number that nobody has: two hosts that say so are right."""
_CAUSES_OF_PEOPLE, _CAUSES_OF_NUMBERS = (17, 18, 19), (1, 22, 28)
"""The same by Q.850 cause: busy, no answer; unallocated, changed, incomplete."""
_REFUSALS, _SERVERS = 400, 500


def check(call: Call, scene: Scene) -> Iterator[Finding]:
    """Fires on a call that failed though its host went from one next hop to another, and none of them says that a person ended it."""
    where = deciding(call)
    tried = tried_in_turn(where, call) if where else ()
    if where is None or not tried or not all(_has_failed(leg) and scene.host(leg.dst.ip).role != "phone" for leg in tried):
        return
    if sum(map(_lacks_number, tried)) > 1:
        return
    makers: set[AtFault] = {maker(leg, call, scene) if _is_of_server(leg) else "unknown" for leg in tried}
    sure: Confidence = "certain"
    for leg in tried:
        sure = weaker(sure, leg.confidence)
    shown = [proof("answer", leg.final) if leg.final else proof("silence", leg.messages[0]) for leg in tried]
    yield Finding(
        rule=RULE.slug,
        severity="notice",
        confidence=sure,
        at_fault=makers.pop() if len(makers) == 1 else "unknown",
        evidence=tuple(shown),
        values={
            "asker": where.leg.src.ip,
            "first": tried[0].dst.ip,
            "hops": len(tried),
            "answers": tuple(f"{leg.dst.ip}: {leg.final.label if leg.final else '-'}" for leg in tried),
        },
        variant="" if all(leg.final for leg in tried) else "silent",
        at=shown[0].message,
    )


def _is_of_server(leg: Leg) -> bool:
    """Whether the fault is the next hop's and not of what was sent to it."""
    return leg.final is None or (leg.final.status or 0) >= _SERVERS


def _lacks_number(leg: Leg) -> bool:
    """Whether a next hop says that nobody has the number."""
    return leg.status in _NUMBER_LACKS or (leg.final is not None and q850(leg.final) in _CAUSES_OF_NUMBERS)


def _has_failed(leg: Leg) -> bool:
    """Whether a next hop refused by itself before anything rang, or kept silent until it was given up."""
    final = leg.final
    if final is None or final.status is None:
        return leg.deciding is not None and not leg.deciding.answers
    of_person = final.status in _OF_PEOPLE or q850(final) in _CAUSES_OF_PEOPLE or ring_start(leg) or cancel_of(leg)
    return final.status >= _REFUSALS and not of_person


def _text(dash_en: str = "", dash_ru: str = "") -> Text:
    """What is said, with a word about the dash where one stands in the list."""
    return Text(
        en=Words(
            title="{asker} tried {hops:count:route|routes} in turn, and none took the call: {answers:list}",
            explanation=(
                f"{{asker}} went on to the next route each time, as it should, and every one failed{dash_en}. The "
                "caller hears of one of them alone, and what is mended there does not mend the others."
            ),
            fix=(
                "Look into each refusal by itself, beginning with {first}: sipwhy code NUMBER tells what it means and who mends it.",
                "If all refuse alike, look at what was sent to all of them: the number and its form, the caller's number, the codecs.",
                "A ticket for one carrier does not mend the other: send each its own Call-ID and time.",
                "A reserve that refuses is none: place a test call through each route from time to time, or watch them by OPTIONS.",
            ),
            notes={"answer": "a route refuses", "silence": "a route does not answer"},
        ),
        ru=Words(
            title="{asker} перебрал {hops:count:маршрут|маршрута|маршрутов}, вызов не принял ни один: {answers:list}",
            explanation=(
                f"{{asker}} каждый раз переходил к следующему маршруту, как и должен, но не прошёл ни один{dash_ru}. "
                "Звонящий узнаёт лишь об одном отказе, и исправить его мало: остальные от этого не заработают."
            ),
            fix=(
                "Разберите каждый отказ отдельно, начиная с {first}: sipwhy code КОД объясняет, что он значит и кто его исправляет.",
                "Если все отказывают одинаково, смотрите, что им отправлено: номер и его вид, номер звонящего, кодеки.",
                "Заявка одному оператору не поможет с другим: отправьте каждому его Call-ID и время.",
                "Резерв, который отказывает, не резерв: время от времени делайте пробный вызов через каждый маршрут или опрашивайте их "
                "OPTIONS.",
            ),
            notes={"answer": "отказ маршрута", "silence": "маршрут не отвечает"},
        ),
    )


RULE = Rule(
    slug="every-route-failed",
    area="upstream",
    seeks=Seeks(results=frozenset({"failed"})),
    check=check,
    aside=True,
    tells_why=("", "silent"),
    references=("RFC 3261 section 16.7 step 5",),
    texts={
        "": _text(),
        "silent": _text(" (a dash: no answer at all)", " (прочерк: ответа не было вовсе)"),
    },
)
