"""An answer names no codec of its offer; where the call stands on it, offer-answer-violation speaks."""

from __future__ import annotations

from collections.abc import Iterator

from sipwhy.diagnosis import Text, Words
from sipwhy.diagnosis.lint import Flaw, lint
from sipwhy.diagnosis.offers import decides, exchanges, is_strange, names
from sipwhy.model import Leg
from sipwhy.model.quirk import Quirk


def _search(leg: Leg) -> Iterator[Flaw]:
    for exchange in exchanges(leg):
        if exchange.answer and exchange.audio and is_strange(exchange) and not decides(exchange, leg):
            offered, answered = (names(media) for media in exchange.audio)
            values = {"offered": offered, "answered": answered}
            yield Flaw(exchange.answer, ", ".join(answered), ", ".join(offered), values, (("offer", exchange.offer),))


RULE = lint(
    "answer-without-common-format",
    _search,
    quirks=Quirk.FORMATS,
    basis="must",
    references=("RFC 3264 section 6.1",),
    texts={
        "": Text(
            en=Words(
                title="{label} from {sender} answers with {answered:list}, offered were {offered:list}",
                explanation=(
                    "An answer may only choose among the formats of the offer. Here it names none of them: voice is understood one way at "
                    "best."
                ),
                fix=("Allow one codec on both sides; if the lists agree and {sender} answers so all the same, update it.",),
                notes={"flaw": "answers with something else", "offer": "what was offered"},
            ),
            ru=Words(
                title="{label} от {sender} отвечает {answered:list}, а предложены {offered:list}",
                explanation=(
                    "В ответе можно выбирать только из предложенного. Здесь не выбрано ничего из него: в лучшем случае голос понятен в "
                    "одну сторону."
                ),
                fix=("Разрешите с обеих сторон один кодек; если списки совпадают, а {sender} отвечает так всё равно, обновите его.",),
                notes={"flaw": "в ответе другое", "offer": "что предложено"},
            ),
        )
    },
)
