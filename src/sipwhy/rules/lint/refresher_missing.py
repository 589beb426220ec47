"""A 2xx agrees on a session timer and does not say who refreshes."""

from __future__ import annotations

from collections.abc import Iterator

from sipwhy.diagnosis import Text, Words
from sipwhy.diagnosis.lint import Flaw, each, lint
from sipwhy.diagnosis.timers import interval, refresher
from sipwhy.model import Leg
from sipwhy.model.quirk import Quirk


def _search(leg: Leg) -> Iterator[Flaw]:
    for message in each(leg):
        if message.status and 200 <= message.status < 300 and message.method in ("INVITE", "UPDATE"):
            asked = interval(message)
            if asked is not None and refresher(message) is None:
                yield Flaw(message, str(asked), "refresher=uac | refresher=uas", {"asked": asked})


RULE = lint(
    "refresher-missing",
    _search,
    quirks=Quirk.TIMER_ODD,
    basis="must",
    references=("RFC 4028 section 9",),
    texts={
        "": Text(
            en=Words(
                title="{label} from {sender} agrees on a session timer and does not say who refreshes",
                explanation=(
                    "Session-Expires ({asked:seconds}) in an answer must name the refresher. Here each side may wait for the other; then "
                    "nobody refreshes, and the call is cut off."
                ),
                fix=("Update {sender}, or switch session timers off: Asterisk PJSIP timers=no; FreeSWITCH enable-timer=false.",),
                notes={"flaw": "refresher is missing here"},
            ),
            ru=Words(
                title="{label} от {sender} соглашается на таймер сеанса, но не говорит, кто обновляет",
                explanation=(
                    "В ответе с Session-Expires ({asked:seconds}) должен быть назван refresher. Здесь каждая сторона может ждать другую; "
                    "тогда вызов никто не обновит, и его оборвут."
                ),
                fix=("Обновите ПО на {sender} или выключите таймеры сеанса: Asterisk PJSIP timers=no; FreeSWITCH enable-timer=false.",),
                notes={"flaw": "здесь нет refresher"},
            ),
        )
    },
)
