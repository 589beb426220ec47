"""What grows while it is read: a file by its name, whatever rotates it, and a pipe."""

from __future__ import annotations

import os
import stat
import threading
from pathlib import Path
from typing import IO, Protocol

from msgspec import Struct

from sipwhy.sources.byte_order import UTF_16_LINES
from sipwhy.sources.capture_file import MAGICS, PACKED, Problem, unopened

_BLOCK = 4 << 20
_PIPE_BLOCK = 1 << 16
_AT_ONCE = 64
_MOST_WAITING = 64 << 20
"""So many bytes of a pipe are taken in advance; then whoever writes has to wait."""
_CONTEXT = 1 << 20
"""A log is begun so many bytes before its end: calls that go on now began there."""
_MARK = 64
"""So many bytes before the place of reading must still be there: else the file was emptied and has grown again."""


class Grown(Struct, frozen=True):
    """What came since; `is_new` if a new file begins with it, whose first byte stands behind `lines` lines."""

    data: bytes
    is_new: bool = False
    lines: int = 0


class Growing(Protocol):
    """Anything that grows."""

    @property
    def name(self) -> str:
        """As the user gave it."""

    @property
    def has_past(self) -> bool:
        """Whether what is there at first was written before anybody followed it."""

    @property
    def has_ended(self) -> bool:
        """Whether nothing more can come."""

    def take(self) -> Grown | None:
        """What came since the last call; None if nothing did. OSError if it cannot be read."""


class Peeked:
    """What grows, with its first bytes looked at before they are taken."""

    def __init__(self, growing: Growing) -> None:
        self._growing = growing
        self._waiting: Grown | None = None
        self._is_begun = False
        self.name = growing.name

    @property
    def has_past(self) -> bool:
        """Whether what is there at first was written before anybody followed it."""
        return self._growing.has_past

    @property
    def has_ended(self) -> bool:
        """Whether nothing more can come."""
        return self._waiting is None and self._growing.has_ended

    @property
    def first(self) -> bytes:
        """The first bytes; none as long as there are none, and once they were taken."""
        if self._waiting is None and not self._is_begun:
            self._waiting = self._growing.take()
            self._is_begun = self._waiting is not None
        return self._waiting.data if self._waiting else b""

    def take(self) -> Grown | None:
        """What came since the last call; None if nothing did."""
        grown, self._waiting = self._waiting, None
        self._is_begun = True
        return grown or self._growing.take()


def open_growing(path: str) -> Growing:
    """Opens `path` ("-" is standard input); Problem if that cannot be done."""
    if path == "-":
        return Pipe("-", os.dup(0))
    try:
        kind = Path(path).stat().st_mode
        if stat.S_ISDIR(kind):
            raise Problem("directory", path)
        if not stat.S_ISREG(kind):
            return Pipe(path, os.open(path, os.O_RDONLY))
        return GrowingFile(path)
    except OSError as error:
        raise unopened(path, error) from None


class GrowingFile:
    """A file by its name: when another one takes the name, or it is emptied, reading goes on with what is there then."""

    def __init__(self, path: str) -> None:
        self.name = path
        self._file = self._opened()
        self._is_new, self._lines, self._mark, self._order = True, 0, b"", b""
        head = self._file.read(4)
        self.has_past, self.has_ended = bool(head), False
        if head.startswith(PACKED):
            raise Problem("growing-packed", path)
        if not head.startswith(MAGICS):
            self._lines = self._skip(head)
        else:
            self._file.seek(0)

    def _opened(self) -> IO[bytes]:
        return Path(self.name).open("rb", buffering=0)

    def _skip(self, head: bytes) -> int:
        """Goes to the first line that begins in the last part; how many lines come before it. UTF-16 keeps its mark and its pairs."""
        order, newline = UTF_16_LINES.get(head[:2], (b"", b"\n"))
        end, lines, before = self._file.seek(0, os.SEEK_END), 0, 0
        end -= end % len(newline)
        self._file.seek(0)
        while (left := end - _CONTEXT - before) > 0 and (block := self._file.read(min(left, _BLOCK))):
            lines += block.count(newline)
            before += len(block)
        if before:
            rest = self._file.read(_CONTEXT)
            start = rest.find(newline)
            while start % len(newline) and start > 0:
                start = rest.find(newline, start + 1)
            start += len(newline) if start >= 0 else 1
            self._file.seek(before + start)
            lines += bool(start)
            self._order = order
        return lines

    def take(self) -> Grown | None:
        """What was written since; a file that took its place is begun when it holds something and the old one is read to its end."""
        if self._is_emptied():
            self._begin(self._file)
        data = self._file.read(_BLOCK)
        if not data and (other := self._successor()) is not None:
            self._file.close()
            self._begin(other)
            data = self._file.read(_BLOCK)
        if not data:
            return None
        grown = Grown(self._order + data, self._is_new, self._lines)
        self._is_new, self._order, self._mark = False, b"", (self._mark + data)[-_MARK:]
        return grown

    def _begin(self, file: IO[bytes]) -> None:
        file.seek(0)
        self._order = b""
        self._file, self._is_new, self._lines, self._mark = file, True, 0, b""

    def _is_emptied(self) -> bool:
        """Whether what was read last no longer stands where it stood."""
        return os.pread(self._file.fileno(), len(self._mark), self._file.tell() - len(self._mark)) != self._mark

    def _successor(self) -> IO[bytes] | None:
        """Another file of the same name that holds something; a server writes to the old one until it is told of the new one."""
        try:
            there, here = Path(self.name).stat(), os.fstat(self._file.fileno())
            if (there.st_dev, there.st_ino) == (here.st_dev, here.st_ino) or not there.st_size:
                return None
            return self._opened()
        except OSError:
            return None  # it is being rotated: the next look finds it


class Pipe:
    """A pipe, emptied by a thread of its own, so that whoever writes need not wait while calls are judged."""

    def __init__(self, name: str, number: int) -> None:
        self.name, self.has_past = name, False
        self._number = number
        self._waiting: list[bytes] = []
        self._size = 0
        self._is_new = True
        self._is_closed = False
        self._changed = threading.Condition()
        threading.Thread(target=self._pump, daemon=True).start()

    @property
    def has_ended(self) -> bool:
        """Whether it is closed and all of it was taken."""
        with self._changed:
            return self._is_closed and not self._waiting

    def take(self) -> Grown | None:
        """What came since, or the first part of it."""
        with self._changed:
            data = b"".join(self._waiting[:_AT_ONCE])
            del self._waiting[:_AT_ONCE]
            self._size -= len(data)
            self._changed.notify_all()
        if not data:
            return None
        grown = Grown(data, self._is_new)
        self._is_new = False
        return grown

    def _pump(self) -> None:
        try:
            while data := os.read(self._number, _PIPE_BLOCK):
                with self._changed:
                    self._changed.wait_for(lambda: self._size < _MOST_WAITING)
                    self._waiting.append(data)
                    self._size += len(data)
        except OSError:
            pass  # whoever wrote is gone: the same as an end
        finally:
            os.close(self._number)
            with self._changed:
                self._is_closed = True
