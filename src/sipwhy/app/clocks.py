"""Whether text logs must be read again with their clocks set by the captures beside them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from sipwhy.wire import Evidence

_FEWEST = 3
"""So many messages must stand in both."""
_TOLERATED, _TOLERATED_WHOLE = 100_000, 1_000_000
"""
µs by which the clocks may differ: less than T1/5 does not change the order of legs (RFC 3261: T1 is 500 ms); of a log in whole
seconds it is one second.
"""
_MIDDLE = 500_000
"""A log in whole seconds writes, on average, half a second less than it was."""


def clocks_ahead(evidence: Evidence, paths: Sequence[str]) -> Mapping[int, int]:
    """By how many µs the clock of each log is ahead of the captures', if that is too much; none if a path cannot be read twice."""
    if not evidence.logs or "-" in paths:
        return {}
    found = {}
    for log, _, messages, ahead, whole_seconds in evidence.clock_differences():
        apart = ahead + (_MIDDLE if whole_seconds else 0)
        if messages >= _FEWEST and abs(apart) > (_TOLERATED_WHOLE if whole_seconds else _TOLERATED):
            found[log] = apart
    return found
