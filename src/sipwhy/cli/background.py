"""A process that goes on when the command has ended: forked twice, without a terminal, and heard until it has begun."""

from __future__ import annotations

import json
import os
import signal
import sys
import traceback
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

_OWN = 0o600


class Background:
    """Both processes have one after it is made; `is_child` tells them apart. Nothing with threads may have been begun before."""

    def __init__(self, log: Path, *, keeps_input: bool = False) -> None:
        sys.stdout.flush()
        sys.stderr.flush()
        self._read, self._write = os.pipe()
        first = os.fork()
        self.is_child, self.pid = first == 0, first
        if first:
            os.close(self._write)
            os.waitpid(first, 0)
            return
        os.setsid()
        if os.fork():
            os._exit(0)  # so that the other one has no parent that waits for it, and never gets a terminal
        os.close(self._read)
        signal.signal(signal.SIGHUP, signal.SIG_IGN)
        self._redirect(log, keeps_input)
        os.chdir("/")

    def _redirect(self, log: Path, keeps_input: bool) -> None:
        output = os.open(log, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, _OWN)
        for number in (1, 2):
            os.dup2(output, number)
        if not keeps_input:
            os.dup2(os.open(os.devnull, os.O_RDONLY), 0)

    def tell(self, trouble: dict[str, Any] | None) -> None:
        """Of the child: that it has begun, or why it has not."""
        os.write(self._write, json.dumps(trouble, default=str).encode())
        os.close(self._write)

    def trouble(self) -> dict[str, Any] | None:
        """Of the parent: why the child has not begun; None if it has."""
        with os.fdopen(self._read, "rb") as answers:
            told = answers.read()
        if not told:
            return {"of": "history", "key": "not-begun", "values": {}}
        trouble: dict[str, Any] | None = json.loads(told)
        return trouble

    @contextmanager
    def ends_here(self) -> Iterator[None]:
        """Whatever happens within, the child ends with it; what went wrong stands in the log."""
        status = 0
        try:
            yield
        except BaseException:  # nothing of it may reach what the command does next
            traceback.print_exc()
            status = 1
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(status)
