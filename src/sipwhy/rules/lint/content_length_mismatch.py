"""Content-Length says otherwise than the message holds."""

from __future__ import annotations

from collections.abc import Iterator

from sipwhy.diagnosis import Text, Words
from sipwhy.diagnosis.lint import Flaw, each, lint
from sipwhy.model import Leg, Message
from sipwhy.model.digits import number_in
from sipwhy.model.headers import END_OF_HEAD
from sipwhy.model.quirk import Quirk


def _search(leg: Leg) -> Iterator[Flaw]:
    for message in each(leg):
        stated, actual = message.header("Content-Length"), _after_headers(message)
        if actual is None:
            continue
        if stated is None:
            if message.transport in ("tcp", "tls"):
                yield Flaw(message, "", str(actual), {"actual": actual}, variant="absent")
        elif message.transport == "udp" and (number := number_in(stated)) is not None and number != actual:
            longer = number < actual
            values = {"stated": number, "actual": actual}
            yield Flaw(message, stated, str(actual), values, variant="longer" if longer else "", severity="info" if longer else "notice")


def _after_headers(message: Message) -> int | None:
    """How many bytes follow the blank line; None if there is none."""
    end = END_OF_HEAD.search(message.raw)
    return len(message.raw) - end.end() if end else None


_NOTES_EN = {"flaw": "length and body do not fit here"}
_NOTES_RU = {"flaw": "здесь длина не совпадает с телом"}

RULE = lint(
    "content-length-mismatch",
    _search,
    quirks=Quirk.LENGTH,
    basis="must",
    references=("RFC 3261 sections 18.3 and 20.14",),
    texts={
        "": Text(
            en=Words(
                title="{label} from {sender}: Content-Length says {stated}, the body has {actual}",
                explanation=(
                    "The body is shorter than Content-Length promises. A receiver must treat that as an error and may answer 400. Typical "
                    "of SIP ALG: it puts another address into the description and forgets the length."
                ),
                fix=(
                    "Switch SIP ALG off in the router and compare again.",
                    "Capture on {sender} itself: if the length is already wrong there, update it.",
                ),
                notes=_NOTES_EN,
            ),
            ru=Words(
                title="{label} от {sender}: в Content-Length {stated}, а в теле {actual}",
                explanation=(
                    "Тело короче, чем обещает Content-Length. Получатель должен счесть это ошибкой и может ответить 400. Так бывает из-за "
                    "SIP ALG: он подменяет адрес в описании и забывает исправить длину."
                ),
                fix=(
                    "Выключите SIP ALG в маршрутизаторе и сравните снова.",
                    "Снимите дамп на самом {sender}: если длина неверна уже там, обновите его.",
                ),
                notes=_NOTES_RU,
            ),
        ),
        "longer": Text(
            en=Words(
                title="{label} from {sender} has bytes behind its body: Content-Length {stated}, sent {actual}",
                explanation=(
                    "More follows than Content-Length names. By UDP the receiver discards the rest: harmless for a line end too many, "
                    "harmful if the end of the description is cut off."
                ),
                fix=("See whether the last lines of the body lie beyond the length; if so, switch SIP ALG off or update {sender}.",),
                notes=_NOTES_EN,
            ),
            ru=Words(
                title="{label} от {sender}: за телом есть лишнее, Content-Length {stated}, а отправлено {actual}",
                explanation=(
                    "После тела отправлено больше, чем названо в Content-Length. По UDP получатель лишнее отбросит: лишний перевод строки "
                    "безвреден, а вот потерянный конец описания нет."
                ),
                fix=("Посмотрите, не оказался ли за этой длиной конец описания; если да, выключите SIP ALG или обновите {sender}.",),
                notes=_NOTES_RU,
            ),
        ),
        "absent": Text(
            en=Words(
                title="{label} from {sender} has no Content-Length",
                explanation=(
                    "On TCP and TLS only Content-Length tells where a message ends. Without it the connection cannot be read further."
                ),
                fix=("Update {sender}, or let it speak UDP to {receiver}.",),
                notes={"flaw": "no Content-Length here"},
            ),
            ru=Words(
                title="В {label} от {sender} нет Content-Length",
                explanation="В TCP и TLS только Content-Length говорит, где кончается сообщение. Без него соединение дальше не разобрать.",
                fix=("Обновите ПО на {sender} или переведите его в сторону {receiver} на UDP.",),
                notes={"flaw": "здесь нет Content-Length"},
            ),
        ),
    },
)
