"""The last part of what grows, cut where lines and packets end, so that it can be read again as a file."""

from __future__ import annotations

import struct
from collections import deque
from collections.abc import Iterator
from io import BytesIO

from msgspec import Struct, field

from sipwhy.sources.capture_file import MAGICS, PACKED, CaptureFile, Problem
from sipwhy.sources.growing import Grown

MOST = 64 << 20
"""So many bytes of each file are kept,"""
LONGEST = 2 * 3600.0
"""and none longer than so many seconds."""
_LONGEST_LINE = 1 << 20
_LONGEST_BLOCK = 64 << 20
"""What claims to be longer is no capture any more."""
_PCAPNG = bytes.fromhex("0a0d0d0a")
_FILE_HEADER, _RECORD, _LONG_RECORD, _BLOCK_HEAD = 24, 16, 24, 12
_LONG = (bytes.fromhex("a1b2cd34"), bytes.fromhex("34cdb2a1"))
"""A variant of pcap that tells interface, protocol and direction behind the usual head of a packet (libpcap: KUZNETZOV_TCPDUMP_MAGIC)."""
_LASTING = frozenset({1, 4, 10})
"""Blocks of pcapng that say how to read packets: interfaces, names, secrets."""


class Kept(CaptureFile):
    """A window as an opened file: its bytes are in memory."""

    _data: bytes = b""

    @property
    def is_plain(self) -> bool:
        """Never: it stands nowhere on disk."""
        return False

    def fetch(self, offset: int, length: int) -> bytes:
        """Bytes that were read before."""
        return self._data[offset : offset + length]


class Window:
    """What is kept of one followed file. A rotation begins a new stretch; old stretches go when their last bytes do."""

    def __init__(self, name: str, most: int = MOST, longest: float = LONGEST) -> None:
        self.name = name
        self._most, self._longest = most, longest
        self._stretches: list[_Stretch] = []
        self.has_forgotten = False
        """Whether anything had to go for want of room."""
        self.has_dropped = False
        """Whether anything went at all."""

    @property
    def size(self) -> int:
        """Bytes that are kept."""
        return sum(stretch.size for stretch in self._stretches)

    def take(self, grown: Grown, now: float) -> None:
        """Keeps what came at `now` (seconds of a clock that never goes back); Problem if it is packed."""
        if grown.is_new or not self._stretches:
            self._stretches.append(_Stretch(lines=grown.lines))
        self._stretches[-1].take(grown.data, now)
        if self._stretches[-1].is_packed:
            raise Problem("growing-packed", self.name)
        while further := self._stretches[-1].further:
            self._stretches.append(_Stretch())
            self._stretches[-1].take(further, now)
        self.forget(now)

    def forget(self, now: float) -> None:
        """Lets go of what is too old or too much, oldest first; what came last stays."""
        while (oldest := self._oldest()) is not None and (self.size > self._most or now - oldest.since > self._longest):
            self.has_forgotten |= now - oldest.since <= self._longest
            self.has_dropped = True
            oldest.drop()
            self._stretches = [stretch for stretch in self._stretches[:-1] if stretch.blocks] + self._stretches[-1:]

    def empty(self) -> None:
        """Lets go, as somebody wished, of everything but of what says how to read what is yet to come."""
        for stretch in self._stretches:
            while stretch.blocks:
                stretch.drop()
        self._stretches = self._stretches[-1:]

    def _oldest(self) -> _Stretch | None:
        """The first stretch that can let go of something."""
        blocks = sum(len(stretch.blocks) for stretch in self._stretches)
        return next((stretch for stretch in self._stretches if stretch.blocks), None) if blocks > 1 else None

    def files(self) -> Iterator[Kept]:
        """All of it as opened files, one for each stretch that holds anything."""
        for stretch in self._stretches:
            if data := stretch.whole():
                yield Kept(self.name, None, BytesIO(data), None, None, BytesIO(), lines_before=stretch.lines, _data=data)


class _Block(Struct, frozen=True):
    """What came at once; whole lines or packets."""

    at: float
    data: bytes


