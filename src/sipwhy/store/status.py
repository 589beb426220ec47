"""What the recorder says of itself, for `sipwhy history status`: written anew every second or so, kept when it has ended."""

from __future__ import annotations

from pathlib import Path

import msgspec
from msgspec import Struct, field

from sipwhy.store.folder import Folder, write_whole
from sipwhy.store.limits import Limits


class Status(Struct):
    """Times in s since 1970 UTC; `state` is recording, waiting (for an interface or a file), paused (the disk is full) or ended."""

    source: str = ""
    since: float = 0.0
    updated: float = 0.0
    state: str = "recording"
    detail: str = ""
    """Why it waits or is paused; the system's own words."""
    next: int = 1
    """The number of the next message."""
    newest: int = 0
    """The latest time of a message, µs since 1970 UTC."""
    next_call: int = 1
    recorded: int = 0
    """Messages since it began; of them copies:"""
    copies: int = 0
    rate: float = 0.0
    """Messages a second, of the last seconds."""
    dropped_by_kernel: int = 0
    dropped_here: int = 0
    unjudged: int = 0
    """Bytes that were recorded and came too fast to be judged."""
    faults: dict[str, int] = field(default_factory=dict)
    limits: Limits = field(default_factory=Limits)
    deleted: dict[str, int] = field(default_factory=dict)
    """Messages that went for a limit."""
    torn: int = 0
    """Bytes of the journal that a crash had torn off."""
    jumped: float | None = None
    """By how many seconds the clock was set."""
    last_error: str = ""
    last_error_at: float = 0.0


def write_status(folder: Folder, status: Status) -> None:
    """Writes it; OSError if that cannot be done."""
    write_whole(folder.status, msgspec.json.encode(status))


def read_status(folder: Folder) -> Status | None:
    """What stands there; None if there is nothing that can be read."""
    return _decoded(folder.status)


def _decoded(path: Path) -> Status | None:
    try:
        return msgspec.json.decode(path.read_bytes(), type=Status)
    except (OSError, msgspec.DecodeError):
        return None
