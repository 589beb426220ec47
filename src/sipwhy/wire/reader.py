"""Feeds capture files to the core."""

from __future__ import annotations

import os
from collections.abc import Iterable

from sipwhy import _core
from sipwhy.wire.evidence import Evidence, Fetch, Log
from sipwhy.wire.keys import Keys


class Reader:
    """Reads several captures at once, merged by time; `threads` read beside the calling one. TLS is opened with `keys`."""

    def __init__(self, threads: int | None = None, keys: Keys | None = None) -> None:
        self._file_count = 0
        self._tracker = _core.Tracker(spare_cores() if threads is None else threads)
        for log in keys.logs if keys else ():
            self._tracker.add_key_log(log)
        for key in keys.private if keys else ():
            self._tracker.add_private_key(key)

    def add_file(self) -> int:
        """Announces a file; returns its index."""
        self._file_count += 1
        return self._tracker.add_file()

    def wants(self) -> int | None:
        """The file whose next bytes are needed; None when all have ended."""
        return self._tracker.wants()

    def feed(self, file: int, data: bytes) -> None:
        """Gives the next bytes of a file; b"" is its end."""
        self._tracker.feed(file, data)

    def open_file(self, file: int, path: str) -> None:
        """Lets the core itself read a plain file, by `pull`; OSError if it cannot be opened."""
        self._tracker.open_file(file, path)

    def pull(self, file: int) -> int:
        """Reads the next bytes of an opened file; returns how many there were. At its end it is wanted no more."""
        return self._tracker.pull(file)

    def is_recognised(self, file: int) -> bool | None:
        """Whether a file is a capture; None while too little of it is known."""
        return self._tracker.is_recognised(file)

    def finish(self, fetch: Fetch, logs: Iterable[Log] = ()) -> Evidence:
        """Ends the reading; `fetch` gives a file's bytes again when a message is looked at, `logs` are those of the files."""
        return Evidence(self._tracker.finish(), fetch, logs, self._file_count)


def spare_cores() -> int:
    """Cores beside the one that this thread runs on, at most 7."""
    try:
        return min(len(os.sched_getaffinity(0)) - 1, 7)
    except AttributeError:
        return min((os.cpu_count() or 1) - 1, 7)
