"""The progress line."""

import sys

import pytest

from sipwhy.cli import progress
from sipwhy.cli.progress import Progress


class Terminal:
    def __init__(self, is_terminal: bool) -> None:
        self.is_terminal = is_terminal
        self.text = ""

    def isatty(self) -> bool:
        return self.is_terminal

    def write(self, text: str) -> None:
        self.text += text

    def flush(self) -> None:
        pass


@pytest.mark.parametrize(("is_terminal", "patience", "is_shown"), [(True, 0.0, True), (True, 60.0, False), (False, 0.0, False)])
def test_shown_only_on_a_terminal_and_after_a_while(
    is_terminal: bool, patience: float, is_shown: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    terminal = Terminal(is_terminal)
    monkeypatch.setattr(sys, "stderr", terminal)
    monkeypatch.setattr(progress, "_PATIENCE", patience)
    with Progress("ru") as show:
        show(0.43)
    assert ("чтение 43 %" in terminal.text) == is_shown
    assert terminal.text.endswith("\r\x1b[K") == is_shown
