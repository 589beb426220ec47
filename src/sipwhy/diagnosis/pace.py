"""Whether the timestamps of voice run as fast as time (RFC 3550 section 5.1)."""

from __future__ import annotations

from sipwhy.model import Stream
from sipwhy.reference import hearing

_G711 = (0, 8)
_ALIKE = 0.15
"""The share by which step and pace may differ: a tag of SRTP makes packets a tenth longer, and a capture has its own jitter."""
_TALK = 2.0
"""Seconds of voice from which it is the sender's way, and no beginning."""


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
