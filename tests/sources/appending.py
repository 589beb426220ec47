"""A file that somebody else goes on writing."""

from __future__ import annotations

from pathlib import Path


def append(path: Path, data: bytes) -> None:
    """Writes more to its end."""
    with path.open("ab") as file:
        file.write(data)
