"""`sipwhy history entry N [FILE...]`: one message whole."""

from __future__ import annotations

from typing import Any

import click

from sipwhy.cli import suggestions
from sipwhy.cli.commands.history.asked import show_entry, sources
from sipwhy.cli.commands.history.problem import HistoryError, told
from sipwhy.cli.help import Command
from sipwhy.texts.language import Language


def command(lang: Language) -> click.Command:
    """The message."""

    @told
    def entry(**given: Any) -> None:
        show_entry(_number(given["number"], given["strict_asterisk"]), given["files"], given, lang)

    number = click.Argument(["number"], required=True, metavar="N")
    files = click.Argument(["files"], nargs=-1, metavar="[FILE...]", shell_complete=suggestions.files)
    return Command("entry", lang, [number, files, *sources(lang)], entry)


def _number(text: str, strict: bool) -> int:
    """From 1, and from 0 as Asterisk counts."""
    if text.isascii() and text.isdigit() and int(text[:12]) >= (0 if strict else 1):
        return int(text[:12])
    raise HistoryError("bad-entry", 2, value=text, first=str(0 if strict else 1))
