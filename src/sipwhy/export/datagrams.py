"""Builds IP packets from addresses and payloads (RFC 791, 8200, 768, 9293, 792, 4443)."""

from __future__ import annotations

import struct
from ipaddress import IPv6Address, ip_address

from msgspec import Struct

from sipwhy.model import Endpoint

UDP, TCP, ICMP, ICMP6 = 17, 6, 1, 58
MOST = 60_000
"""The most payload of one packet: an IPv4 packet's length has 16 bits."""


class Fragmented(Struct, frozen=True):
    """Where in its datagram a fragment stands."""

    offset: int
    more: bool


def ip_packet(src: str, dst: str, protocol: int, payload: bytes, *, ident: int = 0, fragment: Fragmented | None = None) -> bytes:
    """One packet; of IPv4 if both addresses are."""
    source, target = ip_address(src), ip_address(dst)
    if source.version == target.version == 4:
        where = (fragment.offset // 8 | (0x2000 if fragment.more else 0)) if fragment else 0
        head = struct.pack("!BBHHHBBH", 0x45, 0, 20 + len(payload), ident & 0xFFFF, where, 64, protocol, 0)
        head += source.packed + target.packed
        return head[:10] + struct.pack("!H", checksum(head)) + head[12:] + payload
    if fragment:
        payload = struct.pack("!BBHI", protocol, 0, fragment.offset | fragment.more, ident) + payload
        protocol = 44
    return struct.pack("!IHBB", 6 << 28, len(payload), protocol, 64) + _packed6(source.packed) + _packed6(target.packed) + payload


def udp(src: Endpoint, dst: Endpoint, payload: bytes, ident: int = 0) -> bytes:
    """A datagram in one packet; without a checksum over IPv4."""
    return ip_packet(src.ip, dst.ip, UDP, udp_header(src, dst, len(payload)) + payload, ident=ident)


def udp_header(src: Endpoint, dst: Endpoint, size: int) -> bytes:
    """The header of a datagram of `size` bytes."""
    return struct.pack("!HHHH", src.port, dst.port, min(8 + size, 0xFFFF), 0)


def tcp(src: Endpoint, dst: Endpoint, numbers: tuple[int, int], flags: int, payload: bytes = b"") -> bytes:
    """A segment; `numbers` are sequence and acknowledgement."""
    sequence, acknowledged = (number & 0xFFFFFFFF for number in numbers)
    head = struct.pack("!HHIIBBHHH", src.port, dst.port, sequence, acknowledged, 5 << 4, flags, 65535, 0, 0)
    return ip_packet(src.ip, dst.ip, TCP, head + payload)


def icmp(src: str, dst: str, what: tuple[int, int], quoted: bytes) -> bytes:
    """An error of type and code `what` about a packet."""
    is_v6 = ":" in src or ":" in dst
    body = struct.pack("!BBHI", *what, 0, 0) + quoted
    if not is_v6:
        body = body[:2] + struct.pack("!H", checksum(body)) + body[4:]
    return ip_packet(src, dst, ICMP6 if is_v6 else ICMP, body)


def checksum(data: bytes) -> int:
    """The Internet checksum (RFC 1071)."""
    data += bytes(len(data) % 2)
    total: int = sum(struct.unpack(f"!{len(data) // 2}H", data))
    while total >> 16:
        total = (total & 0xFFFF) + (total >> 16)
    return ~total & 0xFFFF


def _packed6(packed: bytes) -> bytes:
    return packed if len(packed) == 16 else IPv6Address(b"\0" * 10 + b"\xff\xff" + packed).packed
