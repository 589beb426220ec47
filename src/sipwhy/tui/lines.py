"""A widget that shows lines of text, however many, and moves a cursor over those that matter."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, ClassVar

from msgspec import Struct
from rich.segment import Segment
from rich.style import Style
from textual import events
from textual.actions import SkipAction
from textual.binding import Binding
from textual.geometry import Size
from textual.message import Message
from textual.scroll_view import ScrollView
from textual.strip import Strip

from sipwhy.texts.harmless import cells
from sipwhy.tui.ink import Line, plain, safe
from sipwhy.tui.moves import MOVES
from sipwhy.tui.program_of import program_of

_ASIDE = 8
"""Cells by which text is moved sideways at once."""


class Stop(Struct, frozen=True):
    """Lines from `first` to `last` that the cursor stops at, and what they stand for."""

    first: int
    last: int
    what: Any = None


class Lines(ScrollView, can_focus=True):
    """
    Without stops the keys scroll; with stops they go from one to the next.

    Where it `is_read`, what is between two stops is scrolled, too.
    """

    DEFAULT_CSS = "Lines { height: 1fr; scrollbar-size-vertical: 1; scrollbar-size-horizontal: 1; }"
    BINDINGS: ClassVar[list[Any]] = [
        *MOVES,
        Binding("left", "aside(-1)", show=False),
        Binding("right", "aside(1)", show=False),
    ]

    class Moved(Message):
        """The cursor went to another stop."""

        def __init__(self, lines: Lines) -> None:
            super().__init__()
            self.lines = lines

    class Chosen(Message):
        """A stop was clicked twice."""

        def __init__(self, lines: Lines) -> None:
            super().__init__()
            self.lines = lines

    class Resized(Message):
        """It has another size now: what was made for the one before may no longer fit."""

        def __init__(self, lines: Lines) -> None:
            super().__init__()
            self.lines = lines

    def __init__(self, *, is_read: bool = False, **named: Any) -> None:
        super().__init__(**named)
        self._is_read = is_read
        self.content: Sequence[Line] = ()
        self.head: Sequence[Line] = ()
        self.stops: Sequence[Stop] = ()
        self.cursor = 0

    @property
    def current(self) -> Any:
        """What the cursor stands on; None where there are no stops."""
        return self.stops[self.cursor].what if self.cursor < len(self.stops) else None

    def put(
        self,
        content: Sequence[Line],
        stops: Sequence[Stop] = (),
        cursor: int | None = None,
        head: Sequence[Line] = (),
        *,
        follow: bool = True,
    ) -> None:
        """
        Shows other lines; the cursor stays at its number unless `cursor` names one, and is brought into view if it is to `follow`.

        `head` stays at the top whatever is scrolled.
        """
        self.content, self.stops, self.head = content, stops, head
        wanted = self.cursor if cursor is None else cursor
        self.cursor = max(0, min(wanted, len(stops) - 1))
        widest = max((cells(plain(line)) for line in (*content, *head)), default=0)
        self.virtual_size = Size(widest, len(content) + len(head))
        self.refresh()
        if follow:
            self._show_cursor()

    def go(self, cursor: int) -> None:
        """Moves the cursor to a stop."""
        if not self.stops:
            return
        self.cursor = max(0, min(cursor, len(self.stops) - 1))
        self._show_cursor()
        self.refresh()
        self.post_message(self.Moved(self))

    def render_line(self, y: int) -> Strip:
        """One line of the screen."""
        x_from, y_from = self.scroll_offset
        width, base = self.size.width, self.rich_style
        if y < len(self.head):
            return self._drawn(self.head[y], x_from, width, base)
        at = y - len(self.head) + y_from
        if at >= len(self.content):
            return Strip.blank(width, base)
        strip = self._drawn(self.content[at], x_from, width, base)
        if self.stops and self.stops[self.cursor].first <= at <= self.stops[self.cursor].last:
            strip = Strip([Segment(text, (style or base) + self._cursor_look(at)) for text, style, _ in strip], width)
        return strip

    def _drawn(self, line: Line, x_from: int, width: int, base: Style) -> Strip:
        looks = self._looks
        strip = Strip([Segment(safe(text), base + looks[style] if style in looks else base) for text, style in line])
        return strip.crop_extend(x_from, x_from + width, base)

    @property
    def _looks(self) -> dict[str, Style]:
        return program_of(self).looks

    def _cursor_look(self, at: int) -> Style:
        is_first = at == self.stops[self.cursor].first
        return self._looks["cursor" if self.has_focus and is_first else "pale-cursor"]

    @property
    def _rows(self) -> int:
        """Lines that are on the screen at once."""
        return max(self.size.height - len(self.head), 1)

    def _show_cursor(self) -> None:
        if not self.stops:
            return
        stop = self.stops[self.cursor]
        top, first = round(self.scroll_y), 0 if self.cursor == 0 and not self._is_read else stop.first
        last = min(stop.last, first + self._rows - 1)
        if first < top:
            self.scroll_to(y=first, animate=False, force=True)
        elif last >= top + self._rows:
            self.scroll_to(y=last - self._rows + 1, animate=False, force=True)

    def action_step(self, by: int) -> None:
        """One stop, or one line, up or down."""
        if self.stops and (not self._is_read or self._is_near(self.cursor + by)):
            self.go(self.cursor + by)
        else:
            self.scroll_to(y=max(0, min(self.scroll_y + by, self.max_scroll_y)), animate=False, force=True)
            self._take_along()

    def action_page(self, by: float) -> None:
        """A screenful, or half of it."""
        rows = max(round(self._rows * abs(by)) - 1, 1)
        way = 1 if by > 0 else -1
        if not self.stops or self._is_read:
            self.scroll_to(y=max(0, min(self.scroll_y + way * rows, self.max_scroll_y)), animate=False, force=True)
            self._take_along()
            return
        goal = self.stops[self.cursor].first + way * rows
        places = range(len(self.stops))
        fitting = [at for at in places if (self.stops[at].first <= goal if way > 0 else self.stops[at].first >= goal)]
        there = (fitting[-1] if way > 0 else fitting[0]) if fitting else (places[-1] if way > 0 else 0)
        self.go(there if there != self.cursor else self.cursor + way)

    def action_edge(self, end: int) -> None:
        """To the first or the last of all."""
        if self.stops and not self._is_read:
            self.go(len(self.stops) - 1 if end else 0)
            return
        self.scroll_to(y=self.max_scroll_y if end else 0, animate=False, force=True)
        self._take_along()

    def _is_near(self, at: int) -> bool:
        """Whether a stop is on the screen, or comes onto it with the next line."""
        top = round(self.scroll_y)
        return 0 <= at < len(self.stops) and top - 1 <= self.stops[at].first <= top + self._rows

    def _take_along(self) -> None:
        """After scrolling the cursor is on a stop that can be seen, if there is one."""
        top = round(self.scroll_y)
        seen = [at for at, stop in enumerate(self.stops) if top <= stop.first < top + self._rows]
        if seen and self.cursor not in seen:
            self.cursor = seen[0]
        self.refresh()

    def action_aside(self, by: int) -> None:
        """Sideways, where lines are longer than the screen; elsewhere the key is the screen's own."""
        if not self.max_scroll_x:
            raise SkipAction
        self.scroll_to(x=self.scroll_x + by * _ASIDE, animate=False)

    def on_click(self, event: events.Click) -> None:
        """The cursor goes where the mouse clicks; twice opens."""
        at = event.y - len(self.head) + self.scroll_offset.y
        hit = next((number for number, stop in enumerate(self.stops) if stop.first <= at <= stop.last), None)
        if hit is not None:
            self.go(hit)
            if event.chain > 1:
                self.post_message(self.Chosen(self))

    def on_resize(self) -> None:
        """Whoever fills it may have to do so anew; the cursor stays in view."""
        if not self._is_read:
            self._show_cursor()
        self.post_message(self.Resized(self))

    def on_focus(self) -> None:
        """The cursor looks otherwise."""
        self.refresh()

    def on_blur(self) -> None:
        """The same."""
        self.refresh()
