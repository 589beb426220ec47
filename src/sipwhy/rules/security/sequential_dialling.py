"""One caller dials ten numbers or more, each one higher than the last."""

from __future__ import annotations

from collections.abc import Iterator

from sipwhy.diagnosis import CaptureRule, Overview, Text, Words
from sipwhy.diagnosis.behaviour import Ground, Habit, habit_finding
from sipwhy.model import Finding, Value


def check(overview: Overview) -> Iterator[Finding]:
    """Fires for each caller who dialled ten consecutive numbers, one after the other."""
    behaviour = overview.behaviour
    if behaviour is None:
        return
    yield from (_finding(behaviour.ground, habit) for habit in behaviour.runs)


def _finding(ground: Ground, habit: Habit) -> Finding:
    first, last = (ground.text(int(ground.user[habit.legs[at]])) for at in (0, -1))
    values: dict[str, Value] = {"numbers": int(habit.number), "from": first, "until": last}
    return habit_finding(ground, habit, RULE.slug, values, confidence="certain")


RULE = CaptureRule(
    slug="sequential-dialling",
    area="security",
    check=check,
    looks_at=("behaviour.runs",),
    known_by=("source", "caller"),
    references=("sipnab, fraud patterns",),
    texts={
        "": Text(
            en=Words(
                title="{caller} dials one number after the other, {from} to {until}",
                explanation=(
                    "{caller} ({source}) dialled {numbers:count:number|numbers} in a row, each higher by one than the last. People do not; "
                    "a program looks for numbers that answer (faxes, modems, valid subscribers), or a new block of numbers is being "
                    "tested."
                ),
                fix=(
                    "If nobody is testing numbers: block {caller}, and tell the carrier that sends the calls.",
                    "Limit the calls per minute of one caller (Kamailio pipelimit or htable; SBC call admission control).",
                ),
                notes={"first": "the run begins", "last": "and ends"},
            ),
            ru=Words(
                title="{caller} набирает номера подряд, с {from} по {until}",
                explanation=(
                    "{caller} ({source}) набрал {numbers:count:номер|номера|номеров} подряд, каждый следующий на единицу больше. Люди так "
                    "не звонят: программа ищет номера, которые отвечают (факсы, модемы, действующие абоненты), либо проверяют новую "
                    "номерную ёмкость."
                ),
                fix=(
                    "Если номера никто не проверяет, заблокируйте {caller} и сообщите оператору, от которого идут вызовы.",
                    "Ограничьте число вызовов в минуту от одного номера (Kamailio pipelimit или htable, контроль вызовов на SBC).",
                ),
                notes={"first": "начало ряда", "last": "и конец"},
            ),
        ),
    },
)
