"""Where so many packets are missing, here and there, that nobody can tell from the rest what was said."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from sipwhy.wire.columns import ArrayOf

Flags = ArrayOf[np.bool_]
Gaps = Sequence[tuple[float, float]]

_LONG = 1.0
"""Seconds from which what is missing at one go is told by itself."""
_AROUND = 4.0
"""Seconds over which holes are counted."""
_SEVERAL = 4
"""Holes in that time below which sound has a gap, and is not torn."""
_MUCH = 0.15
"""The share of what was sent from which it is torn: of nine frames in a row voice is known, of four it is not."""


def torn_in(count: int, frame: float, gaps: Gaps, pauses: Gaps) -> Flags:
    """Which of `count` frames of `frame` seconds lie where much is missing, what was never sent and what is missing at one go aside."""
    torn = np.zeros(count, dtype=bool)
    short = [gap for gap in gaps if gap[1] - gap[0] < _LONG]
    if len(short) < _SEVERAL or not count:
        return torn
    missing = flags_of(count, frame, short)
    sent = ~flags_of(count, frame, [*pauses, *(gap for gap in gaps if gap[1] - gap[0] >= _LONG)]) | missing
    holes = np.bincount([min(int(gap[0] / frame + 0.5), count - 1) for gap in short], minlength=count)
    around = round(_AROUND / frame)
    much = _sums(missing, around) >= _MUCH * np.maximum(_sums(sent, around), 1)
    return np.asarray(sent & much & (_sums(holes, around) >= _SEVERAL))


def flags_of(count: int, frame: float, spans: Gaps) -> Flags:
    """Which frames lie in these spans of seconds."""
    flags = np.zeros(count, dtype=bool)
    for begin, end in spans:
        flags[round(begin / frame) : round(end / frame)] = True
    return flags


def _sums(values: ArrayOf[np.int64] | Flags, size: int) -> ArrayOf[np.int64]:
    """Of each place the sum of the `size` values around it."""
    total = np.concatenate(([0], np.cumsum(values, dtype=np.int64)))
    at = np.arange(len(values))
    return np.asarray(total[np.minimum(at + size // 2, len(values))] - total[np.maximum(at - size // 2, 0)])
