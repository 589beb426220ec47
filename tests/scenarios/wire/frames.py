"""Ethernet frames with IPv4 and UDP, TCP or ICMP in them, checksums filled in."""

from __future__ import annotations

import struct
from ipaddress import IPv4Address

Socket = tuple[str, int]


def ipv4(
    src: str, dst: str, protocol: int, payload: bytes, *, number: int = 0, ttl: int = 64, offset: int = 0, more: bool = False
) -> bytes:
    """A packet; `offset` in bytes and `more` make it a fragment (RFC 791)."""
    flags = offset // 8 | (0x2000 if more else 0)
    head = struct.pack("!BBHHHBBH", 0x45, 0, 20 + len(payload), number & 0xFFFF, flags, ttl, protocol, 0)
    head += IPv4Address(src).packed + IPv4Address(dst).packed
    return head[:10] + struct.pack("!H", checksum(head)) + head[12:] + payload


def udp(src: Socket, dst: Socket, payload: bytes) -> bytes:
    """A datagram without its IP header."""
    head = struct.pack("!HHHH", src[1], dst[1], 8 + len(payload), 0)
    return head[:6] + struct.pack("!H", _transport(src[0], dst[0], 17, head + payload) or 0xFFFF) + payload


def tcp(src: Socket, dst: Socket, flags: int, sequence: int, acknowledged: int, payload: bytes = b"") -> bytes:
    """A segment; `flags` as RFC 9293 has them: FIN 1, SYN 2, RST 4, PSH 8, ACK 16."""
    head = struct.pack("!HHIIBBHHH", src[1], dst[1], sequence, acknowledged, 5 << 4, flags, 64240, 0, 0)
    return head[:16] + struct.pack("!H", _transport(src[0], dst[0], 6, head + payload)) + head[18:] + payload


def icmp(kind: int, code: int, about: bytes) -> bytes:
    """What a router or host says about an IP packet (RFC 792)."""
    body = struct.pack("!BBHI", kind, code, 0, 0) + about[:548]
    return body[:2] + struct.pack("!H", checksum(body)) + body[4:]


def ethernet(packet: bytes, src: str, dst: str) -> bytes:
    """A frame whose MAC addresses are made of the IP addresses."""
    return _mac(dst) + _mac(src) + b"\x08\x00" + packet


def cooked(packet: bytes, src: str, direction: int) -> bytes:
    """As `tcpdump -i any` writes it (LINUX_SLL): 0 came in for us, 4 went out."""
    return struct.pack("!HHH", direction, 1, 6) + _mac(src) + b"\x00\x00\x08\x00" + packet


def checksum(data: bytes) -> int:
    """The Internet checksum (RFC 1071)."""
    data += b"\0" * (len(data) % 2)
    total: int = sum(struct.unpack(f"!{len(data) // 2}H", data))
    while total >> 16:
        total = (total & 0xFFFF) + (total >> 16)
    return ~total & 0xFFFF


def _transport(src: str, dst: str, protocol: int, segment: bytes) -> int:
    pseudo = IPv4Address(src).packed + IPv4Address(dst).packed + struct.pack("!BBH", 0, protocol, len(segment))
    return checksum(pseudo + segment)


def _mac(address: str) -> bytes:
    return b"\x02\x00" + IPv4Address(address).packed
