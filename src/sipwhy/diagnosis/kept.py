"""Keeps the last answer to a question that several rules ask of one call in a row."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import TypeVar

from sipwhy.diagnosis.scene import Scene
from sipwhy.model import Call

T = TypeVar("T")


def keeps_last(ask: Callable[[Call, Scene], T]) -> Callable[[Call, Scene], T]:
    """The same question, which is not worked out again for the call it was asked of last. One that fails keeps nothing."""
    of: Call | None = None
    within: Scene | None = None
    answer: T

    @wraps(ask)
    def asked(call: Call, scene: Scene) -> T:
        nonlocal of, within, answer
        if call is not of or scene is not within:
            of = None
            answer = ask(call, scene)
            of, within = call, scene
        return answer

    return asked
