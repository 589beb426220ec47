"""402, or words to the effect that the account has no money."""

from __future__ import annotations

from sipwhy.diagnosis import Rule, Seeks, Text, Words
from sipwhy.diagnosis.claims import claims, statuses_of

RULE = Rule(
    slug="insufficient-funds",
    area="routing",
    seeks=Seeks(statuses=statuses_of("insufficient-funds")),
    scope="outcome",
    check=claims("insufficient-funds", "error"),
    references=("RFC 3261 section 21.4.3",),
    texts={
        "": Text(
            en=Words(
                title="No money on the account at {peer}",
                explanation="{peer} answered {status} {phrase}: the balance does not suffice for a call to {callee}.",
                fix=(
                    "Top up the account, or ask the carrier for credit.",
                    "Set a balance alert so that calls do not stop again.",
                ),
                notes={
                    "answer": "the refusal",
                    "told": "what the caller was told in the end",
                },
            ),
            ru=Words(
                title="На счёте у {peer} нет денег",
                explanation="{peer} ответил {status} {phrase}: средств не хватает для вызова на {callee}.",
                fix=(
                    "Пополните счёт или договоритесь с оператором о кредитном лимите.",
                    "Настройте уведомление о балансе, чтобы связь не прервалась снова.",
                ),
                notes={
                    "answer": "отказ",
                    "told": "что в итоге ответили звонящему",
                },
            ),
        ),
    },
)
