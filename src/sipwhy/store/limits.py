"""How much is kept."""

from __future__ import annotations

from msgspec import Struct

_DAY = 86_400


class Limits(Struct, frozen=True):
    """
    On by default: a history that fills a disk is worse than none.

    `size`: bytes of the whole store. `age`: seconds since a message came. `free`: bytes that stay free on the disk for others.
    """

    size: int = 10 << 30
    age: float = 30 * _DAY
    free: int = 1 << 30
