"""The accounting says that the next server does not serve the request: 405 or 501."""

from __future__ import annotations

from sipwhy.diagnosis import Text, Words
from sipwhy.diagnosis.log_rule import NOTE_EN, NOTE_RU, LogRule, told

RULE = LogRule(
    slug="method-not-allowed",
    check=told("method-not-allowed", codes=(405, 501), of="call", at_fault="trunk"),
    text=Text(
        en=Words(
            title="The next server does not support the request of {who:or:the caller}, says the log",
            explanation=("It does not know this method, or not for this address (405, 501). The log: {said}"),
            fix=(
                "Is it the right server and port? A registrar or a telephone that is taken for a carrier answers so.",
                "Capture the answer: its Allow names what it supports.",
            ),
            notes=NOTE_EN,
        ),
        ru=Words(
            title="Следующий сервер не поддерживает запрос {who:or:абонента}, сказано в журнале",
            explanation=("Он не знает этого метода или не принимает его на этот адрес (405, 501). В журнале: {said}"),
            fix=(
                "Тот ли это сервер и порт? Так отвечает регистратор или телефон, который приняли за оператора.",
                "Снимите ответ: Allow в нём перечисляет, что поддерживается.",
            ),
            notes=NOTE_RU,
        ),
    ),
)
