"""What a DTLS handshake says in the open of the keys that come of it (RFC 6347, RFC 9147, RFC 5764)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Generic, TypeVar

from msgspec import Struct

_HANDSHAKE = 22
_CLIENT_HELLO, _SERVER_HELLO = 1, 2
_USE_SRTP, _VERSIONS = 14, 43
_RECORD, _MESSAGE = 13, 12
"""Bytes of the header of a record, and of a handshake message."""
_LONGEST = 1 << 16
_MOST_HELLOS = 64
End = TypeVar("End")


class Agreed(Struct, Generic[End], frozen=True):
    """Two hellos that belong together."""

    client: End
    """Who sent ClientHello."""
    client_random: bytes
    server_random: bytes
    version: int
    """0xFEFF DTLS 1.0, 0xFEFD DTLS 1.2, 0xFEFC DTLS 1.3."""
    cipher: int
    profiles: tuple[int, ...]
    """The protection profile that the server chose; in DTLS 1.3 that is encrypted, and these are the ones that the client offers."""
    mki: int
    """Bytes of the master key identifier."""


class _Hello(Struct, frozen=True):
    random: bytes
    version: int
    cipher: int
    profiles: tuple[int, ...]
    mki: int


def agreements(datagrams: Iterable[tuple[End, bytes]]) -> Iterator[Agreed[End]]:
    """The handshakes in datagrams between two ends, each with who sent it, in order; whatever the bytes are, nothing is raised."""
    pieces: dict[tuple[End, int, int], bytearray] = {}
    client: tuple[End, _Hello] | None = None
    for sender, datagram in datagrams:
        for kind, number, length, offset, part in _fragments(datagram):
            whole = pieces.setdefault((sender, kind, number), bytearray())
            if offset == 0 and len(part) == length:
                whole[:] = part
            elif offset == len(whole) and len(whole) + len(part) <= length:
                whole += part
            if len(whole) != length or len(pieces) > _MOST_HELLOS:
                continue
            del pieces[sender, kind, number]
            hello = _hello(bytes(whole), kind)
            if hello and kind == _CLIENT_HELLO:
                client = sender, hello
            elif hello and client and client[0] != sender:
                yield _agreed(*client, hello)


def _agreed(end: End, client: _Hello, server: _Hello) -> Agreed[End]:
    return Agreed(end, client.random, server.random, server.version, server.cipher, server.profiles or client.profiles, server.mki)


def _fragments(datagram: bytes) -> Iterator[tuple[int, int, int, int, bytes]]:
    """Parts of hellos: kind, number, length of the whole, offset, bytes. Only what is not encrypted (epoch 0)."""
    at = 0
    while at + _RECORD <= len(datagram) and datagram[at + 1] == 0xFE:
        size = int.from_bytes(datagram[at + 11 : at + 13], "big")
        record = datagram[at + _RECORD : at + _RECORD + size]
        if datagram[at] == _HANDSHAKE and datagram[at + 3 : at + 5] == b"\0\0":
            yield from _messages(record)
        at += _RECORD + size


def _messages(record: bytes) -> Iterator[tuple[int, int, int, int, bytes]]:
    at = 0
    while at + _MESSAGE <= len(record):
        length, number = int.from_bytes(record[at + 1 : at + 4], "big"), int.from_bytes(record[at + 4 : at + 6], "big")
        offset, size = int.from_bytes(record[at + 6 : at + 9], "big"), int.from_bytes(record[at + 9 : at + 12], "big")
        part = record[at + _MESSAGE : at + _MESSAGE + size]
        if record[at] in (_CLIENT_HELLO, _SERVER_HELLO) and length <= _LONGEST and len(part) == size:
            yield record[at], number, length, offset, part
        at += _MESSAGE + size


def _hello(body: bytes, kind: int) -> _Hello | None:
    version, random, at = int.from_bytes(body[:2], "big"), body[2:34], 34
    for _ in range(2 if kind == _CLIENT_HELLO else 1):  # session, and of a client its cookie
        at += 1 + _number(body, at, 1)
    cipher = 0
    if kind == _CLIENT_HELLO:
        at += 2 + _number(body, at, 2)
        at += 1 + _number(body, at, 1)
    else:
        cipher = _number(body, at, 2)
        at += 3
    if len(random) < 32:
        return None
    profiles: tuple[int, ...] = ()
    mki = 0
    for name, value in _extensions(body[at + 2 : at + 2 + _number(body, at, 2)]):
        if name == _USE_SRTP:
            size = _number(value, 0, 2)
            profiles = tuple(_number(value, place, 2) for place in range(2, min(2 + size, len(value) - 1), 2))
            mki = _number(value, 2 + size, 1)
        elif name == _VERSIONS and kind == _SERVER_HELLO:
            version = _number(value, 0, 2)
    return _Hello(random, version, cipher, profiles, mki)


def _extensions(block: bytes) -> Iterator[tuple[int, bytes]]:
    at = 0
    while at + 4 <= len(block):
        size = _number(block, at + 2, 2)
        yield _number(block, at, 2), block[at + 4 : at + 4 + size]
        at += 4 + size


def _number(data: bytes, at: int, size: int) -> int:
    return int.from_bytes(data[at : at + size], "big")
