"""Messages in a stream: bytes of a capture in, the messages that became whole out, as one table."""

from __future__ import annotations

from sipwhy import _core
from sipwhy._core import MessageBatch

__all__ = ["MessageBatch", "MessageReader", "capture_head", "no_messages", "read_records", "told"]

Told = tuple[int, str | None, int | None, str | None, int | None, str, str | None, str | None, bool, bytes]
"""ts (µs since 1970 UTC), source, its port, destination, its port, transport, node, direction, whether it is a copy, raw."""

MessageReader = _core.MessageReader


def no_messages() -> MessageBatch:
    """A table without rows."""
    return MessageBatch.told([])


def told(messages: list[Told], first: int = 1) -> MessageBatch:
    """A table of messages that are known one by one, numbered from `first` on; ValueError if an address is none."""
    batch = MessageBatch.told(messages)
    batch.first = first
    return batch


def read_records(data: bytes) -> MessageBatch | None:
    """What `MessageBatch.records` wrote; None if it is something else."""
    try:
        return MessageBatch.read(data)
    except ValueError:
        return None


def capture_head() -> bytes:
    """What makes records of messages a capture file that sipwhy reads (link type 0xfff0, its own)."""
    return _core.capture_head()
