"""`sipwhy code 403 [PHRASE]`: what an answer means, who is at fault, what to do; also for causes, warnings and plain words."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from itertools import chain
from typing import Any

import click

from sipwhy.cli import options as shared
from sipwhy.cli import suggestions
from sipwhy.cli.failure import FailureError
from sipwhy.cli.help import Command
from sipwhy.cli.kinds import names_several, statuses
from sipwhy.cli.output import paper, print_lines, print_pieces
from sipwhy.reference.book import book
from sipwhy.reference.lookup import Answer, look_up
from sipwhy.render.answer.json import json_answer, json_list
from sipwhy.render.answer.text import answer_lines, summary_lines
from sipwhy.render.paper import Paper
from sipwhy.texts.answers import ANSWER, KIND
from sipwhy.texts.catalogue import say
from sipwhy.texts.language import Language

_EVERY = "100-999"


def command(lang: Language) -> click.Command:
    """The reference of answers."""

    def explain(**given: Any) -> None:
        query = " ".join(given["words"]).strip()
        if given["list"] is not None and query:
            raise FailureError("extra", 2)
        wanted = statuses(lang)(query) if names_several(query) else given["list"]
        if wanted is None:
            _explain(query, given, lang)
        else:
            _list(wanted, given, lang)

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


def _explain(query: str, given: Mapping[str, Any], lang: Language) -> None:
    if not query:
        raise FailureError("no-code", 2)
    answer = look_up(query)
    if given["json"]:
        print_pieces([json_answer(answer, query)], "utf-8")
    elif answer.entries:
        on = paper(given["no_color"])
        shown = (answer_lines(answer, query, lang, on, verbose=given["verbose"]), _named(answer, query, lang, on))
        print_lines(chain(*(shown[::-1] if answer.how == "weak" else shown)), on)
    if answer.kind is not None and not answer.entries:
        raise FailureError("no-number", 2, list=say(KIND, answer.kind, lang), number=answer.number)
    if not answer.entries:
        raise FailureError("nothing-found", 2, query=query)


def _named(answer: Answer, query: str, lang: Language, on: Paper) -> Iterator[str]:
    """Rules that everyday words name: what is wrong with a call need not have a code."""
    if answer.how not in ("words", "weak"):
        return
    from sipwhy.diagnosis.naming import rules_named  # noqa: PLC0415  # late: a code alone needs no rules
    from sipwhy.render.rulebook import rule_title  # noqa: PLC0415  # as above

    named = rules_named(query)
    if named:
        yield from ("",) if answer.how == "words" else ()
        yield on.paint(f"{say(ANSWER, 'rules-named', lang)}:", "heading")
        for rule in named:
            yield from on.paragraph(f"{rule.slug}: {rule_title(rule, lang)}", "    ", "  ")
        yield from ("",) if answer.how == "weak" else ()


def _list(wanted: Collection[int], given: Mapping[str, Any], lang: Language) -> None:
    found = [entry for entry in book().of_kind("code") if int(entry.id) in wanted]
    if given["json"]:
        print_pieces([json_list(found)], "utf-8")
    if not found:
        raise FailureError("nothing-listed", 2)
    if given["json"]:
        return
    on = paper(given["no_color"])
    print_lines(summary_lines(found, lang, on), on)
