"""Statuses as people write them: 486, 4xx, 480-489."""

from __future__ import annotations

import re
from collections.abc import Collection

_CLASS = r"(?i)([1-9])xx"
"""RFC 3261 ends at 6xx; some products send 7xx, 8xx and 9xx."""
_FIRST, _LAST = 100, 699
_RANGE = r"([1-9][0-9]{2})(?:-([1-9][0-9]{2}))?"


def statuses_of(part: str) -> range | None:
    """The statuses that one word means; None if it means none."""
    if whole := re.fullmatch(_CLASS, part):
        return range(100 * int(whole[1]), 100 * int(whole[1]) + 100)
    found = re.fullmatch(_RANGE, part)
    if found is None or int(found[2] or found[1]) < int(found[1]):
        return None
    return range(int(found[1]), int(found[2] or found[1]) + 1)


def are_beyond(statuses: Collection[int]) -> bool:
    """Whether these are only such as SIP has not (RFC 3261 section 7.2)."""
    return bool(statuses) and min(statuses) > _LAST


def is_one(number: float) -> bool:
    """Whether SIP has such answers."""
    return _FIRST <= number <= _LAST


def written(statuses: Collection[int]) -> str:
    """Statuses as they are typed, the shortest way: 4xx,503."""
    left, words = set(statuses), []
    for hundred in range(100, 1000, 100):
        whole = set(range(hundred, hundred + 100))
        if whole <= left:
            left -= whole
            words.append((hundred, hundred, f"{hundred // 100}xx"))
    for status in sorted(left):
        if words and words[-1][1] == status - 1 and "x" not in words[-1][2]:
            words[-1] = (words[-1][0], status, f"{words[-1][0]}-{status}")
        else:
            words.append((status, status, str(status)))
    return ",".join(word for *_, word in sorted(words))
