"""The accounting says that a server failed."""

from __future__ import annotations

from sipwhy.diagnosis import Text, Words
from sipwhy.diagnosis.log_rule import NOTE_EN, NOTE_RU, LogRule, told

RULE = LogRule(
    slug="upstream-server-error",
    check=told("upstream-server-error", codes=(500, 502, 504), at_fault="trunk"),
    text=Text(
        en=Words(
            title="A server on the way to {what:or:the callee} failed, says the log",
            explanation="The request of {who:or:the caller} ended with an error inside a server. The log: {said}",
            fix=("Ask the owner of the next hop with Call-ID and time; its own log names the reason.",),
            notes=NOTE_EN,
        ),
        ru=Words(
            title="По пути к {what:or:вызываемому} сбой сервера, сказано в журнале",
            explanation="Запрос {who:or:абонента} закончился внутренней ошибкой сервера. В журнале: {said}",
            fix=("Обратитесь к владельцу следующего узла с Call-ID и временем; причина есть в его журнале.",),
            notes=NOTE_RU,
        ),
    ),
)
