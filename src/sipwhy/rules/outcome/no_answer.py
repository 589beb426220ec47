"""It rang and nobody picked up: a ring timeout on either side, or the caller's patience ran out."""

from __future__ import annotations

from sipwhy.diagnosis import Rule, Seeks, Text, Words
from sipwhy.diagnosis.claims import claims
from sipwhy.model.flag import Flag

_FIX_EN = (
    "Call again, or agree on another number.",
    (
        "If it should have gone on ringing, or to voicemail or a colleague, raise the ring time in the dial plan (Asterisk: the second "
        "argument of Dial(); FreeSWITCH: call_timeout; 3CX: ring time) and set forwarding on no answer."
    ),
)
_FIX_RU = (
    "Перезвоните позже или по другому номеру.",
    (
        "Если вызов должен был звонить дольше либо уйти на голосовую почту или коллеге, увеличьте время вызова в диалплане (Asterisk: "
        "второй аргумент Dial(); FreeSWITCH: call_timeout; 3CX: время звонка) и настройте переадресацию по неответу."
    ),
)
_NOTES_EN = {
    "answer": "ended without an answer",
    "request": "given up",
    "ringing": "it rings",
    "told": "what the caller was told in the end",
}
_NOTES_RU = {
    "answer": "завершено без ответа",
    "request": "попытка прекращена",
    "ringing": "вызываемому идёт вызов",
    "told": "что в итоге ответили звонящему",
}

RULE = Rule(
    slug="no-answer",
    area="outcome",
    seeks=Seeks(results=frozenset({"no-answer", "failed", "declined", "cancelled", "unanswered", "busy"}), flags=Flag.RANG),
    scope="outcome",
    check=claims("no-answer", "info", ("", "timeout", "timer", "refused", "gave-up")),
    references=("RFC 3261 section 13.3.1.1", "RFC 3326 section 2", "ITU-T Q.850 causes 18, 19 and 102"),
    texts={
        "": Text(
            en=Words(
                title="{callee} did not pick up",
                explanation="The callee's telephone rang, and nobody answered. The network did its part.",
                fix=_FIX_EN,
                notes=_NOTES_EN,
            ),
            ru=Words(
                title="{callee} не снял трубку",
                explanation="Телефон вызываемого звонил, но никто не ответил. Сеть отработала исправно.",
                fix=_FIX_RU,
                notes=_NOTES_RU,
            ),
        ),
        "timeout": Text(
            en=Words(
                title="{callee} did not pick up within {rang:seconds}",
                explanation=(
                    "The callee's telephone rang for {rang:seconds}; then {asker} gave up and ended the attempt itself, because its ring "
                    "time had run out. The caller was told {told}, which says nothing more than that."
                ),
                fix=_FIX_EN,
                notes=_NOTES_EN,
            ),
            ru=Words(
                title="{callee} не снял трубку за {rang:seconds}",
                explanation=(
                    "Телефон вызываемого звонил {rang:seconds}, после чего {asker} прекратил попытку сам: истекло время вызова. Звонящий "
                    "получил {told}, и ничего другого этот код здесь не значит."
                ),
                fix=_FIX_RU,
                notes=_NOTES_RU,
            ),
        ),
        "timer": Text(
            en=Words(
                title="{callee} did not pick up within {rang:seconds}, and {other}'s time was up",
                explanation=(
                    "It rang for {rang:seconds}; then {other} called the attempt off and says why: {reason}, its own timer. The caller did "
                    "not hang up."
                ),
                fix=(
                    _FIX_EN[0],
                    (
                        "If it should ring longer, raise that time on {other}, which chose it (Asterisk: the second argument of Dial(); "
                        "FreeSWITCH: call_timeout, leg_timeout; Kamailio: fr_inv_timer; Cisco: timer on the dial peer)."
                    ),
                ),
                notes=_NOTES_EN,
            ),
            ru=Words(
                title="{callee} не снял трубку за {rang:seconds}, и у {other} вышло время",
                explanation=(
                    "Вызов шёл {rang:seconds}, затем {other} снял попытку и назвал причину: {reason}, истёк его собственный таймер. "
                    "Звонивший трубку не клал."
                ),
                fix=(
                    _FIX_RU[0],
                    (
                        "Если вызов должен идти дольше, увеличьте это время на {other}, его задал он (Asterisk: второй аргумент Dial(); "
                        "FreeSWITCH: call_timeout, leg_timeout; Kamailio: fr_inv_timer; Cisco: таймер на dial peer)."
                    ),
                ),
                notes=_NOTES_RU,
            ),
        ),
        "refused": Text(
            en=Words(
                title="{callee} did not pick up; {peer} answered {status} after the ringing",
                explanation=(
                    "It rang for {rang:seconds}, nobody answered, and {peer} ended the attempt with {status} {phrase}: a ring timeout on "
                    "the called side."
                ),
                fix=_FIX_EN,
                notes=_NOTES_EN,
            ),
            ru=Words(
                title="{callee} не снял трубку; после звонка {peer} ответил {status}",
                explanation=(
                    "Телефон звонил {rang:seconds}, трубку никто не снял, и {peer} завершил попытку ответом {status} {phrase}: истекло "
                    "время вызова на вызываемой стороне."
                ),
                fix=_FIX_RU,
                notes=_NOTES_RU,
            ),
        ),
        "gave-up": Text(
            en=Words(
                title="{callee} did not pick up, the caller hung up after {rang:seconds}",
                explanation=(
                    "It rang for {rang:seconds}; then the caller's side gave up. That is as long as people or ring timers usually wait."
                ),
                fix=_FIX_EN,
                notes=_NOTES_EN,
            ),
            ru=Words(
                title="{callee} не снял трубку, звонивший положил трубку через {rang:seconds}",
                explanation=(
                    "Телефон звонил {rang:seconds}, затем сторона звонившего прекратила вызов. Примерно столько обычно и ждут люди или "
                    "таймер вызова."
                ),
                fix=_FIX_RU,
                notes=_NOTES_RU,
            ),
        ),
    },
)
