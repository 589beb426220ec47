"""Calls that servers send round in a circle, and those whose Max-Forwards was small from the start (RFC 3261 sections 16.3 and 20.22)."""

from __future__ import annotations

from collections import Counter

from msgspec import Struct

from sipwhy.model import Call, Leg, Message
from sipwhy.model.digits import number_in

_ROUNDS = 3
"""So often each of two hosts must have sent the number to the other: a call that is forwarded back once is none."""
_FEW = 20
"""Max-Forwards below which a caller's value is too small for a network; 70 is what RFC 3261 asks for."""
_SAME_DIGITS = 10


class Circle(Struct, frozen=True):
    """Two hosts that send one number to each other by calls of their own."""

    back: Leg
    """The first leg by which the number came back."""
    times: int
    """By how many legs it went either way."""


def circle_of(call: Call) -> Circle | None:
    """The circle in which B2BUAs turn a call: each leg has a Call-ID and a Max-Forwards of its own, so no server can notice."""
    attempts = [leg for leg in call.legs if leg.asked and leg.src.ip != leg.dst.ip]
    ways: Counter[tuple[str, str, str]] = Counter()
    for leg in {leg.call_id: leg for leg in reversed(attempts)}.values():
        ways[leg.src.ip, leg.dst.ip, _dialled(leg)] += 1
    for leg in attempts:
        there, back = ways[leg.dst.ip, leg.src.ip, _dialled(leg)], ways[leg.src.ip, leg.dst.ip, _dialled(leg)]
        if min(there, back) >= _ROUNDS and _dialled(leg) and any(one.dst == leg.src for one in attempts if one.index < leg.index):
            return Circle(leg, there + back)
    return None


def _dialled(leg: Leg) -> str:
    request = leg.asked
    return "".join(filter(str.isdigit, (request.to_user if request else None) or ""))[-_SAME_DIGITS:]


def few_hops(call: Call, leg: Leg) -> tuple[Message, int] | None:
    """The caller's own request and its Max-Forwards, where that was too small and no host was passed twice."""
    asked = [m for one in call.legs if one.call_id == leg.call_id for m in one.requests if m.is_initial and not m.is_repeat]
    first = min(asked, key=lambda m: m.number, default=None)
    if first is None or len(first.values("Via")) != 1:
        return None
    hops = number_in(first.header("Max-Forwards"), 3)
    visits = Counter([first.src.ip, *{(m.dst.ip, m.branch): m.dst.ip for m in asked if m.cseq == asked[-1].cseq}.values()])
    return (first, hops) if hops is not None and hops < _FEW and max(visits.values()) == 1 else None
