"""Whether text logs must be read again with their clocks and addresses set by the captures beside them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from importlib import import_module
from typing import TYPE_CHECKING

from sipwhy.wire import Evidence

if TYPE_CHECKING:
    from sipwhy.wire.logs import Correction

_FEWEST = 3
"""So many messages must stand in both."""
_TOLERATED, _TOLERATED_WHOLE = 100_000, 1_000_000
"""
µs by which the clocks may differ: less than T1/5 does not change the order of legs (RFC 3261: T1 is 500 ms); of a log in whole
seconds it is one second.
"""
_MIDDLE = 500_000
"""A log in whole seconds writes, on average, half a second less than it was."""


def corrections_of(evidence: Evidence, paths: Sequence[str]) -> Mapping[int, Correction]:
    """
    What is to be set right in each log that has messages of a capture; none if a path cannot be read twice.

    A clock that differs by more than is tolerated; own sockets that the capture knows otherwise, as behind NAT.
    """
    if not evidence.logs or "-" in paths:
        return {}
    found = {}
    for one in evidence.log_differences():
        apart = one.ahead + (_MIDDLE if one.whole_seconds else 0)
        is_off = abs(apart) > (_TOLERATED_WHOLE if one.whole_seconds else _TOLERATED)
        if one.messages >= _FEWEST and (is_off or one.renamed):
            found[one.log] = import_module("sipwhy.wire.logs").Correction(apart if is_off else 0, one.renamed)
    return found
