"""Network interfaces of this machine: what passes them, for as long as it takes."""

from __future__ import annotations

import errno
import os
from collections.abc import Sequence

from sipwhy.sources.live import Interfaces
from sipwhy.wire.messages import MessageBatch, MessageReader

_WHILE = 64
"""So many blocks of packets at most are read before their messages are handed on."""


class InterfaceIntake:
    """Listens on interfaces ("any" is all of them), with a filter as tcpdump has it; LiveError if it cannot."""

    def __init__(self, names: Sequence[str], expression: str = "") -> None:
        self.name = " ".join([",".join(names), expression]).rstrip()
        self.has_ended = False
        self._interfaces = Interfaces(names, expression)
        self._reader = MessageReader()

    def begin(self) -> None:
        """Begins to take packets; needs no rights any more."""
        self._interfaces.start()

    @property
    def waits_for(self) -> str:
        """The interfaces that are away or down: they are listened to again when they are back."""
        away = [state.name for state in self._interfaces.taken().interfaces if not state.is_up]
        return f"{', '.join(away)}: {os.strerror(errno.ENETDOWN)}" if away else ""

    @property
    def dropped(self) -> tuple[int, int]:
        """Packets that the kernel lost, and those that found no room here."""
        taken = self._interfaces.taken()
        return taken.dropped - taken.refused, taken.refused

    @property
    def faults(self) -> dict[str, int]:
        """What could not be read, and how often."""
        return dict(self._reader.faults())

    def take(self, patience: float) -> MessageBatch | None:
        """The messages that passed since."""
        for at in range(_WHILE):
            block = self._interfaces.read(0.0 if at else patience)
            if block is None:
                break
            self._reader.feed(block.data)
        batch = self._reader.take()
        return batch if len(batch) else None

    def close(self) -> None:
        """Listens no more."""
        self._interfaces.stop()
