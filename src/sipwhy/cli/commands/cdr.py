"""`sipwhy cdr FILE|URL...`: traffic quality, what changed, and a ticket to the vendor."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from datetime import UTC
from functools import partial
from importlib import import_module
from typing import TYPE_CHECKING, Any

import click

from sipwhy.cli import options as shared
from sipwhy.cli import suggestions
from sipwhy.cli.failure import FailureError
from sipwhy.cli.help import Command
from sipwhy.cli.kinds import length, moment_given, percent, zone_name
from sipwhy.cli.output import paper, print_pieces, save
from sipwhy.cli.pager import show_lines
from sipwhy.cli.wrapped import tell_beside
from sipwhy.render.paper import Paper
from sipwhy.texts.catalogue import say
from sipwhy.texts.cdr import CDR_OPTION, PROBLEM
from sipwhy.texts.errors import ERROR
from sipwhy.texts.language import Language

if TYPE_CHECKING:
    from sipwhy.cdr.report import CdrReport

_BY = ("vendor", "direction", "operator", "country", "caller", "source", "hour")
_option = partial(shared.option, table=CDR_OPTION)


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
        shared.Renamed(["--log-zone"], ["--zone"], help=say(CDR_OPTION, "zone", lang), metavar="ZONE", type=zone_name(lang)),
        _option(lang, "--mapping", metavar="FILE", shell_complete=suggestions.files),
        _option(lang, "--columns", is_flag=True),
        _option(lang, "--since", metavar="TIME", type=moment_given(lang)),
        _option(lang, "--until", metavar="TIME", type=moment_given(lang)),
        _option(lang, "--last", metavar="TIME", type=length(lang)),
        _option(lang, "--password-file", metavar="FILE", shell_complete=suggestions.files),
    ]


def _showing(lang: Language) -> shared.Parameters:
    return [
        _option(lang, "--by", metavar="WORD", multiple=True, shell_complete=suggestions.words(*_BY)),
        shared.option(lang, "--verbose", "-v", text="verbose-cdr", is_flag=True),
        shared.option(lang, "--json", is_flag=True),
        _option(lang, "--csv", is_flag=True),
        shared.option(lang, "--html", metavar="FILE", shell_complete=suggestions.files),
        _option(lang, "--ticket", metavar="VENDOR"),
        shared.one_of_words(lang, "--ticket-form", "text", "html", "eml", table=CDR_OPTION),
        shared.one_of_words(lang, "--mask", "none", "callers", "callees", "both", table=CDR_OPTION),
        _option(lang, "--watch", metavar="TIME", type=length(lang, 1)),
        _option(lang, "--webhook", metavar="URL"),
        _option(lang, "--min-asr", metavar="PERCENT", type=percent(lang)),
        _option(lang, "--min-ner", metavar="PERCENT", type=percent(lang)),
        shared.fail_on(lang, "fail-on-found"),
    ]


def _cdr(given: Mapping[str, Any], lang: Language) -> int:
    try:
        reading = import_module("sipwhy.cli.cdr_reading")
    except ImportError as error:
        if error.name in ("duckdb", "phonenumbers"):
            raise CdrFailureError("no-cdr-package", 2) from None
        raise
    if wrong := [word for word in given["by"] if word not in _BY]:
        raise CdrFailureError("bad-by", 2, name=wrong[0], known=_BY)
    _refuse_mixtures(given)
    if given["columns"]:
        recognised = reading.recognised(given)
        print_pieces(reading.columns(recognised, lang))
        unrecognised: int = reading.complain(recognised, lang)
        return unrecognised
    if given["watch"]:
        watched: int = import_module("sipwhy.cli.cdr_watching").watch(given, lang)
        return watched
    if given["webhook"]:
        raise CdrFailureError("webhook-alone", 2)
    report: CdrReport = reading.read(given, lang)
    if given["ticket"]:
        _write_ticket(report, given, lang)
        unread: int = reading.complain(report.loaded, lang)
        return unread
    _show(report, given, lang)
    status: int = reading.status(report, given, lang)
    return status


def _refuse_mixtures(given: Mapping[str, Any]) -> None:
    """What would be left out without a word."""
    forms = tuple(f"--{name}" for name in ("ticket", "json", "csv") if given[name])
    if len(forms) > 1:
        raise FailureError("one-format", 2, options=forms)
    if not given["ticket"] and (given["mask"] != "none" or given["ticket_form"] != "text"):
        raise CdrFailureError("ticket-needed", 2, option="--mask" if given["mask"] != "none" else "--ticket-form")


def _write_ticket(report: CdrReport, given: Mapping[str, Any], lang: Language) -> None:
    reading = import_module("sipwhy.cli.cdr_reading")
    on = Paper(100, False, "utf-8")
    speech = import_module("sipwhy.render.cdr.speech").CdrSpeech(lang, on, UTC if given["utc"] else None)
    letter = reading.letter(report, given, speech, import_module("sipwhy.cli.reading").voice(given, lang))
    if given["ticket_form"] == "html":
        print_pieces(letter.html(), "utf-8")
    elif given["ticket_form"] == "eml":
        print_pieces([letter.mail().decode("ascii")], "utf-8")
    else:
        print_pieces((f"{line}\n" for line in (letter.subject, "", *letter.text())), "utf-8")
    if further := letter.further():
        tell_beside(further)


def _show(report: CdrReport, given: Mapping[str, Any], lang: Language) -> None:
    voice = import_module("sipwhy.cli.reading").voice(given, lang)
    data = import_module("sipwhy.render.cdr.data")
    on = paper(given["no_color"])
    speech = import_module("sipwhy.render.cdr.speech").CdrSpeech(lang, on, UTC if given["utc"] else None)
    if given["html"]:
        what = say(ERROR, "attempts", lang, n=report.total.attempts)
        save(import_module("sipwhy.render.cdr.page").cdr_page(report, speech, voice), given["html"], given["files"], lang, what)
    if given["json"]:
        print_pieces(data.cdr_json(report, voice), "utf-8")
    elif given["csv"]:
        print_pieces(data.cdr_csv(report), "utf-8")
    elif not given["html"]:
        show_lines(import_module("sipwhy.render.cdr.text").cdr_lines(report, speech, voice, given["by"], given["verbose"]), on)
    sys.stdout.flush()
