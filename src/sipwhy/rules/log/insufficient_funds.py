"""The log says that the carrier refused for lack of money."""

from __future__ import annotations

from sipwhy.diagnosis import Text, Words
from sipwhy.diagnosis.log_rule import NOTE_EN, NOTE_RU, LogRule, told

RULE = LogRule(
    slug="insufficient-funds",
    check=told("insufficient-funds", codes=(402,), of="call", at_fault="user"),
    text=Text(
        en=Words(
            title="No money on the account, says the log",
            explanation=(
                "{where:or:The carrier} refused the call of {who:or:the caller} to {what:or:a number} because the balance does not "
                "suffice. The log: {said}"
            ),
            fix=("Top up the account, or ask the carrier for credit.", "Set a balance alert so that calls do not stop again."),
            notes=NOTE_EN,
        ),
        ru=Words(
            title="На счёте нет денег, сказано в журнале",
            explanation="{where:or:Оператор} отклонил вызов {who:or:абонента} на {what:or:номер}: баланса не хватает. В журнале: {said}",
            fix=(
                "Пополните счёт или договоритесь с оператором о кредитном лимите.",
                "Настройте уведомление о балансе, чтобы связь не прервалась снова.",
            ),
            notes=NOTE_RU,
        ),
    ),
)
