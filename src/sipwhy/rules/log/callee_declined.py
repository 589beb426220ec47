"""The accounting says declined."""

from __future__ import annotations

from sipwhy.diagnosis import Text, Words
from sipwhy.diagnosis.log_rule import NOTE_EN, NOTE_RU, LogRule, told

RULE = LogRule(
    slug="callee-declined",
    check=told("callee-declined", codes=(603,), of="call", at_fault="user", severity="info"),
    text=Text(
        en=Words(
            title="{what:or:The callee} declined the call, says the log",
            explanation="{who:or:The caller} called {what:or:a number}, and the call was declined there. The log: {said}",
            fix=(),
            notes=NOTE_EN,
        ),
        ru=Words(
            title="{what:or:Вызываемый} отклонил вызов, сказано в журнале",
            explanation="{who:or:Звонящий} позвонил на {what:or:номер}, и вызов там отклонили. В журнале: {said}",
            fix=(),
            notes=NOTE_RU,
        ),
    ),
)
