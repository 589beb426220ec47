"""Standard input that stays open: what it brings is told at its end, somebody may wait for more, and Ctrl-C is such an end."""

from __future__ import annotations

import io
import os
import stat
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from importlib import import_module
from math import inf
from typing import TYPE_CHECKING

from sipwhy.texts.catalogue import say
from sipwhy.texts.errors import ERROR
from sipwhy.texts.language import Language

if TYPE_CHECKING:
    from sipwhy.cli.ends import Ends

_PATIENCE = 10.0
_LOOK = 0.1
"""Seconds after which a reading pipe sees that somebody has ended it."""
_REST = 0.5
"""Seconds for which what still comes is taken then: whoever sends it was ended by the same Ctrl-C, and sends what it had."""


@contextmanager
def told_of_open_pipe(paths: Sequence[str], lang: Language) -> Iterator[None]:
    """
    Tells on a terminal, after some seconds, how a pipe is heard while it is open.

    Ctrl-C ends the pipe and not the program: `ssh host tcpdump -w - | sipwhy -` gets it as a whole, and what came is to be told. So does
    SIGTERM. Once the pipe has ended, both end the program as they always do.
    """
    if "-" not in paths or not stat.S_ISFIFO(os.fstat(0).st_mode):
        yield
        return

    def tell(key: str) -> None:
        sys.stderr.write(f"\r\x1b[Ksipwhy: {say(ERROR, key, lang)}\n" if sys.stderr.isatty() else f"sipwhy: {say(ERROR, key, lang)}\n")
        sys.stderr.flush()

    timer = import_module("threading").Timer(_PATIENCE, tell, ("pipe-open",))
    timer.daemon = True
    before = sys.stdin
    with import_module("sipwhy.cli.ends").ends() as is_ended:
        pipe = _Pipe(is_ended)
        sys.stdin = io.TextIOWrapper(io.BufferedReader(pipe, 1 << 20))
        if sys.stderr.isatty():
            timer.start()
        try:
            yield
        finally:
            timer.cancel()
            sys.stdin = before
            if pipe.was_left:
                tell("pipe-left")


class _Pipe(io.RawIOBase):
    """Standard input, which ends when `is_ended` says so, whatever still comes; then signals mean what they did before."""

    def __init__(self, is_ended: Ends) -> None:
        self._is_ended = is_ended
        self._until = inf
        self._select = import_module("select").select
        self.was_left = False
        """Whether it was still open when somebody ended it."""

    def readable(self) -> bool:
        """It is."""
        return True

    def fileno(self) -> int:
        """That of standard input."""
        return 0

    def readinto(self, buffer: bytearray | memoryview) -> int:  # type: ignore[override]  # what BufferedReader gives
        """As many bytes as are there, waited for; 0 at the end."""
        while not self.was_left:
            if is_ended := self._is_ended():
                self._until = min(self._until, time.monotonic() + _REST)
            if time.monotonic() < self._until and self._select([0], [], [], _LOOK)[0]:
                count = os.readv(0, [buffer])
                if not count:
                    self._is_ended.restore()
                return count
            self.was_left = is_ended
        self._is_ended.restore()
        return 0
