"""`sipwhy history list [FILE...]`: messages, one a line."""

from __future__ import annotations

from typing import Any

import click

from sipwhy.cli import options as shared
from sipwhy.cli import suggestions
from sipwhy.cli.commands.history.asked import how_many, show_list, sources
from sipwhy.cli.commands.history.problem import told
from sipwhy.cli.help import Command
from sipwhy.texts.language import Language


def command(lang: Language) -> click.Command:
    """The list."""

    @told
    def listing(**given: Any) -> None:
        show_list(given["where"], given["files"], given, lang)

    files = click.Argument(["files"], nargs=-1, metavar="[FILE...]", shell_complete=suggestions.files)
    where = shared.option(lang, "--where", text="message-where", metavar="EXPR")
    return Command("list", lang, [files, where, *how_many(lang), *sources(lang)], listing)
