"""A transaction: one request, its repeats, its answers (RFC 3261 section 17)."""

from __future__ import annotations

from msgspec import Struct

from sipwhy.model.message import Message


class Transaction(Struct, frozen=True):
    """One transaction on one hop; the ACK of a failed INVITE belongs to it, the ACK of a 2xx does not."""

    request: Message | None
    """The first copy of the request; None where the capture begins after it."""
    repeats: tuple[Message, ...]
    """Retransmissions of the request, in order."""
    answers: tuple[Message, ...]
    """Answers in order, repeats of them included."""
    ack: Message | None = None
    """The first ACK: hop-by-hop for a failed INVITE, end-to-end for a 2xx."""

    @property
    def method(self) -> str:
        """Its method."""
        return self.request.method if self.request else self.answers[0].method

    @property
    def final(self) -> Message | None:
        """The first final answer."""
        return next((answer for answer in self.answers if answer.is_final), None)

    @property
    def provisional(self) -> tuple[Message, ...]:
        """Its 1xx answers."""
        return tuple(answer for answer in self.answers if not answer.is_final)

    @property
    def first(self) -> Message:
        """Its first message."""
        return self.request or self.answers[0]

    @property
    def last(self) -> Message:
        """Its last message."""
        return max((*self.repeats, *self.answers, self.first), key=lambda message: message.number)
