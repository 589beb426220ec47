"""Session-ID is not made of 32 hexadecimal digits."""

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
        if value and not all(is_uuid(one.lower()) for one in (local, remote) if one is not None):
            yield Flaw(message, value, "32 hex digits;remote=32 hex digits", severity="info")


RULE = lint(
    "session-id-malformed",
    _search,
    quirks=Quirk.SESSION_ID_ODD,
    basis="must",
    references=("RFC 7989 section 5",),
    texts={
        "": Text(
            en=Words(
                title="Session-ID of {label} from {sender} is malformed",
                explanation=(
                    "Session-ID is two identifiers of 32 hexadecimal digits, the other side's behind remote=. {observed} is not: whoever "
                    "joins the legs of a call by it, this program too, cannot."
                ),
                fix=("Update {sender}, or remove the header at the SBC.",),
                notes=NOTES_EN,
            ),
            ru=Words(
                title="Session-ID в {label} от {sender} неправильный",
                explanation=(
                    "Session-ID состоит из двух идентификаторов по 32 шестнадцатеричные цифры, второй (чужой) стоит в remote=. {observed} "
                    "под это не подходит: плечи вызова по нему не соединить, и этой программе тоже."
                ),
                fix=("Обновите {sender} или удаляйте этот заголовок на SBC.",),
                notes=NOTES_RU,
            ),
        )
    },
)
