"""Which columns of the list fit side by side, and how wide each is."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec import Struct


class Width(Struct, frozen=True):
    """
    The least and the best width of a column in cells; of too many columns those of the highest `rank` stay.

    With `good` cells next to nothing is cut: what room there is goes there first.
    """

    least: int
    best: int
    rank: int
    is_right: bool = False
    good: int = 0


WIDTHS = {
    "number": Width(2, 2, 58, is_right=True),
    "time": Width(8, 8, 80),
    "date": Width(10, 10, 47),
    "kind": Width(6, 6, 40),
    "from": Width(11, 26, 102, good=12),
    "to": Width(11, 26, 101, good=12),
    "src": Width(18, 21, 30),
    "dst": Width(18, 21, 30),
    "result": Width(13, 16, 100, good=16),
    "status": Width(3, 4, 20, is_right=True),
    "reason": Width(12, 28, 15),
    "messages": Width(4, 6, 35, is_right=True),
    "legs": Width(3, 4, 18, is_right=True),
    "pdd": Width(5, 6, 16, is_right=True),
    "setup": Width(5, 6, 14, is_right=True),
    "talk": Width(6, 8, 45, is_right=True),
    "cause": Width(17, 24, 99),
    "findings": Width(3, 4, 52, is_right=True),
    "fault": Width(7, 8, 85),
    "call-id": Width(16, 40, 12),
}
DEFAULT = ("number", "time", "kind", "from", "to", "result", "talk", "cause", "findings", "fault", "messages", "src", "dst")
WITH_DAYS = ("number", "date", *DEFAULT[1:])
"""The same where the entries are of several days."""


def fitting(wanted: Sequence[str], width: int, digits: int = 2) -> list[tuple[str, int]]:
    """
    The columns of `wanted` that fit into `width` cells with a blank between them, and their widths; numbers have so many `digits`.

    What is left over goes to those that are not good yet, then to all, each time beginning with the highest rank.
    """
    kept = [key for key in wanted if key in WIDTHS]
    least = {key: WIDTHS[key].least for key in kept} | ({"number": max(digits, 2)} if "number" in kept else {})
    while len(kept) > 1 and sum(least[key] + 1 for key in kept) - 1 > width:
        kept.remove(min(reversed(kept), key=lambda key: WIDTHS[key].rank))
    widths = {key: least[key] for key in kept}
    left = width - sum(widths.values()) - (len(kept) - 1)
    ranked = sorted(kept, key=lambda one: -WIDTHS[one].rank)
    for key in ranked:
        more = max(min(WIDTHS[key].good - widths[key], left), 0)
        widths[key] += more
        left -= more
    while left > 0 and (short := [key for key in ranked if widths[key] < WIDTHS[key].best]):
        for key in short[:left]:
            widths[key] += 1
            left -= 1
    return [(key, max(widths[key], 1)) for key in kept]
