"""Numbers as headers and descriptions write them: plain digits, and no more of them than such a number has."""

from __future__ import annotations

_MOST = 10
"""Digits of 2**32 - 1, the highest of CSeq, Expires and most others (RFC 3261 sections 20.16 and 20.19)."""
_EMERGENCY = ("112", "911")
_WHOLE = 7
"""Digits from which on a dialled number is one of the public network and no extension."""


def number_in(text: str | None, most: int = _MOST) -> int | None:
    """The number that a text is; None of anything else, and of more than `most` digits, which nobody means."""
    return int(text) if text and len(text) <= most and text.isascii() and text.isdigit() else None


def is_whole_number(user: str | None) -> bool:
    """Whether a user is a number of the public network and not an extension: seven digits or more, with or without a plus."""
    digits = (user or "").removeprefix("+")
    return digits.isascii() and digits.isdigit() and len(digits) >= _WHOLE


def is_emergency(user: str | None) -> bool:
    """Whether a user is a number for emergencies everywhere, and hardly ever an extension (ITU-T E.161.1)."""
    return user in _EMERGENCY
