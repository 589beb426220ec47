"""491: both sides changed the call at once, and neither change was made in the end."""

from __future__ import annotations

from collections.abc import Iterator

from sipwhy.diagnosis import Rule, Scene, Seeks, Text, Words
from sipwhy.diagnosis.blame import author
from sipwhy.diagnosis.meaning import proof
from sipwhy.diagnosis.reading import sip_cause
from sipwhy.model import Call, Finding, Leg, Message, Transaction
from sipwhy.model.flag import Flag

_OFTEN = 3
"""So often a side must have been told 491: the first may come from a change that the capture lacks."""
_PENDING = 4_000_000
"""µs: the longest pause after 491 (RFC 3261 section 14.1). A change of the other side that lasts longer than that is answered by then."""

_REFUSED = 300
"""From this status on a change was not made."""


def check(call: Call, scene: Scene) -> Iterator[Finding]:
    """Fires on the last 491 to INVITE or UPDATE if no later one of the leg was answered 2xx."""
    seen = next(((leg, glare) for leg in call.legs if (glare := _unresolved(leg, call))), None)
    if seen is None or seen[1].final is None:
        return
    bye, alone = _given_up(call, seen[1].final), _alone(*seen)
    leg, glare = _farthest(*seen, call) if alone else seen
    final = glare.final or seen[1].final
    yield Finding(
        rule=RULE.slug,
        severity="error" if call.is_failed or bye else "warning",
        confidence="likely" if alone else "certain",
        at_fault=author(final, leg, call, scene) if alone else "unknown" if bye else "nobody",
        evidence=(proof("request", glare.first), proof("answer", final), *((proof("hangup", bye),) if bye else ())),
        values={
            "asker": seen[1].first.src.ip,
            "peer": final.src.ip,
            "method": glare.first.method,
            "status": final.status,
            "phrase": final.reason or "",
            "times": alone,
        },
        variant="alone" if alone else "given-up" if bye else "",
        is_cause=call.is_failed or bye is not None,
        at=final.number,
    )


def _unresolved(leg: Leg, call: Call) -> Transaction | None:
    """The last INVITE or UPDATE of a leg that was answered 491, if no later one was answered 2xx."""
    changes = leg.transactions_of("INVITE", "UPDATE")
    glare = next((t for t in reversed(changes) if t.final and t.final.status == 491), None)
    if glare is None or (call.result == "answered" and glare.first.to_tag is None):
        return None
    is_resolved = any(t.first.number > glare.first.number and t.final and t.final.status and t.final.status < _REFUSED for t in changes)
    return None if is_resolved else glare


def _farthest(leg: Leg, glare: Transaction, call: Call) -> tuple[Leg, Transaction]:
    """The same seen where the 491 was made: a proxy passes it on."""
    askers = {one.first.src.ip for one in (_unresolved(each, call) for each in call.legs if each.call_id == leg.call_id) if one}
    for each in call.legs:
        one = _unresolved(each, call) if each.call_id == leg.call_id else None
        if one and one.final and one.final.src.ip not in askers and _alone(each, one):
            return each, one
    return leg, glare


def _alone(leg: Leg, glare: Transaction) -> int:
    """
    How often in a row one side was told 491 while the other changed nothing itself; 0 if it did, or was only told so once or twice.

    491 means that a request of one's own is in progress (RFC 3261 section 14.2, RFC 3311 section 5.2). A B2BUA may have one on
    its other leg, which ends sooner or later.
    """
    changes = [t for t in leg.transactions_of("INVITE", "UPDATE") if t.request and t.request.is_in_dialog]
    accepted = max((t.first.number for t in changes if t.final and t.final.status and t.final.status < _REFUSED), default=0)
    told = [t for t in changes if t.first.src == glare.first.src and t.first.number > accepted and t.final and t.final.status == 491]
    since = told[0].first.ts - _PENDING if told else 0
    own = any(t.first.src != glare.first.src and since <= t.first.ts <= glare.first.ts + _PENDING for t in changes)
    is_long = bool(told) and glare.first.ts - told[0].first.ts >= _PENDING
    return 0 if own or not is_long or len(told) < _OFTEN else len(told)


def _given_up(call: Call, refusal: Message) -> Message | None:
    """The BYE after a 491 that says itself, by Reason, that it is for that."""
    byes = (t.first for leg in call.legs for t in leg.transactions_of("BYE"))
    return next((bye for bye in byes if bye.number > refusal.number and sip_cause(bye) == 491), None)


