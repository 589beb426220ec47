"""A real recorder in a process of its own, and what a test wants to know of it."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

from sipwhy.store.folder import Folder
from sipwhy.store.lock import holder
from sipwhy.wire.messages import MessageBatch, capture_head

SOURCE = Path(__file__).parents[3] / "src"
ENVIRONMENT = {**os.environ, "PYTHONPATH": str(SOURCE), "LC_ALL": "C.UTF-8", "TZ": "UTC"}
PATIENCE = 60.0


def history(*words: str, status: int = 0, stdin: bytes = b"") -> str:
    """What `sipwhy history ...` says, on both channels."""
    command = [sys.executable, "-m", "sipwhy", "history", *words]
    done = subprocess.run(command, env=ENVIRONMENT, input=stdin, capture_output=True, check=False, timeout=2 * PATIENCE)
    said = (done.stdout + done.stderr).decode()
    assert done.returncode == status, said
    return said


def state(folder: Path) -> dict[str, object]:
    """What the status says."""
    found: dict[str, object] = json.loads(history("status", "--json", "--store", str(folder)))
    return found


def wait_for(what: Callable[[], bool]) -> None:
    """Waits until something is so."""
    until = time.monotonic() + PATIENCE
    while not what():
        assert time.monotonic() < until, "it did not happen"
        time.sleep(0.02)


class Piped:
    """A recorder in the foreground that is fed through a pipe."""

    def __init__(self, folder: Path, *words: str) -> None:
        self.folder = Folder(folder)
        command = [
            sys.executable,
            "-m",
            "sipwhy",
            "history",
            "on",
            "--pcap",
            "-",
            "--foreground",
            "--store",
            str(folder),
            "--min-free",
            "0",
            *words,
        ]
        self._process = subprocess.Popen(command, env=ENVIRONMENT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
        assert self._process.stdin is not None
        self._process.stdin.write(capture_head())
        wait_for(lambda: holder(self.folder) == self._process.pid or self._process.poll() is not None)

    def give(self, batch: MessageBatch) -> None:
        """Writes messages into the pipe."""
        assert self._process.stdin is not None
        self._process.stdin.write(batch.records())
        self._process.stdin.flush()

    def kill(self) -> None:
        """As the kernel kills a process: at once."""
        self._process.kill()
        self._process.wait()

    def finish(self) -> str:
        """Closes the pipe and waits; what it said."""
        said, _ = self._process.communicate(timeout=PATIENCE)
        return said.decode()
