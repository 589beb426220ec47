"""Frames of a classic pcap file: Ethernet, IPv4, and UDP, TCP or ICMP on it."""

from __future__ import annotations

import struct
from collections.abc import Iterable
from ipaddress import IPv4Address
from pathlib import Path

START = 1_763_888_400_000_000
"""When every case begins, µs since 1970 UTC."""

Socket = tuple[str, int]
Frame = tuple[int, bytes, int]
"""Time in µs after the beginning, the packet from its Ethernet header on, and how many of its bytes were captured."""


def write_pcap(path: Path, frames: Iterable[Frame]) -> None:
    """Writes frames in order of time."""
    out = [struct.pack("<IHHiIII", 0xA1B2C3D4, 2, 4, 0, 0, 262144, 1)]
    for at, frame, captured in sorted(frames, key=lambda one: one[0]):
        seconds, micros = divmod(START + at, 1_000_000)
        out.append(struct.pack("<IIII", seconds, micros, captured, len(frame)) + frame[:captured])
    path.write_bytes(b"".join(out))


def write_pcapng(path: Path, frames: Iterable[Frame], dropped: int) -> None:
    """The same as pcapng, whose last block tells of packets that the capturing program lost (if_drop, pcapng section 4.6)."""
    out = [_block(0x0A0D0D0A, struct.pack("<IHHq", 0x1A2B3C4D, 1, 0, -1)), _block(1, struct.pack("<HHI", 1, 0, 262144))]
    for at, frame, captured in sorted(frames, key=lambda one: one[0]):
        high, low = divmod(START + at, 1 << 32)
        out.append(_block(6, struct.pack("<IIIII", 0, high, low, captured, len(frame)) + frame[:captured]))
    high, low = divmod(START, 1 << 32)
    out.append(_block(5, struct.pack("<IIIHHQI", 0, high, low, 5, 8, dropped, 0)))
    path.write_bytes(b"".join(out))


def _block(kind: int, body: bytes) -> bytes:
    padded = body + bytes(-len(body) % 4)
    return struct.pack("<II", kind, len(padded) + 12) + padded + struct.pack("<I", len(padded) + 12)


def udp(src: Socket, dst: Socket, payload: bytes, number: int = 1) -> bytes:
    """A UDP datagram in one frame; `number` is its IP identification."""
    return _ip(src[0], dst[0], 17, struct.pack("!HHHH", src[1], dst[1], 8 + len(payload), 0) + payload, number)


def tcp(src: Socket, dst: Socket, flags: int, numbers: tuple[int, int], payload: bytes = b"", *, window: int = 65535) -> bytes:
    """A TCP segment; `flags` as in RFC 9293 section 3.1 (SYN 2, RST 4, ACK 16), `numbers` sequence and acknowledged."""
    return _ip(src[0], dst[0], 6, struct.pack("!HHIIBBHHH", src[1], dst[1], *numbers, 5 << 4, flags, window, 0, 0) + payload, 7)


def icmp(reporter: str, about: bytes, kind: tuple[int, int], mtu: int = 0, quoted: int = 576) -> bytes:
    """What `reporter` says about a frame: ICMP type and code, with the packet's beginning (RFC 792)."""
    packet = about[14:]
    target = str(IPv4Address(packet[12:16]))
    return _ip(reporter, target, 1, struct.pack("!BBHI", *kind, 0, mtu) + packet[:quoted], 9)


def beginning(frame: bytes) -> bytes:
    """The first IP fragment of a UDP datagram: all but its last 64 bytes or so."""
    src, dst = str(IPv4Address(frame[26:30])), str(IPv4Address(frame[30:34]))
    kept = (len(frame) - 34 - 64) // 8 * 8
    return _ip(src, dst, 17, frame[34 : 34 + kept], int.from_bytes(frame[18:20], "big"), fragment=0x2000)


def rtp(sequence: int, *, ssrc: int = 0x1234, kind: int = 8, timestamp: int | None = None, size: int = 160) -> bytes:
    """20 ms of G.711 A-law silence, or a packet of another payload type `kind`."""
    stamp = sequence * 160 if timestamp is None else timestamp
    return struct.pack("!BBHII", 0x80, kind, sequence & 0xFFFF, stamp & 0xFFFFFFFF, ssrc) + b"\xd5" * size


def rtcp(sender: int, sent: int | None, block: tuple[int, float, int, int, int] | None, times: tuple[int, int, int] = (0, 0, 0)) -> bytes:
    """
    A report (RFC 3550 section 6.4): of a sender if it says how many packets it has `sent`.

    `block` is the source heard, share lost lately, packets lost, highest sequence number, jitter in units of the clock; without one the
    report has none, as that of a program which has heard nobody. `times` are the middle of its own clock's time, that of the sender
    report that it echoes, and how long ago that was, in 65536ths of a second.
    """
    if block is None:
        empty = struct.pack("!BBHI", 0x80, 201, 1, sender)
        return empty if sent is None else struct.pack("!BBHIQIII", 0x80, 200, 6, sender, 0, 0, sent, sent * 160)
    source, share, lost, highest, jitter = block
    stamp, echo, held = times
    told = struct.pack("!IIIIII", source, int(share * 256) << 24 | lost & 0xFFFFFF, highest, jitter, echo, held)
    if sent is None:
        return struct.pack("!BBHI", 0x81, 201, 7, sender) + told
    return struct.pack("!BBHIQIII", 0x81, 200, 12, sender, stamp << 16, 0, sent, sent * 160) + told


def _ip(src: str, dst: str, protocol: int, payload: bytes, number: int, *, fragment: int = 0x4000) -> bytes:
    head = struct.pack("!BBHHHBBH", 0x45, 0, 20 + len(payload), number & 0xFFFF, fragment, 64, protocol, 0)
    head += IPv4Address(src).packed + IPv4Address(dst).packed
    words = struct.unpack("!10H", head)
    total = sum(words)
    total = (total & 0xFFFF) + (total >> 16)
    checksum = ~((total & 0xFFFF) + (total >> 16)) & 0xFFFF
    ethernet = b"\x02\x00\x00\x00\x00\x02\x02\x00\x00\x00\x00\x01\x08\x00"
    return ethernet + head[:10] + struct.pack("!H", checksum) + head[12:] + payload
