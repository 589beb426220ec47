"""`sipwhy history report --last 1h`: the main job on what was recorded."""

from __future__ import annotations

import shlex
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import click

from sipwhy.app.filters import Filters
from sipwhy.app.recorded import reported
from sipwhy.app.settings import settings_of
from sipwhy.cli import options as shared
from sipwhy.cli.commands.history.problem import HistoryError, told
from sipwhy.cli.commands.history.reach import nothing_then
from sipwhy.cli.commands.history.span import calls_of, span_options
from sipwhy.cli.commands.history.which import opened, option, store_option
from sipwhy.cli.help import Command
from sipwhy.cli.kinds import ordinal
from sipwhy.cli.main_job import asked_format, write
from sipwhy.cli.one_call import agreed
from sipwhy.cli.reading import voice
from sipwhy.cli.verdict import is_found
from sipwhy.store.problem import StoreError
from sipwhy.texts.language import Language


def command(lang: Language) -> click.Command:
    """The report."""

    @told
    def report(**given: Any) -> int:
        return _report(given, lang)

    parameters: shared.Parameters = [
        click.Argument(["number"], required=False, metavar="[N]", type=_number(lang)),
        *span_options(lang),
        option(lang, "--call", type=ordinal(lang), metavar="N"),
        shared.option(lang, "--phone", metavar="NUMBER"),
        shared.option(lang, "--settings", metavar="FILE"),
        *shared.formats(lang),
        store_option(lang),
        *shared.speech(lang),
    ]
    return Command("report", lang, parameters, report)


def _number(lang: Language) -> Callable[[str], int]:
    """An entry's number; a file is told where it belongs."""

    def number(text: str) -> int:
        if Path(text).exists() and not text.isdecimal():
            raise HistoryError("no-files-here", 2, name="report", instead="sipwhy", file=shlex.quote(text))
        return ordinal(lang)(text)

    return number


def _report(given: Mapping[str, Any], lang: Language) -> int:
    form = asked_format(given)
    given = {**given, "call": agreed(given["number"], given["call"])}
    store = opened(given, lang)
    span = calls_of(store, given, lang)
    try:
        filters, settings = Filters(phone=given["phone"]), settings_of(given["settings"])
        found = reported(store, span, str(store.folder.path), filters, settings, asked=given["store"] or "", only=given["call"])
    except StoreError as error:
        if error.key == "nothing":
            raise nothing_then(store, given, "report") from None
        raise
    only = given["call"] if given["call"] and found.row(given["call"]) else None
    speaker = voice(given, lang).about(found)
    write(found, form, {**given, "files": (), "call": only}, speaker)
    return int(bool(given["fail_on"]) and is_found(found, given["fail_on"], speaker, only))
