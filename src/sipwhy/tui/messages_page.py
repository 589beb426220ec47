"""A screen on which messages are read whole: with or without colours, as text or as bytes."""

from __future__ import annotations

from sipwhy.model import Message
from sipwhy.tui.ink import Line, wrapped
from sipwhy.tui.message_ink import message_lines
from sipwhy.tui.text_page import TextPage


class MessagesPage(TextPage):
    """What the keys `syntax` and `bytes` turn on and off."""

    _is_coloured = True
    _as_bytes = False

    def whole(self, message: Message, width: int) -> list[Line]:
        """The lines of a message, folded to a width."""
        lines = message_lines(message, coloured=self._is_coloured, as_bytes=self._as_bytes)
        return [part for line in lines for part in wrapped(line, width)]

    def action_syntax(self) -> None:
        """Highlighting."""
        self._is_coloured = not self._is_coloured
        self.tell(self.say("syntax-on" if self._is_coloured else "syntax-off"))
        self.show_again()

    def action_bytes(self) -> None:
        """Bytes as they are."""
        self._as_bytes = not self._as_bytes
        self.tell(self.say("bytes-shown" if self._as_bytes else "bytes-hidden"))
        self.show_again()
