"""Everything that one stream's packets tell of how it was heard."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

import numpy as np
from msgspec import Struct

from sipwhy.media.buffers import Buffered, tried
from sipwhy.media.loss import Spread, came_of, spread_of
from sipwhy.media.picture import Second, seconds_of
from sipwhy.media.quality import Fate, Quality, Unrated, quality_of, rated
from sipwhy.media.rtcp import Told, told_of
from sipwhy.media.series import Flags, Series, series_of
from sipwhy.media.timing import Timing, running_jitter, timing_of, voice_of
from sipwhy.model import Stream
from sipwhy.wire.extractor import Packet

FIXED_MS = (20.0, 40.0, 60.0, 100.0, 200.0)
"""The fixed buffers that are tried."""
CODEC_MS = {"g729": 15.0, "g723": 37.5, "g722": 4.0, "amr": 25.0, "amr-wb": 25.0, "ilbc": 40.0, "gsm": 20.0, "opus": 26.5}
"""What coders hold back beyond a packet's voice: frame and look-ahead (ITU-T G.114 table A.1 for those of the ITU; the rest estimates)."""

_BOTH = 2
"""Ends of a way."""


class Outcome(Struct, frozen=True):
    """What one jitter buffer makes of a stream."""

    kind: str
    delay_ms: float
    discarded: int
    quality: Quality | Unrated


class Hearing(Struct, frozen=True):
    """One stream, looked at packet by packet."""

    stream: Stream
    clock: int
    """Units of its timestamps in a second."""
    spread: Spread
    timing: Timing
    dscp: tuple[tuple[int, int], ...]
    """Each DSCP with its packets, most frequent first."""
    told: Told
    quality: Quality | Unrated
    """Of what came here, without a buffer and without delay."""
    buffers: tuple[Outcome, ...]
    seconds: tuple[Second, ...]
    one_way_ms: float | None = None
    """Half the round trip between the two ends, where RTCP tells it."""
    least_way_ms: float | None = None
    """Half of what RTCP tells of it, be it of the way from here to one end alone."""


def hear(packets: Sequence[Packet], stream: Stream, back: Stream | None, clock: int) -> tuple[Hearing, Series]:
    """
    The hearing of `stream` out of the packets of its call, and its packets.

    `back` is the stream the other way, whose receiver's echo tells the other half of the round trip; `clock` is that of the codec in Hz.
    """
    series = series_of(packets, stream)
    voice = voice_of(series, stream.payload_type)
    timing = timing_of(series, voice, clock)
    told = told_of(packets, stream)
    trips = _round_trips(told, told_of(packets, back) if back else None)
    least = sum(trips) / 2 if trips else None
    return (
        Hearing(
            stream=stream,
            clock=clock,
            spread=spread_of(came_of(series.number)),
            timing=timing,
            dscp=tuple(Counter(series.dscp.tolist()).most_common()),
            told=told,
            quality=quality_of(stream),
            buffers=tuple(_Trial(stream, series, voice, clock, timing, least).outcomes()),
            seconds=seconds_of(series, voice, running_jitter(series, voice, clock)),
            one_way_ms=least if len(trips) == _BOTH else None,
            least_way_ms=least,
        ),
        series,
    )


def _round_trips(there: Told, back: Told | None) -> list[float]:
    """The capture is somewhere between both ends: the round trips to each of them make the whole one; those that are told."""
    return [told.round_trip for told in (there, back) if told and told.round_trip is not None]


class _Trial(Struct):
    """What the buffers are tried on."""

    stream: Stream
    series: Series
    voice: Flags
    clock: int
    timing: Timing
    least_way: float | None

    def outcomes(self) -> list[Outcome]:
        buffers = tried(self.series, self.voice, self.clock, self.timing.drift, FIXED_MS)
        return [Outcome(one.kind, one.delay_ms, one.discarded, self._rated(one)) for one in buffers]

    def _rated(self, buffer: Buffered) -> Quality | Unrated:
        stream = self.stream
        if not stream.is_audio:
            return "not-voice"
        played = np.ones(len(self.series), dtype=bool)
        played[np.flatnonzero(self.voice)[buffer.late]] = False
        runs = spread_of(came_of(self.series.number[played])).runs
        return rated(stream.codec, stream.size, Fate(stream.packets, stream.lost, runs, buffer.discarded), self._delay(buffer))

    def _delay(self, buffer: Buffered) -> float | None:
        """From mouth to ear."""
        held_back = CODEC_MS.get((self.stream.codec or "").lower(), 0.0)
        return None if self.least_way is None else self.least_way + buffer.delay_ms + (self.timing.ptime or 0.0) + held_back
