"""The direction of an answer is none that the offer allows."""

from __future__ import annotations

from collections.abc import Iterator

from sipwhy.diagnosis import Text, Words
from sipwhy.diagnosis.lint import Flaw, lint
from sipwhy.diagnosis.offers import exchanges
from sipwhy.model import Leg
from sipwhy.model.quirk import Quirk
from sipwhy.model.sdp import Direction

_ALLOWED: dict[Direction, tuple[Direction, ...]] = {
    "sendonly": ("recvonly", "inactive"),
    "recvonly": ("sendonly", "inactive"),
    "inactive": ("inactive",),
}
"""What may answer each direction (RFC 3264 section 6.1); sendrecv may be answered by any."""


def _search(leg: Leg) -> Iterator[Flaw]:
    for exchange in exchanges(leg):
        if exchange.answer and exchange.audio:
            offered, answered = (media.direction for media in exchange.audio)
            allowed = _ALLOWED.get(offered)
            if allowed and answered not in allowed:
                values = {"offered": offered, "answered": answered, "allowed": allowed}
                yield Flaw(exchange.answer, answered, " | ".join(allowed), values, (("offer", exchange.offer),))


RULE = lint(
    "answer-direction-illegal",
    _search,
    quirks=Quirk.DIRECTION,
    basis="must",
    references=("RFC 3264 section 6.1",),
    texts={
        "": Text(
            en=Words(
                title="{sender} answers {offered} with {answered}",
                explanation=(
                    "The offer says {offered}, so the answer may be {allowed:list} only. With {answered} the two sides disagree about who "
                    "may be heard: on hold this shows as voice that goes on, or as a call that stays mute afterwards."
                ),
                fix=("Update {sender}; if it is a phone behind a PBX, let the PBX answer hold itself (Asterisk PJSIP direct_media=no).",),
                notes={"flaw": "this direction does not fit", "offer": "the offer"},
            ),
            ru=Words(
                title="{sender} отвечает на {offered} направлением {answered}",
                explanation=(
                    "В предложении {offered}, поэтому ответить можно только {allowed:list}. При {answered} стороны по-разному понимают, "
                    "кого слышно: на удержании голос продолжает идти или после него остаётся тишина."
                ),
                fix=(
                    (
                        "Обновите ПО на {sender}; если это телефон за АТС, пусть на удержание отвечает сама АТС (Asterisk PJSIP "
                        "direct_media=no)."
                    ),
                ),
                notes={"flaw": "это направление не подходит", "offer": "предложение"},
            ),
        )
    },
)
