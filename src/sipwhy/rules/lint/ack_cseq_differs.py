"""An ACK whose number is that of no INVITE."""

from __future__ import annotations

from collections.abc import Iterator

from sipwhy.diagnosis import Text, Words
from sipwhy.diagnosis.lint import Flaw, lint, requests
from sipwhy.model import Leg
from sipwhy.model.quirk import Quirk


def _search(leg: Leg) -> Iterator[Flaw]:
    invites = [t.request for t in leg.transactions_of("INVITE") if t.request]
    first = {(invite.src, invite.cseq): invite.number for invite in reversed(invites)}
    for ack in requests(leg, "ACK"):
        if first.get((ack.src, ack.cseq), ack.number) < ack.number:
            continue
        own = [invite for invite in invites if invite.src == ack.src and invite.number < ack.number]
        if own and ack.cseq is not None:
            last = own[-1]
            yield Flaw(ack, str(ack.cseq), str(last.cseq), {"given": ack.cseq, "invite": last.cseq}, (("invite", last),))


RULE = lint(
    "ack-cseq-differs",
    _search,
    quirks=Quirk.ACK_STRAY,
    basis="must",
    references=("RFC 3261 sections 13.2.2.4 and 17.1.1.3",),
    texts={
        "": Text(
            en=Words(
                title="ACK from {sender} has number {given}, its INVITE had {invite}",
                explanation=(
                    "By this number {receiver} finds the INVITE that the ACK belongs to. With another one the ACK counts for nothing: the "
                    "answer is repeated, and a call that was answered drops after 32 s."
                ),
                fix=("Update {sender}; if a script wrote the ACK, take the number of the INVITE over.",),
                notes={"flaw": "this number fits no INVITE", "invite": "the last INVITE before"},
            ),
            ru=Words(
                title="У ACK от {sender} номер {given}, а у его INVITE {invite}",
                explanation=(
                    "По этому номеру {receiver} находит INVITE, к которому относится ACK. С другим номером ACK не считается: ответ "
                    "повторяют, а отвеченный вызов рвётся через 32 с."
                ),
                fix=("Обновите ПО на {sender}; если ACK составил скрипт, возьмите номер из INVITE.",),
                notes={"flaw": "этот номер не подходит ни к одному INVITE", "invite": "последний INVITE перед ним"},
            ),
        )
    },
)
