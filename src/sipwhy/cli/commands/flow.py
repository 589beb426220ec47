"""`sipwhy flow FILE... [N]`: one call as a ladder."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import chain
from typing import Any

import click

from sipwhy.cli import options as shared
from sipwhy.cli import suggestions
from sipwhy.cli.failure import FailureError
from sipwhy.cli.help import Command
from sipwhy.cli.one_call import one_call
from sipwhy.cli.output import paper, print_pieces, save
from sipwhy.cli.pager import show_lines
from sipwhy.cli.reading import voice
from sipwhy.cli.unread import complain
from sipwhy.render.flow_head import flow_head
from sipwhy.render.mermaid import mermaid
from sipwhy.render.subject import subject
from sipwhy.render.svg import svg
from sipwhy.render.text import ladder_lines
from sipwhy.texts.catalogue import say
from sipwhy.texts.errors import ERROR
from sipwhy.texts.language import Language


def command(lang: Language) -> click.Command:
    """The ladder."""

    def flow(**given: Any) -> int:
        return _flow(given, lang)

    parameters = [
        *shared.files_with_number(),
        shared.option(lang, "--svg", is_flag=False, flag_value="-", metavar="[FILE.svg]", shell_complete=suggestions.files),
        shared.option(lang, "--mermaid", is_flag=True),
        *shared.filters(lang),
        *shared.speech(lang),
    ]
    return Command("flow", lang, parameters, flow)


def _flow(given: Mapping[str, Any], lang: Language) -> int:
    target = given["svg"]
    if target and given["mermaid"]:
        raise FailureError("one-format", 2, options=("--svg", "--mermaid"))
    if target and target != "-" and not target.lower().endswith(".svg"):
        raise FailureError("svg-name", 2, path=target)
    found, number = one_call("flow", given, lang)
    speaker = voice(given, lang).of(found)
    shown = subject(found, number, speaker, full=True)
    if shown is None:
        raise FailureError("no-picture", 2, number=number)
    picture, head = shown.picture, tuple(flow_head(shown, speaker))
    if target:
        what = say(ERROR, "one-entry", lang, number=number, n=shown.row.messages)
        save(_lines(svg(picture, lang, above=head)), target, given["files"], lang, what)
    elif given["mermaid"]:
        print_pieces(_lines(mermaid(picture, lang)), "utf-8")
    else:
        on = paper(given["no_color"])
        shown_head = (on.paint(row, "dim") for line in head for row in on.paragraph(line, "  ", ""))
        show_lines(chain(shown_head, [""], ladder_lines(picture, on, lang, show_frames=True)), on)
    return complain(found, lang)


def _lines(lines: Iterator[str]) -> Iterator[str]:
    return (f"{line}\n" for line in lines)
