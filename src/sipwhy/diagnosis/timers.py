"""Session timers as messages name them (RFC 4028)."""

from __future__ import annotations

from sipwhy.model import Message
from sipwhy.model.digits import number_in
from sipwhy.model.headers import parameter

SHORTEST = 90
"""Seconds below which no session interval may be (RFC 4028 section 4)."""


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
    return number_in((value or "").split(";")[0].strip())
