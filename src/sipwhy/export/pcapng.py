"""Writes a pcapng capture (draft-ietf-opsawg-pcapng): one section, microseconds, comments on packets."""

from __future__ import annotations

import struct
from collections.abc import Iterable
from typing import IO

from msgspec import Struct

_SECTION, _INTERFACE, _STATISTICS, _PACKET = 0x0A0D0D0A, 1, 5, 6
_COMMENT, _NAME, _ENDED, _APPLICATION, _RESOLUTION = 1, 2, 3, 4, 9
RAW_IP = 101
"""LINKTYPE_RAW: a packet begins with its IP header."""
_LONGEST = 60_000
"""Bytes of one option: its length has 16 bits."""


class Record(Struct, frozen=True):
    """One packet to write: µs since 1970 UTC, the interface it was seen on with its link type, bytes, length on the wire."""

    ts: int
    interface: str
    link: int
    data: bytes
    length: int
    comment: str = ""


class About(Struct, frozen=True):
    """
    The capture as a whole: what wrote it, a comment, and when it ended (µs).

    That nobody answered for so long is part of the evidence: the end stands in the interface statistics.
    """

    application: str
    comment: str = ""
    until: int = 0


def write_pcapng(out: IO[bytes], records: Iterable[Record], about: About) -> int:
    """Writes a whole file; returns how many packets there were."""
    out.write(_block(_SECTION, struct.pack("<IHHq", 0x1A2B3C4D, 1, 0, -1), ((_COMMENT, about.comment), (_APPLICATION, about.application))))
    interfaces: dict[tuple[str, int], int] = {}
    written = 0
    for record in records:
        key = (record.interface, record.link)
        if key not in interfaces:
            interfaces[key] = len(interfaces)
            options = ((_NAME, record.interface), (_RESOLUTION, b"\x06"))
            out.write(_block(_INTERFACE, struct.pack("<HHI", record.link, 0, 0), options))
        head = struct.pack("<IIIII", interfaces[key], *_moment(record.ts), len(record.data), max(record.length, len(record.data)))
        out.write(_block(_PACKET, head + _padded(record.data), ((_COMMENT, record.comment),)))
        written += 1
    if interfaces and about.until:
        out.write(
            _block(_STATISTICS, struct.pack("<III", 0, *_moment(about.until)), ((_ENDED, struct.pack("<II", *_moment(about.until))),))
        )
    return written


def _moment(ts: int) -> tuple[int, int]:
    """µs as the two halves that pcapng writes."""
    return max(ts, 0) >> 32, max(ts, 0) & 0xFFFFFFFF


def _block(kind: int, body: bytes, options: Iterable[tuple[int, str | bytes]]) -> bytes:
    coded = b"".join(_option(code, value) for code, value in options if value)
    content = body + (coded + bytes(4) if coded else b"")
    length = struct.pack("<I", len(content) + 12)
    return struct.pack("<I", kind) + length + content + length


def _option(code: int, value: str | bytes) -> bytes:
    data = value.encode("utf-8", "replace")[:_LONGEST] if isinstance(value, str) else value
    return struct.pack("<HH", code, len(data)) + _padded(data)


def _padded(data: bytes) -> bytes:
    return data + bytes(-len(data) % 4)
