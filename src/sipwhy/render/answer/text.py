"""Entries of the reference on a terminal."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from sipwhy.reference.entry import Entry
from sipwhy.reference.lookup import Answer
from sipwhy.render.answer.brief import briefer
from sipwhy.render.answer.outline import Item, Outline, Section, outline, summary
from sipwhy.render.paper import Paper
from sipwhy.texts.answers import ANSWER
from sipwhy.texts.catalogue import say
from sipwhy.texts.harmless import harmless
from sipwhy.texts.language import Language

_INDENT = "  "
_LISTED = 7
_SCREEN = 23
"""Lines of the usual terminal, the prompt left out."""


def answer_lines(answer: Answer, query: str, lang: Language, paper: Paper, *, verbose: bool = False) -> Iterator[str]:
    """
    The best entry, and the others that fit on a line each; guesses on a line each.

    A code is a screenful unless `verbose`; beside words that we do not know it is whole, as they may resemble some that we do.
    """
    if answer.how in ("unknown-phrase", "close", "words", "weak"):
        key = answer.how
        said = say(ANSWER, key, lang, phrase=harmless(answer.phrase, 80), status=answer.status, query=harmless(query, 80))
        yield from paper.paragraph(said)
        yield ""
    if answer.how == "weak":
        yield from summary_lines(answer.entries[:_LISTED], lang, paper)
        return
    first, *others = answer.entries
    short = not verbose and answer.how != "unknown-phrase"
    yield from entry_lines(first, lang, paper, answer.status, short=short)
    if others:
        yield ""
        yield paper.paint(f"{say(ANSWER, 'others', lang)}:", "heading")
        yield from summary_lines(others[:_LISTED], lang, paper)


def entry_lines(entry: Entry, lang: Language, paper: Paper, status: int | None = None, *, short: bool = False) -> Iterator[str]:
    """
    One entry, which may have stood beside `status`, with everything about it.

    A `short` code whose page is longer than a screen has as many of its causes as fit, and a word of what else there is.
    """
    whole = list(_lines(outline(entry, lang, status), lang, paper))
    if not short or entry.kind != "code" or len(whole) <= _SCREEN:
        yield from whole
        return
    tries = [list(_lines(said, lang, paper)) for said in briefer(entry, lang)]
    yield from next((lines for lines in tries if len(lines) <= _SCREEN), tries[-1])


def _lines(said: Outline, lang: Language, paper: Paper) -> Iterator[str]:
    remarks = f" ({'; '.join(said.remarks)})" if said.remarks else ""
    yield from (paper.paint(line, "heading") for line in paper.paragraph(said.title + remarks, _INDENT, ""))
    yield from paper.paragraph(said.meaning, _INDENT)
    yield from (paper.paint(line, "dim") for line in paper.paragraph(said.fault, _INDENT))
    for section in said.sections:
        yield ""
        yield from _section(section, paper)
    if not said.checked or said.sources or said.more:
        yield ""
    if not said.checked:
        yield from (paper.paint(line, "dim") for line in paper.paragraph(say(ANSWER, "unchecked-entry", lang)))
    for text in filter(None, (said.sources, said.more)):
        yield from (paper.paint(line, "dim") for line in paper.paragraph(text, _INDENT, ""))


def summary_lines(entries: Sequence[Entry], lang: Language, paper: Paper) -> Iterator[str]:
    """Entries as a list: title and meaning of each, wrapped to the width."""
    for entry in entries:
        yield from paper.paragraph(summary(entry, lang), _INDENT * 2, _INDENT)


def _section(section: Section, paper: Paper) -> Iterator[str]:
    yield paper.paint(f"{section.title}:", "heading")
    for number, item in enumerate(section.items, 1):
        yield from _item(item, f"{number}. " if section.numbered and len(section.items) > 1 else "", paper)


def _item(item: Item, mark: str, paper: Paper) -> Iterator[str]:
    lead = f"{item.lead}: " if item.lead else ""
    under = " " * len(mark) if mark else _INDENT
    yield from paper.paragraph(f"{lead}{item.text}", _INDENT + under, _INDENT + mark)
    for command in item.run:
        yield _INDENT * 3 + paper.paint(command, "request")
