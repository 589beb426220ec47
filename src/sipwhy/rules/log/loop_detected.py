"""The accounting says 482 or 483."""

from __future__ import annotations

from sipwhy.diagnosis import Text, Words
from sipwhy.diagnosis.log_rule import NOTE_EN, NOTE_RU, LogRule, told

RULE = LogRule(
    slug="loop-detected",
    check=told("loop-detected", codes=(482, 483), of="call", at_fault="proxy", confidence="likely"),
    text=Text(
        en=Words(
            title="The call of {who:or:the caller} to {what:or:a number} went in a circle, says the log",
            explanation=(
                "482 and 483 say that a request came round again or had no hops left: two servers send it to each other. The log: {said}"
            ),
            fix=(
                "Compare the routes of the servers for {what:or:this number}: each sends it to the other.",
                "A capture on this server names the other one.",
            ),
            notes=NOTE_EN,
        ),
        ru=Words(
            title="Вызов {who:or:абонента} на {what:or:номер} ходит по кругу, сказано в журнале",
            explanation=(
                "482 и 483 значат, что запрос пришёл снова или исчерпал число переходов: два сервера шлют его друг другу. В журнале: {said}"
            ),
            fix=(
                "Сравните маршруты серверов для {what:or:этого номера}: каждый отправляет его другому.",
                "Второй сервер виден в дампе, снятом на этом.",
            ),
            notes=NOTE_RU,
        ),
    ),
)
