"""`sipwhy rules`: every diagnosis by area."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import groupby
from typing import Any

import click

from sipwhy.cli import options as shared
from sipwhy.cli.help import Command
from sipwhy.cli.output import paper, print_lines
from sipwhy.diagnosis.registry import rules
from sipwhy.render.paper import Paper
from sipwhy.render.rulebook import rule_title
from sipwhy.texts.harmless import pad, shorten
from sipwhy.texts.language import Language


def command(lang: Language) -> click.Command:
    """The list."""

    def list_rules(**given: Any) -> None:
        _rules(given, lang)

    return Command("rules", lang, shared.timeless_speech(lang), list_rules)


def _rules(given: Mapping[str, Any], lang: Language) -> None:
    on = paper(given["no_color"])
    print_lines(_lines(lang, on), on)


def _lines(lang: Language, on: Paper) -> Iterator[str]:
    found = sorted(rules().values(), key=lambda rule: (rule.area, rule.slug))
    width = max((len(rule.slug) for rule in found), default=0)
    for area, members in groupby(found, key=lambda rule: rule.area):
        yield on.paint(area, "heading")
        for rule in members:
            yield f"  {pad(rule.slug, width)}  {shorten(rule_title(rule, lang), max(on.width - width - 4, 20))}"