RULE = Rule(
    slug="request-glare",
    area="routing",
    seeks=Seeks(flags=Flag.IN_DIALOG_REJECTED, either=Seeks(statuses=frozenset({491}))),
    check=check,
    references=("RFC 3261 section 14.1",),
    texts={
        "": Text(
            en=Words(
                title="Both sides tried to change the call at once, and neither succeeded",
                explanation=(
                    "{asker} sent {method} while {peer} was changing the call itself, and got {status} {phrase}. Whoever gets 491 tries "
                    "again after up to 4 s; here no retry succeeded."
                ),
                fix=(
                    (
                        "If it happens again and again, let one side only begin changes: Asterisk direct_media_glare_mitigation=outgoing "
                        "on one side, or direct_media=no."
                    ),
                ),
                notes={
                    "request": "the change that was refused",
                    "answer": "both at once",
                },
            ),
            ru=Words(
                title="Обе стороны меняли вызов одновременно, и не получилось ни у кого",
                explanation=(
                    "{asker} отправил {method}, пока {peer} сам менял вызов, и получил {status} {phrase}. Получив 491, сторона повторяет "
                    "запрос в течение 4 с; здесь ни одна повторная попытка не удалась."
                ),
                fix=(
                    (
                        "Если так бывает часто, пусть изменения начинает только одна сторона: Asterisk "
                        "direct_media_glare_mitigation=outgoing на одной из них или direct_media=no."
                    ),
                ),
                notes={
                    "request": "отклонённое изменение",
                    "answer": "одновременный запрос",
                },
            ),
        ),
        "alone": Text(
            en=Words(
                title="{peer} answers 491 to every change of the call by {asker}, and changes nothing itself",
                explanation=(
                    "{asker} tried {times:count:time|times} to change or refresh the call and got {status} {phrase} each time. That means "
                    "that {peer} has a change of its own in progress; but none is in this capture, and no such thing lasts that long. "
                    "So {peer} waits for the end of something that is over, or of a change on its other side that never ends."
                ),
                fix=(
                    "Restart {peer} and update it: a change of the call that was never closed there blocks all others.",
                    "If {peer} is a PBX or SBC, look at its other leg: is a re-INVITE or UPDATE waiting for an answer there?",
                    "Until then hold, transfer and session refresh of {asker} fail in such calls: session timers will cut them.",
                ),
                notes={
                    "request": "the last change that was refused",
                    "answer": "refused as if one were in progress",
                    "hangup": "hung up because of it",
                },
            ),
            ru=Words(
                title="{peer} отвечает 491 на каждое изменение вызова от {asker}, а сам ничего не меняет",
                explanation=(
                    "{asker} {times:count:раз|раза|раз} пытался изменить или обновить вызов и каждый раз получал {status} {phrase}. Это "
                    "значит, что у {peer} не завершено своё изменение; но в дампе его нет, и столько оно не длится. Значит, {peer} ждёт "
                    "конца того, что уже закончилось, или изменения на другом плече, которое не заканчивается."
                ),
                fix=(
                    "Перезапустите устройство или службу {peer} и обновите ПО: незакрытое изменение вызова не пускает все остальные.",
                    "Если {peer} — АТС или SBC, посмотрите другое плечо: не ждёт ли там ответа re-INVITE или UPDATE?",
                    "До тех пор удержание, перевод и обновление сеанса от {asker} в таких вызовах не работают: таймеры сеанса их оборвут.",
                ),
                notes={
                    "request": "последнее отклонённое изменение",
                    "answer": "отклонено, будто идёт другое изменение",
                    "hangup": "из-за этого завершён вызов",
                },
            ),
        ),
        "given-up": Text(
            en=Words(
                title="Both sides kept changing the call at once, and it was hung up over that",
                explanation=(
                    "{asker} sent {method} while {peer} was changing the call itself, and got {status} {phrase}. No later try succeeded, "
                    "and the hang-up names 491 as its reason. After 491 whoever began the call waits 2.1 to 4 s, the other side 0 to 2 s, "
                    "each a random time: with fixed pauses they meet again and again."
                ),
                fix=(
                    (
                        "Let one side only begin changes: Asterisk direct_media_glare_mitigation=outgoing on one side, or direct_media=no; "
                        "session timers with refresher on one side."
                    ),
                    "Compare the pauses after each 491 with RFC 3261 section 14.1, and report it to the maker of the side that breaks it.",
                ),
                notes={
                    "request": "the last change that was refused",
                    "answer": "both at once",
                    "hangup": "hung up because of it",
                },
            ),
            ru=Words(
                title="Обе стороны раз за разом меняли вызов одновременно, и его из-за этого завершили",
                explanation=(
                    "{asker} отправил {method}, пока {peer} сам менял вызов, и получил {status} {phrase}. Ни одна следующая попытка не "
                    "удалась, и в BYE причиной назван 491. После 491 начавший вызов ждёт от 2,1 до 4 с, другая сторона от 0 до 2 с, "
                    "каждая случайное время: с постоянными паузами они сталкиваются снова и снова."
                ),
                fix=(
                    (
                        "Пусть изменения начинает только одна сторона: Asterisk direct_media_glare_mitigation=outgoing на одной из них или "
                        "direct_media=no; обновление сеанса (refresher) оставьте за одной стороной."
                    ),
                    "Сравните паузы после каждого 491 с разделом 14.1 RFC 3261 и сообщите производителю той стороны, которая их нарушает.",
                ),
                notes={
                    "request": "последнее отклонённое изменение",
                    "answer": "одновременный запрос",
                    "hangup": "из-за этого завершён вызов",
                },
            ),
        ),
    },
)
