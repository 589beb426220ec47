"""The accounting says that a licence allows no further call."""

from __future__ import annotations

from sipwhy.diagnosis import Text, Words
from sipwhy.diagnosis.log_rule import NOTE_EN, NOTE_RU, LogRule, told

RULE = LogRule(
    slug="license-exhausted",
    check=told("license-exhausted", of="call", at_fault="trunk"),
    text=Text(
        en=Words(
            title="The next server has no free licence, says the log",
            explanation=(
                "All calls or users that the licence of the next server allows are in use; {who:or:the caller} was refused. The log: {said}"
            ),
            fix=(
                "Count the calls at that time against the licence, look for hung ones.",
                "Buy a larger licence, or limit the calls on this direction.",
            ),
            notes=NOTE_EN,
        ),
        ru=Words(
            title="У следующего сервера кончились лицензии, сказано в журнале",
            explanation=(
                "Все вызовы или пользователи, разрешённые лицензией следующего сервера, уже заняты; {who:or:абонент} получил отказ. В "
                "журнале: {said}"
            ),
            fix=(
                "Сравните число вызовов в этот момент с лицензией, поищите зависшие.",
                "Расширьте лицензию или ограничьте число вызовов на этом направлении.",
            ),
            notes=NOTE_RU,
        ),
    ),
)
