"""The list of calls: as many rows as there are, of which only those on the screen are made."""

from __future__ import annotations

import textwrap
from collections.abc import Callable, Sequence
from typing import Any, ClassVar

import numpy as np
from rich.segment import Segment
from rich.style import Style
from textual import events
from textual.geometry import Size
from textual.message import Message
from textual.scroll_view import ScrollView
from textual.strip import Strip

from sipwhy.app.board import Board, Seen
from sipwhy.texts.catalogue import say
from sipwhy.texts.harmless import cells, pad, shorten, shorten_middle
from sipwhy.texts.tui import TUI
from sipwhy.tui.ink import safe
from sipwhy.tui.layout import DEFAULT, WIDTHS, fitting
from sipwhy.tui.moves import MOVES
from sipwhy.tui.program_of import program_of

_SIGNS = 2
"""Cells before the first column: the mark, and a sign for what went wrong."""
_BOTH_ENDS = ("from", "to", "src", "dst", "call-id")
"""Of these both ends tell something."""
_WORDS_AT, _INDENT = 2, 2
_NOBODY = np.zeros(0, dtype=np.int64)


class CallTable(ScrollView, can_focus=True):
    """The rows of a board that are seen, a cursor on one of them, and marks."""

    DEFAULT_CSS = "CallTable { height: 1fr; scrollbar-size-vertical: 1; overflow-x: hidden; overflow-y: scroll; }"
    BINDINGS: ClassVar[list[Any]] = MOVES

    class Opened(Message):
        """A row was clicked twice."""

    class Sorted(Message):
        """The head of a column was clicked."""

        def __init__(self, key: str) -> None:
            super().__init__()
            self.key = key

    def __init__(self, finding_count: Callable[[int], str], **named: Any) -> None:
        super().__init__(**named)
        self.board: Board | None = None
        self.seen = Seen(_NOBODY)
        self.cursor = 0
        self.marked: set[int] = set()
        self.columns: Sequence[str] = DEFAULT
        self.order: tuple[tuple[str, bool], ...] = ()
        self.follows_end = False
        """Whether the cursor goes with the last row as others come: from the key that leads there until it is moved."""
        self.nothing = ""
        """What is said where no row is."""
        self._finding_count = finding_count

    @property
    def number(self) -> int | None:
        """The number of the call under the cursor."""
        return int(self.seen.numbers[self.cursor]) if self.cursor < len(self.seen) else None

    @property
    def shown_numbers(self) -> list[int]:
        """The numbers of the calls on the screen."""
        top = self.scroll_offset.y
        numbers: list[int] = self.seen.numbers[top : top + max(self.size.height - 1, 0)].tolist()
        return numbers

    def show_board(self, board: Board, seen: Seen, number: int | None) -> None:
        """Shows other rows; the cursor goes to call `number` if it is among them, and stays at the same height of the screen."""
        height = self.cursor - round(self.scroll_y)
        self.board, self.seen = board, seen
        place = seen.place(number) if number is not None and not self.follows_end else None
        fallback = len(seen) - 1 if self.follows_end else min(self.cursor, len(seen) - 1)
        self.cursor = place if place is not None else max(fallback, 0)
        self.virtual_size = Size(self._wide, len(seen) + 1)
        if place is not None:
            self.scroll_to(y=max(self.cursor - height, 0), animate=False, force=True)
        self._follow_cursor()
        self.refresh()

    def forget(self) -> None:
        """Shows nothing."""
        self.board, self.seen, self.cursor, self.marked = None, Seen(_NOBODY), 0, set()
        self.virtual_size = Size(self._wide, 1)
        self.refresh()

    @property
    def _wide(self) -> int:
        """Cells beside the scroll bar."""
        return self.scrollable_content_region.width

    @property
    def _looks(self) -> dict[str, Style]:
        return program_of(self).looks

    @property
    def fitting(self) -> list[tuple[str, int]]:
        """The columns on the screen with their widths."""
        digits = len(str(len(self.board) if self.board else 0))
        return fitting(self.columns, max(self._wide - _SIGNS, 1), digits)

    def render_line(self, y: int) -> Strip:
        """The head, or one row."""
        if y == 0:
            return self._head()
        at = y - 1 + self.scroll_offset.y
        if self.board is not None and not len(self.seen) and y >= _WORDS_AT:
            words = textwrap.wrap(self.nothing, max(self._wide - _INDENT, 1))[y - _WORDS_AT : y - _WORDS_AT + 1]
            return Strip([Segment(pad(" " * _INDENT + "".join(words), self._wide), self.rich_style)], self._wide)
        if self.board is None or at >= len(self.seen):
            return Strip.blank(self._wide, self.rich_style)
        return self._row(self.board, at)

    def _head(self) -> Strip:
        lang, directions = program_of(self).lang, dict(self.order)
        names = []
        for key, width in self.fitting:
            sign = ("▼" if directions[key] else "▲") if key in directions else ""
            name = shorten(say(TUI, f"column-{key}", lang), width - len(sign)) + sign
            names.append(name.rjust(width) if WIDTHS[key].is_right else pad(name, width))
        text = " " * _SIGNS + " ".join(names)
        style = self.rich_style + self._looks["head"]
        return Strip([Segment(pad(text, self._wide), style)], self._wide)

    def _row(self, board: Board, at: int) -> Strip:
        number = int(self.seen.numbers[at])
        row = int(board.rows_of(self.seen.numbers[at : at + 1])[0])
        is_marked, is_wrong = number in self.marked, bool(board.is_wrong[row])
        looks, base = self._looks, self.rich_style
        if at == self.cursor:
            base += looks["cursor" if self.has_focus else "pale-cursor"]
        elif is_wrong:
            base += looks["error"]
        signs = ("*" if is_marked else " ") + ("!" if is_wrong else " ")
        texts = []
        for key, width in self.fitting:
            said = self._finding_count(number) if key == "findings" else board.column(key).text(row)
            said = shorten_middle(said, width) if key in _BOTH_ENDS else said
            texts.append(shorten(said, width).rjust(width) if WIDTHS[key].is_right else pad(said, width))
        text = safe(" ".join(texts))
        body = pad(text, max(self._wide - _SIGNS, 0))
        mark = base + looks["mark"] if is_marked and at != self.cursor else base
        return Strip([Segment(signs, mark), Segment(body, base)], _SIGNS + cells(body)).adjust_cell_length(self._wide, base)

    def go(self, place: int) -> None:
        """Moves the cursor."""
        self.cursor = max(0, min(place, len(self.seen) - 1))
        self.follows_end = False
        self._follow_cursor()
        self.refresh()

    def _follow_cursor(self) -> None:
        top, rows = round(self.scroll_y), max(self.size.height - 1, 1)
        if not top <= self.cursor < top + rows:
            goal = self.cursor if self.cursor < top else self.cursor - rows + 1
            self.scroll_to(y=goal, animate=False, force=True)

    def action_step(self, by: int) -> None:
        """One row up or down."""
        self.go(self.cursor + by)

    def action_page(self, by: float) -> None:
        """A screenful, or half of it: rows move under the cursor."""
        rows = round(max(self.size.height - 2, 1) * by)
        self.scroll_to(y=max(min(round(self.scroll_y) + rows, self.max_scroll_y), 0), animate=False, force=True)
        self.go(self.cursor + rows)

    def action_edge(self, end: int) -> None:
        """To the first or the last row; from there on the cursor stays last as others come."""
        self.go(len(self.seen) - 1 if end else 0)
        self.follows_end = bool(end)

    def on_resize(self) -> None:
        """As many columns as fit now."""
        self.virtual_size = Size(self._wide, len(self.seen) + 1)
        self._follow_cursor()

    def on_click(self, event: events.Click) -> None:
        """A click on a row goes there, two open it; one on the head sorts."""
        if event.y == 0:
            self._sort_by(event.x)
            return
        at = event.y - 1 + self.scroll_offset.y
        if at < len(self.seen):
            self.go(at)
            if event.chain > 1:
                self.post_message(self.Opened())

    def _sort_by(self, x: int) -> None:
        left = _SIGNS
        for key, width in self.fitting:
            if left <= x < left + width:
                self.post_message(self.Sorted(key))
            left += width + 1
