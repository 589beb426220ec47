"""A change of the running call was refused, and the call ended over it."""

from __future__ import annotations

from collections.abc import Iterator

from sipwhy.diagnosis import Rule, Scene, Seeks, Text, Words
from sipwhy.diagnosis.blame import writer
from sipwhy.diagnosis.meaning import proof
from sipwhy.model import Call, Finding, Leg, Message, Transaction
from sipwhy.model.flag import Flag

_OVER_IT = 5.0
"""Seconds after a refusal within which a BYE was sent because of it."""
_HARMLESS = frozenset({401, 407, 422, 481, 487, 491})
"""Challenged, tried again, or explained by rules of their own."""


def check(call: Call, scene: Scene) -> Iterator[Finding]:
    """Fires if a re-INVITE or UPDATE was refused for good and BYE followed at once; a refused fax is another matter."""
    if call.result != "answered":
        return
    byes = [t.first for leg in call.legs for t in leg.transactions_of("BYE")]
    for leg in call.legs:
        for transaction in leg.transactions_of("INVITE", "UPDATE"):
            request, final = transaction.request, transaction.final
            if request is None or final is None or request.to_tag is None or not _is_refused(transaction, leg):
                continue
            bye = next((bye for bye in byes if 0 <= (bye.ts - final.ts) / 1e6 <= _OVER_IT), None)
            if bye and not (request.sdp and any(media.kind == "image" for media in request.sdp.media)):
                yield _finding(call, scene, leg, transaction, bye)
                return


def _is_refused(transaction: Transaction, leg: Leg) -> bool:
    final = transaction.final
    if final is None or final.status is None or final.status < 400 or final.status in _HARMLESS:
        return False
    later = leg.transactions_of("INVITE", "UPDATE")
    return not any(t.first.number > final.number and t.final and t.final.status and t.final.status < 300 for t in later)


def _finding(call: Call, scene: Scene, leg: Leg, change: Transaction, bye: Message) -> Finding:
    request, final = change.first, change.final or change.first
    return Finding(
        rule=RULE.slug,
        severity="warning",
        confidence="likely",
        at_fault=writer(final, leg, call, scene),
        evidence=(proof("change", request), proof("answer", final), proof("hangup", bye)),
        values={
            "asker": request.src.ip,
            "peer": final.src.ip,
            "method": "re-INVITE" if request.method == "INVITE" else request.method,
            "status": final.status,
            "phrase": final.reason or "",
            "gap": (bye.ts - final.ts) / 1e6,
        },
        is_cause=True,
        at=final.number,
    )


RULE = Rule(
    slug="reinvite-rejected",
    area="dialog",
    seeks=Seeks(flags=Flag.IN_DIALOG_REJECTED),
    check=check,
    references=("RFC 3261 section 14",),
    texts={
        "": Text(
            en=Words(
                title="{peer} refused to change the call ({status} {phrase}), and it ended",
                explanation=(
                    "{asker} sent {method} within the call (hold, another codec, direct media, session refresh), {peer} answered "
                    "{status} {phrase}, and {gap:seconds} later the call was over."
                ),
                fix=(
                    "See what the change was: compare its description with the one agreed before.",
                    (
                        "If the PBX wanted the telephones to talk directly, forbid it: Asterisk direct_media=no, chan_sip "
                        "directmedia=no; FreeSWITCH bypass_media=false."
                    ),
                    "For codecs, let both sides keep to one.",
                ),
                notes={
                    "change": "asks to change the call",
                    "answer": "the refusal",
                    "hangup": "the call ends",
                },
            ),
            ru=Words(
                title="{peer} отказался менять вызов ({status} {phrase}), и он завершился",
                explanation=(
                    "{asker} отправил внутри вызова {method} (удержание, другой кодек, прямой голос, обновление сеанса), {peer} ответил "
                    "{status} {phrase}, и через {gap:seconds} вызов завершился."
                ),
                fix=(
                    "Посмотрите, что менялось: сравните это описание с согласованным раньше.",
                    (
                        "Если АТС хотела пустить голос между телефонами напрямую, запретите это: Asterisk direct_media=no, chan_sip "
                        "directmedia=no; FreeSWITCH bypass_media=false."
                    ),
                    "Если дело в кодеках, оставьте с обеих сторон один.",
                ),
                notes={
                    "change": "просьба изменить вызов",
                    "answer": "отказ",
                    "hangup": "вызов завершается",
                },
            ),
        ),
    },
)
