"""What a jitter buffer would have made of a stream: which packets come too late to be played, and how long all others wait."""

from __future__ import annotations

import numpy as np
from msgspec import Struct

from sipwhy.media.series import Flags
from sipwhy.media.timing import Reals

_MEMORY = 0.998002
"""Alpha of the adaptive buffer (Ramjee, Kurose, Towsley, Schulzrinne: Adaptive Playout Mechanisms, 1994, algorithm 1)."""
_SAFETY = 4.0
"""How many mean deviations it waits beyond the mean."""
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


def fixed(transit: Reals, delay: float) -> Buffered:
    """A buffer that plays everything `delay` ms after the fastest packet came, or would have."""
    return Buffered("fixed", delay, transit > delay)


def adaptive(transit: Reals, begins: Flags) -> Buffered:
    """A buffer that waits as long as lateness lately asks for, and changes that only where a talk spurt begins or a second has gone by."""
    if not len(transit):
        return Buffered("adaptive", _LEAST, np.zeros(0, dtype=bool))
    mean, deviation = float(transit[0]), 0.0
    delay, since = _LEAST, 0
    late, delays = [], []
    for one, begin in zip(transit.tolist(), begins.tolist(), strict=True):
        since += 1
        if begin or since >= _SECOND:
            delay, since = max(_LEAST, mean + _SAFETY * deviation), 0
        late.append(one > delay)
        delays.append(delay)
        mean = _MEMORY * mean + (1 - _MEMORY) * one
        deviation = _MEMORY * deviation + (1 - _MEMORY) * abs(mean - one)
    return Buffered("adaptive", sum(delays) / len(delays), np.array(late, dtype=bool))


_SECOND = 50
"""Packets after which it may change without a pause: a second of 20 ms each."""
