"""`sipwhy history status`: since when it records, how much, and what was lost."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC
from typing import Any

import click

from sipwhy.cli import options as shared
from sipwhy.cli.commands.history.problem import told
from sipwhy.cli.commands.history.which import folder_of, no_files, store_option
from sipwhy.cli.help import Command
from sipwhy.cli.output import paper, print_lines, print_pieces
from sipwhy.render.recorder import status_json, status_lines
from sipwhy.store.state import store_state
from sipwhy.texts.language import Language


def command(lang: Language) -> click.Command:
    """The status."""

    @told
    def status(**given: Any) -> None:
        _status(given, lang)

    return Command(
        "status",
        lang,
        [no_files("status", "sipwhy"), shared.option(lang, "--json", is_flag=True), store_option(lang), *shared.speech(lang)],
        status,
    )


def _status(given: Mapping[str, Any], lang: Language) -> None:
    state = store_state(folder_of(given))
    if given["json"]:
        print_pieces([status_json(state)], "utf-8")
        return
    on = paper(given["no_color"])
    print_lines(status_lines(state, lang, UTC if given["utc"] else None, on), on)
