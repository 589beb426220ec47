"""The transactions of one leg as values (RFC 3261 section 17.1.3)."""

from __future__ import annotations

from collections.abc import Iterable

from msgspec import Struct, field

from sipwhy.model import Message, Transaction


class _Open(Struct):
    request: Message | None = None
    repeats: list[Message] = field(default_factory=list)
    answers: list[Message] = field(default_factory=list)
    ack: Message | None = None

    def add(self, message: Message) -> None:
        """Takes the next message of this transaction."""
        if not message.is_request:
            self.answers.append(message)
        elif message.method == "ACK":
            self.ack = self.ack or message
        elif self.request is None:
            self.request = message
        else:
            self.repeats.append(message)

    def closed(self) -> Transaction:
        """The value. A damaged ACK may stand alone: it is the request then."""
        if self.request is None and not self.answers:
            return Transaction(self.ack, tuple(self.repeats), ())
        return Transaction(self.request, tuple(self.repeats), tuple(self.answers), self.ack)


def transactions(messages: Iterable[Message], number_of: dict[int, int]) -> tuple[Transaction, ...]:
    """Groups a leg's messages as the core did: `number_of` gives the transaction of a message by its index."""
    found: dict[int, _Open] = {}
    for message in messages:
        number = number_of.get(message.number - 1)
        if number is not None:
            found.setdefault(number, _Open()).add(message)
    return tuple(found[number].closed() for number in sorted(found))
