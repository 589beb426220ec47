"""Callers wait longer for ringing at one vendor than before."""

from __future__ import annotations

from sipwhy.diagnosis import CaptureRule, Text, Words
from sipwhy.diagnosis.traffic import told

_FIX_EN = (
    ("Ask {vendor} by which route {direction:or:the calls} go now: a longer PDD is a longer chain of carriers, or retries inside."),
    "Send the direction through another vendor; who waits long for ringing hangs up.",
    ("Limit how long one route may stay silent before the next is tried (Asterisk: Dial() timeout per vendor; Kamailio: fr_timer)."),
)
_FIX_RU = (
    (
        "Спросите у {vendor}, каким маршрутом теперь идут {direction:or:вызовы}: рост PDD — это более длинная цепочка операторов или "
        "повторы внутри неё."
    ),
    "Ведите направление через другого вендора: кто долго ждёт КПВ, кладёт трубку.",
    ("Ограничьте время, которое маршрут может молчать до перехода на следующий (Asterisk: таймаут Dial() на вендора; Kamailio: fr_timer)."),
)

RULE = CaptureRule(
    slug="pdd-rose",
    area="traffic",
    check=told("pdd-rose", ("slow",), at_fault="trunk", severity="warning", variants=()),
    looks_at=("traffic",),
    known_by=("vendor", "direction"),
    references=("RFC 6076 section 4.3.1", "ITU-T E.721"),
    texts={
        "": Text(
            en=Words(
                title="{vendor} to {direction:or:all directions} since {since}: PDD {pdd_after:seconds} instead of {pdd_before:seconds}",
                explanation=(
                    "Half of the callers wait longer than that (median). {calls:count:attempt is|attempts are} affected, and "
                    "{after:percent} of them are slower than nineteen of twenty were before. Other vendors' share of slow attempts is "
                    "counted against it."
                ),
                fix=_FIX_EN,
            ),
            ru=Words(
                title="{vendor} в {direction:or:все направления} с {since}: PDD {pdd_after:seconds} вместо {pdd_before:seconds}",
                explanation=(
                    "Половина звонящих ждёт ещё дольше (медиана). Затронуто попыток вызова: {calls:count}, {after:percent} из них "
                    "медленнее, чем раньше были девятнадцать из двадцати. Доля медленных у других вендоров учтена."
                ),
                fix=_FIX_RU,
            ),
        ),
    },
)
