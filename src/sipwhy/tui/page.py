"""What every screen has: a head, a bar of keys that also tells what happened, help."""

from __future__ import annotations

import textwrap
from collections.abc import Sequence
from typing import TYPE_CHECKING, ClassVar

from rich.style import Style
from rich.text import Text
from textual import events
from textual.screen import Screen
from textual.timer import Timer
from textual.widget import Widget

from sipwhy.texts.catalogue import say
from sipwhy.texts.harmless import cells, pad, shorten
from sipwhy.texts.language import Language
from sipwhy.texts.tui import TUI
from sipwhy.tui.ink import Line, safe, worded
from sipwhy.tui.keys import Key, bindings, shown
from sipwhy.tui.program_of import program_of

if TYPE_CHECKING:
    from sipwhy.tui.program import Program

_MOST_NOTICE = 3
_TOLD = 6.0
"""Seconds that a notice stands in the bar."""
_LOW = 20
"""A screen of fewer lines has none to spare."""


class Head(Widget):
    """What stands at the top: one line, or `most` of them where the screen is not low."""

    DEFAULT_CSS = "Head { height: 1; }"

    def __init__(self, look: str = "head", name: str = "", most: int = 1) -> None:
        super().__init__(id=name)
        self._line: Line = ()
        self._look, self._most = look, most

    def put(self, *line: tuple[str, str]) -> None:
        """Shows pieces of text with their styles."""
        if line != self._line:
            self._line = line
            self._fit()

    def on_resize(self) -> None:
        """As many lines as it needs now."""
        self._fit()

    def _fit(self) -> None:
        height = len(self._rows())
        if self.styles.height is None or self.styles.height.value != height:
            self.styles.height = height
        self.refresh()

    def _rows(self) -> list[Line]:
        most = self._most if self.app.size.height >= _LOW else 1
        return worded(self._line, max(self.app.size.width, 1), most=most)

    @property
    def text(self) -> str:
        """What it shows."""
        return "".join(text for text, _ in self._line)

    def render(self) -> Text:
        """The lines, the last one cut to the width."""
        looks = program_of(self).looks
        return Text("\n", end="").join(drawn(row, self.size.width, looks, self._look) for row in self._rows())


class KeyBar(Widget):
    """The keys of a screen; for a while what happened instead."""

    DEFAULT_CSS = "KeyBar { height: 1; dock: bottom; }"

    def __init__(self, keys: Sequence[Key]) -> None:
        super().__init__()
        self._keys = keys
        self.notice = ""
        self._meant: dict[str, str] = {}
        self._places: list[tuple[int, int, str]] = []

    def mean(self, action: str, word: str) -> None:
        """What the key of an action does now, as the end of a key of `texts.tui`."""
        if self._meant.get(action, action) != word:
            self._meant[action] = word
            self.refresh()

    def tell(self, text: str) -> None:
        """Shows a notice in place of the keys, on as many lines as it needs."""
        self.notice = text
        self.styles.height = len(self._notice_lines()) or 1
        self.refresh(layout=True)

    def _notice_lines(self) -> list[str]:
        width = max(self.app.size.width - 2, 10)
        return textwrap.wrap(safe(self.notice), width, max_lines=_MOST_NOTICE, placeholder=" …", break_on_hyphens=False)

    def render(self) -> Text:
        """The notice, or as many keys as fit, each with its word."""
        program = program_of(self)
        width = self.size.width
        if self.notice:
            lines = [drawn(((f" {line}", "bar-key"),), width, program.looks, "bar") for line in self._notice_lines()]
            return Text("\n", end="").join(lines)
        pieces: list[tuple[str, str]] = []
        at, self._places = 0, []
        for key in self._keys:
            if not key.in_bar:
                continue
            word = say(TUI, f"bar-{self._meant.get(key.action, key.action)}", program.lang)
            name = shown(key.keys[0])
            size = len(name) + 1 + cells(word) + 2
            if at + size - 2 > width:
                continue
            pieces += [(name, "bar-key"), (f" {word}", "bar"), ("  "[: width - at - size + 2], "bar")]
            self._places.append((at, at + size, key.action))
            at += size
        return drawn(tuple(pieces), width, program.looks, "bar")

    async def on_click(self, event: events.Click) -> None:
        """A click on a key is the key."""
        for start, end, action in self._places:
            if start <= event.x < end and not self.notice:
                await self.screen.run_action(action)
        self.tell("")


class Page(Screen[None]):
    """A screen of its own, below the list."""

    KEYS: ClassVar[tuple[Key, ...]] = ()
    SCOPE: ClassVar[str] = "text"
    _withdrawing: Timer | None = None

    def __init_subclass__(cls) -> None:
        cls.BINDINGS = [*bindings(cls.KEYS)]
        super().__init_subclass__()

    @property
    def program(self) -> Program:
        """The program that it belongs to."""
        return program_of(self)

    @property
    def lang(self) -> Language:
        """The language of everything on it."""
        return self.program.lang

    def say(self, key: str, **values: object) -> str:
        """A text of the program."""
        return say(TUI, key, self.lang, **values)

    def tell(self, text: str) -> None:
        """Says for a moment what happened."""
        for bar in self.query(KeyBar):
            bar.tell(text)
        if self._withdrawing is not None:
            self._withdrawing.stop()
        self._withdrawing = self.set_timer(_TOLD, self._withdraw)

    def _withdraw(self) -> None:
        for bar in self.query(KeyBar):
            bar.tell("")

    def key_bar(self) -> KeyBar:
        """The bar of this screen's keys."""
        return KeyBar(self.KEYS)

    def saved(self, said: str | None) -> None:
        """What came of saving: None if nothing was saved."""
        if said:
            self.tell(said)

    def action_back(self) -> None:
        """To the screen before."""
        self.app.pop_screen()

    def action_help(self) -> None:
        """The keys of this screen and the others."""
        self.program.show_help(self.SCOPE)


def drawn(line: Line, width: int, looks: dict[str, Style], base: str) -> Text:
    """A line as wide as `width`, its last piece cut if it must be."""
    text = Text(no_wrap=True, end="", style=looks.get(base, Style.null()))
    left = width
    for piece, style in line:
        shorter = shorten(safe(piece), left)
        text.append(shorter, looks.get(style))
        left -= cells(shorter)
        if left <= 0:
            break
    text.append(pad("", max(left, 0)))
    return text
