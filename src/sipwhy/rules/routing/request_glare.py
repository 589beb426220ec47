"""491: both sides changed the call at once, and neither change was made in the end."""

from __future__ import annotations

from collections.abc import Iterator

from sipwhy.diagnosis import Rule, Scene, Seeks, Text, Words
from sipwhy.diagnosis.meaning import proof
from sipwhy.diagnosis.reading import sip_cause
from sipwhy.model import Call, Finding, Message
from sipwhy.model.flag import Flag


def check(call: Call, scene: Scene) -> Iterator[Finding]:
    """Fires on the last 491 to INVITE or UPDATE if no later one of the leg was answered 2xx."""
    for leg in call.legs:
        changes = leg.transactions_of("INVITE", "UPDATE")
        glare = next((t for t in reversed(changes) if t.final and t.final.status == 491), None)
        if glare is None or glare.final is None or (call.result == "answered" and glare.first.to_tag is None):
            continue
        if any(t.first.number > glare.first.number and t.final and t.final.status and t.final.status < 300 for t in changes):
            continue
        bye = _given_up(call, glare.final)
        yield Finding(
            rule=RULE.slug,
            severity="error" if call.is_failed or bye else "warning",
            confidence="certain",
            at_fault="unknown" if bye else "nobody",
            evidence=(proof("request", glare.first), proof("answer", glare.final), *((proof("hangup", bye),) if bye else ())),
            values={
                "asker": glare.first.src.ip,
                "peer": glare.final.src.ip,
                "method": glare.first.method,
                "status": glare.final.status,
                "phrase": glare.final.reason or "",
            },
            variant="given-up" if bye else "",
            is_cause=call.is_failed or bye is not None,
            at=glare.final.number,
        )
        return


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
