"""What of a datagram is RTP, of which stream it is, and where its payload begins (RFC 3550 section 5.1)."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sipwhy.model import Stream
    from sipwhy.wire.extractor import Packet

HEAD = 12
"""Bytes that every packet has before its contributing sources."""
_LIKE_RTCP = range(192, 224)
"""What RTCP may have where RTP has its marker and payload type (RFC 5761 section 4)."""
_RTCP_OF_STREAMS = range(200, 208)
"""The same of what the core takes for no packet of a stream (crates/sipwire/src/rtp.rs)."""


def is_rtp(payload: bytes) -> bool:
    """Whether a datagram of which nothing more is known can be RTP, and cannot be RTCP."""
    return _is_second_version(payload) and not is_rtcp_kind(payload[1])


def is_rtcp_kind(second: int) -> bool:
    """Whether the second byte of a datagram can be a kind of RTCP packet."""
    return second in _LIKE_RTCP


def is_of(packet: Packet, stream: Stream) -> bool:
    """Whether a packet goes the way of a stream and has its SSRC."""
    if packet.kind != "udp" or packet.file != stream.file or packet.src != stream.src or packet.dst != stream.dst:
        return False
    payload = packet.payload
    is_known = _is_second_version(payload) and payload[1] not in _RTCP_OF_STREAMS
    return is_known and int.from_bytes(payload[8:12], "big") == stream.ssrc


def header_size(packet: bytes) -> int | None:
    """Bytes before the payload: header, contributing sources, extension (section 5.3.1); None if the packet breaks off in them."""
    if not _is_second_version(packet):
        return None
    size = sources_end(packet)
    if packet[0] & 0x10:
        size += 4 + 4 * int.from_bytes(packet[size + 2 : size + 4], "big")
    return size if size <= len(packet) else None


def sources_end(packet: bytes) -> int:
    """Where the contributing sources end, if they are there at all."""
    return HEAD + 4 * (packet[0] & 0x0F)


def _is_second_version(payload: bytes) -> bool:
    return len(payload) >= HEAD and payload[0] >> 6 == 2
