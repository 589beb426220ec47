"""The accounting, or the dial plan's end while a telephone rang, says that the caller hung up before an answer."""

from __future__ import annotations

from sipwhy.diagnosis import Text, Words
from sipwhy.diagnosis.log_rule import NOTE_EN, NOTE_RU, LogRule, told

RULE = LogRule(
    slug="caller-cancelled",
    check=told("caller-cancelled", codes=(487,), likely=("caller-hung-up",), of="call", at_fault="user", severity="info"),
    text=Text(
        en=Words(
            title="{who:or:The caller} hung up before {what:or:the callee} answered, says the log",
            explanation="The call was cancelled while it was being set up. The log: {said}",
            fix=(),
            notes=NOTE_EN,
        ),
        ru=Words(
            title="{who:or:Звонящий} положил трубку до ответа {what:or:вызываемого}, сказано в журнале",
            explanation="Вызов отменён до ответа. В журнале: {said}",
            fix=(),
            notes=NOTE_RU,
        ),
    ),
)
