"""Loss and jitter of one stream, second by second: what a small picture of it shows."""

from __future__ import annotations

import numpy as np
from msgspec import Struct

from sipwhy.media.series import Flags, Numbers, Series
from sipwhy.media.timing import Reals

MOST = 600
"""The most points of a picture; longer streams have several seconds in one."""


class Second(Struct, frozen=True):
    """One point: packets and loss of these seconds, and the worst jitter in them, ms."""

    at: int
    """Seconds since the stream began."""
    packets: int
    lost: int
    jitter_ms: float


def seconds_of(series: Series, voice: Flags, jitter: Reals) -> tuple[Second, ...]:
    """The seconds of a stream; `jitter` is that after each packet of its voice but the first."""
    if not len(series):
        return ()
    bins = (series.ts - series.ts[0]) // 1_000_000
    step = int(bins.max()) // MOST + 1
    bins //= step
    count = int(bins.max()) + 1
    packets = np.bincount(bins, minlength=count)
    lost = _lost_by_bin(series.number, bins, count)
    worst = np.zeros(count)
    if len(jitter):
        np.maximum.at(worst, bins[voice][1:], jitter)
    rows = zip(packets.tolist(), lost.tolist(), worst.tolist(), strict=True)
    return tuple(Second(at * step, *row) for at, row in enumerate(rows))


def _lost_by_bin(number: Numbers, bins: Numbers, count: int) -> Numbers:
    """A packet that is missing counts in the second of the next one that came."""
    order = np.argsort(number, kind="stable")
    ahead = np.diff(number[order]) - 1
    found = np.zeros(count, dtype=np.int64)
    np.add.at(found, bins[order][1:], np.maximum(ahead, 0))
    return found
