"""Behind one host callers wait in silence for too long, too often."""

from __future__ import annotations

from collections.abc import Iterator

from sipwhy.diagnosis import CaptureRule, Overview, Text, Words
from sipwhy.diagnosis.behaviour import PATIENCE, Behaviour, Share
from sipwhy.model import Finding


def check(overview: Overview) -> Iterator[Finding]:
    """Fires for each host behind which surely more than one call in twenty rings after eleven seconds or later."""
    if overview.behaviour:
        yield from (_finding(overview.behaviour, share) for share in overview.behaviour.slow)


def _finding(behaviour: Behaviour, share: Share) -> Finding:
    ground = behaviour.ground
    return Finding(
        rule=RULE.slug,
        severity="notice",
        confidence="certain",
        at_fault=ground.blame(share.peer.ip),
        evidence=(ground.proof("asked", share.legs[0]),),
        values={
            "peer": ground.ip(share.peer.ip),
            "late": len(share.legs),
            "calls": share.of,
            "share": len(share.legs) / share.of,
            "low": share.low,
            "median": share.middle,
            "patience": ground.limit(PATIENCE),
        },
        call_numbers=ground.numbers_of(share.legs),
    )


RULE = CaptureRule(
    slug="slow-peer",
    area="statistics",
    check=check,
    looks_at=("behaviour.slow",),
    known_by=("peer",),
    limits=(PATIENCE,),
    references=("ITU-T E.721 table 2", "RFC 6076 section 4.3"),
    texts={
        "": Text(
            en=Words(
                title="Behind {peer} it often rings late: {share:percent} of calls after {patience:seconds} or more",
                explanation=(
                    "Of {calls:count:call|calls} that rang or were answered behind {peer}, {late:count:call|calls} kept the caller in "
                    "silence for more than {patience:seconds} (surely {low:percent} or more; the median is {median:seconds}). ITU-T E.721 "
                    "allows that for one international call in twenty; people take such calls for dead and hang up."
                ),
                fix=(
                    "Look at one of them: sipwhy flow FILE N shows which leg lost the time.",
                    "A carrier that tries several others in turn: ask it for a shorter timeout per attempt, or for a direct route.",
                    "Meanwhile let your PBX play ringing at once (Asterisk Dial option r; FreeSWITCH ringback), so that callers wait.",
                ),
                notes={"asked": "one that rang late"},
            ),
            ru=Words(
                title="За {peer} гудки часто идут поздно: у {share:percent} вызовов через {patience:seconds} и больше",
                explanation=(
                    "Из {calls:count:вызова, дошедшего|вызовов, дошедших|вызовов, дошедших} до гудков или ответа за {peer}, у {late} "
                    "звонящий слушал тишину дольше {patience:seconds} (достоверно не меньше {low:percent}; медиана {median:seconds}). "
                    "ITU-T E.721 допускает такое у одного международного вызова из двадцати; люди считают, что связи нет, и вешают трубку."
                ),
                fix=(
                    "Посмотрите один из них: sipwhy flow FILE N покажет, на каком плече потеряно время.",
                    "Если оператор перебирает других по очереди, попросите уменьшить время на попытку или дать прямой маршрут.",
                    "Пока пусть АТС сразу даёт гудки (Asterisk опция r в Dial; FreeSWITCH ringback), чтобы звонящие ждали.",
                ),
                notes={"asked": "один из поздних"},
            ),
        ),
    },
)
