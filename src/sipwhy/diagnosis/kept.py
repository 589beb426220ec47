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
    last: list[tuple[Call, Scene, T]] = []

    @wraps(ask)
    def asked(call: Call, scene: Scene) -> T:
        if last and last[0][0] is call and last[0][1] is scene:
            return last[0][2]
        last.clear()
        answer = ask(call, scene)
        last.append((call, scene, answer))
        return answer

    return asked
