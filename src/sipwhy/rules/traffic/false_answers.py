"""Many calls of a vendor are answered and over at once: somebody answers who is not the callee."""

from __future__ import annotations

from sipwhy.diagnosis import CaptureRule, Text, Words
from sipwhy.diagnosis.traffic import told

_FIX_EN = (
    ("Call some of the numbers yourself through {vendor} and listen: ringing or silence after the answer is a false answer (FAS)."),
    "Take {vendor} out of {direction:or:the route} meanwhile: false answers are billed.",
    ("Write a ticket with ten of the calls: sipwhy cdr FILE --ticket '{vendor}'; ask for the money of calls under 10 s."),
)
_FIX_RU = (
    ("Позвоните по нескольким из этих номеров через {vendor} и послушайте: гудки или тишина после ответа — это ложный ответ (FAS)."),
    "Пока уберите {vendor} из {direction:or:маршрута}: ложные ответы тарифицируются.",
    ("Подайте заявку с десятью вызовами: sipwhy cdr FILE --ticket '{vendor}'; потребуйте вернуть деньги за вызовы короче 10 с."),
)

RULE = CaptureRule(
    slug="false-answers",
    area="traffic",
    check=told("false-answers", ("short",), at_fault="trunk", severity="error", variants=()),
    looks_at=("traffic",),
    known_by=("vendor", "direction"),
    references=("ITU-T E.156",),
    texts={
        "": Text(
            en=Words(
                title=(
                    "{vendor} to {direction:or:all directions} since {since}: {after:percent} of answered calls are over within 8 s "
                    "instead of {before:percent}"
                ),
                explanation=(
                    "{calls:count:attempt is|attempts are} affected; ASR is {asr_after:percent} (before: {asr_before:percent}). A higher "
                    "ASR with talks so short means that the answer is not the callee's."
                ),
                fix=_FIX_EN,
            ),
            ru=Words(
                title=(
                    "{vendor} в {direction:or:все направления} с {since}: {after:percent} отвеченных вызовов короче 8 с вместо "
                    "{before:percent}"
                ),
                explanation=(
                    "Затронуто попыток вызова: {calls:count}; ASR {asr_after:percent} (раньше {asr_before:percent}). Выросший ASR при "
                    "таких коротких разговорах значит, что отвечает не абонент."
                ),
                fix=_FIX_RU,
            ),
        ),
    },
)
