"""`sipwhy FILE...`: the main job."""

from __future__ import annotations

from importlib import import_module
from typing import Any

import click

from sipwhy.cli import options as shared
from sipwhy.cli.commands import COMMANDS
from sipwhy.cli.help import MainCommand
from sipwhy.texts.language import Language


def command(lang: Language) -> click.Command:
    """The main job."""

    def report(**given: Any) -> int:
        status: int = import_module("sipwhy.cli.main_job").report(given, lang)  # --help need not wait for what reads captures
        return status

    version = click.Option(["--version", "-V"], is_flag=True, expose_value=False, help=shared.help_of("version", lang))
    parameters = [
        *shared.files_with_number(),
        *shared.filters(lang),
        shared.follow(lang),
        shared.option(lang, "--listen", is_flag=True),
        *shared.formats(lang),
        *shared.speech(lang),
        version,
    ]
    return MainCommand(lang, parameters, report, COMMANDS)
