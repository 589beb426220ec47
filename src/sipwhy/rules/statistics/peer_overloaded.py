"""A host refuses a tenth of its calls or more with 503."""

from __future__ import annotations

from collections.abc import Iterator

from sipwhy.diagnosis import CaptureRule, Overview, Text, Words
from sipwhy.diagnosis.behaviour import OVERLOADED, Behaviour, Share
from sipwhy.model import Finding


def check(overview: Overview) -> Iterator[Finding]:
    """Fires for each host whose share of 503 is surely a tenth or more."""
    if overview.behaviour:
        yield from (_finding(overview.behaviour, share) for share in overview.behaviour.overloaded)


def _finding(behaviour: Behaviour, share: Share) -> Finding:
    ground, failed = behaviour.ground, behaviour.ground.failed(share.legs)
    return Finding(
        rule=RULE.slug,
        severity="warning" if failed else "notice",
        confidence="certain",
        at_fault=ground.blame(share.peer.ip),
        evidence=(ground.answer("refusal", share.legs[0]),),
        values={
            "peer": ground.ip(share.peer.ip),
            "refused": len(share.legs),
            "calls": share.of,
            "share": len(share.legs) / share.of,
            "low": share.low,
            "high": share.high,
            "failed": len(failed),
        },
        call_numbers=failed,
    )


RULE = CaptureRule(
    slug="peer-overloaded",
    area="statistics",
    check=check,
    looks_at=("behaviour.overloaded",),
    known_by=("peer",),
    limits=(OVERLOADED,),
    references=("RFC 3261 section 21.5.4", "RFC 7339", "ITU-T E.425"),
    texts={
        "": Text(
            en=Words(
                title="{peer} refuses {share:percent} of its calls with 503",
                explanation=(
                    "{peer} answered 503 to {refused} of {calls:count:call|calls}; the true share lies between {low:percent} and "
                    "{high:percent}. {failed:count:of them|of them} came to nothing in the end. So many refusals mean that channels or "
                    "capacity are missing, not a passing disturbance."
                ),
                fix=(
                    (
                        "Count the calls at the same time against the channels that you rent at {peer}, and the calls per second against "
                        "its limit."
                    ),
                    "Set a second route that is tried after 503, and honour Retry-After.",
                    "Write a ticket to whoever runs {peer}: share, period, three Call-IDs.",
                ),
                notes={"refusal": "the first 503"},
            ),
            ru=Words(
                title="{peer} отвечает 503 на {share:percent} вызовов",
                explanation=(
                    "{peer} ответил 503 на {refused} из {calls:count:вызова|вызовов|вызовов}; истинная доля от {low:percent} до "
                    "{high:percent}. Из них в итоге не состоялось: {failed}. Столько отказов означает нехватку каналов или мощности, а не "
                    "случайный сбой."
                ),
                fix=(
                    "Сравните число одновременных вызовов с арендованными на {peer} каналами, а число вызовов в секунду с его лимитом.",
                    "Задайте второй маршрут, который пробуется после 503, и соблюдайте Retry-After.",
                    "Подайте заявку тому, кто отвечает за {peer}: доля, период, три Call-ID.",
                ),
                notes={"refusal": "первый ответ 503"},
            ),
        ),
    },
)
