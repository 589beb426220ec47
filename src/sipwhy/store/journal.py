"""
The journal: messages as they come, appended in checksummed frames.

A file begins with `SWJ1` and the number of its first message. A frame is its mark, how many bytes and messages it holds, the number of the
first of them, the CRC-32 of all that, and the messages as the core writes them (`MessageBatch.records`). What a crash tore off, or a disk
spoiled, does not fit its checksum: it is passed over and counted, and reading goes on at the next frame that is whole.
"""

from __future__ import annotations

import os
import struct
from collections.abc import Iterator
from pathlib import Path
from zlib import crc32

from msgspec import Struct

from sipwhy.store.folder import PRIVATE_FILE, Folder, sync_folder
from sipwhy.wire.messages import MessageBatch, read_records

_MAGIC = b"SWJ1"
_HEAD = struct.Struct("<4sQ")
_MARK = b"\xf5SWF"
_FRAME = struct.Struct("<4sIIQI")
_UNSUMMED = struct.Struct("<IIQ")


class Torn(Struct, frozen=True):
    """Bytes of a journal's file that are no whole frame."""

    file: str
    bytes: int


class JournalFile:
    """One file that is being written; OSError if it cannot be. That of `append` leaves it as it was before."""

    def __init__(self, folder: Folder, first: int) -> None:
        self.path = folder.journal / f"{first:016d}.journal"
        self._number = os.open(self.path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, PRIVATE_FILE)
        self._end = 0
        try:
            self._write(_HEAD.pack(_MAGIC, first))
            sync_folder(folder.journal)
        except OSError:
            os.close(self._number)  # on a full disk this is tried many times a second
            raise

    def append(self, batch: MessageBatch) -> int:
        """Appends messages; returns how many bytes they took. They last once `sync` returns."""
        payload = batch.records()
        head = (len(payload), len(batch), batch.first)
        check = crc32(payload, crc32(_UNSUMMED.pack(*head)))
        data = _FRAME.pack(_MARK, *head, check) + payload
        self._write(data)
        return len(data)

    def sync(self) -> None:
        """Returns when what was appended is on the disk; OSError if it does not get there."""
        os.fdatasync(self._number)

    def close(self) -> None:
        """Ends the writing."""
        os.close(self._number)

    def _write(self, data: bytes) -> None:
        view, at = memoryview(data), self._end
        try:
            while view:
                written = os.pwrite(self._number, view, at)
                view, at = view[written:], at + written
        except OSError:
            os.ftruncate(self._number, self._end)
            raise
        self._end = at


def journal_files(folder: Folder) -> list[Path]:
    """The files of the journal in order of their numbers."""
    return sorted(folder.journal.glob("*.journal")) if folder.journal.is_dir() else []


def read_journal(path: Path) -> tuple[list[MessageBatch], Torn | None]:
    """The whole frames of one file, and what else stands in it; nothing if it went meanwhile."""
    try:
        data = path.read_bytes()
    except FileNotFoundError:
        return [], None
    batches, spoiled = [], 0
    for found in frames(data):
        if isinstance(found, int):
            spoiled += found
        else:
            batches.append(found)
    return batches, Torn(path.name, spoiled) if spoiled else None


def frames(data: bytes) -> Iterator[MessageBatch | int]:
    """The frames in a file's bytes in order; where there is none, how many bytes were passed over."""
    at = _HEAD.size if data.startswith(_MAGIC) and len(data) >= _HEAD.size else 0
    while at < len(data):
        if (batch := _frame(data, at)) is not None:
            yield batch[0]
            at = batch[1]
            continue
        following = data.find(_MARK, at + 1)
        end = following if following > 0 else len(data)
        yield end - at
        at = end


def _frame(data: bytes, at: int) -> tuple[MessageBatch, int] | None:
    """The frame that begins at `at` and where it ends; None if none does."""
    if len(data) - at < _FRAME.size:
        return None
    mark, length, count, first, check = _FRAME.unpack_from(data, at)
    begin = at + _FRAME.size
    if mark != _MARK or length > len(data) - begin:
        return None
    payload = data[begin : begin + length]
    if crc32(payload, crc32(_UNSUMMED.pack(length, count, first))) != check:
        return None
    batch = read_records(payload)
    if batch is None or len(batch) != count:
        return None
    batch.first = first
    return batch, begin + length
