"""The report as plain text for a terminal, a pipe or a file."""

from sipwhy.render.paper import Paper
from sipwhy.render.text.calls import call_list, dated_list
from sipwhy.render.text.card import card
from sipwhy.render.text.ladder import ladder_lines
from sipwhy.render.text.overview import overview
from sipwhy.render.text.screen import screen

__all__ = ["Paper", "call_list", "card", "dated_list", "ladder_lines", "overview", "screen"]
