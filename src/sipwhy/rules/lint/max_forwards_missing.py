"""A request without Max-Forwards can run in a circle for ever."""

from __future__ import annotations

from collections.abc import Iterator

from sipwhy.diagnosis import Text, Words
from sipwhy.diagnosis.lint import Flaw, lint, requests
from sipwhy.model import Leg
from sipwhy.model.quirk import Quirk


def _search(leg: Leg) -> Iterator[Flaw]:
    for message in requests(leg):
        if message.header("Max-Forwards") is None:
            yield Flaw(message, "", "70")


RULE = lint(
    "max-forwards-missing",
    _search,
    quirks=Quirk.NO_HOPS,
    basis="must",
    references=("RFC 3261 section 8.1.1.6",),
    texts={
        "": Text(
            en=Words(
                title="{label} from {sender} has no Max-Forwards",
                explanation=(
                    "Max-Forwards ends requests that run in a circle; every request must have it. Most servers add it and go on, a few "
                    "answer 400."
                ),
                fix=("Update {sender}: what does not write Max-Forwards mostly comes from the time of RFC 2543.",),
                notes={"flaw": "Max-Forwards is missing here"},
            ),
            ru=Words(
                title="В {label} от {sender} нет Max-Forwards",
                explanation=(
                    "Max-Forwards обрывает запросы, которые ходят по кругу; он обязателен в каждом запросе. Обычно серверы добавляют его "
                    "сами, но некоторые отвечают 400."
                ),
                fix=("Обновите ПО на {sender}: без Max-Forwards обычно работают устройства времён RFC 2543.",),
                notes={"flaw": "здесь нет Max-Forwards"},
            ),
        )
    },
)
