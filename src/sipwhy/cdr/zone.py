"""Moments of a zone as moments of UTC, in DuckDB: a handful of comparisons instead of a calendar for each row."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

Offsets = Sequence[tuple[int, int]]
"""From when on (s since 1970 UTC) how many seconds east of UTC, in order."""


def to_utc(naive: str, offsets: Offsets) -> str:
    """The expression `naive` (a TIMESTAMP of the zone's clocks) as one of UTC; of an hour that comes twice it is the first."""
    if not any(seconds for _, seconds in offsets):
        return naive
    if len(offsets) == 1:
        return f"({naive}) - INTERVAL ({offsets[0][1]}) SECOND"
    cases = [
        # the newest first, since most are of it; what clocks showed at the change, when the old offset ended
        f"WHEN ({naive}) >= make_timestamp({(since + before) * 1_000_000}) THEN ({naive}) - INTERVAL ({after}) SECOND"
        for (_, before), (since, after) in reversed(list(pairwise(offsets)))
    ]
    return f"CASE {' '.join(cases)} ELSE ({naive}) - INTERVAL ({offsets[0][1]}) SECOND END"
