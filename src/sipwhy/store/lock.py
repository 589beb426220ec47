"""One recorder for one store: a lock that goes with its process, however that ends."""

from __future__ import annotations

import fcntl
import os
import time
from pathlib import Path

from sipwhy.store.folder import PRIVATE_FILE, Folder
from sipwhy.store.problem import StoreError

_TRIES, _PAUSE = 10, 0.02
"""Seconds between two tries."""


class Lock:
    """Held from the beginning on; StoreError naming the process that holds it already."""

    def __init__(self, folder: Folder) -> None:
        self._number = os.open(folder.lock, os.O_RDWR | os.O_CREAT, PRIVATE_FILE)
        if not _taken(self._number):
            os.close(self._number)
            raise StoreError("locked", path=str(folder.path), pid=holder(folder) or 0)
        os.ftruncate(self._number, 0)
        os.pwrite(self._number, f"{os.getpid()}\n".encode(), 0)

    def release(self) -> None:
        """Lets others record."""
        os.ftruncate(self._number, 0)
        os.close(self._number)


def holder(folder: Folder) -> int | None:
    """The process that records; None if none does. Whoever else asks does not count: it asks for a share."""
    try:
        number = os.open(folder.lock, os.O_RDWR)
    except OSError:
        return None
    try:
        fcntl.flock(number, fcntl.LOCK_SH | fcntl.LOCK_NB)
    except BlockingIOError:
        return _written(folder.lock)
    else:
        return None
    finally:
        os.close(number)


def _taken(number: int) -> bool:
    """Whether the lock could be had; somebody who only asks `holder` has it for a moment."""
    for left in reversed(range(_TRIES)):
        try:
            fcntl.flock(number, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            time.sleep(_PAUSE if left else 0.0)
        else:
            return True
    return False


def _written(path: Path) -> int | None:
    try:
        return int(path.read_text(encoding="ascii") or "0") or None
    except (OSError, ValueError):
        return None
