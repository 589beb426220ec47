"""A question that is answered by yes or no."""

from __future__ import annotations

from typing import Any, ClassVar

from textual.binding import Binding

from sipwhy.tui.dialog import Dialog
from sipwhy.tui.ink import wrapped

_WIDTH = 70


class AskScreen(Dialog[bool]):
    """True for y (or д, or Enter where yes is harmless: it never is, so Enter is no yes)."""

    BINDINGS: ClassVar[list[Any]] = [
        Binding("y,Y,д,Д,н,Н", "yes", show=False),
        Binding("n,N,т,Т,enter,q,escape", "leave", show=False),
    ]

    def __init__(self, question: str) -> None:
        super().__init__()
        self._question = question

    def title_text(self) -> str:
        """None."""
        return ""

    def show_again(self) -> None:
        """The question."""
        self.lines.put(wrapped(((self._question, "bold"),), _WIDTH))

    def action_yes(self) -> None:
        """Yes."""
        self.dismiss(True)

    def action_leave(self) -> None:
        """No."""
        self.dismiss(False)
