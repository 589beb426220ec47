"""The log says that a request is malformed."""

from __future__ import annotations

from sipwhy.diagnosis import Text, Words
from sipwhy.diagnosis.log_rule import NOTE_EN, NOTE_RU, LogRule, told

RULE = LogRule(
    slug="malformed-message",
    check=told("malformed-message", kinds=("malformed",), codes=(400,), at_fault="caller"),
    text=Text(
        en=Words(
            title="{who:or:A device} sent what the server cannot read, says the log",
            explanation="The server refused a request because of its form. The log: {said}",
            fix=("Update the device's firmware; look at the request itself in a capture (pjsip set logger on).",),
            notes=NOTE_EN,
        ),
        ru=Words(
            title="{who:or:Какой-то узел} прислал то, что сервер не может разобрать, сказано в журнале",
            explanation="Сервер отклонил запрос из-за его формы. В журнале: {said}",
            fix=("Обновите прошивку устройства; посмотрите сам запрос в дампе (pjsip set logger on).",),
            notes=NOTE_RU,
        ),
    ),
)
