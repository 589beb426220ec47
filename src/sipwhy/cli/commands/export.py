"""`sipwhy export FILE... N -o OUT`: one call's packets for Wireshark."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import click

from sipwhy.app import export
from sipwhy.cli import options as shared
from sipwhy.cli.failure import FailureError
from sipwhy.cli.help import Command
from sipwhy.cli.output import confirm, refuse_input
from sipwhy.cli.reading import read
from sipwhy.texts.language import Language


def command(lang: Language) -> click.Command:
    """The export."""

    def save_call(**given: Any) -> None:
        _export(given, lang)

    parameters = [
        *shared.file_and_number(lang),
        shared.option(lang, "--output", "-o", required=True, metavar="OUT.pcapng"),
        shared.option(lang, "--anonymize", is_flag=True),
        *shared.speech(lang),
    ]
    return Command("export", lang, parameters, save_call)


def _export(given: Mapping[str, Any], lang: Language) -> None:
    refuse_input(given["output"], given["files"])
    found = read(given["files"], {**given, "call": given["number"]}, lang)
    if found.row(given["number"]) is None:
        raise FailureError("no-call", 2, number=given["number"])
    try:
        export(found, given["number"], given["output"], anonymize=given["anonymize"])
    except OSError as error:
        raise FailureError("cannot-write", 2, path=given["output"], detail=error.strerror or str(error)) from None
    confirm(given["output"], lang)
