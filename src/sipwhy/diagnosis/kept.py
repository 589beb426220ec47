"""Keeps the last answer to a question that several rules ask of one call in a row."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from operator import is_
from typing import TypeVar, TypeVarTuple

T = TypeVar("T")
About = TypeVarTuple("About")


def keeps_last(ask: Callable[[*About], T]) -> Callable[[*About], T]:
    """The same question, which is not worked out again for the call, and the scene, it was asked of last. A failure is not kept."""
    last: tuple[tuple[*About], T] | None = None

    @wraps(ask)
    def asked(*about: *About) -> T:
        nonlocal last
        kept = last  # once: another thread may ask of another call meanwhile
        if kept is None or not all(map(is_, about, kept[0])):
            kept = about, ask(*about)
            last = kept
        return kept[1]

    return asked
