"""The end of what runs until somebody ends it."""

from __future__ import annotations

import signal
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import FrameType

_TWICE = 0.5
"""Seconds within which two signals are one."""


@contextmanager
def ends() -> Iterator[Callable[[], bool]]:
    """
    Whether a signal asked for the end: it is how following is meant to end, so that what is at hand is told before.

    A further Ctrl-C ends at once, whatever is being done; `timeout` sends each signal twice, and means it once.
    """
    asked: list[float] = []

    def ask(number: int, _: FrameType | None) -> None:
        asked.append(time.monotonic())
        if number == signal.SIGINT and asked[-1] - asked[0] > _TWICE:
            raise KeyboardInterrupt

    before = {number: signal.signal(number, ask) for number in (signal.SIGINT, signal.SIGTERM)}
    try:
        yield lambda: bool(asked)
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
