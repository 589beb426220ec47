"""What grows, as a report that is made anew when something came: for a list that stays up to date."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence

from sipwhy.app.filters import Filters
from sipwhy.app.kept import report_on
from sipwhy.app.report import FullReport
from sipwhy.app.settings import Settings
from sipwhy.sources import Problem
from sipwhy.sources.growing import Growing, Grown
from sipwhy.sources.window import Window

SHARE = 5
"""Judging takes a fifth of one processor at most, however much is kept."""
_LEAST = 0.5


class Watch:
    """
    Keeps the last part of what grows (`sources.window`) and reports on it. Nothing here is shared between threads: one at a time may call.

    `has_forgotten` says whether more came than is kept.
    """

    def __init__(
        self,
        growing: Sequence[Growing],
        settings: Settings | None = None,
        dropped: Callable[[], int] = lambda: 0,
        is_up: Callable[[], bool] = lambda: True,
    ) -> None:
        self._growing = growing
        self._dropped, self._is_up = dropped, is_up
        self._settings = settings or Settings()
        self._windows = [Window(one.name) for one in growing]
        self._is_stale = False
        self._next = 0.0

    @property
    def has_ended(self) -> bool:
        """Whether nothing more can come."""
        return all(one.has_ended for one in self._growing)

    @property
    def has_forgotten(self) -> bool:
        """Whether anything had to go."""
        return any(window.has_dropped for window in self._windows)

    @property
    def dropped(self) -> int:
        """Packets that were lost before they came here, as far as that is known."""
        return self._dropped()

    @property
    def is_up(self) -> bool:
        """Whether what brings the packets is there; an interface may come back."""
        return self._is_up()

    @property
    def is_short_of_room(self) -> bool:
        """Whether anything had to go because so much came, not because it was old."""
        return any(window.has_forgotten for window in self._windows)

    @property
    def size(self) -> int:
        """Bytes that are kept."""
        return sum(window.size for window in self._windows)

    def clear(self) -> None:
        """Forgets everything that came until now."""
        for window in self._windows:
            window.empty()
        self._is_stale = True

    def take(self) -> None:
        """Keeps what came since; Problem if it cannot be read."""
        now = time.monotonic()
        for growing, window in zip(self._growing, self._windows, strict=True):
            while (grown := _taken(growing)) is not None:
                window.take(grown, now)
                self._is_stale = True
                if time.monotonic() - now > _LEAST:
                    break
            window.forget(now)

    def report(self) -> FullReport | None:
        """A report on what is kept; None if nothing came since the last one, or if it is too early for another."""
        began = time.monotonic()
        if not self._is_stale or began < self._next:
            return None
        report = report_on(self._windows, Filters(), self._settings, self.has_ended)
        if report is None:
            return None
        _ = report.verdicts, report.trust
        self._is_stale = False
        now = time.monotonic()
        self._next = now + max(_LEAST, SHARE * (now - began))
        return report


def _taken(growing: Growing) -> Grown | None:
    try:
        return growing.take()
    except OSError as error:
        raise Problem("unreadable", growing.name, error.strerror or str(error)) from None
