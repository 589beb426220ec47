"""A file that is written, or a pipe: a capture as tcpdump writes it, or a text log with SIP in it."""

from __future__ import annotations

import time
from collections.abc import Callable

from sipwhy.reference.log_message import markers
from sipwhy.sources.byte_order import as_utf_8
from sipwhy.sources.capture_file import MAGICS, PACKED, Problem
from sipwhy.sources.growing import Growing, Grown
from sipwhy.sources.log_zone import local_zone, zone_named
from sipwhy.wire.logs import LogReader
from sipwhy.wire.messages import MessageBatch, MessageReader

_PAUSE = 0.05
_HEAD = 4
_SILENCE = 1.0
"""Seconds after which a message at the end of a log counts as whole."""


class GrowingIntake:
    """Takes from what grows; of what was there before, what came after `since` (µs since 1970 UTC): it was recorded already."""

    def __init__(self, growing: Growing, since: int = 0, zone: str | None = None, year: int | None = None) -> None:
        self._growing = growing
        self._since, self._zone, self._year = since, zone, year
        self._is_past = growing.has_past
        self._reader = MessageReader()
        self._log: LogReader | None = None
        self._plain: Callable[[bytes], bytes] = as_utf_8(b"")
        self._head: bytes | None = b""
        """What came of a file of which too little is known to tell its kind."""
        self._lines = 0
        self._settles_at: float | None = None
        self._faults: dict[str, int] = {}

    @property
    def name(self) -> str:
        """The file's name as given."""
        return self._growing.name

    @property
    def has_ended(self) -> bool:
        """Whether the pipe is closed."""
        return self._growing.has_ended

    @property
    def waits_for(self) -> str:
        """Nothing: a file that is away is being rotated."""
        return ""

    @property
    def dropped(self) -> tuple[int, int]:
        """What the capturing program says it lost."""
        return self._reader.counts()[3], 0

    @property
    def faults(self) -> dict[str, int]:
        """What could not be read, and how often."""
        return dict(self._reader.faults())

    def take(self, patience: float) -> MessageBatch | None:
        """The messages that came since. Problem if it is neither a capture nor a log, OSError if it cannot be read."""
        grown = self._growing.take()
        if grown is None:
            self._settle()
            if not self._growing.has_ended:
                time.sleep(min(patience, _PAUSE))
            elif self._head is not None or self._log is not None:
                self._end()
        else:
            self._feed(grown)
        batch = self._reader.take()
        if self._is_past and len(batch):
            batch = batch.after(self._since)
        self._is_past &= grown is not None
        return batch if len(batch) else None

    def close(self) -> None:
        """Takes no more."""

    def _feed(self, grown: Grown) -> None:
        self._settles_at = time.monotonic() + _SILENCE
        if grown.is_new:
            self._end()
            self._reader.restart()
            self._head, self._log, self._lines = b"", None, grown.lines
        data = grown.data
        if self._head is not None:
            self._head += data
            if len(self._head) < _HEAD:
                return
            data, self._head = self._head, None
            if data.startswith(PACKED):
                raise Problem("growing-packed", self.name)
            if not data.startswith(MAGICS):
                self._log, self._plain = self._opened(), as_utf_8(data)
        if self._log is None:
            self._reader.feed(data)
        elif (text := self._plain(data)) and (capture := self._log.feed(text)):
            self._reader.feed(capture)

    def _settle(self) -> None:
        """Takes what the log's reader holds back, once nothing more has come for a while, or at the end of what was there before."""
        is_due = self._settles_at is not None and (self._is_past or time.monotonic() >= self._settles_at)
        if self._log is not None and is_due:
            self._settles_at = None
            self._reader.feed(self._log.settle())

    def _end(self) -> None:
        if self._log is not None and (capture := self._log.feed(b"")):
            self._reader.feed(capture)
        self._log, self._head = None, None

    def _opened(self) -> LogReader:
        zone = zone_named(self._zone) if self._zone else local_zone()
        now = time.time()
        return LogReader(zone.offsets(now), round(now * 1e6), self._year, markers()[:0], before=self._lines)
