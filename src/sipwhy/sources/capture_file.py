"""Opens a capture, plain, compressed or from standard input, so that any part of it can be read again."""

from __future__ import annotations

import os
import sys
import time
from importlib import import_module
from io import RawIOBase
from pathlib import Path
from typing import IO, Literal

from msgspec import Struct

from sipwhy.sources.gunzip import BrokenOffError, Gunzip, Readable
from sipwhy.sources.spool import Spool, SpoolFullError

ProblemKind = Literal[
    "missing", "directory", "permission", "empty", "archive", "packed", "sound", "keys", "har", "mail", "settings", "records", "headlines",
    "unrecognised", "unreadable", "growing-packed",
]  # fmt: skip
_MAGIC_LENGTH = 4
MAGICS = tuple(
    bytes.fromhex(magic)
    for magic in ("0a0d0d0a", "a1b2c3d4", "d4c3b2a1", "a1b23c4d", "4d3cb2a1", "a1b2cd34", "34cdb2a1")  # pcapng, pcap in its variants
)
PACKED = (_GZIP, _ZSTD) = b"\x1f\x8b", b"\x28\xb5\x2f\xfd"
"""What files begin with that are unpacked here."""
_REFUSALS: tuple[tuple[type[OSError], ProblemKind], ...] = (
    (FileNotFoundError, "missing"),
    (IsADirectoryError, "directory"),
    (PermissionError, "permission"),
)


class Problem(Exception):  # noqa: N818  # what a user is told, not a program's error
    """Why a file cannot be read; `kind` chooses the words, `detail` is the system's own."""

    def __init__(self, kind: ProblemKind, path: str, detail: str = "") -> None:
        super().__init__(f"{path}: {kind} {detail}".rstrip())
        self.kind = kind
        self.path = path
        self.detail = detail


class CaptureFile(Struct):
    """One opened capture. `read` gives its bytes once, in order; `fetch` gives any part of them again."""

    name: str
    size: int | None
    """Bytes on disk; None where that is not known."""
    _input: Readable
    _again: IO[bytes] | None
    _spool: Spool | None
    _raw: IO[bytes]
    fault: str | None = None
    """Why it was not read to its end, if it was not."""
    lines_before: int = 0
    """Of a text whose beginning is not given: how many lines stand there."""
    _peeked: bytes = b""
    is_out_of_room: bool = False
    """Whether what it holds could not be kept, and is read no more."""

    @property
    def is_capture(self) -> bool:
        """Whether it begins like a capture; what does not may be a text log, which its own reader keeps."""
        while len(self._peeked) < _MAGIC_LENGTH and (more := self._taken(_MAGIC_LENGTH - len(self._peeked))):
            self._peeked += more
        return self._peeked.startswith(MAGICS)

    @property
    def modified(self) -> float:
        """When it was last written, in s since 1970 UTC; now, if that is not known."""
        try:
            return os.fstat(self._raw.fileno()).st_mtime if self.size is not None else time.time()
        except (OSError, ValueError):
            return time.time()

    def read(self, size: int) -> bytes:
        """The next bytes; b"" at the end, and where compressed data is broken."""
        data, self._peeked = self._peeked or self._taken(size), b""
        if self._spool is not None:
            try:
                self._spool.add(data)
            except SpoolFullError as error:
                return self.break_off(error.why)
        return data

    def break_off(self, why: str) -> bytes:
        """Reads no more of it, and says why; what is given then is b""."""
        self.fault, self.is_out_of_room = why, True
        return b""

    def _taken(self, size: int) -> bytes:
        if self.is_out_of_room:
            return b""
        try:
            return self._input.read(size) or b""
        except BrokenOffError as error:
            self.fault = f"the compressed data breaks off: {error}"
            return b""
        except OSError as error:
            self.fault = error.strerror or str(error)
            return b""

    @property
    def is_plain(self) -> bool:
        """Whether the capture's bytes stand on disk as they are."""
        return self._spool is None

    @property
    def position(self) -> int:
        """How far the file on disk has been read, in bytes."""
        try:
            return self._raw.tell()
        except (OSError, ValueError):
            return 0

    def forget(self) -> None:
        """Keeps nothing for `fetch`: somebody else keeps what was made of the bytes."""
        self._spool = None

    def fetch(self, offset: int, length: int) -> bytes:
        """Bytes read before; shorter only if the file has shrunk since."""
        if self._spool is not None:
            return self._spool.fetch(offset, length)
        return b"" if self._again is None else os.pread(self._again.fileno(), length, offset)


def open_capture(path: str) -> CaptureFile:
    """Opens `path` ("-" is standard input); Problem if that cannot be done."""
    if path == "-":
        return _opened("-", sys.stdin.buffer, None)
    try:
        raw = Path(path).open("rb", buffering=0)  # noqa: SIM115  # the capture file closes it
    except OSError as error:
        raise unopened(path, error) from None
    return _opened(path, raw, os.fstat(raw.fileno()).st_size)


def unopened(path: str, error: OSError) -> Problem:
    """What is said of a file that cannot be opened."""
    for one, kind in _REFUSALS:
        if isinstance(error, one):
            return Problem(kind, path)
    return Problem("unreadable", path, error.strerror or str(error))


def _opened(path: str, raw: IO[bytes], size: int | None) -> CaptureFile:
    try:
        head = raw.read(4)
    except OSError as error:
        raise Problem("unreadable", path, error.strerror or str(error)) from None
    if not head:
        raise Problem("empty", path)
    is_file = size is not None and raw.seekable()
    whole: IO[bytes] = raw if is_file else _Rejoined(head, raw)  # type: ignore[assignment]  # it has `read`, which is all that is used
    if is_file:
        raw.seek(0)
    if head[:2] == _GZIP:
        return CaptureFile(path, size, Gunzip(whole), None, Spool(), raw)
    if head == _ZSTD:
        return CaptureFile(path, size, _unpacked(whole), None, Spool(), raw)
    return CaptureFile(path, size, whole, raw if is_file else None, None if is_file else Spool(), raw)


def _unpacked(whole: Readable) -> Readable:
    """The contents of a Zstandard file; its library and its errors are loaded only for one."""
    return import_module("sipwhy.sources.unzstd").Unzstd(whole)  # type: ignore[no-any-return]  # a module found by name is untyped


class _Rejoined(RawIOBase):
    """A stream whose first bytes were already taken."""

    def __init__(self, head: bytes, rest: IO[bytes]) -> None:
        super().__init__()
        self._head = head
        self._rest = rest

    def read(self, size: int = -1) -> bytes:
        """The next bytes."""
        if self._head:
            head, self._head = self._head[:size] if size >= 0 else self._head, self._head[size:] if size >= 0 else b""
            return head
        return self._rest.read(size)

    def readable(self) -> bool:
        """It is."""
        return True

    def readinto(self, buffer: bytearray) -> int:  # type: ignore[override]  # a bytearray is all that is given
        """Fills a buffer, for the decompressors."""
        data = self.read(len(buffer))
        buffer[: len(data)] = data
        return len(data)
