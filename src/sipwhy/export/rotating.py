"""Packets to files of pcapng as they come, a new file after so many bytes or seconds, the oldest ones deleted."""

from __future__ import annotations

import os
import re
import time
from contextlib import suppress
from pathlib import Path

from msgspec import Struct

_STAMP = "%Y%m%d-%H%M%S"
_STAMPED = re.compile(r"-\d{8}-\d{6}(-\d+)?$")


class Limits(Struct, frozen=True):
    """When a new file begins: after so many bytes or seconds; how many bytes all files may have together. None is never, or any."""

    size: int | None = None
    seconds: float | None = None
    total: int | None = None

    @property
    def is_rotating(self) -> bool:
        """Whether there can be more than one file."""
        return any(limit is not None for limit in (self.size, self.seconds, self.total))

    @property
    def each(self) -> int | None:
        """Bytes of one file: a total alone is kept in eight of them."""
        return self.size if self.size is not None or self.total is None else max(self.total // 8, 1 << 20)


class Rotating:
    """
    Writes blocks of pcapng: `call.pcapng`, or `call-20261126-031500.pcapng` and so on where files are rotated.

    Only files that are named so are ever deleted. A disk that is full costs the oldest of them first; what still finds no room is
    counted in `lost_packets`, and `fault` is the system's word for it. OSError if the first file cannot be written.
    """

    def __init__(self, path: str, limits: Limits) -> None:
        self._path, self._limits = Path(path), limits
        self._head = b""
        self._owed = b""
        """What the file must have before its next packet: without it that could not be read."""
        self._file: int | None = None
        self._name = self._path
        self._size, self._since = 0, 0.0
        self.files = 0
        self.written_bytes = 0
        self.lost_packets = 0
        self.fault = ""
        self._open(time.monotonic())

    def write(self, data: bytes, packets: int, now: float, is_head: bool = False) -> None:
        """Writes blocks at `now` (seconds of a clock that never goes back); `is_head`: they belong at the head of every file."""
        if is_head:
            self._head += data
            self._owed += data
        elif self._is_full(now):
            self.close()
            self._open(now)
        if not self._settle() or not (is_head or self._append(data)):
            self.lost_packets += packets

    def close(self) -> None:
        """Ends the file."""
        if self._file is not None:
            os.close(self._file)
            self._file = None

    def _is_full(self, now: float) -> bool:
        limits = self._limits
        is_large = limits.each is not None and self._size >= limits.each
        is_old = limits.seconds is not None and now - self._since >= limits.seconds
        return self._file is None or is_large or is_old

    def _open(self, now: float) -> None:
        self._name = self._next_name()
        try:
            # Of rotated files each is new: in a folder of many, where names can be foreseen, a planted link is not followed.
            as_it_is = os.O_EXCL if self._limits.is_rotating else os.O_TRUNC
            self._file = os.open(self._name, os.O_WRONLY | os.O_CREAT | as_it_is | os.O_CLOEXEC, 0o640)
        except OSError as error:
            if not self.files:
                raise
            self.fault = error.strerror or str(error)
            return
        self.files += 1
        self._size, self._since = 0, now
        self._owed = self._head
        self._settle()
        self._make_room(self._limits.total)

    def _settle(self) -> bool:
        """Whether the file has all of its head, now if there is room."""
        if self._owed and self._append(self._owed):
            self._owed = b""
        return not self._owed

    def _append(self, data: bytes) -> bool:
        """Writes all of it or nothing; whether it could."""
        if self._file is None:
            return False
        while True:
            try:
                done = 0
                while done < len(data):
                    done += os.write(self._file, data[done:])
            except OSError as error:
                with suppress(OSError):  # of a pipe nothing can be taken back
                    os.ftruncate(self._file, self._size)  # never half a block
                    os.lseek(self._file, self._size, os.SEEK_SET)
                if self._limits.is_rotating and self._delete_oldest():
                    continue
                self.fault = error.strerror or str(error)
                return False
            self._size += len(data)
            self.written_bytes += len(data)
            return True

    def _make_room(self, total: int | None) -> None:
        while total is not None and sum(_size(path) for path in self._own()) + (self._limits.each or 0) > total:
            if not self._delete_oldest():
                return

    def _delete_oldest(self) -> bool:
        """Whether there was one beside the file that is written."""
        others = [path for path in self._own() if path != self._name]
        if not others:
            return False
        try:
            others[0].unlink()
        except OSError:
            return False
        return True

    def _own(self) -> list[Path]:
        """All files of this name, the oldest first."""
        stem, suffix = self._path.stem, self._path.suffix
        try:
            found = [path for path in self._path.parent.iterdir() if path.suffix == suffix and _is_stamped(path.stem, stem)]
        except OSError:
            return []
        return sorted(found, key=_order)

    def _next_name(self) -> Path:
        if not self._limits.is_rotating:
            return self._path
        stamp = time.strftime(_STAMP)
        name = self._path.with_name(f"{self._path.stem}-{stamp}{self._path.suffix}")
        count = 1
        while os.path.lexists(name):
            count += 1
            name = self._path.with_name(f"{self._path.stem}-{stamp}-{count}{self._path.suffix}")
        return name


def _is_stamped(name: str, stem: str) -> bool:
    return name.startswith(stem) and _STAMPED.fullmatch(name[len(stem) :]) is not None


def _order(path: Path) -> tuple[str, int]:
    """By when it was begun: of one second the first one has no number."""
    found = _STAMPED.search(path.stem)
    count = found[1] if found else None
    return (path.stem.removesuffix(count) if count else path.stem), int(count[1:]) if count else 1


def _size(path: Path) -> int:
    try:
        return path.stat().st_size
    except OSError:
        return 0
