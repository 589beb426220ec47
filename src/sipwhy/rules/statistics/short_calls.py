"""Many answered calls behind one host end within seconds."""

from __future__ import annotations

from collections.abc import Iterator

from sipwhy.diagnosis import CaptureRule, Overview, Text, Words
from sipwhy.diagnosis.behaviour import SHORT, Behaviour, Share
from sipwhy.model import Finding


def check(overview: Overview) -> Iterator[Finding]:
    """Fires for each host of whose answered calls surely more than a quarter ends within five seconds."""
    if overview.behaviour:
        yield from (_finding(overview.behaviour, share) for share in overview.behaviour.cut_short)


def _finding(behaviour: Behaviour, share: Share) -> Finding:
    ground = behaviour.ground
    return Finding(
        rule=RULE.slug,
        severity="notice",
        confidence="likely",
        at_fault="unknown",
        evidence=(ground.proof("short", share.legs[0]),),
        values={
            "peer": ground.ip(share.peer.ip),
            "short": len(share.legs),
            "calls": share.of,
            "share": len(share.legs) / share.of,
            "low": share.low,
            "median": share.middle,
            "limit": ground.limit(SHORT),
            "by_caller": float((ground.legs("bye_forward")[share.legs] == 1).mean()),
        },
        call_numbers=ground.numbers_of(share.legs),
    )


RULE = CaptureRule(
    slug="short-calls",
    area="statistics",
    check=check,
    looks_at=("behaviour.cut_short",),
    known_by=("peer",),
    limits=(SHORT,),
    references=("ITU-T E.437", "E. B. Wilson, 1927: interval for a share"),
    texts={
        "": Text(
            en=Words(
                title="{share:percent} of the answered calls behind {peer} end within {limit:seconds}",
                explanation=(
                    "{short} of {calls:count:answered call|answered calls} behind {peer} lasted less than {limit:seconds} (surely "
                    "{low:percent} or more; the median is {median:seconds}), {by_caller:percent} of these were ended by the caller. People "
                    "hang up so when they hear nothing, or a machine; dishonest carriers answer calls that nobody picked up; diallers and "
                    "tests make such calls on purpose."
                ),
                fix=(
                    "Listen to one or look at its RTP: if a direction is missing, it is one-way audio (NAT, firewall).",
                    "If a ringing tone is heard after the answer, the carrier bills calls that nobody picked up: demand it be stopped.",
                    "If it is your own dialler, announcement or test, all is well.",
                ),
                notes={"short": "one of the short ones"},
            ),
            ru=Words(
                title="{share:percent} отвеченных вызовов за {peer} кончаются за {limit:seconds}",
                explanation=(
                    "{short} из {calls:count:отвеченного вызова|отвеченных вызовов|отвеченных вызовов} за {peer} длились меньше "
                    "{limit:seconds} (достоверно не меньше {low:percent}; медиана {median:seconds}), {by_caller:percent} из них завершил "
                    "звонящий. Так вешают трубку, когда ничего не слышно или отвечает автомат; так выглядит ложный ответ, когда оператор "
                    "тарифицирует вызов, который никто не принял; так нарочно звонят обзвонщики и тесты."
                ),
                fix=(
                    (
                        "Послушайте один такой вызов или посмотрите RTP: если одного направления нет, это односторонняя слышимость (NAT, "
                        "межсетевой экран)."
                    ),
                    "Если после ответа слышны гудки, оператор тарифицирует вызовы без ответа: потребуйте прекратить.",
                    "Если это ваш обзвон, автоинформатор или тест, всё в порядке.",
                ),
                notes={"short": "один из коротких"},
            ),
        ),
    },
)
