"""603 from a telephone, or Q.850 cause 21 where a user cleared: a person refused the call."""

from __future__ import annotations

from sipwhy.diagnosis import Rule, Seeks, Text, Words
from sipwhy.diagnosis.claims import claims, statuses_of
from sipwhy.diagnosis.notes import REFUSED_EN, REFUSED_RU

RULE = Rule(
    slug="callee-declined",
    area="outcome",
    seeks=Seeks(statuses=statuses_of("callee-declined", 403, 480, 500, 503, 603)),
    scope="outcome",
    check=claims("callee-declined", "info", ("", "mapped", "dialplan")),
    references=("RFC 3261 section 21.6.2", "RFC 3398 section 7.2.4.1", "ITU-T Q.850 cause 21"),
    texts={
        "": Text(
            en=Words(
                title="{callee} declined the call",
                explanation=(
                    "{peer} answered {status} {phrase}: the called party, or a rule set on its telephone, refused the call. Nothing is "
                    "broken. A PBX may tell the caller another status: Asterisk makes 403 of it."
                ),
                fix=(
                    "Ask {callee} whether the call was refused on purpose.",
                    'If nobody touched the telephone, look for a blocking list or "reject anonymous calls" in its settings.',
                ),
                notes=REFUSED_EN,
            ),
            ru=Words(
                title="Абонент {callee} отклонил вызов",
                explanation=(
                    "{peer} ответил {status} {phrase}: вызываемый или правило на его телефоне отклонили вызов. Неисправности нет. "
                    "Звонящему АТС может сообщить другой код: Asterisk превращает этот ответ в 403."
                ),
                fix=(
                    "Спросите у {callee}, отклонял ли он вызов.",
                    "Если трубку никто не трогал, проверьте на телефоне чёрный список и запрет анонимных вызовов.",
                ),
                notes=REFUSED_RU,
            ),
        ),
        "mapped": Text(
            en=Words(
                title="{callee} declined the call, says the PBX",
                explanation=(
                    '{peer} answered {status} {phrase} with the cause "call rejected" after the callee\'s telephone had rung: the '
                    "refusal came from the called side, not from the server. Asterisk passes a 603 on in this way."
                ),
                fix=(
                    "Ask {callee} whether the call was refused on purpose.",
                    "If not, look at the leg from the PBX to the telephone: capture there, too.",
                ),
                notes=REFUSED_EN,
            ),
            ru=Words(
                title="Абонент {callee} отклонил вызов, сообщает АТС",
                explanation=(
                    "{peer} ответил {status} {phrase} с причиной «вызов отклонён» уже после того, как у вызываемого прозвенел телефон: "
                    "отказ пришёл со стороны абонента, а не от сервера. Так Asterisk передаёт дальше ответ 603."
                ),
                fix=(
                    "Спросите у {callee}, отклонял ли он вызов.",
                    "Если нет, снимите дамп и на плече от АТС к телефону.",
                ),
                notes=REFUSED_RU,
            ),
        ),
        "dialplan": Text(
            en=Words(
                title="{peer} ended the call with {status} {phrase}",
                explanation=(
                    "Asterisk answered 603 without ringing anybody in this capture: that is what a dial plan sends that reaches Hangup() "
                    "without a cause, or that cannot go on (a queue without members, say). It can also stand for a telephone's refusal on "
                    "a leg that was not captured."
                ),
                fix=(
                    "On the PBX, follow the call through the dial plan: core set verbose 3, or the full log.",
                    "Let the dial plan pass the cause on: Hangup() with the variable HANGUPCAUSE after Dial().",
                ),
                notes=REFUSED_EN,
            ),
            ru=Words(
                title="{peer} завершил вызов ответом {status} {phrase}",
                explanation=(
                    "Asterisk ответил 603, хотя в этом дампе никому не звонил: так завершается диалплан, дошедший до Hangup() без "
                    "причины или не сумевший продолжить (например, очередь без операторов). Возможно и то, что отказал телефон на плече, "
                    "которого в дампе нет."
                ),
                fix=(
                    "Проследите вызов по диалплану на АТС: core set verbose 3 или журнал full.",
                    "Передавайте причину дальше: Hangup() с переменной HANGUPCAUSE после Dial().",
                ),
                notes=REFUSED_RU,
            ),
        ),
    },
)
