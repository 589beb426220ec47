"""A window over a screen."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar, TypeVar

from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Vertical
from textual.screen import ModalScreen

from sipwhy.texts.catalogue import say
from sipwhy.texts.tui import TUI
from sipwhy.tui.ink import Line, folded
from sipwhy.tui.lines import Lines
from sipwhy.tui.program_of import program_of

if TYPE_CHECKING:
    from sipwhy.tui.program import Program

Said = TypeVar("Said")
_WIDTH = 70
_AROUND = 6
"""Cells of the window that are no text: its border, the blanks beside it, the scroll bar."""


class Dialog(ModalScreen[Said]):
    """A title and lines; Esc leaves it with nothing said."""

    BINDINGS: ClassVar[list[Any]] = [Binding("escape", "leave", show=False), Binding("ctrl+c", "app.help_quit", show=False)]
    TITLE_KEY = ""

    def compose(self) -> ComposeResult:
        """The window."""
        with Vertical(classes="dialog") as window:
            window.border_title = self.title_text()
            yield Lines(id="lines")

    def on_mount(self) -> None:
        """Shows what there is to choose from."""
        self.begin()
        self.show_again()

    def begin(self) -> None:
        """What comes before."""
        self.lines.focus()

    @property
    def lines(self) -> Lines:
        """What there is to choose from."""
        return self.query_one("#lines", Lines)

    @property
    def program(self) -> Program:
        """The program that it belongs to."""
        return program_of(self)

    def say(self, key: str, **values: object) -> str:
        """A text of the program."""
        return say(TUI, key, self.program.lang, **values)

    def title_text(self) -> str:
        """What stands above the window."""
        return self.say(self.TITLE_KEY)

    def folded(self, text: str, style: str = "") -> list[Line]:
        """A text on as many lines of the window as it needs."""
        return folded(text, style, max(min(_WIDTH, self.app.size.width - _AROUND), 1))

    def on_resize(self) -> None:
        """Fits the lines into the window that there is now."""
        self.show_again()

    def show_again(self) -> None:
        """Shows the lines as they are now."""

    def action_leave(self) -> None:
        """Nothing was said."""
        self.dismiss(None)
