"""491: both sides changed the call at once, and neither change was made in the end."""

from __future__ import annotations

from collections.abc import Iterator

from sipwhy.diagnosis import Rule, Scene, Seeks, Text, Words
from sipwhy.diagnosis.meaning import proof
from sipwhy.model import Call, Finding
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
        yield Finding(
            rule=RULE.slug,
            severity="error" if call.is_failed else "warning",
            confidence="certain",
            at_fault="nobody",
            evidence=(proof("request", glare.first), proof("answer", glare.final)),
            values={
                "asker": glare.first.src.ip,
                "peer": glare.final.src.ip,
                "method": glare.first.method,
                "status": glare.final.status,
                "phrase": glare.final.reason or "",
            },
            is_cause=call.is_failed,
            at=glare.final.number,
        )
        return


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
                    "again after up to 4 s; here nobody did with success."
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
                    "{asker} отправил {method}, пока {peer} сам менял вызов, и получил {status} {phrase}. Получивший 491 должен "
                    "повторить в течение 4 с; здесь этого никто успешно не сделал."
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
    },
)
