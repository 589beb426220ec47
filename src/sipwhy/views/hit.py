"""A message that was searched for and found."""

from __future__ import annotations

from msgspec import Struct

from sipwhy.model import Message


class Hit(Struct, frozen=True):
    """One message, its bytes as captured, and the number of the call that it belongs to."""

    message: Message
    call: int
    raw: bytes
