"""Messages by the number, each of which tells its own number."""

from __future__ import annotations

from sipwhy.wire.messages import MessageBatch, told

START = 1_795_396_320_000_000


def some(count: int, begin: int = 0, step: int = 1000) -> MessageBatch:
    """So many messages; the ordinal of each stands in its Call-ID and its time."""
    return told([one(begin + ordinal, START + (begin + ordinal) * step) for ordinal in range(count)])


def one(ordinal: int, ts: int) -> tuple[int, str, int, str, int, str, None, None, bool, bytes]:
    raw = (
        f"OPTIONS sip:{ordinal}@203.0.113.10 SIP/2.0\r\nVia: SIP/2.0/UDP 198.51.100.21;branch=z9hG4bK{ordinal}\r\n"
        f"From: <sip:1001@a>;tag=f\r\nTo: <sip:1002@b>\r\nCall-ID: {ordinal}\r\nCSeq: 1 OPTIONS\r\nContent-Length: 0\r\n\r\n"
    )
    return ts, "198.51.100.21", 5060, "203.0.113.10", 5060, "udp", None, None, False, raw.encode()
