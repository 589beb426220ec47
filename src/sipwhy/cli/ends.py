"""The end of what runs until somebody ends it."""

from __future__ import annotations

import signal
import time
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType

_TWICE = 0.5
"""Seconds within which two signals are one."""


class Ends:
    """Whether a signal asked for the end, as long as signals mean that."""

    def __init__(self) -> None:
        self._asked: list[float] = []
        self._before = {number: signal.signal(number, self._ask) for number in (signal.SIGINT, signal.SIGTERM)}

    def __call__(self) -> bool:
        """Whether one did."""
        return bool(self._asked)

    def restore(self) -> None:
        """From now on signals mean what they did before; the second one of a pair that asked for the end means nothing."""
        for number, handler in self._before.items():
            signal.signal(number, self._pass_on if self._asked else handler)

    def close(self) -> None:
        """Signals mean what they did before."""
        for number, handler in self._before.items():
            signal.signal(number, handler)

    def _ask(self, number: int, _: FrameType | None) -> None:
        self._asked.append(time.monotonic())
        if number == signal.SIGINT and self._is_further():
            raise KeyboardInterrupt

    def _pass_on(self, number: int, _: FrameType | None) -> None:
        if self._is_further():
            self.close()
            signal.raise_signal(number)

    def _is_further(self) -> bool:
        return time.monotonic() - self._asked[0] > _TWICE


@contextmanager
def ends() -> Iterator[Ends]:
    """
    Whether a signal asked for the end: it is how following is meant to end, so that what is at hand is told before.

    A further Ctrl-C ends at once, whatever is being done; `timeout` sends each signal twice, and means it once.
    """
    asked = Ends()
    try:
        yield asked
    finally:
        asked.close()
