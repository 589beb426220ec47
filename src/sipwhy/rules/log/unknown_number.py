"""The server's log says that the dial plan does not have the number."""

from __future__ import annotations

from sipwhy.diagnosis import Text, Words
from sipwhy.diagnosis.log_rule import NOTE_EN, NOTE_RU, LogRule, told

RULE = LogRule(
    slug="unknown-number",
    check=told("unknown-number", kinds=("unknown-number",), codes=(404, 604), of="call", at_fault="user"),
    text=Text(
        en=Words(
            title="{what} is not in the dial plan, says the log",
            explanation=(
                "The number that {who} dialled has no match where the server looked for it: it is mistyped, not set up, "
                "or lies in another context than the caller's. The log: {said}"
            ),
            fix=(
                (
                    "Asterisk: dialplan show {what}@CONTEXT, and context= of the caller's endpoint. FreeSWITCH: the "
                    "extensions of the context."
                ),
                "Is a prefix missing, or one too many? Some telephones send # or the country code.",
                "Strangers that try out international numbers look the same: see where the call came from.",
            ),
            notes=NOTE_EN,
        ),
        ru=Words(
            title="Номера {what} нет в диалплане, сказано в журнале",
            explanation=(
                "Набранный {who} номер не найден там, где его искал сервер: опечатка, номер не заведён или находится в "
                "другом контексте. В журнале: {said}"
            ),
            fix=(
                ("Asterisk: dialplan show {what}@КОНТЕКСТ и context= у endpoint звонящего. FreeSWITCH: extension в этом контексте."),
                "Не пропущен ли префикс и нет ли лишнего? Некоторые телефоны добавляют # или код страны.",
                "Так же выглядят чужие, которые пробуют международные номера: посмотрите, откуда вызов.",
            ),
            notes=NOTE_RU,
        ),
    ),
)
