"""
Whose thread wrote a line of a dial plan, in a log of Asterisk without names of calls (1.8 and older).

A channel's dial plan runs in a thread of its own (main/pbx.c, pbx_thread), and so does what it executes: Dial writes whom it calls, what
rings and how it ended in it (apps/app_dial.c). Channel drivers write in theirs. A thread's number is free again when its channel ends.
"""

from __future__ import annotations

from typing import Generic, TypeVar

from sipwhy.model.log_line import LogLine

Attempt = TypeVar("Attempt")

_PLANS = ("pbx.c", "app_dial.c", "")
"""What writes the steps of a dial plan and the lines of a Dial; "" where the log names no sources."""


class Threads(Generic[Attempt]):
    """Which call's dial plan each thread runs."""

    def __init__(self) -> None:
        self._of: dict[tuple[int, str], Attempt] = {}
        self._mute = set[int]()
        """Files of which one thread ran the plans of two calls at once: what stands there is no thread's number."""

    def note(self, line: LogLine, attempt: Attempt) -> None:
        """Notes that a line is a step of the dial plan of an attempt."""
        key = line.file, line.thread
        if self._of.get(key, attempt) is not attempt:
            self._mute.add(line.file)
        if line.thread:
            self._of[key] = attempt

    def free(self, line: LogLine) -> None:
        """Notes that the thread of a line runs no attempt's dial plan any more."""
        self._of.pop((line.file, line.thread), None)

    def of(self, line: LogLine) -> Attempt | None:
        """Whose dial plan wrote a line; None if that is not known, or none did."""
        is_known = line.source in _PLANS and line.file not in self._mute
        return self._of.get((line.file, line.thread)) if is_known else None
