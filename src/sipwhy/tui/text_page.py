"""A screen of text that is scrolled."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from textual.app import ComposeResult

from sipwhy.tui.ink import Line
from sipwhy.tui.keys import TEXT, Key
from sipwhy.tui.lines import Lines, Stop
from sipwhy.tui.page import Head, Page
from sipwhy.tui.working import work


class TextPage(Page):
    """A head, lines, keys; `made` gives the lines for a width."""

    KEYS: ClassVar[tuple[Key, ...]] = TEXT
    SCOPE = "text"

    def compose(self) -> ComposeResult:
        """The three."""
        yield Head(name="head", most=2)
        yield Lines(is_read=True, id="text")
        yield self.key_bar()

    def on_mount(self) -> None:
        """Makes the text."""
        self.lines.focus()
        self.show_again()

    def on_resize(self) -> None:
        """Makes it for the size that there is now."""
        self.show_again()

    @property
    def lines(self) -> Lines:
        """The text."""
        return self.query_one("#text", Lines)

    @property
    def width(self) -> int:
        """Cells for the text."""
        return max(self.size.width - 1, 10)

    def show_again(self) -> None:
        """Makes the text anew."""
        work(self, self._show, "text")

    async def _show(self) -> None:
        title = await self.program.away(self.title_text)
        content, stops = await self.program.away(self.made, self.width)
        if self.is_mounted:
            self.query_one("#head", Head).put((f" {title}", ""))
            self.lines.put(content, stops, follow=False)

    def title_text(self) -> str:
        """What stands in the head."""
        raise NotImplementedError

    def made(self, width: int) -> tuple[Sequence[Line], Sequence[Stop]]:
        """The lines, and what the cursor stops at."""
        raise NotImplementedError
