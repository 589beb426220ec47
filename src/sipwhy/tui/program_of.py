"""Which program a widget or a screen belongs to."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from textual.message_pump import MessagePump

if TYPE_CHECKING:
    from sipwhy.tui.program import Program


def program_of(part: MessagePump) -> Program:
    """The one program that there is, which Textual knows as an app only."""
    app: Any = part.app
    program: Program = app
    return program
