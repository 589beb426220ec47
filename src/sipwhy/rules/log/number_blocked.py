"""The accounting says that the number of the caller is blocked: 607 or 608, or words to that effect."""

from __future__ import annotations

from sipwhy.diagnosis import Text, Words
from sipwhy.diagnosis.log_rule import NOTE_EN, NOTE_RU, LogRule, told

RULE = LogRule(
    slug="number-blocked",
    check=told("number-blocked", codes=(607, 608), of="call", at_fault="user"),
    text=Text(
        en=Words(
            title="The call of {who:or:the caller} to {what:or:a number} was refused as unwanted, says the log",
            explanation=(
                "The called person, or an analysis in the network, does not want calls from this number (607 Unwanted, 608 Rejected). The "
                "log: {said}"
            ),
            fix=(
                "Ask the called person, or the carrier that blocks: 608 names in Call-Info where to complain (RFC 8688).",
                "A number of a company that many block needs a look at how often and when it calls.",
            ),
            notes=NOTE_EN,
        ),
        ru=Words(
            title="Вызов {who:or:абонента} на {what:or:номер} отклонён как нежелательный, сказано в журнале",
            explanation=("Вызываемый или анализ в сети не принимает вызовы с этого номера (607 Unwanted, 608 Rejected). В журнале: {said}"),
            fix=(
                (
                    "Спросите вызываемого или оператора, который блокирует: в ответе 608 заголовок Call-Info указывает, куда жаловаться "
                    "(RFC 8688)."
                ),
                "Если номер компании блокируют многие, посмотрите, как часто и когда с него звонят.",
            ),
            notes=NOTE_RU,
        ),
    ),
)
