"""One caller speaks to many people for exactly as long each time: a machine plays a message."""

from __future__ import annotations

from collections.abc import Iterator

from sipwhy.diagnosis import CaptureRule, Overview, Text, Words
from sipwhy.diagnosis.behaviour import Ground, Habit, habit_finding
from sipwhy.model import Finding


def check(overview: Overview) -> Iterator[Finding]:
    """Fires for each caller with twenty people or more whose answered calls all last the same few seconds."""
    behaviour = overview.behaviour
    if behaviour is None:
        return
    yield from (_finding(behaviour.ground, habit) for habit in behaviour.robocalls)


def _finding(ground: Ground, habit: Habit) -> Finding:
    values = {"callees": int(habit.number), "calls": len(habit.legs), "seconds": habit.other}
    return habit_finding(ground, habit, RULE.slug, values, confidence="likely")


RULE = CaptureRule(
    slug="robocall",
    area="security",
    check=check,
    looks_at=("behaviour.robocalls",),
    known_by=("source", "caller"),
    references=("FCC 47 CFR 64.1200", "RFC 8224"),
    texts={
        "": Text(
            en=Words(
                title="{caller} calls {callees:count:person|people} and speaks for {seconds:seconds} each time",
                explanation=(
                    "{calls:count:call|calls} of {caller} ({source}) that were answered last {seconds:seconds}, hardly more or less. "
                    "Agents of a call centre talk now shorter, now longer; this is a recording. It may be your own (reminders, alarms), or "
                    "somebody abuses a trunk for it."
                ),
                fix=(
                    "If it is not yours: find the account that sends these calls and change its password, or have the carrier trace them.",
                    "Where they come in from outside, let STIR/SHAKEN (verstat) or a block list decide.",
                ),
                notes={"first": "the first call", "last": "the last one"},
            ),
            ru=Words(
                title="{caller} обзванивает людей ({callees}) и каждый раз говорит {seconds:seconds}",
                explanation=(
                    "Отвеченные вызовы от {caller} ({source}; всего вызовов {calls}) длятся {seconds:seconds}, почти без разброса. "
                    "Операторы колл-центра говорят то дольше, то короче; это запись. Она может быть вашей (напоминания, оповещение), а "
                    "может быть, кто-то использует транк."
                ),
                fix=(
                    (
                        "Если это не ваше, найдите учётную запись, с которой идут вызовы, и смените пароль, или попросите оператора их "
                        "отследить."
                    ),
                    "Если такие вызовы приходят снаружи, отсекайте их по STIR/SHAKEN (verstat) или чёрному списку.",
                ),
                notes={"first": "первый вызов", "last": "последний"},
            ),
        ),
    },
)
