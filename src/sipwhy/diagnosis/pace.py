"""Whether the timestamps of voice run as fast as time (RFC 3550 section 5.1)."""

from __future__ import annotations

from sipwhy.model import Stream
from sipwhy.reference import hearing
from sipwhy.reference.payload_types import NOISE

_G711 = (0, 8)
_ALIKE = 0.15
"""The share by which step and pace may differ: a tag of SRTP makes packets a tenth longer, and a capture has its own jitter."""
_TALK = 2.0
"""Seconds of voice from which it is the sender's way, and no beginning."""


_CLOCKS = (8_000, 16_000, 48_000, 90_000)
"""Hz that timestamps count."""
_GAP = 0.1
"""Seconds without a packet from which the sender kept silent, or the way became longer: the clock is not measured across it."""


def drift_of(stream: Stream) -> float | None:
    """How much faster than time the timestamps run, in millionths, by the nearest clock; None if that is not known."""
    if not stream.clock or stream.restarts or stream.pause >= _GAP or any(kind in NOISE for kind, _ in stream.payload_types):
        return None
    nearest = min(_CLOCKS, key=lambda rate: abs(rate - (stream.clock or 0.0)))
    return (stream.clock / nearest - 1.0) * 1e6


def drifts(stream: Stream) -> bool:
    """Whether the timestamps run so much off that small buffers overflow or run dry, and far more than jitter tells."""
    ppm = abs(drift_of(stream) or 0.0)
    shift = ppm / 1e6 * stream.seconds * 1000.0
    is_beyond = shift >= max(hearing.DRIFTED, 10.0 * (stream.mean_jitter_ms or 0.0))
    return stream.packets >= hearing.ENOUGH and hearing.DRIFT <= ppm <= hearing.DRIFT_MOST and is_beyond


def odd_pace(stream: Stream) -> float | None:
    """
    How many times as fast as time the timestamps of G.711 run, told alike by the size of packets and by when they come.

    None if they run as they should, or if that is not known.
    """
    if stream.payload_type not in _G711 or not stream.size or not stream.samples or not stream.clock or stream.seconds < _TALK:
        return None
    pace, step = stream.clock / hearing.G711_CLOCK, stream.samples / stream.size
    if stream.extra in hearing.TAGS or abs(pace - 1) <= hearing.PACE_ODD or abs(step / pace - 1) > _ALIKE:
        return None
    return pace
