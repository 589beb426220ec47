"""
Text with styles as widgets draw it: lines of (text, style) pairs.

Renderers write on `Ink` as they write on any paper; what they paint comes back as pairs by `inked`. Styles are names (`themes`
says what they look like), so that one line fits every theme.
"""

from __future__ import annotations

import re
import textwrap
from collections.abc import Iterable
from itertools import groupby

from sipwhy.render.paper import Paper
from sipwhy.texts.harmless import cell_width, cells, harmless

Line = tuple[tuple[str, str], ...]
"""Pieces of one line: text, and the name of its style ("" is plain)."""

_PAINTED = re.compile("\x1b<([a-z0-9-]*)>([^\x1b]*)\x1b>")
LONGEST = 4000
"""Characters of one line that are drawn."""


class Ink(Paper, frozen=True):
    """Paper on which styles are written down by their names; text that is painted has no control characters."""

    def paint(self, text: str, style: str) -> str:
        """`text` with the name of its style."""
        return f"\x1b<{style}>{text}\x1b>" if style and text else text


def inked(line: str) -> Line:
    """A line that was written on `Ink`."""
    pieces: list[tuple[str, str]] = []
    at = 0
    for found in _PAINTED.finditer(line):
        if found.start() > at:
            pieces.append((line[at : found.start()], ""))
        pieces.append((found[2], found[1]))
        at = found.end()
    if at < len(line) or not pieces:
        pieces.append((line[at:], ""))
    return tuple(pieces)


def inked_lines(lines: Iterable[str], indent: str = "") -> list[Line]:
    """Several of them."""
    return [inked(indent + line) for line in lines]


def plain(line: Line) -> str:
    """The text of a line."""
    return "".join(text for text, _ in line)


def safe(text: str) -> str:
    """What may go to a terminal: whatever got so far, no control character passes."""
    return harmless(text, LONGEST)


def folded(text: str, style: str, width: int) -> list[Line]:
    """A text in one style, broken between words; a word that is longer than a line is broken, too."""
    return [((row, style),) for row in textwrap.wrap(safe(text), max(width, 1), break_on_hyphens=False)]


def worded(line: Line, width: int, indent: str = " ", most: int = 0) -> list[Line]:
    """A line of several styles, broken between words; the last of `most` lines (0: as many as it takes) keeps the rest, however long."""
    left = [(char, style) for text, style in line for char in text]
    rows: list[Line] = []
    while (cut := _fitting(left, width)) < len(left) and len(rows) + 1 != most:
        blanks = [at for at in range(len(indent) + 1, cut + 1) if left[at][0] == " "]
        end = blanks[-1] if blanks else max(cut, len(indent) + 1)
        row = left[:end]
        while row and row[-1][0] == " ":
            row.pop()
        rows.append(_pieces(row))
        rest = left[end:]
        while rest and rest[0][0] == " ":
            rest.pop(0)
        left = [(char, "") for char in indent] + rest
        if not rest:
            return rows
    return [*rows, _pieces(left)]


def _fitting(chars: list[tuple[str, str]], width: int) -> int:
    """How many of them have room in so many cells."""
    used = 0
    for at, (char, _) in enumerate(chars):
        used += cell_width(char)
        if used > width:
            return at
    return len(chars)


def _pieces(chars: list[tuple[str, str]]) -> Line:
    """Characters of one style put together again."""
    runs = groupby(chars, key=lambda one: one[1])
    return tuple(("".join(char for char, _ in run), style) for style, run in runs)


def wrapped(line: Line, width: int, indent: str = "  ") -> list[Line]:
    """A line broken at `width` cells wherever that is; what goes on is indented."""
    if sum(cells(text) for text, _ in line) <= width or width < 8:
        return [line]
    rows: list[Line] = []
    row: list[tuple[str, str]] = []
    room = width
    for text, style in line:
        piece = ""
        for char in text:
            size = cell_width(char)
            if size > room:
                rows.append((*row, (piece, style)))
                row, piece, room = [(indent, "")], "", width - len(indent)
            piece += char
            room -= size
        row.append((piece, style))
    return [*rows, tuple(row)]
