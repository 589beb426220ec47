"""INVITE or SUBSCRIBE, or the 2xx to it, without Contact."""

from __future__ import annotations

from collections.abc import Iterator

from sipwhy.diagnosis import Text, Words
from sipwhy.diagnosis.lint import Flaw, each, lint
from sipwhy.model import Leg
from sipwhy.model.quirk import Quirk


def _search(leg: Leg) -> Iterator[Flaw]:
    for message in each(leg):
        status = message.status
        if message.method in ("INVITE", "SUBSCRIBE") and (status is None or 200 <= status < 300) and not message.header("Contact"):
            yield Flaw(message, "", "Contact", variant="" if status else "request")


_NOTES_EN = {"flaw": "Contact is missing here"}
_NOTES_RU = {"flaw": "здесь нет Contact"}
_UPDATE_EN = "Update {sender}; on an SBC or proxy look for a rule that removes Contact."
_UPDATE_RU = "Обновите ПО на {sender}; на SBC или прокси поищите правило, которое удаляет Contact."

RULE = lint(
    "contact-missing",
    _search,
    quirks=Quirk.NO_CONTACT,
    basis="must",
    references=("RFC 3261 sections 8.1.1.8 and 12.1.1", "RFC 6665 section 4.1.3"),
    texts={
        "": Text(
            en=Words(
                title="{label} from {sender} has no Contact",
                explanation=(
                    "ACK, BYE and everything else within the dialog goes to the Contact of this answer. Without one {receiver} has to "
                    "guess, and the ACK may never arrive."
                ),
                fix=(_UPDATE_EN,),
                notes=_NOTES_EN,
            ),
            ru=Words(
                title="В {label} от {sender} нет Contact",
                explanation=(
                    "ACK, BYE и всё остальное внутри диалога идёт на Contact из этого ответа. Без него {receiver} приходится гадать, и "
                    "ACK может не дойти."
                ),
                fix=(_UPDATE_RU,),
                notes=_NOTES_RU,
            ),
        ),
        "request": Text(
            en=Words(
                title="{label} from {sender} has no Contact",
                explanation=(
                    "The other side sends BYE, re-INVITE and NOTIFY to the Contact of this request. Without one it answers 400, or the "
                    "call cannot be ended from there."
                ),
                fix=(_UPDATE_EN,),
                notes=_NOTES_EN,
            ),
            ru=Words(
                title="В {label} от {sender} нет Contact",
                explanation=(
                    "На Contact из этого запроса другая сторона отправляет BYE, re-INVITE и NOTIFY. Без него она ответит 400 или не "
                    "сможет завершить вызов."
                ),
                fix=(_UPDATE_RU,),
                notes=_NOTES_RU,
            ),
        ),
    },
)
