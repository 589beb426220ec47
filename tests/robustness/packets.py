"""Packets and captures by the byte, for hostile input that no real program would send."""

from __future__ import annotations

import struct
from collections.abc import Iterable
from ipaddress import IPv4Address

PCAP_HEADER = struct.pack("<IHHiIII", 0xA1B2C3D4, 2, 4, 0, 0, 262_144, 1)


def ethernet(src: int, dst: int, protocol: int, payload: bytes, *, ident: int = 0, fragment: int = 0) -> bytes:
    """An Ethernet frame with an IPv4 packet; addresses as numbers, checksums left zero."""
    head = struct.pack("!BBHHHBBHII", 0x45, 0, 20 + len(payload), ident & 0xFFFF, fragment, 64, protocol, 0, src, dst)
    return b"\x02" * 12 + b"\x08\x00" + head + payload


def udp(src: int, dst: int, payload: bytes, ports: tuple[int, int] = (5060, 5060)) -> bytes:
    """A UDP datagram in a frame."""
    return ethernet(src, dst, 17, struct.pack("!HHHH", *ports, 8 + len(payload), 0) + payload)


def tcp(src: int, dst: int, payload: bytes, *, seq: int = 0, flags: int = 0x18, ports: tuple[int, int] = (40_000, 5060)) -> bytes:
    """A TCP segment in a frame."""
    return ethernet(src, dst, 6, struct.pack("!HHIIBBHHH", *ports, seq & 0xFFFFFFFF, 0, 0x50, flags, 8192, 0, 0) + payload)


def capture(frames: Iterable[bytes], *, start: int = 1_700_000_000, step_us: int = 1000) -> Iterable[bytes]:
    """A classic pcap with one frame every `step_us`, in pieces."""
    yield PCAP_HEADER
    for number, frame in enumerate(frames):
        at = start * 1_000_000 + number * step_us
        yield struct.pack("<IIII", at // 1_000_000, at % 1_000_000, len(frame), len(frame)) + frame


def ip(text: str) -> int:
    """An address as a number."""
    return int(IPv4Address(text))


ALICE, PBX = ip("198.51.100.21"), ip("203.0.113.10")
INVITE = (
    b"INVITE sip:1002@203.0.113.10 SIP/2.0\r\nVia: SIP/2.0/UDP 198.51.100.21;branch=z9hG4bK1\r\nFrom: <sip:1001@a>;tag=a\r\n"
    b"To: <sip:1002@b>\r\nCall-ID: one\r\nCSeq: 1 INVITE\r\nMax-Forwards: 70\r\nContent-Length: 0\r\n\r\n"
)
