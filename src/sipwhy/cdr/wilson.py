"""The interval in which a share lies (E. B. Wilson, 1927): honest where calls are few."""

from __future__ import annotations

from math import sqrt

Z = 1.959964
"""Of 95 %."""


def interval(hits: int, total: int, z: float = Z) -> tuple[float, float]:
    """Lower and upper bound of the share `hits / total`; (0, 1) of nothing."""
    if total <= 0:
        return 0.0, 1.0
    share, square = hits / total, z * z
    middle = (share + square / (2 * total)) / (1 + square / total)
    half = z * sqrt(share * (1 - share) / total + square / (4 * total * total)) / (1 + square / total)
    return max(0.0, middle - half), min(1.0, middle + half)
