"""Judging what is recorded: calls and registrations that are over become rows of the store, with their causes and findings."""

from __future__ import annotations

import json
import threading
import time
from collections import deque
from collections.abc import Iterable
from importlib import import_module
from typing import TYPE_CHECKING, Any

from sipwhy.app.catching_up import Before
from sipwhy.app.verdict_rows import call_row, finding_rows
from sipwhy.store.segments import last_number
from sipwhy.store.tables import CALLS, FINDINGS, Columns, as_json
from sipwhy.wire.messages import MessageBatch, capture_head

if TYPE_CHECKING:
    from sipwhy.app.follow import Ended
    from sipwhy.app.live import LiveJudge
    from sipwhy.store.writer import Writer

ROOM = 64 << 20
"""So many bytes wait to be judged; what comes faster is recorded all the same, and counted here."""
_PAUSE = 0.5
_SHARE = 4
"""Judging takes a fifth of one processor at most, since recording comes first;"""
_SHARE_IN_HASTE = 1
"""half of one when messages wait."""
_LEAST = 2.0
_WRITE_AFTER, _MOST_ROWS = 20.0, 2000


class _Recorded:
    """What was recorded and is not judged yet: one thread gives, another takes."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._waiting: deque[bytes] = deque()
        self._size = 0
        self.lost = 0

    def give(self, data: bytes) -> None:
        with self._lock:
            if self._size + len(data) > ROOM:
                self.lost += len(data)
                return
            self._waiting.append(data)
            self._size += len(data)

    @property
    def is_at_leisure(self) -> bool:
        """Whether little waits."""
        return self._size < ROOM // 8

    def take(self) -> bytes:
        """The next records; b"" if there are none."""
        with self._lock:
            if not self._waiting:
                return b""
            data = self._waiting.popleft()
            self._size -= len(data)
            return data


class Judge:
    """Judges in a thread of its own and writes what it finds through `writer`; `first` is the number of the first entry at the least."""

    def __init__(self, writer: Writer, first: int) -> None:
        self._writer = writer
        self._recorded = _Recorded()
        self._from = writer.next
        """The first message that is recorded now."""
        self.next = max(first, *(last_number(place) + 1 for place in (writer.folder.calls, writer.folder.findings)))
        """The number of the next entry: findings are written first, and a crash may have left them without their calls."""
        self.error = ""
        self._calls: list[dict[str, Any]] = []
        self._findings: list[dict[str, Any]] = []
        self._written = time.monotonic()
        self._is_closed = threading.Event()
        self._is_stopped = False
        """Whether what is at hand is of no more interest."""
        self._start()

    def _start(self) -> None:
        self._is_closed.clear()
        self._is_stopped = False
        self._thread = threading.Thread(target=self._run, name="judging", daemon=True)
        self._thread.start()

    def _stop(self) -> None:
        self._is_stopped = True
        self._is_closed.set()
        self._thread.join()

    @property
    def lost(self) -> int:
        """Bytes of messages that came too fast to be judged."""
        return self._recorded.lost

    def give(self, batch: MessageBatch) -> None:
        """Messages that were recorded, with their numbers."""
        self._recorded.give(batch.records())

    def forget(self) -> None:
        """Begins anew: what was recorded is to be deleted."""
        self._stop()
        self._recorded, self._calls, self._findings, self.next, self._from = _Recorded(), [], [], 1, 1
        self._start()

    def close(self) -> None:
        """Judges what is at hand, and writes it."""
        self._is_closed.set()
        self._thread.join()

    def _run(self) -> None:
        try:
            self._judge()
        except Exception as error:  # whatever fails here, recording goes on, and the status says so
            self.error = f"judging: {type(error).__name__}: {error}"

    def _judge(self) -> None:
        judge: LiveJudge = import_module("sipwhy.app.live").LiveJudge("history")  # here, so that recording begins at once
        judge.feed(capture_head())
        before = Before(self._writer.folder, self._from - 1)
        for batch in before.batches():
            judge.feed(batch.records())
        next_round = came = time.monotonic()
        while not self._is_closed.is_set():
            while data := self._recorded.take():
                judge.feed(data)
                came = time.monotonic()
            if (began := time.monotonic()) >= next_round:
                self._keep(judge.ended(_now(judge, came)), before)
                share = _SHARE if self._recorded.is_at_leisure else _SHARE_IN_HASTE
                next_round = time.monotonic() + max(_LEAST, share * (time.monotonic() - began))
            self._write_if_due()
            self._is_closed.wait(_PAUSE)
        if self._is_stopped:
            return
        while data := self._recorded.take():
            judge.feed(data)
        self._keep(judge.ended(_now(judge, came), is_last=True), before)
        self._write()

    def _keep(self, entries: Iterable[Ended], before: Before) -> None:
        for ended in entries:
            if before.knows(ended):
                continue
            self._calls.append(call_row(ended, self.next))
            self._findings.extend(finding_rows(ended, self.next))
            self.next += 1

    def _write_if_due(self) -> None:
        if len(self._calls) >= _MOST_ROWS or (self._calls and time.monotonic() - self._written >= _WRITE_AFTER):
            self._write()

    def _write(self) -> None:
        """Writes the rows; if there is no room they wait for the next time."""
        self._written = time.monotonic()
        if not self._calls:
            return
        first, last = self._calls[0]["number"], self._calls[-1]["number"]
        folder = self._writer.folder
        try:
            for place, rows, columns in ((folder.findings, self._findings, FINDINGS), (folder.calls, self._calls, CALLS)):
                self._write_rows(place, first, last, rows, columns)
        except OSError as error:
            self.error = error.strerror or str(error)
            return
        self.error = ""
        self._calls, self._findings = [], []

    def _write_rows(self, place: Any, first: int, last: int, rows: list[dict[str, Any]], columns: Columns) -> None:
        if rows:
            self._writer.write_table(place, first, last, json.dumps(rows), as_json(columns))


def _now(judge: LiveJudge, came: float) -> int:
    """The time on the clock of the messages, the last of which came at `came` of a clock that never goes back."""
    return judge.latest + round((time.monotonic() - came) * 1e6)
