"""One message on the whole screen, and its neighbours one key away."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from sipwhy.app.report import FullReport
from sipwhy.model import Message
from sipwhy.texts.harmless import harmless
from sipwhy.texts.moment import full_moment
from sipwhy.tui.answer_screen import AnswerScreen
from sipwhy.tui.ink import Line, worded
from sipwhy.tui.keys import MESSAGE, Key
from sipwhy.tui.lines import Stop
from sipwhy.tui.messages_page import MessagesPage
from sipwhy.tui.save_screen import SaveScreen


class MessageScreen(MessagesPage):
    """`messages` are those of the ladder, `at` the place of the one to show."""

    KEYS: ClassVar[tuple[Key, ...]] = MESSAGE
    SCOPE = "message"

    def __init__(self, messages: Sequence[Message], at: int, report: FullReport, numbers: Sequence[int]) -> None:
        super().__init__()
        self._messages, self._at = messages, at
        self._report, self._numbers = report, tuple(numbers)

    @property
    def message(self) -> Message:
        """The one that is shown."""
        return self._messages[self._at]

    def title_text(self) -> str:
        """Which one."""
        message = self.message
        when = full_moment(message.ts, self.program.voice.zone, 6)
        return self.say("message-title", label=harmless(message.label, 60), number=message.number, when=when)

    def made(self, width: int) -> tuple[Sequence[Line], Sequence[Stop]]:
        """The message between whom, and its lines."""
        message = self.message
        where = f"{message.src} → {message.dst} · {message.transport}"
        place = ("in-frame", message.frame) if message.line is None else ("in-line", message.line)
        lines = worded(((f"{where} · {self.program.voice.screen(place[0], number=place[1])}", "dim"),), width)
        return [*lines, *self.whole(message, width)], ()

    def action_next(self) -> None:
        """The next message."""
        self._go(1)

    def action_previous(self) -> None:
        """The one before."""
        self._go(-1)

    def _go(self, by: int) -> None:
        self._at = max(0, min(self._at + by, len(self._messages) - 1))
        self.lines.scroll_to(y=0, animate=False, force=True)
        self.show_again()

    def action_explain(self) -> None:
        """What this answer means."""
        if self.message.status is None:
            self.tell(self.say("no-answer-here"))
            return
        self.app.push_screen(AnswerScreen(f"{self.message.status} {self.message.reason or ''}".strip()))

    def action_save(self) -> None:
        """The dialog that saves."""
        self.app.push_screen(SaveScreen(self._report, self._numbers), self.saved)
