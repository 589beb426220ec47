"""Attempts to one direction fail more often whoever carries them."""

from __future__ import annotations

from sipwhy.diagnosis import CaptureRule, Text, Words
from sipwhy.diagnosis.traffic import told

_FIX_EN = (
    "Tell callers and the dispatchers: the fault is behind all vendors, and changing the route does not help.",
    "Ask the vendor with the most traffic for news of the destination's operator.",
    "If everything fails: look at your own server, its link and what was changed at that moment.",
)
_FIX_RU = (
    "Предупредите абонентов и диспетчеров: неисправность за всеми вендорами, смена маршрута не поможет.",
    "Спросите у вендора с наибольшим трафиком, что известно об операторе назначения.",
    "Если не проходит всё, смотрите свой сервер, свой канал и что меняли в этот момент.",
)

RULE = CaptureRule(
    slug="direction-failing",
    area="traffic",
    check=told("direction-failing", ("everywhere",), at_fault="network", severity="warning", variants=("own",)),
    looks_at=("traffic",),
    known_by=("direction",),
    references=("ITU-T E.411", "ITU-T E.425", "RFC 6076 sections 4.6 to 4.8"),
    texts={
        "": Text(
            en=Words(
                title=(
                    "{direction:or:All directions} through every vendor since {since}: {answer} in {after:percent} of attempts instead of "
                    "{before:percent}"
                ),
                explanation=(
                    "All vendors that carry it have the same, so it is the destination. ASR fell from {asr_before:percent} to "
                    "{asr_after:percent}. {calls:count:attempt is|attempts are} affected; {lost} of them would otherwise have gone "
                    "through, about {minutes:count:minute|minutes} of talk lost."
                ),
                fix=_FIX_EN,
            ),
            ru=Words(
                title=(
                    "{direction:or:Все направления} через любого вендора с {since}: {answer} в {after:percent} попыток вместо "
                    "{before:percent}"
                ),
                explanation=(
                    "Это у всех вендоров сразу, значит, дело в самом направлении. ASR упал с {asr_before:percent} до {asr_after:percent}. "
                    "Затронуто попыток вызова: {calls:count}; {lost} из них иначе прошли бы, потеряно около "
                    "{minutes:count:минуты|минут|минут} разговора."
                ),
                fix=_FIX_RU,
            ),
        ),
        "own": Text(
            en=Words(
                title=(
                    "All directions through every vendor since {since}: {answer} in {after:percent} of attempts instead of {before:percent}"
                ),
                explanation=(
                    "Vendors have nothing in common but you: look at your own side. ASR fell from {asr_before:percent} to "
                    "{asr_after:percent}. {calls:count:attempt is|attempts are} affected; {lost} of them would otherwise have gone "
                    "through, about {minutes:count:minute|minutes} of talk lost."
                ),
                fix=_FIX_EN,
            ),
            ru=Words(
                title="Все направления через всех вендоров с {since}: {answer} в {after:percent} попыток вместо {before:percent}",
                explanation=(
                    "Общее у вендоров только вы: ищите на своей стороне. ASR упал с {asr_before:percent} до {asr_after:percent}. Затронуто "
                    "попыток вызова: {calls:count}; {lost} из них иначе прошли бы, потеряно около {minutes:count:минуты|минут|минут} "
                    "разговора."
                ),
                fix=_FIX_RU,
            ),
        ),
    },
)
