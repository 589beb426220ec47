"""`sipwhy cdr FILE|URL...`: traffic quality, what changed, and a ticket to the vendor."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from datetime import UTC
from importlib import import_module
from typing import TYPE_CHECKING, Any

import click

from sipwhy.cli import options as shared
from sipwhy.cli import suggestions
from sipwhy.cli.failure import FailureError
from sipwhy.cli.help import Command
from sipwhy.cli.kinds import zone_name
from sipwhy.cli.output import paper, print_lines, print_pieces, save
from sipwhy.texts.catalogue import say
from sipwhy.texts.cdr import CDR_OPTION, PROBLEM
from sipwhy.texts.language import Language

if TYPE_CHECKING:
    from sipwhy.cdr.report import CdrReport

NO_INPUT = 3
_BY = ("vendor", "direction", "operator", "country", "caller", "source", "hour")


class CdrFailureError(FailureError):
    """`key` names a text of `texts.cdr.PROBLEM`."""

    table = PROBLEM


def command(lang: Language) -> click.Command:
    """The report."""

    def cdr(**given: Any) -> int:
        return _cdr(given, lang)

    words = shared.files()
    words[0].metavar = "FILE|URL..."
    return Command("cdr", lang, [*words, *_reading(lang), *_showing(lang), *shared.speech(lang)], cdr)


def _reading(lang: Language) -> shared.Parameters:
    return [
        _option(lang, "--country", metavar="RU"),
        _option(lang, "--prefixes", metavar="FILE", shell_complete=suggestions.files),
        _option(lang, "--zone", metavar="ZONE", type=zone_name(lang)),
        _option(lang, "--mapping", metavar="FILE", shell_complete=suggestions.files),
        _option(lang, "--columns", is_flag=True),
        _option(lang, "--password-file", metavar="FILE", shell_complete=suggestions.files),
    ]


def _showing(lang: Language) -> shared.Parameters:
    return [
        _option(lang, "--by", metavar="WORD", multiple=True, shell_complete=suggestions.words(*_BY)),
        shared.option(lang, "--verbose", "-v", is_flag=True),
        shared.option(lang, "--json", is_flag=True),
        _option(lang, "--csv", is_flag=True),
        shared.option(lang, "--html", metavar="FILE", shell_complete=suggestions.files),
        shared.fail_on(lang),
    ]


def _option(lang: Language, *names: str, text: str = "", **settings: Any) -> click.Option:
    return click.Option(list(names), help=say(CDR_OPTION, text or names[0].removeprefix("--"), lang), **settings)


def _cdr(given: Mapping[str, Any], lang: Language) -> int:
    try:
        reading = import_module("sipwhy.cli.cdr_reading")
    except ImportError as error:
        if error.name in ("duckdb", "phonenumbers"):
            raise CdrFailureError("no-cdr-package", 2) from None
        raise
    if wrong := [word for word in given["by"] if word not in _BY]:
        raise CdrFailureError("bad-by", 2, name=wrong[0], known=_BY)
    if given["columns"]:
        print_pieces(reading.columns(given, lang))
        return 0
    report: CdrReport = reading.read(given, lang)
    _show(report, given, lang)
    status: int = reading.status(report, given)
    return status


def _show(report: CdrReport, given: Mapping[str, Any], lang: Language) -> None:
    voice = import_module("sipwhy.cli.reading").voice(given, lang)
    data = import_module("sipwhy.render.cdr.data")
    on = paper(given["no_color"])
    speech = import_module("sipwhy.render.cdr.speech").CdrSpeech(lang, on, UTC if given["utc"] else None)
    if given["html"]:
        save(import_module("sipwhy.render.cdr.page").cdr_page(report, speech, voice), given["html"], given["files"], lang)
    if given["json"]:
        print_pieces(data.cdr_json(report, voice), "utf-8")
    elif given["csv"]:
        print_pieces(data.cdr_csv(report), "utf-8")
    elif not given["html"]:
        print_lines(import_module("sipwhy.render.cdr.text").cdr_lines(report, speech, voice, given["by"], given["verbose"]), on)
    sys.stdout.flush()
