"""DNS messages by the byte (RFC 1035 section 4)."""

from __future__ import annotations

from zlib import crc32

_TYPES = {"A": 1, "AAAA": 28, "SRV": 33, "NAPTR": 35}
_CODES = {"NXDOMAIN": 3, "SERVFAIL": 2, "REFUSED": 5, "NODATA": 0}


def dns(words: list[str], number: int = 0) -> bytes:
    """
    `TYPE name` is a query; `TYPE name NXDOMAIN` (or another code, or NODATA) and `TYPE name =value` are answers: an address, or
    the host that SRV leads to. `number` tells repeated queries apart.
    """
    kind, name, *answer = words
    code = _CODES.get(answer[0], 0) if answer else 0
    record = _record(kind, answer[0][1:]) if answer and answer[0].startswith("=") else b""
    flags = 0x8180 | code if answer else 0x0100
    ident = (crc32(f"{kind} {name} {number}".encode())) & 0xFFFF
    head = b"".join(value.to_bytes(2, "big") for value in (ident, flags, 1, bool(record), 0, 0))
    return head + _labels(name) + _TYPES[kind].to_bytes(2, "big") + b"\x00\x01" + record


def _record(kind: str, value: str) -> bytes:
    if kind == "SRV":
        data = b"\x00\x01\x00\x01\x13\xc4" + _labels(value)
    else:
        data = bytes(int(part) for part in value.split(".")) if kind == "A" else bytes(16)
    return b"\xc0\x0c" + _TYPES[kind].to_bytes(2, "big") + b"\x00\x01\x00\x00\x00\x3c" + len(data).to_bytes(2, "big") + data


def _labels(name: str) -> bytes:
    return b"".join(bytes((len(label),)) + label.encode() for label in name.split(".")) + b"\x00"
