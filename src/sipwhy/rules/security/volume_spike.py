"""A host sends five times as many calls in one minute as in all its other minutes."""

from __future__ import annotations

from collections.abc import Iterator

from sipwhy.diagnosis import CaptureRule, Overview, Text, Words
from sipwhy.diagnosis.behaviour import TIMES, Ground, Habit, habit_finding
from sipwhy.model import Finding


def check(overview: Overview) -> Iterator[Finding]:
    """Fires for each host whose calls in one minute are five times as many as usual, far beyond chance."""
    behaviour = overview.behaviour
    if behaviour is None:
        return
    yield from (_finding(behaviour.ground, habit) for habit in behaviour.spikes)


def _finding(ground: Ground, habit: Habit) -> Finding:
    values = {"calls": int(habit.number), "usual": habit.other}
    return habit_finding(ground, habit, RULE.slug, values, confidence="certain", at_fault="unknown")


RULE = CaptureRule(
    slug="volume-spike",
    area="security",
    check=check,
    looks_at=("behaviour.spikes",),
    limits=(TIMES,),
    references=("S. D. Poisson, 1837: the number of chance events in a span",),
    texts={
        "": Text(
            en=Words(
                title="{source} sent {calls:count:call|calls} in one minute; {usual:number} are usual",
                explanation=(
                    "In one minute {source} sent {calls:count:call|calls}, in its other minutes {usual:number} on average. That is the "
                    "beginning of a campaign, a morning, a device in a loop, or fraud with a stolen account: only the numbers that were "
                    "dialled tell which."
                ),
                fix=(
                    "Look at what was dialled: sipwhy calls FILE --ip {source} with --since and --until.",
                    (
                        "Limit calls per second and at a time for each account: Asterisk GROUP() and GROUP_COUNT(); Kamailio pipelimit or "
                        "dialog profiles; FreeSWITCH limit; your carrier can do it, too."
                    ),
                ),
                notes={"first": "the minute begins", "last": "its last call"},
            ),
            ru=Words(
                title="{source}: {calls:count:вызов|вызова|вызовов} за минуту, обычно {usual:number}",
                explanation=(
                    "За одну минуту {source} отправил {calls:count:вызов|вызова|вызовов}, а в остальные в среднем {usual:number}. Так "
                    "начинается обзвон или рабочее утро, так ведёт себя устройство, которое зациклилось, и мошенник с украденной учётной "
                    "записью: что именно, видно по набранным номерам."
                ),
                fix=(
                    "Посмотрите, что набирали: sipwhy calls FILE --ip {source} с --since и --until.",
                    (
                        "Ограничьте вызовы в секунду и одновременные на каждую учётную запись: Asterisk GROUP() и GROUP_COUNT(); Kamailio "
                        "pipelimit или профили dialog; FreeSWITCH limit; это может и оператор."
                    ),
                ),
                notes={"first": "начало минуты", "last": "последний вызов в ней"},
            ),
        ),
    },
)
