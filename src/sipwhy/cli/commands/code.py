"""`sipwhy code 403 [PHRASE]`: what an answer means, who is at fault, what to do; also for causes, warnings and plain words."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from importlib import import_module
from typing import Any

import click

from sipwhy.cli import options as shared
from sipwhy.cli import suggestions
from sipwhy.cli.failure import FailureError
from sipwhy.cli.help import Command
from sipwhy.cli.kinds import names_several, statuses
from sipwhy.cli.output import paper, print_pieces
from sipwhy.cli.pager import show_lines
from sipwhy.cli.wrapped import tell_beside
from sipwhy.reference.book import book
from sipwhy.reference.entry import Text
from sipwhy.reference.lookup import Answer, look_up
from sipwhy.render.answer.json import json_answer, json_list
from sipwhy.render.answer.text import answer_lines, summary_lines
from sipwhy.render.paper import Paper
from sipwhy.texts.answers import ANSWER, KIND
from sipwhy.texts.catalogue import say
from sipwhy.texts.errors import ERROR
from sipwhy.texts.harmless import harmless
from sipwhy.texts.language import Language, spoken

_EVERY = "100-999"
_PLAIN = ("words", "weak", "nothing")
"""How an answer was found where nobody named a code or a phrase."""


def command(lang: Language) -> click.Command:
    """The reference of answers."""

    def explain(**given: Any) -> None:
        query = " ".join(given["words"]).strip()
        if given["list"] is not None and query:
            raise FailureError("extra", 2, words=harmless(query, 100))
        wanted = statuses(lang)(query) if names_several(query) else given["list"]
        if wanted is None:
            _explain(query, given, lang)
        else:
            _list(wanted, given, lang)
            _say_unknown(query, lang)

    parameters: shared.Parameters = [
        click.Argument(["words"], nargs=-1, metavar="CODE|PHRASE", shell_complete=suggestions.codes),
        shared.option(
            lang, "--list", type=statuses(lang), metavar="[4xx]", is_flag=False, flag_value=_EVERY, shell_complete=suggestions.statuses
        ),
        shared.option(lang, "--verbose", "-v", text="verbose-code", is_flag=True),
        shared.option(lang, "--json", is_flag=True),
        *shared.timeless_speech(lang),
    ]
    return Command("code", lang, parameters, explain)


def _say_unknown(query: str, lang: Language) -> None:
    """On standard error: which of the codes that were named are none that is known."""
    named = [int(code) for code in re.findall(r"(?<![-\d])[1-9]\d\d(?![-\d])", query)]
    known = {int(entry.id) for entry in book().of_kind("code")}
    if unknown := [code for code in named if code not in known]:
        tell_beside(say(ERROR, "some-listed", lang, unknown=tuple(unknown)))


def _explain(query: str, given: Mapping[str, Any], lang: Language) -> None:
    if not query:
        raise FailureError("no-code", 2)
    answer = look_up(query)
    named, is_sure = _named(answer, query)
    if given["json"]:
        print_pieces([json_answer(answer, query, named)], "utf-8")
    else:
        on = paper(given["no_color"])
        entries = answer_lines(answer, query, lang, on, verbose=given["verbose"]) if answer.entries else ()
        guesses = answer.how == "weak"
        rules = _rule_lines(named, lang, on)
        parts: tuple[Iterable[str], ...] = (rules, [] if is_sure else entries) if guesses else (entries, rules)
        show_lines(_apart(parts), on)
    if answer.kind is not None and not answer.entries:
        raise FailureError("no-number", 2, list=say(KIND, answer.kind, lang), number=answer.number)
    if not answer.entries and not named:
        raise FailureError("nothing-found", 2, query=query)


def _named(answer: Answer, query: str) -> tuple[Mapping[str, Text], bool]:
    """
    The titles of the rules that everyday words name, by slug, and whether these words surely mean them.

    What is wrong with a call need not have a code. Rules are loaded only for such words.
    """
    if answer.how not in _PLAIN:
        return {}, False
    named = import_module("sipwhy.diagnosis.naming").rules_named(query)
    title = import_module("sipwhy.render.rulebook").rule_title
    return {rule.slug: Text(title(rule, "en"), title(rule, "ru")) for rule in named.rules}, named.is_sure


def _rule_lines(named: Mapping[str, Text], lang: Language, on: Paper) -> Iterator[str]:
    if named:
        yield on.paint(f"{say(ANSWER, 'rules-named', lang)}:", "heading")
    for slug, title in named.items():
        yield from on.paragraph(f"{slug}: {spoken(title, lang)}", "    ", "  ")


def _apart(parts: Iterable[Iterable[str]]) -> Iterator[str]:
    """The lines of the parts that have any, with a blank line between two parts."""
    is_first = True
    for lines in filter(None, map(list, parts)):
        yield from () if is_first else ("",)
        yield from lines
        is_first = False


def _list(wanted: Collection[int], given: Mapping[str, Any], lang: Language) -> None:
    found = [entry for entry in book().of_kind("code") if int(entry.id) in wanted]
    if given["json"]:
        print_pieces([json_list(found)], "utf-8")
    if not found:
        raise FailureError("nothing-listed", 2)
    if given["json"]:
        return
    on = paper(given["no_color"])
    show_lines(summary_lines(found, lang, on), on)
