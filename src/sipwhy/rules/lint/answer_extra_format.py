"""An answer names formats beside those that were offered."""

from __future__ import annotations

from collections.abc import Iterator

from sipwhy.diagnosis import Text, Words
from sipwhy.diagnosis.lint import Flaw, lint
from sipwhy.diagnosis.offers import exchanges, is_named, voice
from sipwhy.model import Leg
from sipwhy.model.quirk import Quirk


def _search(leg: Leg) -> Iterator[Flaw]:
    for exchange in exchanges(leg):
        if exchange.answer and exchange.audio:
            offered, answered = (voice(media) for media in exchange.audio)
            extra = tuple(name for key, name in answered.items() if key not in offered)
            if extra and offered.keys() & answered.keys() and all(is_named(media) for media in exchange.audio):
                notes = (("offer", exchange.offer),)
                yield Flaw(exchange.answer, ", ".join(extra), ", ".join(offered.values()), {"extra": extra}, notes, severity="info")


RULE = lint(
    "answer-extra-format",
    _search,
    quirks=Quirk.FORMATS,
    basis="should",
    references=("RFC 3264 section 6.1",),
    texts={
        "": Text(
            en=Words(
                title="{label} from {sender} names {extra:list}, which was not offered",
                explanation=(
                    "The answer lists more than it was offered. Usually nobody minds: the extra codecs are not used. A sender that takes "
                    "the first of them is not understood."
                ),
                fix=("Nothing to repair while voice is heard; otherwise put a common codec first in the list of {sender}.",),
                notes={"flaw": "names more than was offered", "offer": "what was offered"},
            ),
            ru=Words(
                title="{label} от {sender} называет {extra:list}, чего не предлагали",
                explanation=(
                    "В ответе перечислено больше, чем предложено. Обычно это не мешает: лишние кодеки не используют. Но если отправитель "
                    "возьмёт первый из них, его не поймут."
                ),
                fix=("Пока голос слышен, чинить нечего; иначе поставьте общий кодек первым в списке {sender}.",),
                notes={"flaw": "здесь больше, чем предложено", "offer": "что предложено"},
            ),
        )
    },
)
