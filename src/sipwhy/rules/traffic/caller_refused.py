"""One caller's attempts fail at one vendor, while others pass."""

from __future__ import annotations

from sipwhy.diagnosis import CaptureRule, Text, Words
from sipwhy.diagnosis.traffic import told

_FIX_EN = (
    ("Ask {vendor} whether {caller} is blocked or not allowed as a caller's number: sipwhy cdr FILE --ticket '{vendor}'."),
    "Send what {caller} calls through another vendor, or with another number that {vendor} accepts.",
    "Look at what {caller} does: a robocaller or a wrong number format is refused rightly.",
)
_FIX_RU = (
    ("Спросите у {vendor}, не заблокирован ли {caller} и разрешён ли он как номер А: sipwhy cdr FILE --ticket '{vendor}'."),
    "Ведите вызовы с {caller} через другого вендора или с другим номером А, который {vendor} принимает.",
    "Посмотрите, что делает {caller}: обзвону роботом или номеру в неверном формате отказывают правильно.",
)

RULE = CaptureRule(
    slug="caller-refused",
    area="traffic",
    check=told("caller-refused", ("caller",), at_fault="trunk", severity="warning", variants=()),
    looks_at=("traffic",),
    known_by=("vendor", "caller"),
    references=("ITU-T E.157",),
    texts={
        "": Text(
            en=Words(
                title="{vendor} refuses {caller} since {since}: {answer} in {after:percent} of attempts instead of {before:percent}",
                explanation=(
                    "Other callers pass through {vendor}, and {caller} fared better before. {calls:count:attempt is|attempts are} "
                    "affected; {lost} of them would otherwise have gone through, about {minutes:count:minute|minutes} of talk lost."
                ),
                fix=_FIX_EN,
            ),
            ru=Words(
                title="{vendor} с {since} отказывает номеру {caller}: {answer} в {after:percent} попыток вместо {before:percent}",
                explanation=(
                    "Другие номера А через {vendor} проходят, и у {caller} раньше было лучше. Затронуто попыток вызова: {calls:count}; "
                    "{lost} из них иначе прошли бы, потеряно около {minutes:count:минуты|минут|минут} разговора."
                ),
                fix=_FIX_RU,
            ),
        ),
    },
)
