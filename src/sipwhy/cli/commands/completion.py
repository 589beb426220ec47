"""`sipwhy completion SHELL`: the script by which bash, zsh or fish completes commands, options, codes and rules."""

from __future__ import annotations

from typing import Any

import click

from sipwhy.cli.completion import SHELLS, script
from sipwhy.cli.help import Command
from sipwhy.cli.kinds import one_of
from sipwhy.cli.options import option
from sipwhy.cli.output import print_pieces
from sipwhy.texts.language import LANGUAGES, Language


def command(lang: Language) -> click.Command:
    """The script."""

    def show(**given: Any) -> None:
        print_pieces([script(given["shell"], lang), "\n"])

    shell = click.Argument(["shell"], type=one_of(lang, *SHELLS), metavar="|".join(SHELLS))
    return Command("completion", lang, [shell, option(lang, "--lang", type=one_of(lang, *LANGUAGES), metavar="|".join(LANGUAGES))], show)