class _Stretch(Struct):
    """What is kept of one file between two rotations; `lines` stood before it."""

    lines: int = 0
    head: bytes = b""
    """Of a capture what says how to read its packets."""
    rest: bytes = b""
    """What has no end yet."""
    blocks: deque[_Block] = field(default_factory=deque)
    size: int = 0

    @property
    def is_packed(self) -> bool:
        return not self.head and not self.blocks and self.rest.startswith(PACKED)

    @property
    def since(self) -> float:
        """When its oldest bytes came."""
        return self.blocks[0].at

    def take(self, data: bytes, now: float) -> None:
        self.rest += data
        if self.is_packed:
            return
        whole = self._cut()
        if whole:
            self.blocks.append(_Block(now, whole))
            self.size += len(whole)

    def drop(self) -> None:
        block = self.blocks.popleft()
        self.size -= len(block.data)
        if not self.head:
            self.lines += block.data.count(b"\n")

    def whole(self) -> bytes:
        return b"".join((self.head, *(block.data for block in self.blocks)))

    def _cut(self) -> bytes:
        """Takes off what is whole."""
        if not self.head and not self.blocks and (len(self.rest) < len(_PCAPNG) or self.rest.startswith(MAGICS)):
            self._begin()
            if not self.head:
                return b""
        if not self.head:
            return self._lines()
        return self._pcapng_blocks() if self.head.startswith(_PCAPNG) else self._records()

    def _begin(self) -> None:
        """Takes the header of a capture, as soon as it is whole."""
        length = _FILE_HEADER if not self.rest.startswith(_PCAPNG) else self._length(_order(self.rest))
        if length and len(self.rest) >= max(length, _BLOCK_HEAD):
            self.head, self.rest = self.rest[:length], self.rest[length:]

    def _lines(self) -> bytes:
        end = self.rest.rfind(b"\n") + 1
        if not end and len(self.rest) > _LONGEST_LINE:
            end = len(self.rest)
        whole, self.rest = self.rest[:end], self.rest[end:]
        return whole

    def _records(self) -> bytes:
        """Whole packets of pcap."""
        order = "<" if self.head[0] in b"\xd4\x4d\x34" else ">"
        at, size = 0, len(self.rest)
        record = _LONG_RECORD if self.head.startswith(_LONG) else _RECORD
        while at + record <= size:
            length = record + int(struct.unpack_from(order + "I", self.rest, at + 8)[0])
            if length > _LONGEST_BLOCK:
                at = size  # damaged: the reader finds its way, or says that it cannot
            elif at + length > size:
                break
            else:
                at += length
        whole, self.rest = self.rest[:at], self.rest[at:]
        return whole

    def _pcapng_blocks(self) -> bytes:
        """Whole packets of pcapng; blocks that say how to read them stay for good. A further section is none of this stretch."""
        order, whole, at = _order(self.head), bytearray(), 0
        while at + _BLOCK_HEAD <= len(self.rest) and not self.rest.startswith(_PCAPNG, at):
            kind, length = struct.unpack_from(order + "II", self.rest, at)
            if not _BLOCK_HEAD <= length <= _LONGEST_BLOCK:
                length = len(self.rest) - at
            if at + length > len(self.rest):
                break
            if kind in _LASTING:
                self.head += self.rest[at : at + length]
            else:
                whole += self.rest[at : at + length]
            at += length
        self.rest = self.rest[at:]
        return bytes(whole)

    @property
    def further(self) -> bytes:
        """What belongs to a further section of pcapng, taken away."""
        if not (self.head.startswith(_PCAPNG) and self.rest.startswith(_PCAPNG)):
            return b""
        rest, self.rest = self.rest, b""
        return rest

    def _length(self, order: str) -> int:
        return int(struct.unpack_from(order + "I", self.rest, 4)[0]) if len(self.rest) >= _BLOCK_HEAD else 0


def _order(block: bytes) -> str:
    """The byte order of a section (pcapng section 4.1)."""
    return "<" if block[8:12] == b"\x4d\x3c\x2b\x1a" else ">"
