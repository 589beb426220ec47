"""Saves calls: packets, text, ladder, page, sound, as the name of the file says."""

from __future__ import annotations

import os
from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import Any, ClassVar

from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Vertical
from textual.widgets import Input

from sipwhy.app.report import FullReport
from sipwhy.app.saving import ENDINGS, SavingError, save_call, targets
from sipwhy.texts.faults import fault
from sipwhy.texts.harmless import harmless
from sipwhy.tui.ask_screen import AskScreen
from sipwhy.tui.dialog import Dialog
from sipwhy.tui.lines import Lines
from sipwhy.tui.working import work


class SaveScreen(Dialog[str]):
    """Says at the end what was written, or why nothing was."""

    BINDINGS: ClassVar[list[Any]] = [
        Binding("down,tab", "ending(1)", show=False, priority=True),
        Binding("up", "ending(-1)", show=False, priority=True),
    ]

    def __init__(self, report: FullReport, numbers: Sequence[int], ending: str = ENDINGS[0]) -> None:
        super().__init__()
        self._report, self._numbers, self._ending = report, tuple(numbers), ending
        self._trouble = ""

    def compose(self) -> ComposeResult:
        """The name, and what may be done."""
        with Vertical(classes="dialog") as window:
            window.border_title = self.title_text()
            yield Input(self._first_name(), id="name", compact=True, select_on_focus=False)
            yield Lines(id="lines")

    def begin(self) -> None:
        """The name is typed at once."""
        box = self.query_one("#name", Input)
        box.cursor_blink = False
        box.focus()

    def _first_name(self) -> str:
        return f"call-{self._numbers[0]}{self._ending}" if len(self._numbers) == 1 else f"call{self._ending}"

    def title_text(self) -> str:
        """What is saved."""
        count = len(self._numbers)
        what = self.say("save-call", n=self._numbers[0]) if count == 1 else self.say("save-calls", n=count)
        return self.say("save-title", what=what)

    def show_again(self) -> None:
        """What may be done; what went wrong."""
        said = (self.say("save-hint"), ""), (self.say("save-keys"), "dim"), (self._trouble, "error")
        self.lines.put([line for text, style in said for line in self.folded(text, style)])

    def _tell(self, error: SavingError) -> None:
        values = dict(error.values)
        if isinstance(detail := values.get("detail"), str):
            values["detail"] = fault(detail, self.program.lang)
        self._trouble = self.say(error.key, **values)
        self.show_again()

    def action_ending(self, by: int) -> None:
        """The next kind of file."""
        box = self.query_one("#name", Input)
        path = Path(box.value)
        now = path.suffix.lower()
        self._ending = ENDINGS[(ENDINGS.index(now) + by) % len(ENDINGS)] if now in ENDINGS else ENDINGS[0]
        box.value = f"{box.value[: len(box.value) - len(now)] if now in ENDINGS else box.value}{self._ending}"
        box.cursor_position = len(box.value)

    def on_input_submitted(self, event: Input.Submitted) -> None:
        """Writes, once it is sure that nothing is lost by it."""
        name = event.value.strip()
        try:
            paths = targets(name, self._numbers, self._report.files)
        except SavingError as error:
            self._tell(error)
            return
        there = next((path for path in paths if os.path.exists(path)), None)  # noqa: PTH110  # a name that is too long is no error here
        if there is None:
            self._write(paths)
        else:
            question = self.say("overwrite", path=harmless(str(there), 200))
            self.app.push_screen(AskScreen(question), lambda said: self._write(paths) if said else None)

    def _write(self, paths: Sequence[Path]) -> None:
        work(self, partial(self._written, paths), "saving")

    async def _written(self, paths: Sequence[Path]) -> None:
        for number, path in zip(self._numbers, paths, strict=True):
            try:
                await self.program.away(save_call, self._report, number, path, self.program.voice)
            except SavingError as error:
                self._tell(error)
                return
        self.dismiss(self.say("saved", path=harmless(", ".join(map(str, paths[:3])) + (" …" if len(paths) > 3 else ""), 300)))
