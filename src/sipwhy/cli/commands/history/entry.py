"""`sipwhy history entry N [FILE...]`: one message whole."""

from __future__ import annotations

from typing import Any

import click

from sipwhy.cli import suggestions
from sipwhy.cli.commands.history.asked import number_of, show_entry, source, sources
from sipwhy.cli.commands.history.problem import told
from sipwhy.cli.help import Command
from sipwhy.texts.language import Language


def command(lang: Language) -> click.Command:
    """The message."""

    @told
    def entry(**given: Any) -> None:
        number = number_of(given["number"], given["strict_asterisk"])
        show_entry(number, source(given["files"], given, lang), given, lang)

    number = click.Argument(["number"], required=True, metavar="N")
    files = click.Argument(["files"], nargs=-1, metavar="[FILE...]", shell_complete=suggestions.files)
    return Command("entry", lang, [number, files, *sources(lang)], entry)
