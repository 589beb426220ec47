"""What goes to keep the limits: whole segments, oldest first, and never because a clock jumped."""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from msgspec import Struct

from sipwhy.store.folder import Folder
from sipwhy.store.limits import Limits
from sipwhy.store.segments import Segment, all_segments, contained, containing, segments

JUMP = 300.0
"""Seconds by which a clock that is set differs from one that runs."""
_MISTRUST = 86_400.0
"""So long after a jump nothing goes for its age: whoever sets a clock wrong sets it right again by then."""


class Deleted(Struct, frozen=True):
    """A segment that went, and which limit it was for: "size", "age" or "free"."""

    segment: Segment
    why: str


class Clock:
    """The wall clock, compared with one that never jumps."""

    def __init__(self, newest: float | None, wall: Callable[[], float] = time.time, steady: Callable[[], float] = time.monotonic) -> None:
        self._wall, self._steady = wall, steady
        self._before = (wall(), steady())
        self.jumped: float | None = None
        """By how many seconds it was set, the last time."""
        self._mistrusted_until = steady() + _MISTRUST if newest is not None and newest > wall() + JUMP else 0.0

    def look(self) -> float:
        """The time (s since 1970 UTC); notices a jump."""
        now, steady = self._wall(), self._steady()
        jump = (now - self._before[0]) - (steady - self._before[1])
        if abs(jump) > JUMP:
            self.jumped, self._mistrusted_until = jump, steady + _MISTRUST
        self._before = (now, steady)
        return now

    @property
    def is_trusted(self) -> bool:
        """Whether ages mean anything."""
        return self._steady() >= self._mistrusted_until


def keep(folder: Folder, limits: Limits, clock: Clock) -> Iterator[Deleted]:
    """Deletes what is over the limits; the newest messages stay whatever the limits say."""
    now = clock.look()
    while (found := _next(folder, limits, now if clock.is_trusted else None)) is not None:
        found.segment.path.unlink(missing_ok=True)
        yield found


def _next(folder: Folder, limits: Limits, now: float | None) -> Deleted | None:
    places = (folder.messages, folder.calls, folder.findings)
    oldest = _oldest([segments(place) for place in places])
    if oldest is None:
        return None
    if now is not None and now - oldest.ended > limits.age:
        return Deleted(oldest, "age")
    if folder.size - sum(map(_going, places)) > limits.size:
        return Deleted(oldest, "size")
    if free(folder.path) < limits.free:
        return Deleted(oldest, "free")
    return None


def _going(place: Path) -> int:
    """Bytes of what was merged: it goes by itself in a while."""
    every = all_segments(place)
    return sum(one.size for one in contained(every, containing(every)))


def _oldest(every: Sequence[Sequence[Segment]]) -> Segment | None:
    """The one whose last row came first; the last one of messages is none of them."""
    messages, *others = every
    found = [*messages[:-1], *(other for place in others for other in place[:-1])]
    return min(found, key=lambda one: one.ended, default=None)


def free(path: Path) -> int:
    """Bytes that are free for this user on the disk of `path`."""
    about = os.statvfs(path)
    return about.f_bavail * about.f_frsize
