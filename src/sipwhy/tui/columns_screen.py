"""Which columns the list has, and in which order."""

from __future__ import annotations

from typing import Any, ClassVar

from textual.binding import Binding

from sipwhy.tui.dialog import Dialog
from sipwhy.tui.layout import WIDTHS
from sipwhy.tui.lines import Stop


class ColumnsScreen(Dialog[None]):
    """Those that are shown first, in their order; what fits of them is shown."""

    BINDINGS: ClassVar[list[Any]] = [
        Binding("space,enter", "turn", show=False),
        Binding("plus,equals_sign", "move(1)", show=False),
        Binding("minus", "move(-1)", show=False),
        Binding("escape,q,й,f10,t,е", "leave", show=False),
    ]
    TITLE_KEY = "columns-title"

    def begin(self) -> None:
        """Begins with what is shown now."""
        chosen = self.program.preferences.columns
        self._keys = [*chosen, *(key for key in WIDTHS if key not in chosen)]
        self._shown = set(chosen)
        self.lines.focus()

    def show_again(self) -> None:
        """Each column on a line."""
        lines = [((f"[{'x' if key in self._shown else ' '}] {self.say(f'name-{key}')}", ""),) for key in self._keys]
        self.lines.put(lines, [Stop(at, at, key) for at, key in enumerate(self._keys)], head=self.folded(self.say("columns-keys"), "dim"))

    def action_turn(self) -> None:
        """Shown, or not."""
        key = self.lines.current
        if self._shown ^ {key}:
            self._shown ^= {key}
        self._apply()

    def action_move(self, by: int) -> None:
        """Up or down."""
        at, to = self.lines.cursor, self.lines.cursor + by
        if 0 <= to < len(self._keys):
            self._keys[at], self._keys[to] = self._keys[to], self._keys[at]
            self.lines.cursor = to
            self._apply()

    def _apply(self) -> None:
        self.program.prefer(columns=tuple(key for key in self._keys if key in self._shown))
        self.show_again()
