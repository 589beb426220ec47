"""486 or 600 from the callee's side, or Q.850 cause 17: the callee is in another conversation."""

from __future__ import annotations

from collections.abc import Iterator

from sipwhy.diagnosis import Rule, Scene, Seeks, Text, Words
from sipwhy.model import Call, Evidence, Finding
from sipwhy.diagnosis.reading import deciding_leg, q850

def check(call: Call, scene: Scene) -> Iterator[Finding]:
    """Fires on the leg nearest the callee that was answered 486 or 600."""
    leg = deciding_leg(call)
    if leg is None or leg.deciding is None or (final := leg.deciding.final) is None:
        return
    if final.status not in (486, 600) and q850(final) != 17:
        return
    yield Finding(
        rule=RULE.slug,
        severity="info",
        confidence="certain",
        at_fault="user",
        evidence=(Evidence(message=final.number, file=final.file, note="busy"),),
        values={"callee": call.callee or "", "status": final.status or 0, "peer": final.src.ip},
        is_cause=True,
        at=final.number,
    )


RULE = Rule(
    slug="callee-busy",
    area="outcome",
    seeks=Seeks(results=frozenset({"busy", "failed"})),
    scope="outcome",
    check=check,
    references=("RFC 3261 section 21.4.24", "ITU-T Q.850 cause 17"),
    texts={
        "": Text(
            en=Words(
                title="The called party {callee} is busy",
                explanation="{peer} answered {status}: the called party is in another conversation or takes no second call. The network did its part.",
                fix=("Call again later.", "If {callee} should take a second call, switch call waiting on in the phone, or raise the limit of simultaneous calls of its account on the PBX."),
                notes={"busy": "the callee's side is busy"},
            ),
            ru=Words(
                title="Вызываемый абонент {callee} занят",
                explanation="{peer} ответил {status}: абонент уже разговаривает или не принимает второй вызов. Сеть отработала исправно.",
                fix=("Позвонить позже.", "Если {callee} должен принимать второй вызов, включите ожидание вызова на телефоне или поднимите ограничение числа одновременных вызовов его учётной записи на АТС."),
                notes={"busy": "сторона вызываемого занята"},
            ),
        )
    },
)
