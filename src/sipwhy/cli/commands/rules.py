"""`sipwhy rules [WORD...]`: every diagnosis by area, or those with these words."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterable, Iterator, Mapping
from itertools import groupby
from typing import Any

import click

from sipwhy.cli import options as shared
from sipwhy.cli.failure import FailureError
from sipwhy.cli.help import Command
from sipwhy.cli.output import paper
from sipwhy.cli.pager import show_lines
from sipwhy.diagnosis.registry import rules
from sipwhy.diagnosis.rule import CaptureRule, Rule
from sipwhy.render.paper import Paper
from sipwhy.render.rulebook import rule_title
from sipwhy.texts.areas import area_named
from sipwhy.texts.harmless import pad, shorten
from sipwhy.texts.language import Language

_WORD = re.compile(r"[\w/.]+")
_LEAST_TITLE = 20
"""Cells that a title needs beside its slug; with fewer it stands below."""


def command(lang: Language) -> click.Command:
    """The list."""

    def list_rules(**given: Any) -> None:
        _rules(given, lang)

    parameters = [click.Argument(["words"], nargs=-1, metavar="[WORD...]"), *shared.timeless_speech(lang)]
    return Command("rules", lang, parameters, list_rules)


def _rules(given: Mapping[str, Any], lang: Language) -> None:
    words = [word.casefold() for word in given["words"]]
    found = [rule for rule in rules().values() if all(any(said.startswith(word) for said in _said(rule, lang)) for word in words)]
    if not found:
        raise FailureError("no-rule-with", 2, words=" ".join(given["words"]))
    on = paper(given["no_color"])
    show_lines(_lines(found, lang, on, sys.stdout.isatty()), on)


def _said(rule: Rule | CaptureRule, lang: Language) -> list[str]:
    """Where a word is looked for: slug, its words, those of the area and of the title."""
    return [rule.slug, *_WORD.findall(f"{rule.slug} {area_named(rule.area, lang)} {rule_title(rule, lang)}".casefold())]


def _lines(listed: Iterable[Rule | CaptureRule], lang: Language, on: Paper, is_cut: bool) -> Iterator[str]:
    """One line each, on a terminal no longer than it is wide."""
    found = sorted(listed, key=lambda rule: (rule.area, rule.slug))
    width = max(len(rule.slug) for rule in found)
    for area, members in groupby(found, key=lambda rule: rule.area):
        name = area_named(area, lang)
        yield from (on.paint(line, "heading") for line in (on.paragraph(name) if is_cut else [name]))
        for rule in members:
            yield from _line(rule.slug, rule_title(rule, lang), width, on, is_cut)


def _line(slug: str, title: str, width: int, on: Paper, is_cut: bool) -> Iterator[str]:
    room = on.width - width - 4
    if not is_cut:
        yield f"  {pad(slug, width)}  {title}"
    elif room >= _LEAST_TITLE:
        yield f"  {pad(slug, width)}  {shorten(title, room)}"
    else:
        yield f"  {slug}"
        yield f"    {shorten(title, on.width - 4)}"
