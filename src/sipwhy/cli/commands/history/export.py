"""`sipwhy history export FILE`: recorded messages as pcapng."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import click

from sipwhy import __version__
from sipwhy.app.recorded import packets
from sipwhy.app.whole_file import written_whole
from sipwhy.cli import options as shared
from sipwhy.cli import suggestions
from sipwhy.cli.commands.history.answer import answer
from sipwhy.cli.commands.history.problem import told
from sipwhy.cli.commands.history.reach import nothing_then
from sipwhy.cli.commands.history.span import calls_of, span_options
from sipwhy.cli.commands.history.which import opened, option, store_option
from sipwhy.cli.failure import FailureError
from sipwhy.cli.help import Command
from sipwhy.cli.kinds import ordinal
from sipwhy.cli.one_call import agreed
from sipwhy.export import About, Record, write_pcapng
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
    written = _write(first, records, Path(given["output"]))
    answer("exported", given, lang, count=written, path=given["output"])


def _write(first: Record, records: Iterator[Record], target: Path) -> int:
    """Writes the file as a whole or not at all; FailureError if it cannot be written."""

    def all_of_them() -> Iterator[Record]:
        yield first
        yield from records

    try:
        with written_whole(target, is_private=True) as part, part.open("wb") as out:  # a capture holds digests too
            written = write_pcapng(out, all_of_them(), About(f"sipwhy {__version__}"))
    except OSError as error:
        raise FailureError("cannot-write", 2, path=str(target), detail=error.strerror or str(error)) from None
    return written
