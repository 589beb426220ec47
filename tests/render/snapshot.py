"""Whole screens kept as plain files; `SIPWHY_UPDATE_SNAPSHOTS=1 pytest` writes them anew."""

from __future__ import annotations

import os
from pathlib import Path

FOLDER = Path(__file__).parent / "snapshots"


def check_snapshot(name: str, text: str, folder: Path = FOLDER) -> None:
    """Compares `text` with the file `name`, exactly."""
    path = folder / name
    if os.environ.get("SIPWHY_UPDATE_SNAPSHOTS"):
        path.write_text(text, encoding="utf-8")
    assert path.exists(), f"no snapshot {name}: run with SIPWHY_UPDATE_SNAPSHOTS=1 and read what it writes"
    assert text == path.read_text(encoding="utf-8")
