"""A history of messages, wherever it comes from: listed, asked and shown, as Asterisk shows its own if that is wanted."""

from __future__ import annotations

from sipwhy.history.asterisk import entry_text, list_heading, list_line
from sipwhy.history.source import MessageSource

__all__ = ["MessageSource", "entry_text", "list_heading", "list_line"]
