"""`sipwhy completion SHELL`: the script by which bash, zsh or fish completes commands, options, codes and rules."""

from __future__ import annotations

from typing import Any

import click

from sipwhy.cli.completion import SHELLS, script
from sipwhy.cli.failure import FailureError
from sipwhy.cli.help import Command
from sipwhy.cli.options import language
from sipwhy.cli.output import print_pieces
from sipwhy.cli.suggestions import words
from sipwhy.texts.language import Language


def command(lang: Language) -> click.Command:
    """The script."""

    def show(**given: Any) -> None:
        if given["shell"] not in SHELLS:
            raise FailureError("no-shell", 2, shell=given["shell"], shells=SHELLS)
        print_pieces([script(given["shell"], lang), "\n"])

    shell = click.Argument(["shell"], metavar="|".join(SHELLS), shell_complete=words(*SHELLS))
    return Command("completion", lang, [shell, language(lang)], show)
