"""`sipwhy history where EXPR [FILE...]`: the messages of which an expression is true."""

from __future__ import annotations

from typing import Any

import click

from sipwhy.cli import suggestions
from sipwhy.cli.commands.history.asked import how_many, show_list, sources
from sipwhy.cli.commands.history.problem import told
from sipwhy.cli.help import Command
from sipwhy.texts.language import Language


def command(lang: Language) -> click.Command:
    """The list of those."""

    @told
    def where(**given: Any) -> None:
        show_list(given["expression"], given["files"], given, lang)

    expression = click.Argument(["expression"], required=True, metavar="EXPR")
    files = click.Argument(["files"], nargs=-1, metavar="[FILE...]", shell_complete=suggestions.files)
    return Command("where", lang, [expression, files, *how_many(lang), *sources(lang)], where)
