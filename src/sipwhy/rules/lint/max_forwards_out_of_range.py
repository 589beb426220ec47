"""Max-Forwards is no number up to 255, or higher than anybody needs."""

from __future__ import annotations

from collections.abc import Iterator

from sipwhy.diagnosis import Text, Words
from sipwhy.diagnosis.lint import Flaw, lint, requests
from sipwhy.model import Leg
from sipwhy.model.digits import number_in
from sipwhy.model.quirk import Quirk

_MOST, _USUAL = 255, 70


def _search(leg: Leg) -> Iterator[Flaw]:
    for message in requests(leg):
        value = message.header("Max-Forwards")
        if value is None:
            continue
        hops = number_in(value)
        if hops is None or hops > _MOST:
            yield Flaw(message, value, "0..255")
        elif hops > _USUAL:
            yield Flaw(message, value, "70", variant="high", severity="info")


RULE = lint(
    "max-forwards-out-of-range",
    _search,
    quirks=Quirk.HOPS_ODD,
    basis="must",
    references=("RFC 3261 sections 8.1.1.6 and 20.22",),
    texts={
        "": Text(
            en=Words(
                title="Max-Forwards of {label} from {sender} is {observed}",
                explanation="Max-Forwards is a number from 0 to 255. A server that cannot read it may answer 400 or drop the request.",
                fix=("Update {sender}, or correct the rule that writes Max-Forwards there; 70 is the value to send.",),
                notes={"flaw": "this Max-Forwards is out of range"},
            ),
            ru=Words(
                title="Max-Forwards в {label} от {sender} равен {observed}",
                explanation=("Max-Forwards бывает от 0 до 255. Сервер, который не может его прочитать, ответит 400 или отбросит запрос."),
                fix=("Обновите ПО на {sender} или исправьте правило, которое пишет там Max-Forwards; нужное значение 70.",),
                notes={"flaw": "этот Max-Forwards вне диапазона"},
            ),
        ),
        "high": Text(
            en=Words(
                title="Max-Forwards of {label} from {sender} is {observed} instead of 70",
                explanation=(
                    "RFC 3261 advises 70. A higher value harms nobody until requests run in a circle: then they do so for longer before "
                    "483."
                ),
                fix=("Set 70 on {sender} if it can be set.",),
                notes={"flaw": "this Max-Forwards is higher than usual"},
            ),
            ru=Words(
                title="Max-Forwards в {label} от {sender} равен {observed}, а не 70",
                explanation=(
                    "RFC 3261 советует 70. Большее значение не мешает, пока запрос не пойдёт по кругу: тогда до ответа 483 он пройдёт "
                    "больше кругов."
                ),
                fix=("Поставьте на {sender} 70, если это настраивается.",),
                notes={"flaw": "этот Max-Forwards больше обычного"},
            ),
        ),
    },
)
