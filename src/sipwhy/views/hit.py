"""A message that was searched for and found."""

from __future__ import annotations

from dataclasses import dataclass

from sipwhy.model import Message


@dataclass(frozen=True, slots=True)
class Hit:
    """One message, its bytes as captured, and the number of the call that it belongs to."""

    message: Message
    call: int
    raw: bytes
