"""The recorder's side of a store: messages in, journal and segments out."""

from __future__ import annotations

import os
import time
from collections import deque
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path

from msgspec import Struct

from sipwhy.store import parquet
from sipwhy.store.clearing import clear
from sipwhy.store.folder import Folder
from sipwhy.store.journal import JournalFile, journal_files, read_journal
from sipwhy.store.lock import Lock
from sipwhy.store.segments import PART, all_segments, contained, containing, last_number, named, to_merge
from sipwhy.store.soundness import Soundness
from sipwhy.store.status import read_status
from sipwhy.wire.messages import MessageBatch, no_messages

SEAL_ROWS, SEAL_BYTES = 100_000, 96 << 20
"""So many messages are sealed at once,"""
SEAL_AFTER, SEAL_LATEST = 5.0, 60.0
"""or those of so many seconds if they are worth a file (`_WORTH`), or after so many in any case."""
_WORTH = 5_000
MOST_UNSEALED = 512 << 20
"""So many bytes wait in memory when the disk is full; then nothing more is taken."""
_MEMORY = "768MB"
_RETRY = 2.0
"""Seconds after which sealing is tried again."""
_READING = 60.0
"""Seconds for which whoever began to read a segment may go on after it was merged."""


class _Left(Struct):
    """A file of the journal, and how many segments are still to be made of it before it goes."""

    path: Path
    pieces: int = 1

    def done(self) -> None:
        """One more was made."""
        self.pieces -= 1
        if self.pieces <= 0:
            self.path.unlink(missing_ok=True)


class _Waiting(Struct):
    """Messages in the journal that are not in a segment, their file, and since when they wait."""

    batch: MessageBatch
    left: _Left
    since: float

    @property
    def last(self) -> int:
        return self.batch.first + len(self.batch) - 1


