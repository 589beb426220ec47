"""One Internet facsimile packet: an indicator, or data of fax (ITU-T T.38 section 7 and annex A, packed encoding rules)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal

from msgspec import Struct

FieldKind = Literal["hdlc", "end", "whole", "bad", "whole-end", "bad-end", "page", "page-end"]
_KINDS: tuple[FieldKind, ...] = ("hdlc", "end", "whole", "bad", "whole-end", "bad-end", "page", "page-end")
"""hdlc-data, hdlc-sig-end, hdlc-fcs-OK, hdlc-fcs-Bad, hdlc-fcs-OK-sig-end, hdlc-fcs-Bad-sig-end, t4-non-ecm-data, t4-non-ecm-sig-end."""


class Part(Struct, frozen=True):
    """One field of data."""

    kind: FieldKind
    data: bytes = b""


class Ifp(Struct, frozen=True):
    """One packet: an `indicator` (0 no signal, 1 CNG, 2 CED, 3 V.21 preamble ...), or data that a modem (`rate`, 0: V.21) sends."""

    indicator: int | None = None
    rate: int | None = None
    parts: tuple[Part, ...] = ()


def ifp_of(data: bytes) -> Ifp | None:
    """The packet in `data`; None if it is malformed. Version 0 of the encoding is read; that of 1998 without its errors is another."""
    if not data:
        return None
    first = data[0]
    value = first >> 1 & 0x0F
    if first & 0x20:  # a value of the extension
        value = 16 + (data[1] if len(data) > 1 else 0)
    if not first & 0x40:
        return Ifp(indicator=value)
    if not first & 0x80:
        return Ifp(rate=value)
    parts = _parts(data[1:])
    return None if parts is None else Ifp(rate=value, parts=parts)


def _parts(data: bytes) -> tuple[Part, ...] | None:
    try:
        return tuple(_fields(data))
    except IndexError:
        return None


def _fields(data: bytes) -> Iterator[Part]:
    """IndexError if they are cut off."""
    count, at = data[0], 1
    for _ in range(count):
        head = data[at]
        kind = _KINDS[head >> 4 & 7]
        at += 1
        if head & 0x80:
            size = (data[at] << 8 | data[at + 1]) + 1
            if at + 2 + size > len(data):
                raise IndexError(size)
            yield Part(kind, data[at + 2 : at + 2 + size])
            at += 2 + size
        else:
            yield Part(kind)
