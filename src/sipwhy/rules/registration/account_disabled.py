"""The server says that the account is switched off, blocked or suspended."""

from __future__ import annotations

from sipwhy.diagnosis import Rule, Seeks, Text, Words
from sipwhy.diagnosis.claims import claims, statuses_of
from sipwhy.diagnosis.notes import REFUSED_EN, REFUSED_RU

RULE = Rule(
    slug="account-disabled",
    area="registration",
    seeks=Seeks(kinds=frozenset({"call", "registration"}), statuses=statuses_of("account-disabled")),
    scope="outcome",
    check=claims("account-disabled", "error"),
    references=(),
    texts={
        "": Text(
            en=Words(
                title="The account {caller} is switched off at {peer}",
                explanation="{peer} answered {status} {phrase}: the account exists and is disabled.",
                fix=("Switch it on again on the server, or ask the carrier why it was blocked: debt, fraud protection, end of contract.",),
                notes=REFUSED_EN,
            ),
            ru=Words(
                title="Учётная запись {caller} на {peer} отключена",
                explanation="{peer} ответил {status} {phrase}: учётная запись есть, но выключена.",
                fix=(
                    (
                        "Включите её на сервере или узнайте у оператора причину блокировки: задолженность, защита от мошенничества, "
                        "окончание договора."
                    ),
                ),
                notes=REFUSED_RU,
            ),
        ),
    },
)
