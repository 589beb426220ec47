"""A call to an emergency number failed: whatever the reason, somebody must be told at once."""

from __future__ import annotations

from collections.abc import Iterator

from sipwhy.diagnosis import Rule, Scene, Seeks, Text, Words
from sipwhy.model import Call, Evidence, Finding

EMERGENCY = frozenset({"112", "101", "102", "103", "911"})


def check(call: Call, scene: Scene) -> Iterator[Finding]:
    """Fires on a failed call whose dialled number is one of `EMERGENCY`."""
    if call.callee in EMERGENCY:
        first = call.legs[0].messages[0]
        yield Finding(
            rule="emergency-number-failed",
            severity="error",
            confidence="certain",
            at_fault="unknown",
            evidence=(Evidence(note="attempt", file=first.file, message=first.number),),
            values={"number": call.callee},
        )


RULE = Rule(
    slug="emergency-number-failed",
    area="acme",
    seeks=Seeks(results=frozenset({"failed", "unanswered"})),
    check=check,
    texts={
        "": Text(
            en=Words(
                title="An emergency call to {number} failed",
                explanation="Somebody dialled {number} and did not get through. The other findings say why.",
                fix=("Call the person back, then tell the shift leader.",),
                notes={"attempt": "the attempt"},
            ),
            ru=Words(
                title="Экстренный вызов на {number} не прошёл",
                explanation="Набрали {number} и не дозвонились. Почему, говорят остальные находки.",
                fix=("Перезвоните человеку и сообщите старшему смены.",),
                notes={"attempt": "эта попытка"},
            ),
        )
    },
)
