"""From the payload of an RTP packet to the frames that a decoder takes, and the noise that was described in place of voice."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from msgspec import Struct

from sipwhy.reference.comfort import G729_SID_LEVELS


class Coded(Struct, frozen=True):
    """One frame as the decoder wants it."""

    data: bytes


class Noise(Struct, frozen=True):
    """Comfort noise until voice comes again, in dB below full scale."""

    level: float


Frame = Coded | Noise
Splitter = Callable[[bytes, str], Iterator[Frame]]
"""(payload, fmtp of the description) -> its frames, in order; what is malformed gives none."""


def whole(payload: bytes, _: str = "") -> Iterator[Frame]:
    """Codecs whose payload is one frame, or samples."""
    if payload:
        yield Coded(payload)


def equal(size: int) -> Splitter:
    """Codecs with frames of one size."""

    def split(payload: bytes, _: str) -> Iterator[Frame]:
        for at in range(0, len(payload) - size + 1, size):
            yield Coded(payload[at : at + size])

    return split


def g729(payload: bytes, _: str = "") -> Iterator[Frame]:
    """Frames of 10 bytes, and one of 2 at the end that describes noise (RFC 3551 section 4.5.6, G.729 annex B)."""
    for at in range(0, len(payload) - 9, 10):
        yield Coded(payload[at : at + 10])
    if len(payload) % 10 == 2:
        yield Noise(G729_SID_LEVELS[payload[-1] >> 1 & 0x1F])


def g723(payload: bytes, _: str = "") -> Iterator[Frame]:
    """The size of a frame stands in the two lowest bits of its first byte (RFC 3551 section 4.5.3)."""
    at = 0
    while at < len(payload):
        size = (24, 20, 4, 1)[payload[at] & 3]
        if size >= 20 and at + size <= len(payload):
            yield Coded(payload[at : at + size])
        elif size < 20:
            yield Noise(_G723_NOISE)
        at += size


_G723_NOISE = -60.0
"""A quiet room: what its frame of four bytes says of the level is not read."""


def ilbc(payload: bytes, fmtp: str) -> Iterator[Frame]:
    """Frames of 20 ms in 38 bytes or of 30 ms in 50, as `mode` says (RFC 3952 section 5); without it as the size fits."""
    size = ilbc_size(payload, fmtp)
    yield from equal(size)(payload, fmtp)


def ilbc_size(payload: bytes, fmtp: str) -> int:
    """Bytes in a frame."""
    is_20, fits_20, fits_30 = "mode=20" in fmtp.replace(" ", ""), len(payload) % 38 == 0, len(payload) % 50 == 0
    return 38 if (fits_20 and (is_20 or not fits_30)) or (is_20 and not fits_30) else 50


def amr(bits: tuple[int, ...]) -> Splitter:
    """AMR and AMR-WB (RFC 4867 section 4) to the form of files (section 5): a byte of type and quality, then the speech bits."""

    def split(payload: bytes, fmtp: str) -> Iterator[Frame]:
        aligned = "octet-align=1" in fmtp.replace(" ", "")
        reader = _Bits(payload)
        reader.skip(8 if aligned else 4)  # the mode that the sender of this asks for
        kinds = []
        more = True
        while more and reader.left >= (8 if aligned else 6):
            more, kind, quality = bool(reader.take(1)), reader.take(4), reader.take(1)
            if aligned:
                reader.skip(2)
            kinds.append((kind, quality))
        for kind, quality in kinds:
            size = bits[kind] if kind < len(bits) else 0
            speech = reader.bytes(size)
            if aligned and size % 8:
                reader.skip(8 - size % 8)
            if kind == len(bits) - 1:
                yield Noise(_AMR_NOISE)
            elif size and speech is not None:
                yield Coded(bytes([kind << 3 | quality << 2]) + speech)

    return split


_AMR_NOISE = -60.0
"""A quiet room, as above."""

AMR_BITS = (95, 103, 118, 134, 148, 159, 204, 244, 39)
"""Speech bits of each frame type (3GPP TS 26.101 tables 1b and A.1b); the last type describes noise."""
AMR_WB_BITS = (132, 177, 253, 285, 317, 365, 397, 461, 477, 40)
"""The same of 3GPP TS 26.201."""


class _Bits:
    def __init__(self, data: bytes) -> None:
        self._value, self.left = int.from_bytes(data, "big"), 8 * len(data)

    def take(self, count: int) -> int:
        self.left = max(self.left - count, 0)
        return self._value >> self.left & (1 << count) - 1

    def skip(self, count: int) -> None:
        self.left = max(self.left - count, 0)

    def bytes(self, count: int) -> bytes | None:
        """So many bits from the left, filled up with zeros; None if they are not there."""
        if count > self.left:
            return None
        padding = -count % 8
        return (self.take(count) << padding).to_bytes((count + padding) // 8, "big")
