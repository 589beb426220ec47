"""The line into which a filter is typed."""

from __future__ import annotations

from typing import Any, ClassVar

from textual.binding import Binding
from textual.message import Message
from textual.widgets import Input


class FilterBox(Input):
    """Enter, Tab and the arrows lead to the list; Esc empties the box and does the same."""

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
