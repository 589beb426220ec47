"""Numbers as headers and descriptions write them: plain digits, and no more of them than such a number has."""

from __future__ import annotations

_MOST = 10
"""Digits of 2**32 - 1, the highest of CSeq, Expires and most others (RFC 3261 sections 20.16 and 20.19)."""


def number_in(text: str | None, most: int = _MOST) -> int | None:
    """The number that a text is; None of anything else, and of more than `most` digits, which nobody means."""
    return int(text) if text and len(text) <= most and text.isascii() and text.isdigit() else None
