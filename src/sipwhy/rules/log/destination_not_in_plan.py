"""The accounting says that the destination is barred for the account."""

from __future__ import annotations

from sipwhy.diagnosis import Text, Words
from sipwhy.diagnosis.log_rule import NOTE_EN, NOTE_RU, LogRule, told

RULE = LogRule(
    slug="destination-not-in-plan",
    check=told("destination-not-in-plan", of="call", at_fault="user"),
    text=Text(
        en=Words(
            title="The direction of {what:or:the number} is not open, says the log",
            explanation=(
                "The next server refused the call of {who:or:the caller}: the subscription does not include this destination, or it is "
                "barred. The log: {said}"
            ),
            fix=(
                "Ask the carrier to open the direction, or look at the tariff.",
                "On your own PBX, check the class of service of {who:or:the caller}.",
            ),
            notes=NOTE_EN,
        ),
        ru=Words(
            title="Направление {what:or:номера} закрыто, сказано в журнале",
            explanation=(
                "Следующий сервер отклонил вызов {who:or:абонента}: направления нет в тарифном плане, или оно запрещено. В журнале: {said}"
            ),
            fix=(
                "Попросите оператора открыть направление или проверьте тариф.",
                "На своей АТС проверьте класс обслуживания: {who:or:абонент}.",
            ),
            notes=NOTE_RU,
        ),
    ),
)
