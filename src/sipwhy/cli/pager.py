"""
Output that would scroll away: on a terminal, what is longer than its screen goes to a pager, as git does it.

The answer stands first, so its beginning must stay in sight. `SIPWHY_PAGER`, else `PAGER`, else less; "cat" or nothing turns it off.
"""

from __future__ import annotations

import os
import shlex
import sys
from collections.abc import Iterable
from contextlib import suppress
from itertools import chain, islice
from typing import IO

from sipwhy.cli.output import print_lines
from sipwhy.render.paper import Paper

_OFF = ("", "cat")


def show_lines(lines: Iterable[str], on: Paper) -> None:
    """Lines of text to standard output, by a pager if it is a terminal with fewer lines."""
    rest = iter(lines)
    height = _height() if sys.stdout.isatty() else 0
    words = _pager() if height else []
    if not words:
        print_lines(rest, on)
        return
    first = list(islice(rest, height))
    if len(first) < height:
        print_lines(first, on)
    else:
        _paged(chain(first, rest), on, words)


def _pager() -> list[str]:
    """The words of the pager; none if there is none, if it is turned off, or if the terminal can do nothing."""
    asked = os.environ.get("SIPWHY_PAGER", os.environ.get("PAGER", "less")).strip()
    if asked in _OFF or os.environ.get("TERM", "dumb") == "dumb":
        return []
    try:
        words = shlex.split(asked)
    except ValueError:  # quotation marks that do not close
        return []
    from shutil import which  # noqa: PLC0415  # most output goes to no pager

    return words if which(words[0]) else []


def _height() -> int:
    """How many lines the terminal has, 0 if it does not say: from so many on the first one is out of sight when the prompt is back."""
    try:
        return os.get_terminal_size(sys.stdout.fileno()).lines
    except (OSError, ValueError):
        return 0


def _paged(lines: Iterable[str], on: Paper, words: list[str]) -> None:
    import signal  # noqa: PLC0415  # most output goes to no pager
    import subprocess  # noqa: PLC0415  # as above

    usual = "RX" if on.colours else "X"  # R: colours (and an ESC[m behind every line); X: what was read stays on the screen
    environ = {"LESS": usual, "LESSCHARSET": "utf-8"} | dict(os.environ)
    sys.stdout.flush()
    before = signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is the pager's
    try:
        pager = subprocess.Popen(words, stdin=subprocess.PIPE, env=environ)
    except OSError:  # no program after all
        print_lines(lines, on)
    else:
        with pager:
            assert pager.stdin is not None
            _fed(pager.stdin, lines, on)
    finally:
        signal.signal(signal.SIGINT, before)


def _fed(pager: IO[bytes], lines: Iterable[str], on: Paper) -> None:
    with suppress(BrokenPipeError):  # its reader has seen enough
        for line in lines:
            pager.write(f"{on.shown(line)}\n".encode(on.encoding, "replace"))
    with suppress(BrokenPipeError):  # nor does it want what is still buffered
        pager.close()
