"""486 or 600 from the callee's side, or Q.850 cause 17: the callee is in another conversation."""

from __future__ import annotations

from sipwhy.diagnosis import Rule, Seeks, Text, Words
from sipwhy.diagnosis.claims import claims, statuses_of

RULE = Rule(
    slug="callee-busy",
    area="outcome",
    seeks=Seeks(statuses=statuses_of("callee-busy")),
    scope="outcome",
    check=claims("callee-busy", "info"),
    references=("RFC 3261 section 21.4.24", "ITU-T Q.850 cause 17"),
    texts={
        "": Text(
            en=Words(
                title="{callee} is busy",
                explanation=(
                    "{peer} answered {status} {phrase}: the called party is talking already, or takes no second call. The network did "
                    "its part."
                ),
                fix=(
                    "Call again later.",
                    (
                        "If {callee} should take a second call, switch call waiting on in the telephone, or raise the limit of "
                        "simultaneous calls of its account on the PBX (Asterisk chan_sip: call-limit; PJSIP: device_state_busy_at; 3CX: "
                        "the extension's options)."
                    ),
                ),
                notes={
                    "answer": "the callee's side is busy",
                    "told": "what the caller was told in the end",
                },
            ),
            ru=Words(
                title="Абонент {callee} занят",
                explanation=(
                    "{peer} ответил {status} {phrase}: абонент уже разговаривает или не принимает второй вызов. Сеть отработала исправно."
                ),
                fix=(
                    "Перезвоните позже.",
                    (
                        "Если {callee} должен принимать второй вызов, включите ожидание вызова на телефоне или поднимите ограничение "
                        "числа одновременных вызовов учётной записи на АТС (Asterisk chan_sip: call-limit; PJSIP: device_state_busy_at; "
                        "3CX: параметры добавочного)."
                    ),
                ),
                notes={
                    "answer": "сторона вызываемого занята",
                    "told": "что в итоге ответили звонящему",
                },
            ),
        ),
    },
)
