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
                    "{peer} rang for {rang:seconds} and then answered {status} {phrase}. A telephone that is busy says so at once. So "
                    "somebody "
                    "turned the call down (many telephones send 486 when that key is pressed), or nobody came and the telephone's own "
                    "limit "
                    "of ringing ran out: Linphone answers 486 then. The network did its part."
                ),
                fix=(
                    "Ask {callee} whether the call was turned down.",
                    (
                        "If it is always the same number of seconds, it is the limit of the telephone, or a PBX behind {peer} that gave "
                        "up: "
                        "look for its ring timeout (Linphone: inc_timeout in its [sip] section, 30 s by default)."
                    ),
                ),
                notes=_NOTES_EN,
            ),
            ru=Words(
                title="{callee} не принял вызов: «занято» после {rang:seconds} звонка",
                explanation=(
                    "{peer} звонил {rang:seconds} и затем ответил {status} {phrase}. Занятый телефон говорит об этом сразу. Значит, вызов "
                    "отклонили (многие телефоны по этой кнопке шлют 486), или никто не подошёл и у телефона кончилось своё время звонка: "
                    "Linphone тогда отвечает 486. Сеть отработала исправно."
                ),
                fix=(
                    "Спросите {callee}, отклонял ли он вызов.",
                    (
                        "Если секунд всякий раз столько же, дело в пределе самого телефона или АТС за {peer}: найдите время звонка "
                        "(Linphone: "
                        "inc_timeout в секции [sip], по умолчанию 30 с)."
                    ),
                ),
                notes=_NOTES_RU,
            ),
        ),
    },
)
