"""One call's packets in every dress that a capture may give them, written by the byte.

GRE, ERSPAN, IP-in-IP, SCTP and the like cannot be had from every kernel, so these are made here and not recorded.
"""

from __future__ import annotations

import struct
from collections.abc import Callable, Iterator

ALICE, PBX = bytes((198, 51, 100, 21)), bytes((203, 0, 113, 10))
ALICE6, PBX6 = bytes.fromhex("20010db8" + "0" * 23 + "1"), bytes.fromhex("20010db8" + "0" * 23 + "2")
MAC = b"\x02\0\0\0\0\x01\x02\0\0\0\0\x02"

Packet = bytes


def messages() -> Iterator[tuple[bool, bytes]]:
    """A call that is answered 486: (whether Alice sent it, the message)."""
    common = (
        b"Via: SIP/2.0/UDP 198.51.100.21;branch=z9hG4bKa\r\nFrom: <sip:1001@a>;tag=f\r\nTo: <sip:1002@b>%s\r\n"
        b"Call-ID: dress\r\nCSeq: 1 %s\r\nMax-Forwards: 70\r\nContent-Length: 0\r\n\r\n"
    )
    yield True, b"INVITE sip:1002@203.0.113.10 SIP/2.0\r\n" + common % (b"", b"INVITE")
    yield False, b"SIP/2.0 180 Ringing\r\n" + common % (b";tag=t", b"INVITE")
    yield False, b"SIP/2.0 486 Busy Here\r\n" + common % (b";tag=t", b"INVITE")
    yield True, b"ACK sip:1002@203.0.113.10 SIP/2.0\r\n" + common % (b";tag=t", b"ACK")


def udp(payload: bytes, ports: tuple[int, int] = (5060, 5060)) -> bytes:
    return struct.pack("!HHHH", *ports, 8 + len(payload), 0) + payload


def ipv4(payload: bytes, protocol: int = 17, *, forward: bool = True, ident: int = 0, fragment: int = 0) -> bytes:
    ends = ALICE + PBX if forward else PBX + ALICE
    return struct.pack("!BBHHHBBH", 0x45, 0, 20 + len(payload), ident, fragment, 64, protocol, 0) + ends + payload


def ipv6(payload: bytes, protocol: int = 17, *, forward: bool = True) -> bytes:
    ends = ALICE6 + PBX6 if forward else PBX6 + ALICE6
    return struct.pack("!IHBB", 6 << 28, len(payload), protocol, 64) + ends + payload


def ethernet(payload: bytes, kind: int = 0x0800, tags: bytes = b"") -> bytes:
    return MAC + tags + struct.pack("!H", kind) + payload


def pcap(frames: list[bytes], link: int, *, order: str = "<", nano: bool = False) -> bytes:
    magic = 0xA1B23C4D if nano else 0xA1B2C3D4
    out = [struct.pack(order + "IHHiIII", magic, 2, 4, 0, 0, 65_535, link)]
    for number, frame in enumerate(frames):
        out.append(struct.pack(order + "IIII", 1_700_000_000, number * (1_000_000 if nano else 1000), len(frame), len(frame)) + frame)
    return b"".join(out)


def block(kind: int, body: bytes, order: str = "<") -> bytes:
    body += b"\0" * (-len(body) % 4)
    size = struct.pack(order + "I", len(body) + 12)
    return struct.pack(order + "I", kind) + size + body + size


def section(order: str = "<") -> bytes:
    return block(0x0A0D0D0A, struct.pack(order + "IHHq", 0x1A2B3C4D, 1, 0, -1), order)


def interface(link: int, order: str = "<", options: bytes = b"") -> bytes:
    return block(1, struct.pack(order + "HHI", link, 0, 65_535) + options, order)


def enhanced(frame: bytes, ticks: int, number: int = 0, order: str = "<") -> bytes:
    head = struct.pack(order + "IIIII", number, ticks >> 32, ticks & 0xFFFFFFFF, len(frame), len(frame))
    return block(6, head + frame, order)


def pcapng(frames: list[bytes], link: int, order: str = "<") -> bytes:
    ticks = 1_700_000_000_000_000
    packets = b"".join(enhanced(frame, ticks + 1000 * at, order=order) for at, frame in enumerate(frames))
    return section(order) + interface(link, order) + packets


def tcp_frames(stream: Callable[[bytes], bytes] = lambda data: data, *, cut: int = 100) -> list[bytes]:
    """The call over TCP, in segments of `cut` bytes, with a handshake."""
    at = {True: 1000, False: 5000}
    frames = [segment(b"", forward=True, seq=999, flags=2), segment(b"", forward=False, seq=4999, flags=0x12)]
    for forward, message in messages():
        data = stream(message.replace(b"/UDP", b"/TCP"))
        for start in range(0, len(data), cut):
            piece = data[start : start + cut]
            frames.append(segment(piece, forward=forward, seq=at[forward], ack=at[not forward]))
            at[forward] += len(piece)
    return frames


def segment(payload: bytes, *, forward: bool, seq: int, ack: int = 0, flags: int = 0x18) -> bytes:
    ports = (40_000, 5060) if forward else (5060, 40_000)
    return ethernet(ipv4(struct.pack("!HHIIBBHHH", *ports, seq, ack, 0x50, flags, 8192, 0, 0) + payload, 6, forward=forward))


def websocket(message: bytes, key: bytes = b"\x11\x22\x33\x44") -> bytes:
    masked = bytes(byte ^ key[at % 4] for at, byte in enumerate(message))
    return struct.pack("!BBH", 0x81, 0xFE, len(message)) + key + masked


def sctp(message: bytes, number: int, *, forward: bool) -> bytes:
    data = struct.pack("!BBHIHHI", 0, 3, 16 + len(message), number, 0, number, 0) + message
    data += b"\0" * (-len(data) % 4)
    return ethernet(ipv4(struct.pack("!HHII", 5060, 5060, 7, 0) + data, 132, forward=forward))


def hep3(message: bytes, number: int, *, forward: bool) -> bytes:
    def chunk(kind: int, value: bytes) -> bytes:
        return struct.pack("!HHH", 0, kind, 6 + len(value)) + value

    src, dst = (ALICE, PBX) if forward else (PBX, ALICE)
    chunks = chunk(1, b"\x02") + chunk(2, b"\x11") + chunk(3, src) + chunk(4, dst) + chunk(7, b"\x13\xc4") + chunk(8, b"\x13\xc4")
    chunks += chunk(9, struct.pack("!I", 1_700_000_000)) + chunk(10, struct.pack("!I", number * 1000)) + chunk(11, b"\x01")
    chunks += chunk(12, struct.pack("!I", 42)) + chunk(15, message)
    return b"HEP3" + struct.pack("!H", 6 + len(chunks)) + chunks


def hep2(message: bytes, number: int, *, forward: bool) -> bytes:
    src, dst = (ALICE, PBX) if forward else (PBX, ALICE)
    head = struct.pack("!BBBBHH", 2, 16, 2, 17, 5060, 5060) + src + dst
    return head + struct.pack("<IIH", 1_700_000_000, number * 1000, 42) + b"\0\0" + message


def gtp(inner: bytes) -> bytes:
    return struct.pack("!BBHI", 0x30, 255, len(inner), 9) + inner


def erspan2(inner: bytes) -> bytes:
    return struct.pack("!HHI", 0x1000, 0x88BE, 1) + struct.pack("!HHI", 0x1001, 0, 0) + inner
