"""How much room there is on the disk that logs are written to, and how large they are."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

_SHOWN = 5


@dataclass(frozen=True, slots=True)
class Room:
    """A file system: bytes free for everybody, and in all."""

    path: str
    free: int
    total: int

    @property
    def share(self) -> float:
        """The free part, 0 to 1."""
        return self.free / self.total if self.total else 1.0

    @property
    def is_short(self) -> bool:
        """Whether a busy log could fill it soon: less than a gigabyte and a tenth."""
        return self.free < 1_000_000_000 and self.share < 0.1

    @property
    def is_full(self) -> bool:
        """Whether hardly anything more can be written."""
        return self.free < 50_000_000 and self.share < 0.03


def room(path: Path) -> Room | None:
    """The room where `path` is; None if it is not there."""
    try:
        read = os.statvfs(path)
    except OSError:
        return None
    return Room(str(path), read.f_bavail * read.f_frsize, read.f_blocks * read.f_frsize)


def log_sizes(folder: Path) -> list[tuple[str, int]]:
    """The largest files of a folder, the largest first."""
    found = []
    for path in folder.iterdir() if folder.is_dir() else ():
        try:
            if path.is_file() and not path.is_symlink():
                found.append((str(path), path.stat().st_size))
        except OSError:
            continue
    return sorted(found, key=lambda one: (-one[1], one[0]))[:_SHOWN]
