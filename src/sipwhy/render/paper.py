"""What is written on: how wide it is, whether it has colours, and which characters it can show."""

from __future__ import annotations

import re
import textwrap
from collections.abc import Iterator, Mapping

from msgspec import Struct

from sipwhy.texts.harmless import shorten

_ANSI = {
    "bold": "1", "dim": "2", "error": "31", "error-bold": "1;31", "warning": "33", "success": "32", "request": "36",
    "media": "34", "challenge": "2", "provisional": "2", "failure": "31", "note": "35", "heading": "1",
}  # fmt: skip

_ASCII = str.maketrans(
    {
        "│": "|", "─": "-", "═": "=", "▶": ">", "◀": "<", "→": "->", "←": "<-", "…": "...", "×": "x", "·": "-", "–": "-",
        "—": "-", "●": "*", "«": '"', "»": '"', "№": "No", "\u00a0": " ", "┄": ".", "✗": "x", "≥": ">=", "≤": "<=",
        "’": "'", "“": '"', "”": '"', "\ufffd": "?",
    }
)  # fmt: skip

_WHOLE = re.compile(r"[0-9]{1,9}")
_HELD = "\N{NO-BREAK SPACE}%"
_FIGURE_SPACE = "\N{FIGURE SPACE}"
"""What `textwrap` does not part."""
_BEFORE_COUNT = re.compile(r" (?=\d+(?:[,)]| \(|$))")
_LONGEST_WHOLE = 22
"""Characters of a part of a list that is not broken: it fits beside its heading on the narrowest paper."""


class Paper(Struct, frozen=True):
    """
    Width in cells; `colours` only for a terminal; `encoding` decides which characters may be used.

    On a screen lines longer than it is wide break anywhere; what goes into a pipe may be as long as it is.
    """

    width: int = 80
    colours: bool = False
    encoding: str = "utf-8"
    is_screen: bool = False

    @property
    def has_boxes(self) -> bool:
        """Whether the box characters can be shown."""
        try:
            "│─═▶◀→…●".encode(self.encoding)
        except (UnicodeEncodeError, LookupError):
            return False
        return True

    @property
    def text_width(self) -> int:
        """The width of a paragraph: lines longer than 100 cells are hard to read."""
        return min(self.width, 100)

    def paint(self, text: str, style: str) -> str:
        """`text` in a style, where there are colours."""
        code = _ANSI.get(style)
        return f"\x1b[{code}m{text}\x1b[0m" if self.colours and code and text else text

    def shown(self, line: str) -> str:
        """`line` with characters the encoding has."""
        if self.has_boxes:
            return line
        return line.translate(_ASCII)

    def paragraph(self, text: str, indent: str = "", first: str | None = None) -> Iterator[str]:
        """`text` wrapped to the width, never between a figure and its %; `first` stands before its first line."""
        lead = indent if first is None else first
        lines = textwrap.wrap(
            text.replace(" %", _HELD),
            self.text_width,
            initial_indent=lead,
            subsequent_indent=indent,
            break_long_words=False,
            break_on_hyphens=False,
        ) or ([lead.rstrip()] if lead.strip() else [])
        yield from (line.replace(_HELD, " %").replace(_FIGURE_SPACE, " ") for line in lines)

    def line(self, text: str, indent: str = "") -> str:
        """`text` on one line, cut to the width."""
        return shorten(indent + text, self.width)


def with_counts(text: str) -> str:
    """`text` for a paragraph that never parts a word and the count behind it: "codec-mismatch 2, no-route 1"."""
    return _BEFORE_COUNT.sub(_FIGURE_SPACE, text)


def in_pieces(text: str) -> str:
    """A list for a paragraph that parts it between its pieces, and only those that are long: "busy 2, not taken 7"."""
    held = (part.replace(" ", _FIGURE_SPACE) if len(part) <= _LONGEST_WHOLE else part for part in text.split(", "))
    return with_counts(", ".join(held))


def columns_of(environ: Mapping[str, str]) -> int:
    """How wide COLUMNS says that the terminal is; 0 if it says nothing, or no number."""
    columns = environ.get("COLUMNS", "")
    return int(columns) if _WHOLE.fullmatch(columns) else 0


def paper_for(width: int | None, is_terminal: bool, encoding: str, environ: Mapping[str, str]) -> Paper:
    """The paper that standard output is: NO_COLOR is obeyed, COLUMNS wins over the terminal's own width."""
    wide = columns_of(environ) or width or 80
    colours = is_terminal and not environ.get("NO_COLOR") and environ.get("TERM") != "dumb"
    return Paper(max(40, min(wide, 200)), colours, encoding, is_terminal)
