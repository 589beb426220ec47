"""Session timers as messages name them (RFC 4028)."""

from __future__ import annotations

from sipwhy.model import Message
from sipwhy.model.headers import parameter

SHORTEST = 90
"""Seconds below which no session interval may be (RFC 4028 section 4)."""

_DIGITS = 10
"""Of a delta-seconds (RFC 3261 section 20.19: up to 2**32 - 1)."""


def interval(message: Message) -> int | None:
    """The seconds of its Session-Expires."""
    return _seconds(message.header("Session-Expires"))


def least(message: Message) -> int | None:
    """The seconds of its Min-SE."""
    return _seconds(message.header("Min-SE"))


def refresher(message: Message) -> str | None:
    """Who its Session-Expires says refreshes: uac or uas."""
    return (parameter(message.header("Session-Expires") or "", "refresher") or "").lower() or None


def _seconds(value: str | None) -> int | None:
    text = (value or "").split(";")[0].strip()
    return int(text) if text.isascii() and text.isdigit() and len(text) <= _DIGITS else None
