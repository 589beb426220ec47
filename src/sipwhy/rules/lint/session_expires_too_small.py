"""A session interval below 90 seconds."""

from __future__ import annotations

from collections.abc import Iterator

from sipwhy.diagnosis import Text, Words
from sipwhy.diagnosis.lint import Flaw, each, lint
from sipwhy.diagnosis.timers import SHORTEST, interval
from sipwhy.model import Leg
from sipwhy.model.quirk import Quirk


def _search(leg: Leg) -> Iterator[Flaw]:
    for message in each(leg):
        asked = interval(message)
        if asked is not None and asked < SHORTEST:
            yield Flaw(message, str(asked), f">= {SHORTEST}", {"asked": asked, "shortest": SHORTEST})


RULE = lint(
    "session-expires-too-small",
    _search,
    quirks=Quirk.TIMER_ODD,
    basis="must",
    references=("RFC 4028 section 4",),
    texts={
        "": Text(
            en=Words(
                title="{label} from {sender} names a session timer of {asked:seconds}, the shortest allowed is {shortest:seconds}",
                explanation=(
                    "No session timer may be shorter than {shortest:seconds}. Servers answer 422 to less, or take it as it is and refresh "
                    "the call all the time; one lost refresh then ends it."
                ),
                fix=("Set 1800 on {sender}: Asterisk PJSIP timers_sess_expires=1800; FreeSWITCH session-timeout.",),
                notes={"flaw": "this interval is too short"},
            ),
            ru=Words(
                title="{label} от {sender} называет таймер сеанса {asked:seconds}, а допустимо не меньше {shortest:seconds}",
                explanation=(
                    "Таймер сеанса не бывает короче {shortest:seconds}. На меньший серверы отвечают 422 или принимают как есть и всё "
                    "время обновляют вызов; тогда одно потерянное обновление его обрывает."
                ),
                fix=("Поставьте на {sender} 1800: Asterisk PJSIP timers_sess_expires=1800; FreeSWITCH session-timeout.",),
                notes={"flaw": "этот интервал слишком мал"},
            ),
        )
    },
)
