"""486 or 600 from the callee's side, or Q.850 cause 17: the callee is in another conversation."""

from __future__ import annotations

from sipwhy.diagnosis import Rule, Seeks, Text, Words
from sipwhy.diagnosis.claims import claims, statuses_of

_NOTES_EN = {"answer": "the callee's side is busy", "told": "what the caller was told in the end"}
_NOTES_RU = {"answer": "сторона вызываемого занята", "told": "что в итоге ответили звонящему"}

RULE = Rule(
    slug="callee-busy",
    area="outcome",
    seeks=Seeks(statuses=statuses_of("callee-busy")),
    scope="outcome",
    check=claims("callee-busy", "info", ("", "rang")),
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
                notes=_NOTES_EN,
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
                notes=_NOTES_RU,
            ),
        ),
        "rang": Text(
            en=Words(
                title="{callee} did not take the call: busy after {rang:seconds} of ringing",
                explanation=(
                    "{peer} reported ringing (180), and {rang:seconds} later answered {status} {phrase}. Who is talking already is mostly "
                    "reported busy at once. So somebody may have turned the call down (486 says that too: RFC 3261 section 21.4.24), a "
                    "limit of ringing may have run out, or the call was forwarded after it to somebody who was busy. The network did "
                    "its part."
                ),
                fix=(
                    "Ask {callee} whether the call was turned down.",
                    (
                        "If it is always the same number of seconds, a timer ends the ringing: look for it in the telephone and in what "
                        "stands behind {peer}. Is forwarding on no answer set there?"
                    ),
                ),
                notes=_NOTES_EN,
            ),
            ru=Words(
                title="{callee} не принял вызов: «занято» после {rang:seconds} звонка",
                explanation=(
                    "{peer} сообщил о звонке (180), а через {rang:seconds} ответил {status} {phrase}. О том, кто уже разговаривает, обычно "
                    "сообщают сразу. Значит, вызов могли отклонить (это тоже 486: RFC 3261, раздел 21.4.24), могло кончиться время звонка, "
                    "или вызов потом переадресовали на того, кто был занят. Сеть отработала исправно."
                ),
                fix=(
                    "Спросите {callee}, отклонял ли он вызов.",
                    (
                        "Если секунд всякий раз столько же, звонок прекращает таймер: найдите его в телефоне и в том, что стоит за {peer}. "
                        "Не задана ли там переадресация по неответу?"
                    ),
                ),
                notes=_NOTES_RU,
            ),
        ),
    },
)
