"""The accounting says that the message was too large: 413 or 513."""

from __future__ import annotations

from sipwhy.diagnosis import Text, Words
from sipwhy.diagnosis.log_rule import NOTE_EN, NOTE_RU, LogRule, told

RULE = LogRule(
    slug="message-too-large",
    check=told("message-too-large", codes=(413, 513), of="call", at_fault="caller"),
    text=Text(
        en=Words(
            title="The request of {who:or:the caller} was refused as too large, says the log",
            explanation=("The next server does not read requests of that size (413, 513). The log: {said}"),
            fix=(
                "Shorten the request: fewer codecs, no video, no ICE candidates, no vendor headers.",
                "Raise the limit on the server that refuses, if it is yours.",
            ),
            notes=NOTE_EN,
        ),
        ru=Words(
            title="Запрос {who:or:абонента} отклонён как слишком большой, сказано в журнале",
            explanation=("Следующий сервер запросы такого размера не принимает (413, 513). В журнале: {said}"),
            fix=(
                "Сократите запрос: меньше кодеков, без видео, кандидатов ICE и фирменных заголовков.",
                "Если отказывает ваш сервер, увеличьте предел на нём.",
            ),
            notes=NOTE_RU,
        ),
    ),
)
