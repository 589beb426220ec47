"""The account may not call this destination: tariff, barring, international calls switched off."""

from __future__ import annotations

from sipwhy.diagnosis import Rule, Seeks, Text, Words
from sipwhy.diagnosis.claims import claims, statuses_of
from sipwhy.diagnosis.notes import REFUSED_EN, REFUSED_RU

RULE = Rule(
    slug="destination-not-in-plan",
    area="routing",
    seeks=Seeks(statuses=statuses_of("destination-not-in-plan")),
    scope="outcome",
    check=claims("destination-not-in-plan", "error"),
    references=("ITU-T Q.850 causes 50 and 52",),
    texts={
        "": Text(
            en=Words(
                title="The direction of {callee} is not open for this account",
                explanation=(
                    "{peer} answered {status} {phrase} ({words}): the subscription does not include this destination, or it is barred."
                ),
                fix=(
                    "Ask the carrier to open the direction, or look at the tariff in your account with it.",
                    "On your own PBX, check the class of service of {caller}.",
                ),
                notes=REFUSED_EN,
            ),
            ru=Words(
                title="Направление {callee} для этой учётной записи закрыто",
                explanation="{peer} ответил {status} {phrase} ({words}): направления нет в тарифном плане, или оно запрещено.",
                fix=(
                    "Попросите оператора открыть направление или проверьте тариф в личном кабинете.",
                    "На своей АТС проверьте класс обслуживания абонента {caller}.",
                ),
                notes=REFUSED_RU,
            ),
        ),
    },
)
