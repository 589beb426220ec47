"""`sipwhy export FILE... [N] -o OUT`: one call's packets for Wireshark."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from typing import Any

import click

from sipwhy.app.export import LeakError, LogOnlyError, export_into
from sipwhy.cli import options as shared
from sipwhy.cli import suggestions
from sipwhy.cli.failure import FailureError
from sipwhy.cli.help import Command
from sipwhy.cli.one_call import one_call
from sipwhy.cli.output import confirm, refuse_input, written
from sipwhy.cli.reading import voice
from sipwhy.cli.unread import complain
from sipwhy.render.remarks import remarks
from sipwhy.texts.catalogue import say
from sipwhy.texts.errors import ERROR
from sipwhy.texts.language import Language


def command(lang: Language) -> click.Command:
    """The export."""

    def save_call(**given: Any) -> int:
        return _export(given, lang)

    parameters = [
        *shared.files_with_number(),
        shared.option(lang, "--output", "-o", required=True, metavar="OUT.pcapng", shell_complete=suggestions.files),
        shared.option(lang, "--anonymize", is_flag=True),
        *shared.filters(lang),
        *shared.speech(lang),
    ]
    return Command("export", lang, parameters, save_call)


def _export(given: Mapping[str, Any], lang: Language) -> int:
    refuse_input(given["output"], given["files"])
    found, number = one_call("export", given, lang)
    speaker = voice(given, lang)
    comment, notes = remarks(found, number, speaker)
    try:
        with written(given["output"]) as out:
            done = export_into(out, found, number, anonymize=given["anonymize"], comment=comment, notes=notes)
    except LogOnlyError:
        raise FailureError("export-log", 2, number=number) from None
    except LeakError as error:
        raise FailureError("cannot-mask", 2, detail=str(error)) from None
    row = found.row(number)
    confirm(given["output"], lang, say(ERROR, "packets", lang, number=number, n=row.messages if row else 0, packets=done.packets))
    if done.left_out:
        sys.stderr.write(say(ERROR, "left-out", lang, n=done.left_out) + "\n")
    return complain(found, lang)
