"""A stream of SRTP opened with the keys that the descriptions of its call tell."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Literal

from msgspec import Struct
from msgspec.structs import replace

from sipwhy.media.srtp.opening import Opener
from sipwhy.media.srtp.sdes import Key, Unusable, keys_in
from sipwhy.media.srtp.session import NoCipherError
from sipwhy.model import Call, Message, Stream
from sipwhy.wire.extractor import Packet

__all__ = ["Lock", "Locked", "unlock"]

Locked = Literal["no-key", "dtls", "suite", "parameter", "bad-key", "wrong-key", "no-cipher"]
"""
Why it stays shut: the sender's descriptions have no key, or it is agreed by DTLS and told nowhere; a suite or a parameter is not known,
a key cannot be read, or none opens anything; or the package cryptography is not installed.
"""


class Lock(Struct, frozen=True):
    """What became of a stream."""

    locked: Locked | None = None
    """None: it is plain, or was opened."""
    opened: int = 0
    """Packets that a key authenticates."""
    refused: int = 0
    """Packets that none does, where others were opened."""
    name: str = ""
    """The suite or the parameter that is not known."""


def unlock(call: Call, stream: Stream, packets: Sequence[Packet]) -> tuple[list[Packet], Lock]:
    """
    The packets with those of `stream` opened, and what became of it.

    A packet that is refused stays as its header: it came, and what was in it is not known. Where nothing was opened all stays as it was.
    """
    lines = list(_lines(call, stream))
    if stream.leg is None or not lines:
        return list(packets), Lock(_keyless(call, stream))
    keys = [line for line in lines if isinstance(line, Key)]
    if not keys:
        fault = next(line for line in lines if isinstance(line, Unusable))
        return list(packets), Lock(fault.fault if _is_secure(call, stream) else None, name=fault.name)
    try:
        opener = Opener(keys)
    except NoCipherError:
        return list(packets), Lock("no-cipher" if _is_secure(call, stream) else None)
    found = [_opened(packet, opener) if _is_of(packet, stream) else packet for packet in packets]
    if opener.opened:
        return found, Lock(None, opener.opened, opener.refused)
    return list(packets), Lock("wrong-key" if _is_secure(call, stream) else None)


def _lines(call: Call, stream: Stream) -> Iterator[Key | Unusable]:
    """What the sender of a stream tells of its keys: who sends a description encrypts with the key in it (RFC 4568 section 5.1)."""
    for message in _descriptions(call, stream):
        yield from keys_in(message.body)


def _descriptions(call: Call, stream: Stream) -> Iterator[Message]:
    """Those of its leg by the side that sends it; by both where that is not known."""
    leg = call.legs[stream.leg or 0]
    for message in leg.messages:
        side = "second" if leg.is_by_first(message) else "first"
        if message.sdp and stream.toward in {"unknown", side}:
            yield message


def _is_secure(call: Call, stream: Stream) -> bool:
    """Whether the last description of the leg asks for SRTP."""
    lines = [media for m in call.legs[stream.leg or 0].messages if m.sdp for media in m.sdp.media if media.kind == "audio"]
    return bool(lines) and lines[-1].is_secure


def _keyless(call: Call, stream: Stream) -> Locked | None:
    if not _is_secure(call, stream):
        return None
    messages = call.legs[stream.leg or 0].messages
    return "dtls" if any(m.sdp and b"a=fingerprint:" in m.body for m in messages) else "no-key"


def _is_of(packet: Packet, stream: Stream) -> bool:
    payload = packet.payload
    is_way = packet.kind == "udp" and (packet.file, packet.src, packet.dst) == (stream.file, stream.src, stream.dst)
    is_rtp = len(payload) >= 12 and payload[0] >> 6 == 2 and not 192 <= payload[1] <= 223
    return is_way and is_rtp and int.from_bytes(payload[8:12], "big") == stream.ssrc


def _opened(packet: Packet, opener: Opener) -> Packet:
    plain = opener.open(packet.payload)
    return replace(packet, payload=b"\x80" + packet.payload[1:12] if plain is None else plain)
