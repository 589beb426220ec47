"""Session-ID has capital letters."""

from __future__ import annotations

from collections.abc import Iterator

from sipwhy.diagnosis import Text, Words
from sipwhy.diagnosis.lint import Flaw, each, lint
from sipwhy.diagnosis.session_id import NOTES_EN, NOTES_RU, is_uuid, uuids
from sipwhy.model import Leg
from sipwhy.model.quirk import Quirk


def _search(leg: Leg) -> Iterator[Flaw]:
    for message in each(leg):
        value = message.header("Session-ID")
        local, remote = uuids(value or "")
        if value and any(one and is_uuid(one.lower()) and one != one.lower() for one in (local, remote)):
            yield Flaw(message, value, "0-9 a-f", severity="info")


RULE = lint(
    "session-id-uppercase",
    _search,
    quirks=Quirk.SESSION_ID_ODD,
    basis="must",
    references=("RFC 7989 section 5",),
    texts={
        "": Text(
            en=Words(
                title="Session-ID of {label} from {sender} has capital letters",
                explanation=(
                    "The digits of Session-ID must be lower case. Who compares {observed} letter by letter takes it for another session "
                    "and does not join the legs."
                ),
                fix=("Update {sender}.",),
                notes=NOTES_EN,
            ),
            ru=Words(
                title="Session-ID в {label} от {sender} с заглавными буквами",
                explanation=(
                    "Цифры Session-ID должны быть строчными. Кто сравнивает {observed} посимвольно, сочтёт его другим сеансом и плечи не "
                    "соединит."
                ),
                fix=("Обновите {sender}.",),
                notes=NOTES_RU,
            ),
        )
    },
)
