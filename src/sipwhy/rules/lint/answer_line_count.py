"""An answer has not as many media lines as its offer."""

from __future__ import annotations

from collections.abc import Iterator

from sipwhy.diagnosis import Text, Words
from sipwhy.diagnosis.lint import Flaw, lint
from sipwhy.diagnosis.offers import exchanges
from sipwhy.model import Leg
from sipwhy.model.quirk import Quirk


def _search(leg: Leg) -> Iterator[Flaw]:
    for exchange in exchanges(leg):
        offer, answer = exchange.offer.sdp, exchange.answer.sdp if exchange.answer else None
        if exchange.answer and offer and answer and len(offer.media) != len(answer.media):
            offered, answered = (tuple(media.kind for media in sdp.media) for sdp in (offer, answer))
            values = {"offered": offered, "answered": answered}
            yield Flaw(exchange.answer, str(len(answered)), str(len(offered)), values, (("offer", exchange.offer),))


RULE = lint(
    "answer-line-count",
    _search,
    quirks=Quirk.LINES,
    basis="must",
    references=("RFC 3264 section 6",),
    texts={
        "": Text(
            en=Words(
                title="{label} from {sender} has {answered:list}, offered were {offered:list}",
                explanation=(
                    "An answer must have one media line for each of the offer, refused ones with port 0. With more or fewer lines the "
                    "other side may set one to the wrong media, or end the call."
                ),
                fix=("Update {sender}; or do not offer it what it cannot do (video off on the phone, T.38 off on the trunk).",),
                notes={"flaw": "the number of media lines differs", "offer": "the offer"},
            ),
            ru=Words(
                title="{label} от {sender}: {answered:list}, а предложены {offered:list}",
                explanation=(
                    "В ответе должно быть столько же строк m=, сколько в предложении, отклонённые с портом 0. Если их больше или меньше, "
                    "другая сторона может перепутать потоки или завершить вызов."
                ),
                fix=("Обновите ПО на {sender}; или не предлагайте ему лишнего (выключите видео на телефоне, T.38 на транке).",),
                notes={"flaw": "число строк m= не то", "offer": "предложение"},
            ),
        )
    },
)
