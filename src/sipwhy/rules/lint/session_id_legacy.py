"""Session-ID of the older form: one identifier, no remote."""

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
        if value and is_uuid((local or "").lower()) and remote is None:
            yield Flaw(message, value, ";remote=", severity="info")


RULE = lint(
    "session-id-legacy",
    _search,
    quirks=Quirk.SESSION_ID_ODD,
    basis="interop",
    references=("RFC 7989 section 11", "RFC 7329"),
    texts={
        "": Text(
            en=Words(
                title="Session-ID of {label} from {sender} is of the older form, without remote",
                explanation=(
                    "Before RFC 7989 there was one identifier for both sides. Newer devices understand it, but the header then changes "
                    "from hop to hop, and a call is harder to follow."
                ),
                fix=("Nothing to repair; an update of {sender} brings the present form.",),
                notes=NOTES_EN,
            ),
            ru=Words(
                title="Session-ID в {label} от {sender} старого вида, без remote",
                explanation=(
                    "До RFC 7989 идентификатор был один на обе стороны. Новые устройства его понимают, но заголовок меняется от узла к "
                    "узлу, и проследить вызов труднее."
                ),
                fix=("Чинить нечего; обновление {sender} даст нынешний вид.",),
                notes=NOTES_RU,
            ),
        )
    },
)
