"""`sipwhy history export FILE`: recorded messages as pcapng."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import chain
from typing import Any

import click

from sipwhy import __version__
from sipwhy.app.recorded import packets
from sipwhy.cli import options as shared
from sipwhy.cli import suggestions
from sipwhy.cli.commands.history.answer import answer
from sipwhy.cli.commands.history.problem import told
from sipwhy.cli.commands.history.reach import nothing_then
from sipwhy.cli.commands.history.span import calls_of, span_options
from sipwhy.cli.commands.history.which import opened, option, store_option
from sipwhy.cli.help import Command
from sipwhy.cli.kinds import ordinal
from sipwhy.cli.one_call import agreed
from sipwhy.cli.output import written
from sipwhy.export import About, write_pcapng
from sipwhy.texts.language import Language


def command(lang: Language) -> click.Command:
    """The export."""

    @told
    def export(**given: Any) -> None:
        _export(given, lang)

    parameters: shared.Parameters = [
        click.Argument(["output"], required=True, metavar="FILE", shell_complete=suggestions.files),
        click.Argument(["number"], required=False, metavar="[N]", type=ordinal(lang)),
        *span_options(lang),
        shared.option(lang, "--json", is_flag=True),
        option(lang, "--call", type=ordinal(lang), metavar="N"),
        store_option(lang),
        *shared.speech(lang),
    ]
    return Command("export", lang, parameters, export)


def _export(given: Mapping[str, Any], lang: Language) -> None:
    given = {**given, "call": agreed(given["number"], given["call"])}
    store = opened(given, lang)
    span = calls_of(store, given, lang)
    records = packets(store, span)
    if (first := next(records, None)) is None:
        raise nothing_then(store, given, "calls")
    with written(given["output"], is_private=True) as out:  # a capture holds digests too
        count = write_pcapng(out, chain([first], records), About(f"sipwhy {__version__}"))
    if given["output"] != "-":
        answer("exported", given, lang, count=count, path=given["output"])
