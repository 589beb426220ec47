"""A request asks for a session interval shorter than the least one it names itself."""

from __future__ import annotations

from collections.abc import Iterator

from sipwhy.diagnosis import Text, Words
from sipwhy.diagnosis.lint import Flaw, lint, requests
from sipwhy.diagnosis.timers import interval, least
from sipwhy.model import Leg
from sipwhy.model.quirk import Quirk


def _search(leg: Leg) -> Iterator[Flaw]:
    for message in requests(leg):
        asked, allowed = interval(message), least(message)
        if asked is not None and allowed is not None and asked < allowed:
            yield Flaw(message, str(asked), f">= {allowed}", {"asked": asked, "least": allowed})


RULE = lint(
    "session-expires-below-min-se",
    _search,
    quirks=Quirk.TIMER_ODD,
    basis="must",
    references=("RFC 4028 section 7.1",),
    texts={
        "": Text(
            en=Words(
                title="{label} from {sender} asks for a session timer of {asked:seconds} and forbids less than {least:seconds}",
                explanation=(
                    "Session-Expires must not be below the Min-SE of the same request. {receiver} will answer 422, or the two sides count "
                    "differently and one of them cuts the call off."
                ),
                fix=("Set the interval on {sender} no shorter than the minimum: Asterisk PJSIP timers_sess_expires and timers_min_se.",),
                notes={"flaw": "interval and minimum contradict each other"},
            ),
            ru=Words(
                title="{label} от {sender} просит таймер сеанса {asked:seconds} и запрещает меньше {least:seconds}",
                explanation=(
                    "Session-Expires не может быть меньше Min-SE того же запроса. {receiver} ответит 422, или стороны посчитают время "
                    "по-разному, и одна из них оборвёт вызов."
                ),
                fix=("Задайте на {sender} интервал не меньше минимума: Asterisk PJSIP timers_sess_expires и timers_min_se.",),
                notes={"flaw": "интервал и минимум противоречат друг другу"},
            ),
        )
    },
)
