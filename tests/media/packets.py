"""RTP and RTCP as a second reading of a capture gives them."""

from __future__ import annotations

import struct
from collections.abc import Iterable

from sipwhy.model import Endpoint, Stream
from sipwhy.wire.extractor import Packet

ALICE, BOB = Endpoint("192.0.2.1", 4000), Endpoint("192.0.2.2", 5000)
SSRC = 7


def rtp(number: int, ts: int, *, stamp: int | None = None, kind: int = 8, payload: bytes = b"\xd5" * 160, **more: object) -> Packet:
    """A packet from Alice to Bob; `ts` in µs."""
    marker = 0x80 if more.get("marker") else 0
    head = struct.pack("!BBHII", 0x80, kind | marker, number & 0xFFFF, (number * 160 if stamp is None else stamp) & 0xFFFFFFFF, SSRC)
    return udp(ts, head + payload, int(str(more.get("tos", 0))))


def udp(ts: int, payload: bytes, tos: int = 0, src: Endpoint = ALICE, dst: Endpoint = BOB) -> Packet:
    """Any datagram."""
    return Packet(ts, 0, 1, 1, len(payload), b"", "udp", src, dst, payload, 0, tos, 0)


def steady(numbers: Iterable[int], **more: object) -> list[Packet]:
    """A packet every 20 ms, those of `numbers` alone."""
    return [rtp(number, number * 20_000, **more) for number in numbers]  # type: ignore[arg-type]  # passed on by name


def stream_of(packets: list[Packet], codec: str = "PCMA", kind: int = 8, **more: object) -> Stream:
    """The stream that these are of."""
    values = {
        "index": 0, "ssrc": SSRC, "src": ALICE, "dst": BOB, "codec": codec, "payload_type": kind, "packets": len(packets), "lost": 0,
        "jitter_ms": 0.0, "first_ts": packets[0].ts, "last_ts": max(packet.ts for packet in packets), "is_audio": True, "leg": 0,
    }  # fmt: skip
    return Stream(**(values | more))  # type: ignore[arg-type]  # values of many types by name
