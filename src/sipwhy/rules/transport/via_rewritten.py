"""The Via of an answer is not that of its request: something between rewrote one of them."""

from __future__ import annotations

from collections.abc import Iterator

from sipwhy.diagnosis import Rule, Scene, Seeks, Text, Words
from sipwhy.diagnosis.blame import maker
from sipwhy.diagnosis.meaning import proof
from sipwhy.diagnosis.translation import echoed_otherwise, sent_by
from sipwhy.model import Call, Finding
from sipwhy.model.quirk import Quirk


def check(call: Call, scene: Scene) -> Iterator[Finding]:
    """Fires for the first answer of a call whose top Via names another sender than its request."""
    for leg in call.legs:
        found = echoed_otherwise(leg)
        if found:
            request, answer = found
            extra = len(answer.values("Via")) > len(request.values("Via"))
            yield Finding(
                rule=RULE.slug,
                severity="notice",
                confidence="certain",
                at_fault=maker(leg, call, scene) if extra else "network",
                evidence=(proof("request", request), proof("answer", answer)),
                values={
                    "label": answer.label,
                    "peer": answer.src.ip,
                    "asker": request.src.ip,
                    "sent": sent_by(request.values("Via")[0]),
                    "came": sent_by(answer.values("Via")[0]),
                },
                variant="extra" if extra else "",
            )
            return


_NOTES_EN = {"request": "left with Via {sent}", "answer": "came back with Via {came}"}
_NOTES_RU = {"request": "ушло с Via {sent}", "answer": "вернулось с Via {came}"}

RULE = Rule(
    slug="via-rewritten",
    area="transport",
    seeks=Seeks(kinds=frozenset({("call"), "registration", "options", "subscription", "message"}), quirks=Quirk.VIA_CHANGED),
    check=check,
    aside=True,
    references=("RFC 3261 sections 8.2.6.2 and 18.2.2",),
    texts={
        "": Text(
            en=Words(
                title="{asker} sent Via {sent} and got {label} with Via {came} back",
                explanation=(
                    "A server must return Via as it came. {asker} wrote {sent}, and the answer that came from {peer} has "
                    "{came}: a router on the way rewrites SIP (SIP ALG) and did not undo it on the way back, or {peer} "
                    "breaks the rule. Some programs throw such answers away."
                ),
                fix=(
                    "Switch SIP ALG off in the router of {asker}, and see whether the difference is gone.",
                    "Capture at {peer} too: what arrives there shows who changed it.",
                ),
                notes=_NOTES_EN,
            ),
            ru=Words(
                title="{asker} отправил Via {sent}, а в {label} вернулся Via {came}",
                explanation=(
                    "Сервер обязан вернуть Via таким, каким получил. {asker} написал {sent}, а в ответе, пришедшем от {peer}, стоит "
                    "{came}: маршрутизатор по пути переписывает SIP (SIP ALG) и на обратном пути не вернул как было, либо {peer} нарушает "
                    "правило. Часть программ такие ответы выбрасывает."
                ),
                fix=(
                    "Выключите SIP ALG в маршрутизаторе {asker} и посмотрите, исчезла ли разница.",
                    "Снимите дамп и на {peer}: по тому, что туда приходит, видно, кто это изменил.",
                ),
                notes=_NOTES_RU,
            ),
        ),
        "extra": Text(
            en=Words(
                title="{peer} passed {label} on with a Via that it should have removed: {came}",
                explanation=(
                    "{asker} sent Via {sent}, and the answer from {peer} begins with {came} above it. A proxy must take its own Via off an "
                    "answer before it passes it on; a strict program throws such an answer away."
                ),
                fix=("Mend or update the proxy {peer}: RFC 3261 section 16.7, step 3.",),
                notes=_NOTES_EN,
            ),
            ru=Words(
                title="{peer} передал {label} с лишним Via, который должен был снять: {came}",
                explanation=(
                    "{asker} отправил Via {sent}, а ответ от {peer} начинается с {came} поверх него. Прокси обязан снять "
                    "свой Via с ответа, прежде чем передать дальше; строгая программа такой ответ выбросит."
                ),
                fix=("Исправьте или обновите прокси {peer}: RFC 3261, раздел 16.7, шаг 3.",),
                notes=_NOTES_RU,
            ),
        ),
    },
)
