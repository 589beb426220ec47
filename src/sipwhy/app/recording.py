"""Recording: from a source to the store, for weeks, through full disks and jumping clocks."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Callable

from sipwhy.app.judging import Judge
from sipwhy.sources.intake import Intake
from sipwhy.store.clearing import is_asked
from sipwhy.store.folder import Folder
from sipwhy.store.limits import Limits
from sipwhy.store.retention import Clock, free, keep
from sipwhy.store.segments import segments
from sipwhy.store.status import Status, read_status, write_status
from sipwhy.store.writer import MOST_UNSEALED, Writer
from sipwhy.wire.messages import MessageBatch

FLUSH = 1.0
"""Seconds between two times that everything is on the disk: what a crash can cost."""
_TIDY = 10.0
_PATIENCE = 0.1
_SMOOTH = 0.2
"""The share of the last second in the rate that is told."""


class Recorder:
    """Records what comes from `intake` into `folder` until it is told to end. StoreError if the store cannot be written."""

    def __init__(self, folder: Folder, intake: Intake, limits: Limits, *, judges: bool = True) -> None:
        self._intake, self._limits = intake, limits
        before = read_status(folder)
        self.writer = Writer(folder, time.monotonic())
        self._clock = Clock(max((one.ended for one in segments(folder.messages)), default=None))
        self._judge = Judge(self.writer, before.next_call if before else 1) if judges else None
        self.status = Status(source=intake.name, since=time.time(), next=self.writer.next, limits=limits, torn=self.writer.torn)
        self._deleted: Counter[str] = Counter(before.deleted if before else {})
        self._held: MessageBatch | None = None
        """Messages that found no room on the disk."""
        self._is_too_full = False
        self._judge_error = ""
        self._flushed = self._tidied = time.monotonic()
        self._in_round = 0

    def run(self, is_ended: Callable[[], bool]) -> None:
        """Records until `is_ended` or the end of the source; everything is sealed then, or at least in the journal."""
        try:
            self._tidy()
            self._tell()
            while not is_ended():
                if not self._step() and self._intake.has_ended and self._held is None:
                    break
        finally:
            self._end()

    def _step(self) -> bool:
        """Takes and writes once; whether anything came."""
        batch = self._held or (None if self._is_paused else self._intake.take(_PATIENCE))
        if self._held is not None or self._is_paused:
            time.sleep(_PATIENCE)
        if batch is not None:
            self._write(batch)
        now = time.monotonic()
        if now - self._flushed >= FLUSH:
            self._flush(now)
        if now - self._tidied >= _TIDY:
            self._tidied = now
            self._tidy()
        return batch is not None

    @property
    def _is_paused(self) -> bool:
        return self._is_too_full or self.writer.unsealed > MOST_UNSEALED

    def _write(self, batch: MessageBatch) -> None:
        try:
            self.writer.append(batch, time.monotonic())
        except OSError as error:
            self._held = batch
            self._failed(error)
            return
        self._held = None
        self.status.recorded += len(batch)
        self.status.newest = max(self.status.newest, *(batch.span() or (0, 0)))
        self._in_round += len(batch)
        if self._judge is not None:
            self._judge.give(batch)

    def _flush(self, now: float) -> None:
        """What is due each second."""
        try:
            self.writer.flush()
        except OSError as error:
            self._failed(error)
        if is_asked(self.writer.folder):
            self._clear()
        self.writer.work(now)
        if self.writer.error is not None:
            self._failed(self.writer.error)
        per_second = self._in_round / (now - self._flushed)
        self.status.rate += _SMOOTH * (per_second - self.status.rate)
        self._flushed, self._in_round = now, 0
        self._tell()

    def _clear(self) -> None:
        """Deletes all that was recorded, since somebody asked for it."""
        self._held = None
        if self._judge is not None:
            self._judge.forget()
        self.writer.clear()
        self._deleted.clear()
        self.status.newest = 0

    def _failed(self, error: OSError) -> None:
        self.status.last_error = error.strerror or str(error)
        self.status.last_error_at = time.time()

    def _tidy(self) -> None:
        """Keeps the limits; when nothing is left to delete and the disk is still too full, nothing more is taken."""
        folder = self.writer.folder
        try:
            for deleted in keep(folder, self._limits, self._clock):
                self._deleted[deleted.why] += deleted.segment.rows
            self._is_too_full = free(folder.path) < self._limits.free
        except OSError as error:
            self._failed(error)

    def _tell(self, state: str = "") -> None:
        status, now = self.status, time.time()
        self._clock.look()
        waits_for = self._intake.waits_for
        paused = self._held is not None or self._is_paused
        status.state = state or ("paused" if paused else "waiting" if waits_for else "recording")
        status.detail = ("free" if self._is_too_full else status.last_error) if paused else waits_for
        status.updated, status.next = now, self.writer.next
        status.dropped_by_kernel, status.dropped_here = self._intake.dropped
        status.faults, status.deleted, status.jumped = self._intake.faults, dict(self._deleted), self._clock.jumped
        if self._judge is not None:
            status.next_call, status.unjudged = self._judge.next, self._judge.lost
            self._tell_of_judge(self._judge.error)
        try:
            write_status(self.writer.folder, status)
        except OSError as error:
            self._failed(error)

    def _tell_of_judge(self, error: str) -> None:
        """An error of judging stands in the status as long as it lasts, and since when it does."""
        if error == self._judge_error:
            return
        if error:
            self.status.last_error, self.status.last_error_at = error, time.time()
        elif self.status.last_error == self._judge_error:
            self.status.last_error, self.status.last_error_at = "", 0.0
        self._judge_error = error

    def _end(self) -> None:
        if self._held is not None:  # one last try
            self._write(self._held)
        self._intake.close()
        if self._judge is not None:
            self._judge.close()
        self.writer.work(time.monotonic(), is_last=True)
        self._tell("ended")
        self.writer.close(time.monotonic())
