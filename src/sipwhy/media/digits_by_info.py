"""Digits that were sent as INFO: application/dtmf-relay ("Signal=5", "Duration=160") and application/dtmf ("5")."""

from __future__ import annotations

import re
from collections.abc import Iterator

from msgspec import Struct

from sipwhy.model import Leg, Message

_KINDS = frozenset({"application/dtmf-relay", "application/dtmf", "application/vnd.nortelnetworks.digits"})
_SIGNAL = re.compile(r"(?im)^\s*(?:signal|d)\s*=\s*([0-9]{1,2}|[*#A-D!])\s*$")
_BARE = re.compile(r"([0-9]{1,2}|[*#A-D!])", re.IGNORECASE)
_DURATION = re.compile(r"(?im)^\s*duration\s*=\s*([0-9]{1,6})\s*$")
_NUMBERS = ("*", "#", "A", "B", "C", "D", "flash")
"""What the numbers from 10 on stand for, as events of RFC 4733 do; Asterisk's chan_sip reads them so."""


class Informed(Struct, frozen=True):
    """One key that a request told of."""

    key: str
    """0 to 9, * # A B C D, or `flash`; "" where the request names none that is known."""
    ts: int
    """When the request came, µs since 1970 UTC."""
    seconds: float | None
    """How long it was held down, where that is told."""
    status: int | None
    """The final answer to it; None if none was seen."""
    is_by_first: bool
    """Whether the side that began the leg pressed it."""
    answer: Message | None = None
    """The message with that answer."""

    @property
    def answered_at(self) -> int | None:
        """When it came, µs since 1970 UTC."""
        return self.answer.ts if self.answer else None


def informed(leg: Leg) -> tuple[Informed, ...]:
    """The keys that INFO requests of a leg tell, in order; repeats count once."""
    return tuple(_informed(leg))


def _informed(leg: Leg) -> Iterator[Informed]:
    for transaction in leg.transactions_of("INFO"):
        request = transaction.request
        if request is not None and _kind(request) in _KINDS:
            text = request.body.decode("utf-8", "replace")
            final = transaction.final
            yield Informed(key_in(text), request.ts, _seconds(text), final.status if final else None, leg.is_by_first(request), final)


def _kind(message: Message) -> str:
    return (message.header("Content-Type") or "").partition(";")[0].strip().lower()


def key_in(text: str) -> str:
    """The key that a body names, in any of its forms; "" if none."""
    found = _SIGNAL.search(text) or _BARE.fullmatch(text.strip())
    sign = found[1].upper() if found else ""
    if not sign.isdigit():
        return "flash" if sign == "!" else sign
    number = int(sign)
    return str(number) if number < 10 else _NUMBERS[number - 10] if number - 10 < len(_NUMBERS) else ""


def _seconds(text: str) -> float | None:
    found = _DURATION.search(text)
    return int(found[1]) / 1000 if found else None
