"""Text from the network made fit to show: no control characters, no terminal escapes, no endless lines."""

from __future__ import annotations

import re
import unicodedata

LIMIT = 120
"""Characters of one value that are shown, unless a caller says otherwise."""

_UNSAFE = r"[\x00-\x1f\x7f-\x9f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ud800-\udfff]"
_NARROW = re.compile(r"[\x20-\u02ff\u0400-\u0482\u048a-\u052f\u2010-\u2027\u2030-\u205e\u2190-\u21ff\u2500-\u25cf]*")
"""Only characters of one cell each."""
_SHOWN = {"\t": " ", "\n": " ", "\r": " "}


def harmless(text: str, limit: int = LIMIT) -> str:
    """`text` on one line, its control and direction characters replaced by U+FFFD, shortened to `limit` characters."""
    if len(text) > limit:
        text = text[: limit - 1] + "…"
    if text.isascii() and text.isprintable():
        return text
    return re.sub(_UNSAFE, lambda found: _SHOWN.get(found[0], "\ufffd"), text)


def cells(text: str) -> int:
    """How many terminal cells `text` takes: wide characters count two, combining ones none."""
    return len(text) if is_narrow(text) else sum(cell_width(char) for char in text)


def is_narrow(text: str) -> bool:
    """Whether each of its characters is known to take one cell, as nearly every text's do."""
    return _NARROW.fullmatch(text) is not None


def cell_width(char: str) -> int:
    """The cells of one character."""
    if unicodedata.combining(char):
        return 0
    return 2 if unicodedata.east_asian_width(char) in "WF" else 1


def shorten(text: str, width: int) -> str:
    """`text` cut to `width` cells, with an ellipsis where something is missing."""
    if cells(text) <= width:
        return text
    if width <= 0:
        return ""
    kept, used = "", 0
    for char in text:
        used += cell_width(char)
        if used > width - 1:
            break
        kept += char
    return kept.rstrip() + "…"


def shorten_middle(text: str, width: int) -> str:
    """`text` cut to `width` characters in its middle: both ends of an address matter."""
    if len(text) <= width or width < 5:
        return shorten(text, width)
    head = (width - 1) // 2
    return f"{text[:head]}…{text[len(text) - (width - 1 - head) :]}"


def pad(text: str, width: int) -> str:
    """`text` cut or filled with blanks to exactly `width` cells."""
    text = shorten(text, width)
    return text + " " * (width - cells(text))
