"""
What RTCP tells of one stream over time: round trips by the clock of the capture, and what its receiver measured.

Nobody authenticates RTCP: it locates a fault, and never moves what was measured here.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from msgspec import Struct

from sipwhy.model import Stream
from sipwhy.wire.extractor import Packet

_SENDER, _RECEIVER, _EXTENDED = 200, 201, 207
_KINDS = range(192, 214)
_VOIP_METRICS = 7
_LONGEST = 10.0
"""Seconds beyond which a round trip is a wrong match."""
_UNKNOWN = 127
"""In VoIP metrics: not available."""


class Told(Struct, frozen=True):
    """The receiver's word about one stream, and its way from here to the receiver and back, ms."""

    reports: int = 0
    round_trips: tuple[float, ...] = ()
    """From the capture point to the receiver and back: the time from a sender report to its echo, less what the receiver waited."""
    lost: int | None = None
    """Packets lost since the stream began, by the last report."""
    worst_share: float = 0.0
    """The worst share lost between two reports."""
    worst_jitter: int = 0
    """In units of the stream's clock."""
    metrics: Metrics | None = None
    """The last VoIP metrics (RFC 3611 section 4.7)."""

    @property
    def round_trip(self) -> float | None:
        """Their median."""
        ordered = sorted(self.round_trips)
        return ordered[len(ordered) // 2] if ordered else None


class Metrics(Struct, frozen=True):
    """VoIP metrics of the receiver's own; shares of 1, ms, None where it does not know."""

    lost: float
    discarded: float
    burst_density: float
    gap_density: float
    round_trip: int
    end_delay: int
    r: int | None
    mos_listening: float | None
    mos_conversation: float | None
    buffer_ms: int


def told_of(packets: Iterable[Packet], stream: Stream) -> Told:
    """What RTCP in the packets of a call, in order of time, tells of `stream`."""
    sent: dict[int, int] = {}
    """When each sender report passed, by the middle of its NTP timestamp."""
    trips: list[float] = []
    blocks: list[bytes] = []
    metrics = None
    for packet in packets:
        if packet.kind != "udp" or packet.file != stream.file or not len(packet.payload) >= 8:
            continue
        for kind, body in _parts(packet.payload):
            if kind == _SENDER and _word(body, 0) == stream.ssrc and packet.src.ip == stream.src.ip and len(body) >= 24:
                sent[_word(body, 6, 4)] = packet.ts
            if packet.src.ip != stream.dst.ip:
                continue
            if kind in (_SENDER, _RECEIVER):
                for block in _blocks(kind, body, stream.ssrc):
                    blocks.append(block)
                    trips.extend(_trip(block, packet.ts, sent))
            elif kind == _EXTENDED:
                metrics = _metrics(body, stream.ssrc) or metrics
    return Told(
        reports=len(blocks),
        round_trips=tuple(trips),
        lost=int.from_bytes(blocks[-1][5:8], "big", signed=True) if blocks else None,
        worst_share=max((block[4] / 256 for block in blocks), default=0.0),
        worst_jitter=max((_word(block, 12) for block in blocks), default=0),
        metrics=metrics,
    )


def is_perhaps_secret(payload: bytes) -> bool:
    """Whether a datagram begins as RTCP and does not end as such: SRTCP (RFC 3711 section 3.4), or cut."""
    return len(payload) >= 8 and payload[0] >> 6 == 2 and payload[1] in _KINDS and not any(True for _ in _parts(payload))


def _parts(payload: bytes) -> Iterator[tuple[int, bytes]]:
    """The packets of a compound one (RFC 3550 section 6.1) without their first words; what is not RTCP gives none."""
    found, at = [], 0
    while at + 8 <= len(payload):
        size = 4 + 4 * int.from_bytes(payload[at + 2 : at + 4], "big")
        if payload[at] >> 6 != 2 or payload[at + 1] not in _KINDS or at + size > len(payload):
            return
        found.append((payload[at + 1], payload[at + 4 : at + size], payload[at] & 0x1F))
        at += size
    if at == len(payload):
        for kind, body, count in found:
            yield kind, body if kind not in (_SENDER, _RECEIVER) else body[: _head(kind) + 24 * count]


def _head(kind: int) -> int:
    return 24 if kind == _SENDER else 4


def _blocks(kind: int, body: bytes, ssrc: int) -> Iterator[bytes]:
    for at in range(_head(kind), len(body) - 23, 24):
        if _word(body, at) == ssrc:
            yield body[at : at + 24]


def _trip(block: bytes, ts: int, sent: dict[int, int]) -> Iterator[float]:
    """RFC 3550 section 6.4.1: A - LSR - DLSR, with A and the sending by the clock of the capture."""
    last, waited = _word(block, 16), _word(block, 20) / 65536
    if last and last in sent:
        trip = (ts - sent[last]) / 1e6 - waited
        if -0.001 <= trip <= _LONGEST:
            yield max(trip, 0.0) * 1000


def _metrics(body: bytes, ssrc: int) -> Metrics | None:
    at = 4
    while at + 4 <= len(body):
        size = 4 + 4 * int.from_bytes(body[at + 2 : at + 4], "big")
        block = body[at : at + size]
        if block[0] == _VOIP_METRICS and len(block) >= 36 and _word(block, 4) == ssrc:
            return _voip_metrics(block)
        at += size
    return None


def _voip_metrics(block: bytes) -> Metrics:
    def score(at: int) -> float | None:
        return block[at] / 10 if block[at] != _UNKNOWN else None

    return Metrics(
        lost=block[8] / 256,
        discarded=block[9] / 256,
        burst_density=block[10] / 256,
        gap_density=block[11] / 256,
        round_trip=int.from_bytes(block[16:18], "big"),
        end_delay=int.from_bytes(block[18:20], "big"),
        r=block[24] if block[24] != _UNKNOWN else None,
        mos_listening=score(26),
        mos_conversation=score(27),
        buffer_ms=int.from_bytes(block[30:32], "big"),
    )


def _word(data: bytes, at: int, size: int = 4) -> int:
    return int.from_bytes(data[at : at + size], "big")
