"""Calls that telephones are asked to take by themselves: loudspeakers and pages, where whoever is called listens and need not speak."""

from __future__ import annotations

import re

from sipwhy.model import Call, Leg
from sipwhy.reference.pick_up import PICK_UP

_HEADERS = ("Call-Info", "Alert-Info", "Answer-Mode", "Priv-Answer-Mode", "P-Auto-Answer")
_BY_ITSELF = re.compile(rf"answer-after\s*=|\b(?:{'|'.join(sorted(map(re.escape, PICK_UP)))})\b", re.IGNORECASE)
"""What telephones take for it in Call-Info and Alert-Info; `Answer-Mode: Auto` is RFC 5373."""
_URI = re.compile(r"<[^>]*>")


def is_page(call: Call) -> bool:
    """
    Whether every telephone that was called was asked to pick up by itself.

    A server that first calls the telephone of whoever dialled by a click, and then somebody else, asks that of the first alone.
    """
    called = [leg for leg in call.legs[1:] if leg.is_forward] or list(call.legs[:1])
    return all(map(_takes_itself, called))


def _takes_itself(leg: Leg) -> bool:
    request = leg.requests[0] if leg.requests else None
    if request is None:
        return False
    return any(_is_told(name, value) for name in _HEADERS for value in request.values(name))


def _is_told(name: str, value: str) -> bool:
    """
    Whether a header asks for it: the names that end so by their value "auto", or "normal" as Mitel writes it.

    The URI of Call-Info leads to a picture or a card of whoever calls (RFC 3261 section 20.9), and may hold any word.
    """
    if name == "Call-Info":
        return _BY_ITSELF.search(_URI.sub("", value)) is not None
    if name == "Alert-Info":
        return _BY_ITSELF.search(value) is not None
    return value.split(";", 1)[0].strip().lower() in ("auto", "normal")
