"""
The process that turns SIP logging off when the tool no longer can: killed, crashed, or over time.

usage: python -m sipwhy.pbx.debug.watchdog RECORD, with a pipe from the tool as standard input

The tool holds the other end of the pipe. "off" says that all is done; an end without it says that the tool has died. The watchdog
has a session of its own, so that neither Ctrl-C nor a closed terminal ends it with the tool.
"""

from __future__ import annotations

import os
import select
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import IO

from sipwhy.pbx.debug.off import undo
from sipwhy.pbx.debug.record import Record, load

OFF = b"off\n"
_GRACE = 5.0
"""Seconds by which the tool may be late with its own end of time."""
_PATIENCE = 6 * 3600.0
_PAUSES = (0.2, 0.5, 1.0, 2.0, 5.0, 10.0, 30.0)


class WatchdogError(Exception):
    """There is nobody who would turn it off if the tool died."""


class Watchdog:
    """The tool's side: starts the process, and tells it when all is off."""

    def __init__(self, record: Path) -> None:
        try:
            self._process = self._started(record)
        except OSError as error:
            raise WatchdogError(error.strerror or str(error)) from None
        self._pipe: IO[bytes] | None = self._process.stdin
        if self._process.stdout is None or self._process.stdout.readline() != b"watching\n":
            self._process.kill()
            self._process.wait()
            raise WatchdogError("it ended at once")

    @staticmethod
    def _started(record: Path) -> subprocess.Popen[bytes]:
        return subprocess.Popen(
            [sys.executable, "-P", "-m", "sipwhy.pbx.debug.watchdog", str(record)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
            cwd="/",
            env={**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))},
        )

    @property
    def pid(self) -> int:
        """Its process."""
        return self._process.pid

    def dismiss(self) -> None:
        """All is off: it may end."""
        if self._pipe is not None:
            try:
                self._pipe.write(OFF)
                self._pipe.close()
            except OSError:
                pass  # it has ended before us
        self._pipe = None
        self._close()

    def leave_alone(self) -> None:
        """It could not be turned off: the watchdog goes on trying when we are gone."""
        if self._pipe is not None:
            self._pipe.close()
        self._pipe = None
        self._process.returncode = 0  # it outlives us on purpose, and that is no warning
        self._close(wait=False)

    def _close(self, wait: bool = True) -> None:
        if wait:
            try:
                self._process.wait(_GRACE)
            except subprocess.TimeoutExpired:
                self._process.kill()
                self._process.wait()
        if self._process.stdout is not None:
            self._process.stdout.close()


def watch(path: Path) -> int:
    """Waits for the tool's word, its death or the end of time; the exit status says whether all is off."""
    record = load(path)
    if record is None:
        return 2
    for number in (signal.SIGINT, signal.SIGHUP):
        signal.signal(number, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, lambda *_: None)  # it ends the waiting: select is interrupted by what is written to the pipe below
    ended = _pipe_of_signals()
    sys.stdout.write("watching\n")
    sys.stdout.flush()
    left = max(0.0, record.deadline - time.time()) + _GRACE
    ready, _, _ = select.select([sys.stdin.fileno(), ended], [], [], left)
    if sys.stdin.fileno() in ready and os.read(sys.stdin.fileno(), 16) == OFF:
        return 0
    return turn_off(path, record)


def turn_off(path: Path, record: Record) -> int:
    """Tries until it is off, or somebody else has turned it off: what stands in the record then is not ours."""
    began = time.monotonic()
    tries = 0
    while load(path) == record:
        if undo(record) is None:
            return 0
        if time.monotonic() - began > _PATIENCE:
            return 1
        time.sleep(_PAUSES[min(tries, len(_PAUSES) - 1)])
        tries += 1
    return 0


def _pipe_of_signals() -> int:
    """A file from which can be read once a signal has come."""
    read, write = os.pipe()
    os.set_blocking(write, False)
    signal.set_wakeup_fd(write, warn_on_full_buffer=False)
    return read


if __name__ == "__main__":
    sys.exit(watch(Path(sys.argv[1])))
