"""The transactions of one leg as values (RFC 3261 section 17.1.3)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from sipwhy.model import Message, Transaction


@dataclass(slots=True)
class _Open:
    request: Message | None = None
    repeats: list[Message] = field(default_factory=list)
    answers: list[Message] = field(default_factory=list)
    ack: Message | None = None

    def closed(self) -> Transaction:
        return Transaction(self.request, tuple(self.repeats), tuple(self.answers), self.ack)


def transactions(messages: Iterable[Message]) -> tuple[Transaction, ...]:
    """Groups a leg's messages: branch, CSeq and method together; the ACK of an INVITE goes by its CSeq number alone."""
    by_key: dict[tuple[object, ...], _Open] = {}
    invites: dict[tuple[object, ...], _Open] = {}
    for message in messages:
        requester = message.src if message.is_request else message.dst
        if message.is_request and message.method == "ACK":
            invite = invites.get((requester, message.cseq))
            if invite and invite.ack is None:
                invite.ack = message
            continue
        key = (requester, message.method, message.cseq, message.branch)
        known = by_key.get(key)
        if known is None:
            known = by_key[key] = _Open()
            if message.method == "INVITE":
                invites[requester, message.cseq] = known
        _add(known, message)
    return tuple(found.closed() for found in by_key.values())


def _add(known: _Open, message: Message) -> None:
    if not message.is_request:
        known.answers.append(message)
    elif known.request is None:
        known.request = message
    else:
        known.repeats.append(message)
