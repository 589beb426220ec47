"""The accounting says that the callee is not to be disturbed."""

from __future__ import annotations

from sipwhy.diagnosis import Text, Words
from sipwhy.diagnosis.log_rule import NOTE_EN, NOTE_RU, LogRule, told

RULE = LogRule(
    slug="do-not-disturb",
    check=told("do-not-disturb", of="call", at_fault="user", severity="info", confidence="likely"),
    text=Text(
        en=Words(
            title='{what:or:The callee} is set to "do not disturb", says the log',
            explanation=(
                "{who:or:The caller} called {what:or:a number}, and the called side refused in these words: {reason:or:do not disturb}. "
                "The log: {said}"
            ),
            fix=("Look at the telephone's display for DND and switch it off if it is not meant (on many PBXs also *79).",),
            notes=NOTE_EN,
        ),
        ru=Words(
            title="У {what:or:вызываемого} включён режим «не беспокоить», сказано в журнале",
            explanation=(
                "{who:or:Звонящий} позвонил на {what:or:номер}, и вызываемая сторона отказала словами: {reason:or:не беспокоить}. В "
                "журнале: {said}"
            ),
            fix=("Проверьте на экране телефона значок DND и выключите его, если он включён не нарочно (на многих АТС ещё *79).",),
            notes=NOTE_RU,
        ),
    ),
)
