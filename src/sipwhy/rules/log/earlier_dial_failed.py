"""The log says that another way was tried before the one that decided how the call ended, and failed as well."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from sipwhy.diagnosis import Text, Words
from sipwhy.diagnosis.log_rule import NOTE_EN, NOTE_RU, LogRule, resting, told
from sipwhy.model import Call, Finding
from sipwhy.model.log_event import LogEvent

_BY_PEOPLE = frozenset({"dial-busy", "dial-unanswered", "dial-timeout"})
"""Ends of a Dial that are no failure: who is busy or does not come is what the next Dial of a hunt or a follow-me is for."""
_tried = told("earlier-dial-failed", kinds=("dial-tried-before",), of="call", at_fault="unknown", severity="notice", is_cause=False)


def check(call: Call, events: Sequence[LogEvent]) -> Iterable[Finding]:
    """Fires on a Dial that failed before the last one."""
    return _tried(call, [event for event in events if event.facts.get("was") not in _BY_PEOPLE])


RULE = LogRule(
    slug="earlier-dial-failed",
    check=resting(check, _tried),
    text=Text(
        en=Words(
            title="{target} was dialled before and failed as well, says the log",
            explanation=(
                "The dial plan called {target}, which failed, and went on to {deciding}: that decided how the call ended. Of the first "
                "the log says: {said}"
            ),
            fix=("Mend both: had the first way worked, the second would not have been needed.",),
            notes=NOTE_EN,
        ),
        ru=Words(
            title="До этого набирали {target}, и тоже неудачно, сказано в журнале",
            explanation=(
                "Диалплан сначала вызвал {target}, это не удалось, и он перешёл к {deciding}: этим вызов и закончился. О первой попытке "
                "в журнале: {said}"
            ),
            fix=("Исправьте и то, и другое: если бы первый путь работал, второй не понадобился бы.",),
            notes=NOTE_RU,
        ),
    ),
)
