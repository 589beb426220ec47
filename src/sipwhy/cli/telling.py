"""What is told of no single call while evidence comes, by whatever is listened to or followed."""

from __future__ import annotations

from sipwhy.app.news import Wide
from sipwhy.cli.output import print_lines, print_pieces
from sipwhy.render.json import encoded, finding_entry
from sipwhy.render.paper import Paper
from sipwhy.render.text.following import wide_card
from sipwhy.render.voice import Voice


def print_wide(wide: Wide, voice: Voice, paper: Paper, *, is_json: bool, full: bool) -> None:
    """A finding of no single call: as JSON a line, else a card; `full` with the whole explanation."""
    if is_json:
        print_pieces([encoded({"kind": "finding", **finding_entry(wide.finding, voice, wide.report)}) + "\n"], "utf-8")
    else:
        print_lines(wide_card(wide.finding, wide.report, voice, paper, full=full), paper)
