"""Options that mean the same everywhere."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import click

from sipwhy.cli import suggestions
from sipwhy.cli.kinds import address, methods, moment_given, one_of, ordinal, statuses, year, zone_name
from sipwhy.texts.catalogue import Table, say
from sipwhy.texts.language import LANGUAGES, Language
from sipwhy.texts.usage import OPTION

Parameters = list[click.Parameter]

SEVERITIES = ("error", "warning", "notice")
METHODS = ("INVITE", "REGISTER", "OPTIONS", "SUBSCRIBE", "MESSAGE", "NOTIFY", "PUBLISH", "REFER")
"""Those that begin an entry of the list of calls."""


class Renamed(click.Option):
    """An option that had other names before: scripts may go on with them, help does not name them."""

    def __init__(self, names: Sequence[str], old: Sequence[str], **settings: Any) -> None:
        super().__init__([*names, *old], **settings)
        self.old = frozenset(old)

    def get_help_record(self, ctx: click.Context) -> tuple[str, str] | None:
        """Its line in the help, without the old names."""
        every, self.opts = self.opts, [name for name in self.opts if name not in self.old]
        try:
            return super().get_help_record(ctx)
        finally:
            self.opts = every


def files(name: str = "files") -> Parameters:
    """One or more FILE."""
    return [click.Argument([name], nargs=-1, required=True, metavar="FILE...", shell_complete=suggestions.files)]


def files_with_number() -> Parameters:
    """FILE... and N, which may be left out."""
    (words,) = files()
    words.metavar = "FILE... [N]"
    return [words]


def filters(lang: Language) -> Parameters:
    """Which calls to look at."""
    return [
        *conditions(lang),
        *settings(lang),
        *keys(lang),
        *dating(lang),
        option(lang, "--certificate", metavar="FILE", multiple=True),
    ]


def conditions(lang: Language, kind: str = "") -> Parameters:
    """What must hold of a call; of a message, each for itself, if `kind` is "message-"."""

    def condition(name: str, **more: Any) -> click.Option:
        return option(lang, f"--{name}", text=f"{kind}{name}", **more)

    return [
        condition("call", type=ordinal(lang), metavar="N"),
        condition("phone", metavar="NUMBER"),
        condition("caller", metavar="NUMBER"),
        condition("callee", metavar="NUMBER"),
        condition("ip", type=address(lang), metavar="ADDRESS"),
        condition("call-id", metavar="TEXT"),
        condition("method", type=methods(lang), metavar="METHOD", shell_complete=suggestions.words(*METHODS)),
        condition("status", type=statuses(lang), metavar="STATUS", shell_complete=suggestions.statuses),
        condition("since", type=moment_given(lang), metavar="TIME"),
        condition("until", type=moment_given(lang), metavar="TIME"),
        condition("cause", type=str.lower, metavar="SLUG", shell_complete=suggestions.slugs),
        condition("where", metavar="EXPR"),
    ]


def settings(lang: Language) -> Parameters:
    """Which rules are on, by which numbers they decide, and the passwords that logins are checked against."""
    return [
        option(lang, "--settings", metavar="FILE", shell_complete=suggestions.files),
        option(lang, "--secret", metavar="USER", multiple=True),
        option(lang, "--secret-file", metavar="FILE", multiple=True, shell_complete=suggestions.files),
    ]


def keys(lang: Language) -> Parameters:
    """What opens TLS."""
    return [
        option(lang, "--keylog", metavar="FILE", multiple=True, shell_complete=suggestions.files),
        option(lang, "--rsa-key", metavar="FILE", multiple=True, shell_complete=suggestions.files),
    ]


def dating(lang: Language) -> Parameters:
    """What the times of text logs mean."""
    return [
        option(lang, "--log-zone", type=zone_name(lang), metavar="ZONE"),
        option(lang, "--log-year", type=year(lang), metavar="YEAR"),
    ]


def speech(lang: Language) -> Parameters:
    """In which language and zone, with or without colours."""
    return [
        language(lang),
        option(lang, "--utc", is_flag=True),
        no_color(lang),
    ]


def timeless_speech(lang: Language) -> Parameters:
    """The same for what has no times in it."""
    return [language(lang), no_color(lang)]


def no_color(lang: Language) -> click.Option:
    """Without colours."""
    return option(lang, "--no-color", is_flag=True)


def language(lang: Language) -> click.Option:
    """In which language."""
    return option(lang, "--lang", **among(lang, *LANGUAGES))


def formats(lang: Language) -> Parameters:
    """How the report is written, and what counts as failure."""
    return [
        option(lang, "--verbose", "-v", is_flag=True),
        option(lang, "--json", is_flag=True),
        option(lang, "--jsonl", is_flag=True),
        option(lang, "--html", metavar="FILE", shell_complete=suggestions.files),
        option(lang, "--markdown", is_flag=True),
        fail_on(lang),
    ]


def fail_on(lang: Language, text: str = "") -> click.Option:
    """From which severity on the exit status is 1."""
    return option(lang, "--fail-on", text=text, **among(lang, *SEVERITIES))


def follow(lang: Language) -> click.Option:
    """Whether what is appended is read, too."""
    return option(lang, "--follow", is_flag=True)


def choice(lang: Language, name: str, *words: str) -> click.Argument:
    """An argument that is one of a few words."""
    return click.Argument([name], **among(lang, *words))


def one_of_words(lang: Language, name: str, *words: str, table: Table = OPTION) -> click.Option:
    """An option that is one of a few words, by default the first."""
    return option(lang, name, table=table, default=words[0], **among(lang, *words))


def among(lang: Language, *words: str) -> dict[str, Any]:
    """The settings of an option or argument that is one of a few words."""
    return {"type": one_of(lang, *words), "metavar": "|".join(words), "shell_complete": suggestions.words(*words)}


def option(lang: Language, *names: str, text: str = "", table: Table = OPTION, **settings: object) -> click.Option:
    """An option whose help is the text of its own name, or `text` where it means something else to one command."""
    key = text or next(name for name in names if name.startswith("--")).removeprefix("--")
    return click.Option(list(names), help=say(table, key, lang), **settings)  # type: ignore[arg-type]  # click takes many kinds of setting


def help_of(key: str, lang: Language) -> str:
    """The help of option `key`."""
    return say(OPTION, key, lang)
