"""A question that is answered by yes or no."""

from __future__ import annotations

from typing import Any, ClassVar

from textual.binding import Binding

from sipwhy.tui.dialog import Dialog


class AskScreen(Dialog[bool]):
    """True for y or д. Anything else is no: Enter, and н too, which lies on the key of y but begins нет."""

    BINDINGS: ClassVar[list[Any]] = [
        Binding("y,Y,д,Д", "yes", show=False),
        Binding("n,N,т,Т,н,Н,enter,q,й,escape", "leave", show=False),
    ]

    def __init__(self, question: str) -> None:
        super().__init__()
        self._question = question

    def title_text(self) -> str:
        """None."""
        return ""

    def show_again(self) -> None:
        """The question."""
        self.lines.put(self.folded(self._question, "bold"))

    def action_yes(self) -> None:
        """Yes."""
        self.dismiss(True)

    def action_leave(self) -> None:
        """No."""
        self.dismiss(False)
