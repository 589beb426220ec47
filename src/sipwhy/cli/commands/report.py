"""`sipwhy FILE...`: the main job."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import click

from sipwhy.cli import options as shared
from sipwhy.cli.commands import COMMANDS
from sipwhy.cli.failure import FailureError
from sipwhy.cli.help import Command
from sipwhy.cli.output import paper, print_lines, print_pieces, save
from sipwhy.cli.reading import read, voice
from sipwhy.cli.verdict import is_found
from sipwhy.diagnosis.report import Report
from sipwhy.render.html import html_page
from sipwhy.render.json import json_lines, json_report
from sipwhy.render.markdown import markdown
from sipwhy.render.text import screen
from sipwhy.render.voice import Voice
from sipwhy.texts.language import Language

_FORMATS = ("json", "jsonl", "html", "markdown")


def command(lang: Language) -> click.Command:
    """The main job."""

    def report(**given: Any) -> int:
        return _report(given, lang)

    version = click.Option(["--version", "-V"], is_flag=True, expose_value=False, help=shared.help_of("version", lang))
    parameters = [*shared.files(), *shared.filters(lang), *shared.formats(lang), *shared.speech(lang), version]
    made = Command("", lang, parameters, report)
    made.others = COMMANDS
    return made


def _report(given: Mapping[str, Any], lang: Language) -> int:
    asked = [name for name in _FORMATS if given[name]]
    if len(asked) > 1:
        raise FailureError("one-format", 2, options=tuple(f"--{name}" for name in asked))
    found = read(given["files"], given, lang)
    number = given["call"]
    if number is not None and found.row(number) is None:
        raise FailureError("no-call", 2, number=number)
    _write(found, asked[0] if asked else "text", given, voice(given, lang))
    return int(bool(given["fail_on"]) and is_found(found, given["fail_on"]))


def _write(found: Report, form: str, given: Mapping[str, Any], speaker: Voice) -> None:
    match form:
        case "json":
            print_pieces(json_report(found, speaker), "utf-8")
        case "jsonl":
            print_pieces(json_lines(found, speaker), "utf-8")
        case "html":
            save(html_page(found, speaker, given["verbose"], given["call"]), given["html"], given["files"], speaker.lang)
        case "markdown":
            print_pieces((f"{line}\n" for line in markdown(found, speaker, given["verbose"], given["call"])), "utf-8")
        case _:
            on = paper(given["no_color"])
            print_lines(screen(found, speaker, on, given["verbose"], given["call"]), on)
