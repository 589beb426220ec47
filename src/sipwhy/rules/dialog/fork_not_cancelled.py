"""One telephone answered, and another goes on ringing: its branch was not cancelled."""

from __future__ import annotations

from collections.abc import Iterator

from sipwhy.diagnosis import Rule, Scene, Seeks, Text, Words
from sipwhy.diagnosis.blame import author
from sipwhy.diagnosis.meaning import proof
from sipwhy.diagnosis.reading import cancel_of, ring_start, seconds_to_end
from sipwhy.model import Call, Finding, Leg
from sipwhy.model.quirk import Quirk

_PATIENCE = 5.0
"""Seconds within which a fork cancels its other branches."""


def check(call: Call, scene: Scene) -> Iterator[Finding]:
    """Fires if two legs of one sender rang at once, one was answered, and the other has neither CANCEL nor a final answer long after."""
    for won in call.legs:
        answer = won.answer
        if answer is None or seconds_to_end(call, answer) < _PATIENCE:
            continue
        lost = next((leg for leg in call.legs if _rings_on(leg, won, answer.ts)), None)
        start = ring_start(lost) if lost else None
        if lost and start:
            yield Finding(
                rule=RULE.slug,
                severity="notice",
                confidence="likely",
                at_fault=author(lost.messages[0], lost, call, scene),
                evidence=(proof("ringing", start), proof("answer", answer)),
                values={"sender": lost.src.ip, "loser": lost.dst.ip, "winner": won.dst.ip},
                at=answer.number,
            )
            return


def _rings_on(leg: Leg, won: Leg, answered: int) -> bool:
    start = ring_start(leg)
    rang_before = start is not None and start.ts < answered
    same_fork = leg.src.ip == won.src.ip and leg.dst != won.dst
    return rang_before and same_fork and cancel_of(leg) is None and leg.deciding is not None and leg.deciding.final is None


RULE = Rule(
    slug="fork-not-cancelled",
    area="dialog",
    seeks=Seeks(results=frozenset({"answered"}), quirks=Quirk.LEFT_RINGING),
    check=check,
    aside=True,
    references=("RFC 3261 section 16.7 step 10",),
    texts={
        "": Text(
            en=Words(
                title="{loser} goes on ringing though {winner} has answered",
                explanation=(
                    "{sender} called both, {winner} answered, and in this capture {sender} never sends CANCEL to {loser}. That telephone "
                    "rings on until it gives up by itself, and shows a missed call."
                ),
                fix=(
                    ("Capture on {sender} itself: does CANCEL set out? If not, look at its ring group or forking."),
                    "If it does, the way to {loser} loses it: NAT or a firewall between.",
                ),
                notes={"ringing": "rings", "answer": "another one answers"},
            ),
            ru=Words(
                title="{loser} продолжает звонить, хотя {winner} уже ответил",
                explanation=(
                    "{sender} вызывал обоих, {winner} ответил, а CANCEL для {loser} в этом дампе нет. Телефон звонит, пока сам не "
                    "перестанет, и показывает пропущенный вызов."
                ),
                fix=(
                    (
                        "Снимите дамп на самом {sender}: уходит ли CANCEL? Если нет, смотрите группу вызова или параллельный вызов "
                        "(forking)."
                    ),
                    "Если уходит, его теряют по пути к {loser}: NAT или межсетевой экран.",
                ),
                notes={"ringing": "звонит", "answer": "ответил другой"},
            ),
        )
    },
)
