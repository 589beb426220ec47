"""Talks by one vendor are shorter than before: they are cut."""

from __future__ import annotations

from sipwhy.diagnosis import CaptureRule, Text, Words
from sipwhy.diagnosis.traffic import told

_FIX_EN = (
    ("Look at which second they end: about 30 s is a lost ACK, 60, 90 or 1800 s a timer of the session, a round number a limit."),
    "Compare one of them in a capture: sipwhy FILE.pcap --call-id ID says who sent BYE and why.",
    "Write a ticket with ten of the calls: sipwhy cdr FILE --ticket '{vendor}'.",
)
_FIX_RU = (
    (
        "Посмотрите, на какой секунде они кончаются: около 30 с — потерянный ACK, 60, 90 или 1800 с — таймер сеанса, ровное число — "
        "ограничение."
    ),
    "Разберите один из них по дампу: sipwhy FILE.pcap --call-id ID скажет, кто прислал BYE и почему.",
    "Подайте заявку с десятью вызовами: sipwhy cdr FILE --ticket '{vendor}'.",
)

RULE = CaptureRule(
    slug="talks-cut",
    area="traffic",
    check=told("talks-cut", ("cut",), at_fault="trunk", severity="error", variants=()),
    looks_at=("traffic",),
    known_by=("vendor", "direction"),
    references=("ITU-T E.425", "RFC 4028"),
    texts={
        "": Text(
            en=Words(
                title=(
                    "{vendor} to {direction:or:all directions} since {since}: {after:percent} of talks are shorter than half of them "
                    "were before"
                ),
                explanation=(
                    "{calls:count:attempt is|attempts are} affected, about {minutes:count:minute|minutes} of talk are missing. ASR is "
                    "{asr_after:percent} (before: {asr_before:percent}), so calls connect and are cut off later."
                ),
                fix=_FIX_EN,
            ),
            ru=Words(
                title="{vendor} в {direction:or:все направления} с {since}: {after:percent} разговоров короче прежней медианы",
                explanation=(
                    "Затронуто попыток вызова: {calls:count}, не хватает около {minutes:count:минуты|минут|минут} разговора. ASR "
                    "{asr_after:percent} (раньше {asr_before:percent}): вызовы устанавливаются, а потом рвутся."
                ),
                fix=_FIX_RU,
            ),
        ),
    },
)
