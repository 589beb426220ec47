"""`sipwhy rule SLUG`: one diagnosis explained."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import click

from sipwhy.cli import options as shared
from sipwhy.cli.help import Command
from sipwhy.cli.output import paper
from sipwhy.cli.pager import show_lines
from sipwhy.cli.slips import no_such_rule
from sipwhy.cli.suggestions import slugs
from sipwhy.diagnosis.registry import rules
from sipwhy.render.rulebook import rule_lines
from sipwhy.texts.language import Language


def command(lang: Language) -> click.Command:
    """The explanation."""

    def explain(**given: Any) -> None:
        _explain(given, lang)

    return Command("rule", lang, [click.Argument(["slug"], metavar="SLUG", shell_complete=slugs), *shared.timeless_speech(lang)], explain)


def _explain(given: Mapping[str, Any], lang: Language) -> None:
    rule = rules().get(given["slug"].lower())
    if rule is None:
        raise no_such_rule(given["slug"])
    on = paper(given["no_color"])
    show_lines(rule_lines(rule, lang, on), on)
