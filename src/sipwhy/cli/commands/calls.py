"""`sipwhy calls FILE...`: the list of calls."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import click

from sipwhy.cli import options as shared
from sipwhy.cli.failure import FailureError
from sipwhy.cli.help import Command
from sipwhy.cli.one_call import demand, files_and_number
from sipwhy.cli.output import paper, print_pieces
from sipwhy.cli.pager import show_lines
from sipwhy.cli.reading import read, voice
from sipwhy.cli.unread import complain_of_list
from sipwhy.diagnosis.report import Report
from sipwhy.render.digest import digest, wrong_rows
from sipwhy.render.json import encoded, json_call_list, row_entries
from sipwhy.render.paper import Paper
from sipwhy.render.text import dated_list, overview
from sipwhy.render.voice import Voice
from sipwhy.texts.language import Language


def command(lang: Language) -> click.Command:
    """The list."""

    def calls(**given: Any) -> int:
        return _calls(given, lang)

    as_json = [shared.option(lang, f"--{name}", is_flag=True) for name in ("json", "jsonl")]
    return Command("calls", lang, [*shared.files_with_number(), *shared.filters(lang), *as_json, *shared.speech(lang)], calls)


def _calls(given: Mapping[str, Any], lang: Language) -> int:
    if given["json"] and given["jsonl"]:
        raise FailureError("one-format", 2, options=("--json", "--jsonl"))
    files, number = files_and_number(given, lang, "calls")
    found = read(files, {**given, "call": number}, lang)
    if number is not None:
        demand(found, number, files)
    if given["json"]:
        print_pieces(json_call_list(found), "utf-8")
    elif given["jsonl"]:
        print_pieces((encoded(entry) + "\n" for entry in row_entries(found, found.rows())), "utf-8")
    else:
        on = paper(given["no_color"])
        show_lines(_listed(found, voice(given, lang).of(found), on), on)
    return complain_of_list(found, lang)


def _listed(found: Report, speaker: Voice, on: Paper) -> Iterator[str]:
    """The list; where there is none, why, and what there is instead."""
    return dated_list(found.rows(), speaker, on, wrong_rows(found)) if found.results() else overview(found, digest(found), speaker, on)
