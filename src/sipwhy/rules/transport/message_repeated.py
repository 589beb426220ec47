"""A request or an answer had to be sent more than once, and got through in the end."""

from __future__ import annotations

from collections.abc import Iterator

from sipwhy.diagnosis import Rule, Scene, Seeks, Text, Words
from sipwhy.diagnosis.contacts import repeats_of_answer
from sipwhy.diagnosis.meaning import proof
from sipwhy.diagnosis.reading import sent_times
from sipwhy.model import Call, Finding, Transaction
from sipwhy.model.flag import Flag

_OFTEN = 3
"""How often a request is sent before it is more than a lost packet."""


def check(call: Call, scene: Scene) -> Iterator[Finding]:
    """Fires once for the request that was sent most often before anything answered it, and once for an answer acknowledged late."""
    asked = [one for leg in call.legs for one in leg.transactions if one.repeats and one.answers and one.request and _before(one)]
    if asked:
        yield _request(max(asked, key=_before))
    late = next((one for leg in call.legs for one in leg.attempts if _is_late(one)), None)
    if late:
        yield _answer(late)


def _is_late(transaction: Transaction) -> bool:
    """Whether an ACK came behind every repeat of the answer: one before them was lost farther on, which is another matter."""
    repeats = repeats_of_answer(transaction)
    return bool(repeats) and transaction.ack is not None and transaction.ack.ts >= repeats[-1].ts


def _before(transaction: Transaction) -> int:
    """How many repeats of a request went out before anything answered it."""
    first = transaction.answers[0].ts
    return sum(repeat.ts < first for repeat in transaction.repeats)


def _request(transaction: Transaction) -> Finding:
    times = _before(transaction) + 1
    answer = transaction.answers[0]
    return Finding(
        rule=RULE.slug,
        severity="notice" if times >= _OFTEN else "info",
        confidence="certain",
        at_fault="network" if times < _OFTEN else "unknown",
        evidence=(proof("first", transaction.first), proof("repeat", transaction.repeats[0]), proof("answered", answer)),
        values={
            "method": transaction.method,
            "asker": transaction.first.src.ip,
            "peer": transaction.first.dst.ip,
            "times": min(times, sent_times(transaction)),
            "seconds": (answer.ts - transaction.first.ts) / 1e6,
        },
        variant="" if transaction.method == "INVITE" else "other",
    )


def _answer(transaction: Transaction) -> Finding:
    repeats = repeats_of_answer(transaction)
    answer, ack = transaction.final or repeats[0], transaction.ack or repeats[-1]
    return Finding(
        rule=RULE.slug,
        severity="notice" if len(repeats) >= _OFTEN else "info",
        confidence="certain",
        at_fault="unknown",
        evidence=(proof("answer", answer), proof("repeat", repeats[0]), proof("ack", ack)),
        values={
            "label": answer.label,
            "peer": answer.src.ip,
            "asker": answer.dst.ip,
            "times": len(repeats),
            "seconds": (ack.ts - answer.ts) / 1e6,
        },
        variant="answer",
    )


_NOTES_EN = {
    "first": "sent for the first time",
    "repeat": "sent again",
    "answered": "the first answer",
    "answer": "the answer",
    "ack": "ACK",
}
_NOTES_RU = {
    "first": "отправлен впервые",
    "repeat": "отправлен снова",
    "answered": "первый ответ",
    "answer": "ответ",
    "ack": "наконец ACK",
}

RULE = Rule(
    slug="message-repeated",
    area="transport",
    seeks=Seeks(
        kinds=frozenset({"call", "registration", "options", "subscription", "message"}), flags=Flag.REPEATED | Flag.ANSWER_REPEATED
    ),
    check=check,
    aside=True,
    references=("RFC 3261 sections 17.1.1.2, 17.1.2.2 and 13.3.1.4",),
    texts={
        "": Text(
            en=Words(
                title="{method} was sent {times:count:time|times} before {peer} answered",
                explanation=(
                    "{asker} sent {method} to {peer} {times:count:time|times}; the first answer came {seconds:seconds} after the first "
                    "try. A packet got lost on the way there or back, or {peer} needs longer than 0.5 s for its first answer. Callers hear "
                    "that long nothing."
                ),
                fix=(
                    "Now and then this does no harm. If it happens often: measure loss with mtr {peer}, and look at the load of {peer}.",
                    "A server that looks up names or databases before it answers should send 100 Trying first.",
                ),
                notes=_NOTES_EN,
            ),
            ru=Words(
                title="{method} отправлен {times:count:раз|раза|раз}, прежде чем {peer} ответил",
                explanation=(
                    "{asker} отправлял {method} на {peer} {times:count:раз|раза|раз}; первый ответ пришёл через {seconds:seconds} после "
                    "первой попытки. Пакет потерялся по пути туда или обратно, либо {peer} готовит первый ответ дольше 0,5 с. Всё это "
                    "время звонящий слышит тишину."
                ),
                fix=(
                    "Редкие повторы не страшны. Если это часто, измерьте потери: mtr {peer}, и посмотрите нагрузку {peer}.",
                    "Сервер, который до ответа ходит в DNS или базу данных, должен сначала отправлять 100 Trying.",
                ),
                notes=_NOTES_RU,
            ),
        ),
        "other": Text(
            en=Words(
                title="{method} was sent {times:count:time|times} before {peer} answered",
                explanation=(
                    "{asker} sent {method} to {peer} {times:count:time|times}; the first answer came {seconds:seconds} after the first "
                    "try. A packet got lost on the way there or back, or {peer} was slow to answer."
                ),
                fix=("Now and then this does no harm. If it happens often: measure loss with mtr {peer}, and look at the load of {peer}.",),
                notes=_NOTES_EN,
            ),
            ru=Words(
                title="{method} отправлен {times:count:раз|раза|раз}, прежде чем {peer} ответил",
                explanation=(
                    "{asker} отправлял {method} на {peer} {times:count:раз|раза|раз}; первый ответ пришёл через {seconds:seconds} после "
                    "первой попытки. Пакет потерялся по пути туда или обратно, либо {peer} медлил с ответом."
                ),
                fix=("Редкие повторы не страшны. Если это часто, измерьте потери: mtr {peer}, и посмотрите нагрузку {peer}.",),
                notes=_NOTES_RU,
            ),
        ),
        "answer": Text(
            en=Words(
                title="{label} from {peer} had to be repeated {times:count:time|times} until ACK came",
                explanation=(
                    "{peer} repeated {label} {times:count:time|times}; the ACK of {asker} came {seconds:seconds} after the first. An ACK "
                    "got lost, or {asker} was slow to send it. Had it not come within 32 s, the call would have been dropped."
                ),
                fix=("Measure loss between the two with mtr {peer}.", "Look at the load of {asker}."),
                notes=_NOTES_EN,
            ),
            ru=Words(
                title="{label} от {peer} пришлось повторить {times:count:раз|раза|раз}, пока не пришёл ACK",
                explanation=(
                    "{peer} повторил {label} {times:count:раз|раза|раз}; ACK от {asker} пришёл через {seconds:seconds} после первого. ACK "
                    "терялся, или {asker} медлил с ним. Не приди он за 32 с, вызов был бы разорван."
                ),
                fix=("Измерьте потери между ними: mtr {peer}.", "Посмотрите нагрузку {asker}."),
                notes=_NOTES_RU,
            ),
        ),
    },
)
