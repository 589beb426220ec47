"""Keeps the last answer to a question that several rules ask of one call in a row."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from operator import is_
from typing import TypeVar, TypeVarTuple

T = TypeVar("T")
About = TypeVarTuple("About")


def keeps_last(ask: Callable[[*About], T]) -> Callable[[*About], T]:
    """The same question, which is not worked out again for the call, and the scene, it was asked of last. One that fails keeps nothing."""
    of: tuple[object, ...] | None = None
    answer: T

    @wraps(ask)
    def asked(*about: *About) -> T:
        nonlocal of, answer
        if of is None or not all(map(is_, about, of)):
            of = None
            answer = ask(*about)
            of = about
        return answer

    return asked