class Writer:
    """Writes one store. Sealing and merging go on in a thread of its own; `now` is in seconds of a clock that never goes back."""

    def __init__(self, folder: Folder, now: float, threads: int = 1) -> None:
        folder.prepare()
        self.folder = folder
        self._lock = Lock(folder)
        self._con = parquet.connect(folder.path, threads, _MEMORY)
        self._soundness = Soundness(folder, lambda: self._con)
        self._worker = ThreadPoolExecutor(1, "sealing")
        self._under_way: Future[None] | None = None
        self._queue: deque[_Waiting] = deque()
        self._merged: deque[tuple[float, list[Path]]] = deque()
        self._journal: JournalFile | None = None
        self._open: _Waiting | None = None
        self._is_synced = True
        self._began = self._not_before = 0.0
        self.torn = 0
        """Bytes of the journal that a crash had torn off."""
        self.error: OSError | None = None
        """Why the last sealing or merging failed; None if it did not."""
        self._clean()
        self.next = self._next(now)

    def _clean(self) -> None:
        """Takes away what a crash left half done."""
        for place in (self.folder.messages, self.folder.calls, self.folder.findings):
            for part in place.glob(f"*{PART}"):
                part.unlink(missing_ok=True)
            self._remove_contained(place)

    def _remove_contained(self, place: Path) -> None:
        """Takes away what was merged, where every value of what it was merged into can be read."""
        self._soundness.segments(place)
        every = [one for one in all_segments(place) if one.path not in self._soundness.spoiled]
        for one in contained(every, self._soundness.sound(containing(every))):
            one.path.unlink(missing_ok=True)

    def _next(self, now: float) -> int:
        """Takes what the last recorder left in its journal; the number of the next message."""
        sealed = last_number(self.folder.messages)
        last = sealed
        for path in journal_files(self.folder):
            batches, torn = read_journal(path)
            self.torn += torn.bytes if torn else 0
            runs = _runs(batches, last + 1)
            left = _Left(path, len(runs))
            for run in runs:
                self._queue.append(_Waiting(run, left, now - SEAL_LATEST))
                last = run.first + len(run) - 1
            if not runs:
                path.unlink(missing_ok=True)
        before = read_status(self.folder)
        return max(last + 1, before.next if before else 1)

    @property
    def unsealed(self) -> int:
        """Bytes of messages that wait in memory to be sealed."""
        return sum(one.batch.size for one in (*self._queue, *([self._open] if self._open else [])))

    def append(self, batch: MessageBatch, now: float) -> None:
        """Numbers messages and writes them to the journal. OSError if it cannot be written: then they were not taken."""
        if not len(batch):
            return
        batch.first = self.next
        if self._journal is None or self._open is None:
            self._journal = JournalFile(self.folder, self.next)
            self._open = _Waiting(no_messages(), _Left(self._journal.path), now)
            self._open.batch.first = self.next
        self._journal.append(batch)
        self._is_synced = False
        self._open.batch.extend(batch)
        self.next += len(batch)

    def flush(self) -> None:
        """Returns when everything that was appended is on the disk; OSError if it does not get there."""
        if self._journal is not None and not self._is_synced:
            self._journal.sync()
        self._is_synced = True

    def work(self, now: float, *, is_last: bool = False) -> None:
        """Begins to seal or to merge if that is due and nothing is under way; with `is_last` all is sealed when it returns."""
        if self._open is not None and len(self._open.batch) and (is_last or _is_due(self._open, now)):
            self._turn_over()
        self._begin(now)
        while is_last and self._queue and self.error is None:
            self.wait()
            self._begin(now)
        if is_last:
            self.wait()

    def write_table(self, place: Path, first: int, last: int, rows: str, columns: str) -> None:
        """Writes rows (JSON, one array of objects) with `columns` (name to type, JSON) as one segment; OSError if that cannot be done."""
        self._worker.submit(self._write_table, named(place, first, last), rows, columns).result()

    def clear(self) -> None:
        """Deletes everything; the next message is number 1."""
        if self._journal is not None:
            self._journal.close()
        self._open = self._journal = None
        self._is_synced = True
        self._worker.submit(self._clear).result()
        self.next = 1

    def close(self, now: float) -> None:
        """Seals what can be sealed and lets others record; what cannot stays in the journal."""
        try:
            with suppress(OSError):
                self.flush()
            self.work(now, is_last=True)
            self._worker.shutdown(wait=True)
            self._con.close()
        finally:
            self._lock.release()

    def _turn_over(self) -> None:
        """Ends the journal's file: its messages are to be sealed; not while they do not get onto the disk."""
        if self._open is None or self._journal is None:
            return
        try:
            self.flush()
        except OSError as error:
            self.error = error
            return
        self._journal.close()
        self._queue.append(self._open)
        self._open = self._journal = None

    def _begin(self, now: float) -> None:
        if self._under_way is not None and not self._under_way.done():
            return
        self.wait()
        if now < self._not_before:
            return
        self._under_way = self._worker.submit(self._seal_or_merge, now)

    def wait(self) -> None:
        """Takes what became of what was under way."""
        if self._under_way is None:
            return
        try:
            self._under_way.result()
            self.error = None
        except OSError as error:
            self.error = error
            self._not_before = self._began + _RETRY
        finally:
            self._under_way = None

    def _seal_or_merge(self, now: float) -> None:
        self._began = now
        self._remove_merged(now)
        if self._queue:
            self._seal(self._queue[0])
            self._queue.popleft()
        else:
            for place in (self.folder.messages, self.folder.calls, self.folder.findings):
                self._merge(place, now)

    def _seal(self, waiting: _Waiting) -> None:
        target = named(self.folder.messages, waiting.batch.first, waiting.last)
        self._con.register("sealing", waiting.batch)
        try:
            parquet.write(self._con, "SELECT * FROM sealing", target)
        finally:
            self._con.unregister("sealing")
        waiting.left.done()

    def _merge(self, place: Path, now: float) -> None:
        """Puts neighbours together, those that can be read; they go a minute later, since somebody may be reading them."""
        run = to_merge(self._soundness.segments(place), time.time())
        if not run:
            return
        target = named(place, run[0].first, run[-1].last)
        try:
            parquet.write(self._con, f"SELECT * FROM read_parquet({parquet.quoted([one.path for one in run])})", target)
        except OSError as error:
            if _is_of_the_disk(error) or not self._soundness.search(run):
                raise
            return  # the damaged one is left out the next time
        os.utime(target, (run[-1].ended, run[-1].ended))
        self._merged.append((now + _READING, [one.path for one in run]))

    def _remove_merged(self, now: float) -> None:
        while self._merged and self._merged[0][0] <= now:
            for path in self._merged.popleft()[1]:
                path.unlink(missing_ok=True)

    def _clear(self) -> None:
        self._queue.clear()
        self._merged.clear()
        clear(self.folder)

    def _write_table(self, target: Path, rows: str, columns: str) -> None:
        self._con.execute(
            "CREATE OR REPLACE TEMP TABLE told AS SELECT unnest(from_json(?::JSON, ?), max_depth := 2)", [rows, f"[{columns}]"]
        )
        parquet.write(self._con, "SELECT * FROM told", target)


def _is_of_the_disk(error: OSError) -> bool:
    """Whether it could not be written, or there was too little memory: what was to be read may be sound."""
    return error.errno != 0 or parquet.is_of_the_machine(error.__cause__)


def _is_due(waiting: _Waiting, now: float) -> bool:
    """Whether messages are to be sealed: many, or a few for some seconds."""
    rows, age = len(waiting.batch), now - waiting.since
    if rows >= SEAL_ROWS or waiting.batch.size >= SEAL_BYTES:
        return True
    return age >= SEAL_LATEST or (rows >= _WORTH and age >= SEAL_AFTER)


def _runs(batches: list[MessageBatch], next_number: int) -> list[MessageBatch]:
    """Batches of a journal put together as far as their numbers follow each other; those below `next_number` are sealed already."""
    runs: list[MessageBatch] = []
    for batch in batches:
        if batch.first < next_number:
            continue
        if runs and runs[-1].first + len(runs[-1]) == batch.first:
            runs[-1].extend(batch)
        else:
            runs.append(batch)
        next_number = batch.first + len(batch)
    return runs
