"""Certificates by the byte (RFC 5280): right in form, and signed by nobody."""

from __future__ import annotations

_VALID = {"expired": ("240101000000Z", "250101000000Z"), "early": ("300101000000Z", "310101000000Z")}
_USUAL = ("250101000000Z", "300101000000Z")
NAME, AUTHORITY = "pbx.example.com", "Example CA"


def certificate(kind: str) -> bytes:
    """A certificate for pbx.example.com around the time of the cases: good, expired, early, self, other (another name)."""
    name = "other.example.net" if kind == "other" else NAME
    begin, end = _VALID.get(kind, _USUAL)
    algorithm = _der(0x30, _oid(b"\x2a\x86\x48\xce\x3d\x04\x03\x02"))
    key = _der(0x30, _der(0x30, _oid(b"\x2a\x86\x48\xce\x3d\x02\x01") + _oid(b"\x2a\x86\x48\xce\x3d\x03\x01\x07")) + _bits(b"\x04" * 65))
    names = _der(0x30, _der(0x82, name.encode()))
    alternative = _der(0x30, _oid(b"\x55\x1d\x11") + _der(4, names))
    body = (
        _der(0xA0, _der(2, b"\x02"))
        + _der(2, b"\x01")
        + algorithm
        + _name(name if kind == "self" else AUTHORITY)
        + _der(0x30, _der(0x17, begin.encode()) + _der(0x17, end.encode()))
        + _name(name)
        + key
        + _der(0xA3, _der(0x30, alternative))
    )
    return _der(0x30, _der(0x30, body) + algorithm + _bits(b"\x00" * 64))


def _name(text: str) -> bytes:
    return _der(0x30, _der(0x31, _der(0x30, _oid(b"\x55\x04\x03") + _der(0x0C, text.encode()))))


def _oid(encoded: bytes) -> bytes:
    return _der(6, encoded)


def _bits(body: bytes) -> bytes:
    return _der(3, b"\x00" + body)


def _der(tag: int, body: bytes) -> bytes:
    length = len(body)
    if length < 128:
        return bytes((tag, length)) + body
    size = (length.bit_length() + 7) // 8
    return bytes((tag, 0x80 | size)) + length.to_bytes(size, "big") + body
