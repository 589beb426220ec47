"""How sure a share is that was counted from few: Wilson's interval, so that three calls raise no alarm."""

from __future__ import annotations

from math import sqrt

SURE = 1.96
"""95 % of such intervals hold the true share."""
VERY_SURE = 3.29
"""99.9 %: where many shares are compared and one of them would stand out by chance."""


def interval(hits: int, of: int, z: float = SURE) -> tuple[float, float]:
    """The interval in which the true share lies (E. B. Wilson, 1927); the whole range for none of none."""
    if of <= 0:
        return 0.0, 1.0
    share = hits / of
    middle = share + z * z / (2 * of)
    spread = z * sqrt(share * (1 - share) / of + z * z / (4 * of * of))
    scale = 1 + z * z / of
    low = max((middle - spread) / scale, 0.0) if hits else 0.0  # exactly so; the difference of two equal floats may not be
    high = min((middle + spread) / scale, 1.0) if hits < of else 1.0
    return low, high
