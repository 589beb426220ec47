"""Which attempts hold which channels of a dial plan, by log: a channel is an attempt's own until it is hung up."""

from __future__ import annotations

from collections import Counter
from typing import Generic, TypeVar

Attempt = TypeVar("Attempt")


class Channels(Generic[Attempt]):
    """The open channels of one log file."""

    def __init__(self) -> None:
        self._holder: dict[str, Attempt] = {}
        self._held: Counter[int] = Counter()
        """How many channels each attempt holds, by its `id`; the attempts themselves are kept in `_holder`."""

    def holder(self, channel: str) -> Attempt | None:
        """The attempt that holds a channel."""
        return self._holder.get(channel)

    def open(self, channel: str, attempt: Attempt) -> None:
        """Gives a channel to an attempt, and takes it from the one that held it."""
        self.hang_up(channel)
        self._holder[channel] = attempt
        self._held[id(attempt)] += 1

    def hang_up(self, channel: str) -> None:
        """Ends a channel, if it is known."""
        holder = self._holder.pop(channel, None)
        if holder is None:
            return
        self._held[id(holder)] -= 1
        if not self._held[id(holder)]:
            del self._held[id(holder)]

    @property
    def is_idle(self) -> bool:
        """Whether no channel is open."""
        return not self._held

    @property
    def only_holder(self) -> Attempt | None:
        """The attempt that holds all of them, if there is one alone."""
        return next(iter(self._holder.values())) if len(self._held) == 1 else None
