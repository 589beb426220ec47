"""The packets of one stream side by side, in the order in which they came."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from msgspec import Struct

from sipwhy.media.rtp import HEAD, header_size, is_of
from sipwhy.model import Stream
from sipwhy.wire.columns import ArrayOf
from sipwhy.wire.extractor import Packet

Numbers = ArrayOf[np.int64]
Flags = ArrayOf[np.bool_]

_MOST_DROPPED = 3000
"""A jump in sequence numbers that no loss explains (RFC 3550 appendix A.1)."""
_BARE = 0x80
"""The first byte of a packet of version 2 without padding, extension and contributing sources: nearly all are so."""


class Series(Struct, frozen=True):
    """RTP packets of one stream; copies are in none of the columns."""

    ts: Numbers
    """Arrival, µs since 1970 UTC."""
    number: Numbers
    """Sequence number, extended by its wraps; new numbers of the sender go on behind the old ones."""
    stamp: Numbers
    """RTP timestamp, extended by its wraps."""
    kind: Numbers
    """Payload type."""
    marker: Flags
    dscp: Numbers
    payloads: Sequence[bytes]
    copies: int

    def __len__(self) -> int:
        return len(self.ts)


def series_of(packets: Sequence[Packet], stream: Stream) -> Series:
    """The series of `stream` out of the packets of its call, in order of time; what is no RTP is passed over."""
    within = [packet for packet in packets if stream.first_ts <= packet.ts <= stream.last_ts and is_of(packet, stream)]
    found = [(packet, payload) for packet in within if (payload := _payload(packet.payload)) is not None]
    heads = np.frombuffer(b"".join([packet.payload[:HEAD] for packet, _ in found]), dtype=np.uint8).reshape(-1, HEAD).astype(np.int64)
    number = heads[:, 2] << 8 | heads[:, 3]
    stamp = heads[:, 4] << 24 | heads[:, 5] << 16 | heads[:, 6] << 8 | heads[:, 7]
    extended = _extended_numbers(number)
    keep = _first_sights(extended, stamp)
    kept = np.flatnonzero(keep).tolist()
    return Series(
        ts=np.array([packet.ts for packet, _ in found], dtype=np.int64)[keep],
        number=extended[keep],
        stamp=_unwrapped(stamp, 32)[keep],
        kind=(heads[:, 1] & 0x7F)[keep],
        marker=(heads[:, 1] >= 0x80)[keep],
        dscp=np.array([packet.bits >> 2 for packet, _ in found], dtype=np.int64)[keep],
        payloads=[found[at][1] for at in kept],
        copies=len(found) - len(kept),
    )


def _payload(packet: bytes) -> bytes | None:
    """The payload less its padding (RFC 3550 section 5.1); None if the packet breaks off before."""
    if packet[0] == _BARE:
        return packet[HEAD:]
    start, end = header_size(packet), len(packet)
    if start is None:
        return None
    if packet[0] & 0x20 and end > start:
        end -= packet[-1]
    return packet[start:end]


def _unwrapped(values: Numbers, bits: int) -> Numbers:
    """Values of a circle as they go on: each step is the shorter way."""
    if not len(values):
        return values
    whole = 1 << bits
    steps = (np.diff(values) + whole // 2) % whole - whole // 2
    return np.concatenate((values[:1], values[0] + np.cumsum(steps)))


def _extended_numbers(values: Numbers) -> Numbers:
    """
    Sequence numbers without wraps; where the sender began anew, by a jump that lasts, they go on by one.

    What careless senders number apart, as some do telephone events, is put in between and takes no number from the voice.
    """
    whole = _unwrapped(values, 16)
    if len(whole) < 2:
        return whole
    steps = np.diff(whole)
    jumps = np.abs(steps) > _MOST_DROPPED
    if not jumps.any():
        return whole
    at, edges = 0, [*np.flatnonzero(jumps).tolist(), len(whole) - 1]
    while at < len(edges) - 1:  # each edge is the last packet before a jump
        out, back = edges[at], edges[at + 1]
        ahead = int(whole[back + 1] - whole[out]) if back + 1 < len(whole) else 0
        is_apart = 0 < ahead <= _MOST_DROPPED
        steps[out] = 1
        if is_apart:
            steps[back] = ahead
        at += 2 if is_apart else 1
    return np.concatenate((whole[:1], whole[0] + np.cumsum(steps)))


def _first_sights(number: Numbers, stamp: Numbers) -> Flags:
    """The first packet of each number; one with the same number and another timestamp is no copy."""
    keep = np.zeros(len(number), dtype=bool)
    pairs = number << 32 | stamp
    keep[np.unique(pairs, return_index=True)[1]] = True
    return keep
