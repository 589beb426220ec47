"""All messages of calls as text, one below the other."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import islice
from typing import ClassVar

from sipwhy.app.report import FullReport
from sipwhy.texts.harmless import harmless
from sipwhy.texts.moment import full_moment
from sipwhy.tui.ink import Line, worded
from sipwhy.tui.keys import RAW, Key
from sipwhy.tui.lines import Stop
from sipwhy.tui.messages_page import MessagesPage
from sipwhy.tui.save_screen import SaveScreen

_MOST = 2000
"""Messages that are shown at once."""


class RawScreen(MessagesPage):
    """The messages in order of time."""

    KEYS: ClassVar[tuple[Key, ...]] = RAW
    SCOPE = "raw"

    def __init__(self, report: FullReport, numbers: Sequence[int]) -> None:
        super().__init__()
        self._report, self._numbers = report, tuple(numbers)

    def title_text(self) -> str:
        """Which calls."""
        numbers = ", ".join(map(str, self._numbers[:10])) + (" …" if len(self._numbers) > 10 else "")
        return self.say("raw-title", n=self.program.voice.screen("in-call", number=numbers))

    def made(self, width: int) -> tuple[Sequence[Line], Sequence[Stop]]:
        """Each message under a line that says when and between whom."""
        messages = sorted((message for number in self._numbers for message in self._report.call(number).messages), key=lambda m: m.number)
        lines: list[Line] = []
        zone = self.program.voice.zone
        for message in islice(messages, _MOST):
            when = full_moment(message.ts, zone, 6)
            named = self.program.voice.screen("in-message", number=message.number)
            title = f"── {named} · {when} · {message.src} → {message.dst} · {harmless(message.transport)}"
            lines += worded(((title, "heading"),), width, "   ")
            lines += self.whole(message, width)
            lines.append((("", ""),))
        if len(messages) > _MOST:
            lines.append(((self.say("raw-cut", n=_MOST), "warning"),))
        if not messages:
            lines.append(((self.say("log-only"), ""),))
        return lines, ()

    def action_save(self) -> None:
        """The dialog that saves."""
        self.app.push_screen(SaveScreen(self._report, self._numbers, ".txt"), self.saved)
