"""Options that mean the same everywhere."""

from __future__ import annotations

import click

from sipwhy.cli import suggestions
from sipwhy.cli.kinds import moment_given, one_of, ordinal, statuses
from sipwhy.texts.catalogue import say
from sipwhy.texts.language import LANGUAGES, Language
from sipwhy.texts.usage import OPTION

Parameters = list[click.Parameter]

SEVERITIES = ("error", "warning", "notice")


def files(name: str = "files") -> Parameters:
    """One or more FILE."""
    return [click.Argument([name], nargs=-1, required=True, metavar="FILE...", shell_complete=suggestions.files)]


def file_and_number(lang: Language) -> Parameters:
    """FILE... and N."""
    return [*files(), click.Argument(["number"], type=ordinal(lang), metavar="N")]


def filters(lang: Language) -> Parameters:
    """Which calls to look at."""
    return [
        option(lang, "--call", type=ordinal(lang), metavar="N"),
        option(lang, "--phone", metavar="NUMBER"),
        option(lang, "--caller", metavar="NUMBER"),
        option(lang, "--callee", metavar="NUMBER"),
        option(lang, "--ip", metavar="ADDRESS"),
        option(lang, "--call-id", metavar="TEXT"),
        option(lang, "--method", metavar="METHOD"),
        option(lang, "--status", type=statuses(lang), metavar="STATUS"),
        option(lang, "--since", type=moment_given(lang), metavar="TIME"),
        option(lang, "--until", type=moment_given(lang), metavar="TIME"),
        option(lang, "--cause", metavar="SLUG"),
        option(lang, "--settings", metavar="FILE"),
        option(lang, "--certificate", metavar="FILE", multiple=True),
    ]


def speech(lang: Language) -> Parameters:
    """In which language and zone, with or without colours."""
    return [
        option(lang, "--lang", type=one_of(lang, *LANGUAGES), metavar="|".join(LANGUAGES)),
        option(lang, "--utc", is_flag=True),
        option(lang, "--no-color", is_flag=True),
    ]


def formats(lang: Language) -> Parameters:
    """How the report is written, and what counts as failure."""
    return [
        option(lang, "--verbose", "-v", is_flag=True),
        option(lang, "--json", is_flag=True),
        option(lang, "--jsonl", is_flag=True),
        option(lang, "--html", metavar="FILE"),
        option(lang, "--markdown", is_flag=True),
        option(lang, "--fail-on", type=one_of(lang, *SEVERITIES), metavar="|".join(SEVERITIES)),
    ]


def option(lang: Language, *names: str, **settings: object) -> click.Option:
    """An option whose help is the text of its own name."""
    key = next(name for name in names if name.startswith("--")).removeprefix("--")
    return click.Option(list(names), help=say(OPTION, key, lang), **settings)  # type: ignore[arg-type]  # click takes many kinds of setting


def help_of(key: str, lang: Language) -> str:
    """The help of option `key`."""
    return say(OPTION, key, lang)
