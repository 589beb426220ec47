"""`sipwhy completion SHELL`: the script by which bash, zsh or fish completes commands, options, codes and rules."""

from __future__ import annotations

from typing import Any

import click

from sipwhy.cli.completion import SHELLS, script
from sipwhy.cli.help import Command
from sipwhy.cli.options import choice, language
from sipwhy.cli.output import print_pieces
from sipwhy.texts.language import Language


def command(lang: Language) -> click.Command:
    """The script."""

    def show(**given: Any) -> None:
        print_pieces([script(given["shell"], lang), "\n"])

    return Command("completion", lang, [choice(lang, "shell", *SHELLS), language(lang)], show)
