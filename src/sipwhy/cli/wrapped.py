"""Lines that are told beside the answer, broken between words where a terminal shows them."""

from __future__ import annotations

import os
import sys
import textwrap
from typing import TextIO

from sipwhy.render.paper import columns_of

_NARROWEST = 20


def tell_beside(text: str) -> None:
    """Says something in the program's name on standard error, behind all that is on standard output by now."""
    sys.stdout.flush()
    sys.stderr.write(f"{wrapped(f'sipwhy: {text}', sys.stderr)}\n")


def wrapped(text: str, stream: TextIO) -> str:
    """
    `text` as `stream` shows it: broken between words on a terminal, whole where a script reads it.

    The caret below an expression has to stay below its place, so that such lines stay as they are.
    """
    if not stream.isatty() or "^ " in text:
        return text
    width = max(width_of(stream), _NARROWEST)
    return "\n".join(row for line in text.split("\n") for row in _rows(line, width))


def width_of(stream: TextIO) -> int:
    """How many columns `stream` has: what COLUMNS says, else its terminal, else 80."""
    try:
        own = os.get_terminal_size(stream.fileno()).columns
    except (OSError, ValueError):
        own = 0
    return columns_of(os.environ) or own or 80


def _rows(line: str, width: int) -> list[str]:
    return textwrap.wrap(line, width, break_long_words=False, break_on_hyphens=False) or [""]
