"""How a text log differs from a capture of the same messages."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec import Struct

Socket = tuple[str, int]


class LogDifference(Struct, frozen=True):
    """`renamed` are ends of the log's that are always one other end in the capture, while the far end is the same: (log's, capture's)."""

    log: int
    capture: int
    messages: int
    """How many stand in both."""
    ahead: int
    """By how many µs the log's time is the later one: the median."""
    whole_seconds: bool
    """Whether the log writes no parts of a second."""
    renamed: Sequence[tuple[Socket, Socket]]
