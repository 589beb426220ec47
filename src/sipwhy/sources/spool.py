"""A temporary file without a name, for what cannot be read twice: it is gone with the process, and never takes a disk's last room."""

from __future__ import annotations

import errno
import os
from importlib import import_module
from typing import IO

_LEFT, _SHARE = 1 << 30, 20
"""So many bytes, or one part in so many of a smaller disk, stay free for others: a PBX beside this program writes there, too."""
_LOOKED = 64 << 20
"""Bytes between two looks at what is free; whoever needs less is never refused for it."""


class SpoolFullError(Exception):
    """What was to be kept finds no room; `why` is a phrase of texts.faults."""

    def __init__(self, why: str) -> None:
        super().__init__(why)
        self.why = why


class Spool:
    """Bytes one behind the other, any part of which can be had again."""

    def __init__(self) -> None:
        tempfile = import_module("tempfile")  # it loads much, and plain files do without
        self._folder: str = tempfile.gettempdir()
        self._file: IO[bytes] = tempfile.TemporaryFile(buffering=0, prefix="sipwhy-")
        self._until_look = _LOOKED

    def add(self, data: bytes) -> None:
        """Keeps `data`; SpoolFullError if the disk is full, or would be soon."""
        self._until_look -= len(data)
        if self._until_look <= 0:
            self._look()
        rest = memoryview(data)
        try:
            while rest:
                rest = rest[os.write(self._file.fileno(), rest) :]
        except OSError as error:
            if error.errno in (errno.ENOSPC, errno.EDQUOT):
                raise self._full() from None
            raise SpoolFullError(f"cannot be kept in {self._folder}, read up to here: {error.strerror or error}") from None

    def fetch(self, offset: int, length: int) -> bytes:
        """Bytes that were added."""
        return os.pread(self._file.fileno(), length, offset)

    def _look(self) -> None:
        self._until_look = _LOOKED
        disk = os.fstatvfs(self._file.fileno())
        if disk.f_bavail * disk.f_frsize < min(_LEFT, disk.f_blocks * disk.f_frsize // _SHARE):
            raise self._full()

    def _full(self) -> SpoolFullError:
        return SpoolFullError(f"the disk of {self._folder} is nearly full, read up to here: set TMPDIR to a folder with more room")
