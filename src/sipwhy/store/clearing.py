"""Deleting all that was recorded: by whoever holds the store, so that nobody takes files away from under a recorder."""

from __future__ import annotations

from pathlib import Path

from sipwhy.store.folder import Folder, sync_folder, write_whole


def ask_recorder(folder: Folder) -> Path:
    """Asks whoever records to clear the store; the file that says so goes when it is done."""
    asked = _asked(folder)
    write_whole(asked, b"")
    return asked


def is_asked(folder: Folder) -> bool:
    """Whether somebody asked for it."""
    return _asked(folder).exists()


def clear(folder: Folder) -> None:
    """Deletes segments, journal and status; whoever calls it holds the lock, and no file of them is open."""
    for place in (folder.messages, folder.calls, folder.findings, folder.journal):
        for file in place.iterdir():
            file.unlink(missing_ok=True)
        sync_folder(place)
    folder.status.unlink(missing_ok=True)
    _asked(folder).unlink(missing_ok=True)


def _asked(folder: Folder) -> Path:
    return folder.path / "clear"
