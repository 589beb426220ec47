"""Min-SE below 90 seconds."""

from __future__ import annotations

from collections.abc import Iterator

from sipwhy.diagnosis import Text, Words
from sipwhy.diagnosis.lint import Flaw, each, lint
from sipwhy.diagnosis.timers import SHORTEST, least
from sipwhy.model import Leg
from sipwhy.model.quirk import Quirk


def _search(leg: Leg) -> Iterator[Flaw]:
    for message in each(leg):
        allowed = least(message)
        if allowed is not None and allowed < SHORTEST:
            yield Flaw(message, str(allowed), f">= {SHORTEST}", {"least": allowed, "shortest": SHORTEST}, severity="info")


RULE = lint(
    "min-se-too-small",
    _search,
    quirks=Quirk.TIMER_ODD,
    basis="must",
    references=("RFC 4028 section 5",),
    texts={
        "": Text(
            en=Words(
                title="{label} from {sender} names Min-SE {least:seconds}, below {shortest:seconds}",
                explanation=(
                    "Min-SE must not be below {shortest:seconds}. Most receivers take {shortest:seconds} instead; a strict one answers 400."
                ),
                fix=("Set at least 90 on {sender}: Asterisk PJSIP timers_min_se=90; chan_sip session-minse=90.",),
                notes={"flaw": "this minimum is too small"},
            ),
            ru=Words(
                title="{label} от {sender} называет Min-SE {least:seconds}, меньше {shortest:seconds}",
                explanation=(
                    "Min-SE не может быть меньше {shortest:seconds}. Обычно получатель считает, что там {shortest:seconds}; строгий "
                    "ответит 400."
                ),
                fix=("Поставьте на {sender} не меньше 90: Asterisk PJSIP timers_min_se=90; chan_sip session-minse=90.",),
                notes={"flaw": "этот минимум слишком мал"},
            ),
        )
    },
)
