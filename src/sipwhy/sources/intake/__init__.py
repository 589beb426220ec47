"""Where a recorder takes messages from: one file for each kind of source."""

from __future__ import annotations

from typing import Protocol

from sipwhy.wire.messages import MessageBatch


class Intake(Protocol):
    """Anything that messages come from for as long as somebody records."""

    @property
    def name(self) -> str:
        """What the user gave."""

    @property
    def has_ended(self) -> bool:
        """Whether nothing more can come."""

    @property
    def waits_for(self) -> str:
        """What is not there at the moment, in the system's words; "" while all is well."""

    @property
    def dropped(self) -> tuple[int, int]:
        """Packets that the kernel lost, and packets that found no room here."""

    @property
    def faults(self) -> dict[str, int]:
        """What could not be read, and how often."""

    def take(self, patience: float) -> MessageBatch | None:
        """The messages that came since, waited for so many seconds; None if none did."""

    def close(self) -> None:
        """Takes no more."""
