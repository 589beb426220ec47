"""Standard input that stays open: what it brings is told at its end, somebody may wait for more, and Ctrl-C is such an end."""

from __future__ import annotations

import io
import os
import stat
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from importlib import import_module

from sipwhy.cli.ends import ends
from sipwhy.texts.catalogue import say
from sipwhy.texts.errors import ERROR
from sipwhy.texts.language import Language

_PATIENCE = 10.0
_LOOK = 0.1
"""Seconds after which a reading pipe sees that somebody has ended it."""


@contextmanager
def told_of_open_pipe(paths: Sequence[str], lang: Language) -> Iterator[None]:
    """
    Tells on a terminal, after some seconds, how a pipe is heard while it is open.

    Ctrl-C ends the pipe and not the program: `ssh host tcpdump -w - | sipwhy -` gets it as a whole, and what came is to be told.
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
    with ends() as is_ended:
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
    """Standard input, which ends when `is_ended` says so."""

    def __init__(self, is_ended: Callable[[], bool]) -> None:
        self._is_ended = is_ended
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
        while not self._select([0], [], [], _LOOK)[0]:
            if self._is_ended():
                self.was_left = True
                return 0
        return os.readv(0, [buffer])
