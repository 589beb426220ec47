"""The line into which a filter is typed, and what is said of it below."""

from __future__ import annotations

import asyncio
import textwrap
from typing import Any, ClassVar

from rich.text import Text
from textual.binding import Binding
from textual.message import Message
from textual.suggester import Suggester
from textual.widget import Widget
from textual.widgets import Input

from sipwhy.app.list_expression import ExpressionFaultError, FilterError, UnfinishedError, completed
from sipwhy.texts.catalogue import say
from sipwhy.texts.harmless import cells
from sipwhy.texts.tui import TUI
from sipwhy.tui.ink import safe
from sipwhy.tui.page import drawn
from sipwhy.tui.program_of import program_of

_MOST_LINES = 4


class Completing(Suggester):
    """Proposes the rest of a field's name, an operator or a value; → takes it."""

    def __init__(self) -> None:
        super().__init__(case_sensitive=True)

    async def get_suggestion(self, value: str) -> str | None:
        """The whole text with its last word completed."""
        return await asyncio.to_thread(completed, value) if value[-1:].isalpha() else None


class FilterBox(Input):
    """Enter, Tab and ↓ lead to the list; Esc empties the box and does the same."""

    BINDINGS: ClassVar[list[Any]] = [
        Binding("enter,tab,down,pagedown,f3", "leave", show=False),
        Binding("escape", "drop", show=False),
    ]

    def on_mount(self) -> None:
        """A cursor that blinks would send something over the line all the time."""
        self.cursor_blink = False

    class Left(Message):
        """It was left."""

    def action_leave(self) -> None:
        """To the list."""
        self.post_message(self.Left())

    def action_drop(self) -> None:
        """To the list, without a filter."""
        self.value = ""
        self.post_message(self.Left())


class FilterNote(Widget):
    """What is wrong with a filter, with a caret below the place, or what may come next; nothing is there while all is well."""

    DEFAULT_CSS = "FilterNote { height: 1; display: none; }"

    def __init__(self, name: str) -> None:
        super().__init__(id=name)
        self._error: FilterError | None = None

    def put(self, error: FilterError | None) -> None:
        """Says what `error` says."""
        self._error = error
        self.display = error is not None
        if error is not None:
            self.styles.height = len(self._lines(error))
        self.refresh(layout=True)

    def render(self) -> Text:
        """As many lines as it needs."""
        if self._error is None:
            return Text("")
        look = "dim" if isinstance(self._error, UnfinishedError) else "error"
        lines = [drawn(((line, look),), self.size.width, program_of(self).looks, "") for line in self._lines(self._error)]
        return Text("\n", end="").join(lines)

    def _lines(self, error: FilterError) -> list[str]:
        lang, width = program_of(self).lang, max(self.app.size.width, 20)
        if isinstance(error, UnfinishedError) and error.words:
            return [safe(say(TUI, error.key, lang, **error.values))]
        fault = error.fault if isinstance(error, ExpressionFaultError | UnfinishedError) else None
        if fault is None:
            return [safe(line) for line in textwrap.wrap(say(TUI, error.key, lang, **error.values), width)][:_MOST_LINES]
        if cells(fault.text) >= width:
            shown, caret = fault.said(lang).split("\n", 1)
            return [safe(shown), *_wrapped(caret, width)]
        return _wrapped(f"{' ' * cells(fault.text[: fault.position])}^ {fault.reason(lang)}", width)


def _wrapped(caret: str, width: int) -> list[str]:
    """A caret and the words behind it, which begin a line of their own where they do not fit there."""
    if cells(caret) <= width:
        return [safe(caret)]
    before, words = caret.split("^ ", 1)
    return [f"{before}^", *(safe(line) for line in textwrap.wrap(words, width))][:_MOST_LINES]
