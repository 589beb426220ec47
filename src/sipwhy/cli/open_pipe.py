"""A word on a terminal when standard input stays open: what it brings is told at its end, and somebody may wait for more."""

from __future__ import annotations

import os
import stat
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from importlib import import_module

from sipwhy.texts.catalogue import say
from sipwhy.texts.errors import ERROR
from sipwhy.texts.language import Language

_PATIENCE = 10.0


@contextmanager
def told_of_open_pipe(paths: Sequence[str], lang: Language) -> Iterator[None]:
    """Tells, after some seconds, how a pipe is heard while it is open."""
    if "-" not in paths or not sys.stderr.isatty() or not stat.S_ISFIFO(os.fstat(0).st_mode):
        yield
        return

    def tell() -> None:
        sys.stderr.write(f"\r\x1b[Ksipwhy: {say(ERROR, 'pipe-open', lang)}\n")
        sys.stderr.flush()

    timer = import_module("threading").Timer(_PATIENCE, tell)
    timer.daemon = True
    timer.start()
    try:
        yield
    finally:
        timer.cancel()
