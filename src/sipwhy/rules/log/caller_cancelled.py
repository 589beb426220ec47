"""The accounting says that the caller hung up before an answer."""

from __future__ import annotations

from sipwhy.diagnosis import Text, Words
from sipwhy.diagnosis.log_rule import NOTE_EN, NOTE_RU, LogRule, told

RULE = LogRule(
    slug="caller-cancelled",
    check=told("caller-cancelled", codes=(487,), of="call", at_fault="user", severity="info"),
    text=Text(
        en=Words(
            title="{who} hung up before {what} answered, says the log",
            explanation="The call was cancelled while it was being set up. The log: {said}",
            fix=(),
            notes=NOTE_EN,
        ),
        ru=Words(
            title="{who} положил трубку до ответа {what}, сказано в журнале",
            explanation="Вызов отменён до ответа. В журнале: {said}",
            fix=(),
            notes=NOTE_RU,
        ),
    ),
)
