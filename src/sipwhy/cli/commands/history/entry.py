"""`sipwhy history entry N [FILE...]`: one message whole."""

from __future__ import annotations

import shlex
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import click

from sipwhy.cli import suggestions
from sipwhy.cli.commands.history.asked import number_of, show_entry, source, sources
from sipwhy.cli.commands.history.problem import HistoryError, told
from sipwhy.cli.help import Command
from sipwhy.texts.language import Language


def command(lang: Language) -> click.Command:
    """The message."""

    @told
    def entry(**given: Any) -> None:
        text, files = _parted(given["number"], given["files"])
        number = number_of(text, given["strict_asterisk"])
        show_entry(number, source(files, given, lang), given, lang)

    number = click.Argument(["number"], required=True, metavar="N")
    files = click.Argument(["files"], nargs=-1, metavar="[FILE...]", shell_complete=suggestions.files)
    return Command("entry", lang, [number, files, *sources(lang)], entry)


def _parted(first: str, rest: Sequence[str]) -> tuple[str, Sequence[str]]:
    """The number and the files: it may stand behind them too, where every other command has it."""
    if rest and not first.isdecimal() and rest[-1].isdecimal() and not Path(rest[-1]).exists():
        return rest[-1], (first, *rest[:-1])
    if not first.isdecimal() and Path(first).exists():
        raise HistoryError("which-entry", 2, file=shlex.quote(first))
    return first, rest
