"""The server's licence allows no further call or user."""

from __future__ import annotations

from sipwhy.diagnosis import Rule, Seeks, Text, Words
from sipwhy.diagnosis.claims import claims, statuses_of
from sipwhy.diagnosis.notes import REFUSED_EN, REFUSED_RU

RULE = Rule(
    slug="license-exhausted",
    area="routing",
    seeks=Seeks(statuses=statuses_of("license-exhausted")),
    scope="outcome",
    check=claims("license-exhausted", "error"),
    references=(),
    texts={
        "": Text(
            en=Words(
                title="{peer} has no free licence for this call",
                explanation="{peer} answered {status} {phrase}: all calls or users that its licence allows are in use.",
                fix=(
                    "Count the calls at that time against the licence, look for hung ones.",
                    "Buy a larger licence, or limit the calls on this direction.",
                ),
                notes=REFUSED_EN,
            ),
            ru=Words(
                title="У {peer} кончились лицензии",
                explanation="{peer} ответил {status} {phrase}: все вызовы или пользователи, разрешённые лицензией, уже заняты.",
                fix=(
                    "Сравните число вызовов в этот момент с лицензией, поищите зависшие.",
                    "Расширьте лицензию или ограничьте число вызовов на этом направлении.",
                ),
                notes=REFUSED_RU,
            ),
        ),
    },
)
