"""Statuses as people write them: 486, 4xx, 480-489."""

from __future__ import annotations

import re

_CLASS = re.compile(r"([1-9])xx", re.IGNORECASE)
"""RFC 3261 ends at 6xx; some products send 7xx, 8xx and 9xx."""
_RANGE = re.compile(r"([1-9][0-9]{2})(?:-([1-9][0-9]{2}))?")


def statuses_of(part: str) -> range | None:
    """The statuses that one word means; None if it means none."""
    if whole := _CLASS.fullmatch(part):
        return range(100 * int(whole[1]), 100 * int(whole[1]) + 100)
    found = _RANGE.fullmatch(part)
    if found is None or int(found[2] or found[1]) < int(found[1]):
        return None
    return range(int(found[1]), int(found[2] or found[1]) + 1)
