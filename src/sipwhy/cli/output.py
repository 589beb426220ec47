"""Writing what renderers yield: to standard output as it can show it, or to a file."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from importlib import import_module
from typing import IO

from sipwhy.cli.failure import FailureError
from sipwhy.render.paper import Paper, paper_for
from sipwhy.texts.catalogue import say
from sipwhy.texts.errors import ERROR
from sipwhy.texts.language import Language

_BLOCK = 200
"""Lines written at once: a write a line is slow, everything at once is not streaming."""


def paper(no_color: bool) -> Paper:
    """The paper that standard output is."""
    is_terminal = sys.stdout.isatty()
    width = _width() if is_terminal else None
    environ = dict(os.environ) | ({"NO_COLOR": "1"} if no_color else {})
    return paper_for(width, is_terminal, sys.stdout.encoding or "ascii", environ)


def _width() -> int:
    """How wide the terminal is; 0 if it does not say."""
    try:
        return os.get_terminal_size(sys.stdout.fileno()).columns
    except (OSError, ValueError):
        return 0


def print_lines(lines: Iterable[str], on: Paper) -> None:
    """Lines of text to standard output; what its encoding lacks is replaced."""
    print_pieces(f"{on.shown(line)}\n" for line in lines)


def print_pieces(pieces: Iterable[str], encoding: str | None = None) -> None:
    """Pieces of text to standard output as they come."""
    encoding = encoding or sys.stdout.encoding or "ascii"
    block: list[str] = []
    for piece in pieces:
        block.append(piece)
        if len(block) >= _BLOCK:
            _write("".join(block), encoding)
            block.clear()
    _write("".join(block), encoding)


def save(pieces: Iterable[str], target: str, inputs: Sequence[str], lang: Language, what: str = "") -> None:
    """
    Pieces of text to the file `target` as UTF-8 ("-" is standard output), all or none; never over an input.

    `what` says how much it is.
    """
    if target == "-":
        print_pieces(pieces, "utf-8")
        return
    refuse_input(target, inputs)
    with written(target) as file:
        file.writelines(piece.encode("utf-8", "replace") for piece in pieces)
    confirm(target, lang, what)


@contextmanager
def written(target: str, *, is_private: bool = False) -> Iterator[IO[bytes]]:
    """
    What to write the file `target` into, which is there as a whole or not at all; "-" is standard output.

    FailureError if it cannot be written, or standard output is a terminal: what others wrote into packets could command it.
    """
    if target == "-":
        if sys.stdout.isatty():
            raise FailureError("packets-on-terminal", 2)
        yield sys.stdout.buffer
        return
    try:
        with import_module("sipwhy.app.whole_file").written_whole(target, is_private=is_private) as part, part.open("wb") as file:
            yield file
    except OSError as error:
        raise FailureError("cannot-write", 2, path=target, detail=error.strerror or str(error)) from None


def confirm(target: str, lang: Language, what: str = "") -> None:
    """Says on standard error that the file `target` is written, and `what` is in it; of standard output it says nothing."""
    if target == "-":
        return
    sys.stdout.flush()
    sys.stderr.write(say(ERROR, "written-what" if what else "written", lang, path=target, what=what) + "\n")


def refuse_input(target: str, inputs: Sequence[str]) -> None:
    """Fails if `target` is one of the files that are read; "-" is both, standard input and standard output."""
    for name in inputs:
        if target != "-" and os.path.realpath(name) == os.path.realpath(target):
            raise FailureError("is-input", 2, path=target)


def _write(text: str, encoding: str) -> None:
    buffer = getattr(sys.stdout, "buffer", None)
    if buffer is None:
        sys.stdout.write(text)
        return
    sys.stdout.flush()
    buffer.write(text.encode(encoding, "replace"))
    buffer.flush()
