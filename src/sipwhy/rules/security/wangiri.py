"""One caller lets it ring for a moment with many people and is gone: whoever calls back pays."""

from __future__ import annotations

from collections.abc import Iterator

from sipwhy.diagnosis import CaptureRule, Overview, Text, Words
from sipwhy.diagnosis.behaviour import Ground, Habit, habit_finding
from sipwhy.model import Finding


def check(overview: Overview) -> Iterator[Finding]:
    """Fires for each caller who hung up within three seconds of ringing with five people or more, and hardly did anything else."""
    behaviour = overview.behaviour
    if behaviour is None:
        return
    yield from (_finding(behaviour.ground, habit) for habit in behaviour.missed)


def _finding(ground: Ground, habit: Habit) -> Finding:
    values = {"callees": int(habit.number), "calls": len(habit.legs)}
    return habit_finding(ground, habit, RULE.slug, values, confidence="likely")


RULE = CaptureRule(
    slug="wangiri",
    area="security",
    check=check,
    looks_at=("behaviour.missed",),
    known_by=("source", "caller"),
    references=("ITU-T E.156", "sipnab, fraud patterns"),
    texts={
        "": Text(
            en=Words(
                title="{caller} rings {callees:count:person|people} for a moment and hangs up",
                explanation=(
                    "{calls:count:call|calls} from {caller} by way of {source} were cancelled by the caller within three seconds of "
                    "ringing. That is done to be called back: the number is expensive, or sells something (wangiri). A dialler that gives "
                    "up too soon looks the same."
                ),
                fix=(
                    (
                        "Block {caller} (Asterisk: blacklist or a GotoIf on CALLERID(num); 3CX: blacklist of numbers) and forbid calling "
                        "back to its country or premium range."
                    ),
                    "Report it to the carrier that sends these calls, with times and Call-IDs.",
                    "If it is your own dialler, let it ring for fifteen seconds at least.",
                ),
                notes={"first": "the first one", "last": "the last one"},
            ),
            ru=Words(
                title="{caller}: сброс сразу после первых гудков, абонентов: {callees}",
                explanation=(
                    "Вызовов от {caller} через {source}: {calls}; звонящий сам сбросил их не позже чем через три секунды гудков. Так "
                    "делают, чтобы перезвонили: номер платный или что-то продают (wangiri). Так же выглядит обзвонщик, который слишком "
                    "рано кладёт трубку."
                ),
                fix=(
                    (
                        "Заблокируйте {caller} (Asterisk: чёрный список или GotoIf по CALLERID(num); 3CX: чёрный список номеров) и "
                        "запретите перезванивать в эту страну и на платные номера."
                    ),
                    "Сообщите оператору, от которого идут эти вызовы: время и Call-ID.",
                    "Если это ваш обзвон, пусть звонит хотя бы пятнадцать секунд.",
                ),
                notes={"first": "первый", "last": "последний"},
            ),
        ),
    },
)
