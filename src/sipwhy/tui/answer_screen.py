"""What an answer means, as `sipwhy code` tells it."""

from __future__ import annotations

from collections.abc import Sequence

from sipwhy.reference.lookup import look_up
from sipwhy.render.answer.text import answer_lines
from sipwhy.texts.harmless import harmless
from sipwhy.tui.ink import Ink, Line, inked_lines
from sipwhy.tui.lines import Stop
from sipwhy.tui.text_page import TextPage


class AnswerScreen(TextPage):
    """`query` is a status with its phrase."""

    def __init__(self, query: str) -> None:
        super().__init__()
        self._query = query

    def title_text(self) -> str:
        """Which answer."""
        return self.say("answer-title", what=harmless(self._query, 80))

    def made(self, width: int) -> tuple[Sequence[Line], Sequence[Stop]]:
        """Everything that is known of it."""
        answer = look_up(self._query)
        if not answer.entries:
            answer = look_up(self._query.split(" ", maxsplit=1)[0])
        if not answer.entries:
            return [((self.program.voice.screen("no-match"), ""),)], ()
        return inked_lines(answer_lines(answer, self._query, self.lang, Ink(width - 1, colours=True), verbose=True), " "), ()
