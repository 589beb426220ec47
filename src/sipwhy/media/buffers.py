"""What a jitter buffer would have made of a stream: which packets come too late to be played, and how long all others wait."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
from msgspec import Struct

from sipwhy.media.series import Flags, Series
from sipwhy.media.timing import Reals, transit
from sipwhy.wire.columns import quantile

_QUANTILE = 0.97
"""The share of packets that the adaptive buffer means to play: that of WebRTC's NetEq."""
_MEMORY = 500
"""Packets that it looks back on: ten seconds of 20 ms each."""
_SECOND = 50
"""Packets after which it may change without a pause."""
_LEAST = 20.0
"""The least that it waits, ms."""


class Buffered(Struct, frozen=True):
    """One buffer's work."""

    kind: str
    """`fixed` or `adaptive`."""
    delay_ms: float
    """How long the fastest packet waits, on average."""
    late: Flags
    """Which packets came too late."""

    @property
    def discarded(self) -> int:
        """How many came too late."""
        return int(self.late.sum())


def tried(series: Series, voice: Flags, clock: int, drift: float | None, delays: Iterable[float]) -> tuple[Buffered, ...]:
    """What fixed buffers of some lengths (ms), and at last the adaptive one, make of the voice of a stream; none if it has no packet."""
    late = transit(series, voice, clock, drift)
    if not len(late):
        return ()
    begins = np.concatenate(([True], np.diff(series.stamp[voice]) > clock // 10))
    return (*(fixed(late, delay) for delay in delays), adaptive(late, begins))


def fixed(transit: Reals, delay: float) -> Buffered:
    """A buffer that plays everything `delay` ms after the fastest packet came, or would have."""
    return Buffered("fixed", delay, transit > delay)


def adaptive(transit: Reals, begins: Flags) -> Buffered:
    """A buffer that waits as long as lateness lately asked for, and changes that where a talk spurt begins or a second has gone by."""
    delays = np.full(len(transit), _LEAST)
    since = 0
    for at in range(1, len(transit)):
        if begins[at] or at - since >= _SECOND:
            delays[at:] = max(_LEAST, quantile(transit[max(0, at - _MEMORY) : at], _QUANTILE))
            since = at
    return Buffered("adaptive", float(delays.mean()) if len(delays) else _LEAST, transit > delays)
