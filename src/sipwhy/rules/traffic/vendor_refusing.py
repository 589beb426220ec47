"""A vendor's attempts end more often than before with what should be the callee's own: busy, no answer."""

from __future__ import annotations

from sipwhy.diagnosis import CaptureRule, Text, Words
from sipwhy.diagnosis.traffic import TITLE_ALL_EN, TITLE_ALL_RU, TITLE_EN, TITLE_RU, told

_FIX_EN = (
    ("Dial some of these numbers through another vendor: if they answer there, {vendor} gives {answer} for a reason of its own."),
    "Ask {vendor} what it does with {direction:or:these calls}: sipwhy cdr FILE --ticket '{vendor}'.",
    "Send the direction through another vendor until it is known.",
)
_FIX_RU = (
    ("Наберите несколько этих номеров через другого вендора: если там отвечают, {vendor} отдаёт {answer} по своей причине."),
    "Спросите у {vendor}, что происходит с {direction:or:этими вызовами}: sipwhy cdr FILE --ticket '{vendor}'.",
    "До выяснения ведите направление через другого вендора.",
)

RULE = CaptureRule(
    slug="vendor-refusing",
    area="traffic",
    check=told("vendor-refusing", ("refusing",), at_fault="trunk", severity="warning", variants=("all", "alone")),
    looks_at=("traffic",),
    known_by=("vendor", "direction"),
    references=("ITU-T E.411", "ITU-T E.425", "RFC 6076 sections 4.6 to 4.8"),
    texts={
        "": Text(
            en=Words(
                title=TITLE_EN,
                explanation=(
                    "It reads as if people were to blame, but at other vendors the share to {direction} is {others_after:percent} (before: "
                    "{others_before:percent}). ASR fell from {asr_before:percent} to {asr_after:percent}. {calls:count:attempt is|attempts "
                    "are} affected; {lost} of them would otherwise have gone through, about {minutes:count:minute|minutes} of talk lost."
                ),
                fix=_FIX_EN,
            ),
            ru=Words(
                title=TITLE_RU,
                explanation=(
                    "Похоже на поведение абонентов, но у других вендоров в {direction} эта доля {others_after:percent} (раньше "
                    "{others_before:percent}). ASR упал с {asr_before:percent} до {asr_after:percent}. Затронуто попыток вызова: "
                    "{calls:count}; {lost} из них иначе прошли бы, потеряно около {minutes:count:минуты|минут|минут} разговора."
                ),
                fix=_FIX_RU,
            ),
        ),
        "all": Text(
            en=Words(
                title=TITLE_ALL_EN,
                explanation=(
                    "It reads as if people were to blame, but people of all directions do not change at once. ASR fell from "
                    "{asr_before:percent} to {asr_after:percent}. {calls:count:attempt is|attempts are} affected; {lost} of them would "
                    "otherwise have gone through, about {minutes:count:minute|minutes} of talk lost."
                ),
                fix=_FIX_EN,
            ),
            ru=Words(
                title=TITLE_ALL_RU,
                explanation=(
                    "Похоже на поведение абонентов, но абоненты всех направлений разом не меняются. ASR упал с {asr_before:percent} до "
                    "{asr_after:percent}. Затронуто попыток вызова: {calls:count}; {lost} из них иначе прошли бы, потеряно около "
                    "{minutes:count:минуты|минут|минут} разговора."
                ),
                fix=_FIX_RU,
            ),
        ),
        "alone": Text(
            en=Words(
                title=TITLE_EN,
                explanation=(
                    "Nobody else carries {direction} then, so it may be the direction and not the vendor. ASR fell from "
                    "{asr_before:percent} to {asr_after:percent}. {calls:count:attempt is|attempts are} affected; {lost} of them would "
                    "otherwise have gone through, about {minutes:count:minute|minutes} of talk lost."
                ),
                fix=_FIX_EN,
            ),
            ru=Words(
                title=TITLE_RU,
                explanation=(
                    "Других вендоров в {direction} в это время нет, поэтому виновато может быть и само направление. ASR упал с "
                    "{asr_before:percent} до {asr_after:percent}. Затронуто попыток вызова: {calls:count}; {lost} из них иначе прошли бы, "
                    "потеряно около {minutes:count:минуты|минут|минут} разговора."
                ),
                fix=_FIX_RU,
            ),
        ),
    },
)
