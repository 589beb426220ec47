"""Calls that servers send round in a circle, and those whose Max-Forwards was small from the start (RFC 3261 sections 16.3 and 20.22)."""

from __future__ import annotations

from collections import Counter
from itertools import pairwise

from msgspec import Struct

from sipwhy.diagnosis.reading import FORWARDED
from sipwhy.diagnosis.routes import branches_below
from sipwhy.model import Call, Endpoint, Leg, Message
from sipwhy.model.digits import number_in

_ROUNDS = 3
"""So often each of two hosts must have sent the number to the other: a call that is forwarded back once is none."""
_AGAIN = 3
"""Times that a request must have come by once more: servers of a pair may hand it back once or twice on purpose."""
_FEW = 20
"""Max-Forwards below which a caller's value is too small for a network; 70 is what RFC 3261 asks for."""
_SAME_DIGITS = 10
_TOLD_MORE = frozenset({180, 182, 183})
"""What a call that only goes in a circle is never told: that it rings, waits in a queue, or hears something."""
_RINGS_NOWHERE = 3_000_000
"""µs that a forwarding takes at most where nothing rings for it."""


class Circle(Struct, frozen=True):
    """Two hosts that send one number to each other by calls of their own."""

    back: Leg
    """The first leg by which the number came back."""
    times: int
    """By how many legs it went either way."""
    other: str | None
    """The number that goes the other way, if that is another one: the two are forwarded to each other."""


def circle_of(call: Call) -> Circle | None:
    """The circle in which B2BUAs turn a call: each leg has a Call-ID and a Max-Forwards of its own, so no server can notice."""
    attempts = [leg for leg in call.legs if leg.asked and leg.src.ip != leg.dst.ip]
    ways: Counter[tuple[str, str, str]] = Counter()
    for leg in {leg.call_id: leg for leg in reversed(attempts)}.values():
        ways.update((src, dst, _dialled(leg)) for src, dst in _went(leg))
    most: dict[tuple[str, str], int] = {}
    """By way, how often one number went it: two that are forwarded to each other go one way each."""
    for (src, dst, number), times in ways.items():
        most[src, dst] = max(most.get((src, dst), 0), times if number else 0)
    for leg in attempts:
        there, back = most.get((leg.dst.ip, leg.src.ip), 0), ways[leg.src.ip, leg.dst.ip, _dialled(leg)]
        came = ((one.src.ip, one.dst.ip) == (leg.dst.ip, leg.src.ip) for one in attempts if one.index < leg.index)
        if min(there, back) >= _ROUNDS and _dialled(leg) and any(came):
            return Circle(leg, there + back, _other(leg, ways))
    return None


def _went(leg: Leg) -> set[tuple[str, str]]:
    """The ways that the INVITE of a leg went: a proxy in the circle sends it back under the same Call-ID, on the same hop."""
    return {(leg.src.ip, leg.dst.ip), *((m.src.ip, m.dst.ip) for m in leg.requests if m.method == "INVITE" and m.is_initial)}


def _other(leg: Leg, ways: Counter[tuple[str, str, str]]) -> str | None:
    """The number that most often goes against a leg, if it is not the one that the leg carries."""
    against = {number: times for (src, dst, number), times in ways.items() if (src, dst) == (leg.dst.ip, leg.src.ip) and number}
    return None if against.get(_dialled(leg), 0) >= _ROUNDS else max(against, key=lambda number: against[number])


def forwarded_times(leg: Leg) -> int:
    """
    How often the caller was told that the call is forwarded (RFC 3261 section 21.1.3), each time anew, and never that it rings.

    What is sent once more, for a repeated request or for want of PRACK, counts once.
    """
    said = [m for attempt in leg.attempts for m in attempt.provisional]
    if any(m.status in _TOLD_MORE for m in said):
        return 0
    asked = sum(len(attempt.repeats) for attempt in leg.attempts)
    told = {m.header("RSeq") or str(m.number): m.ts for m in reversed(said) if m.status == FORWARDED}
    if told and max(told.values()) - min(told.values()) > _RINGS_NOWHERE * len(told):
        return 0  # a group of which nobody answers: each one was given his time
    return len(told) - asked


class Round(Struct, frozen=True):
    """One request that came by the same way again and again, as no server noticed or said."""

    first: Message
    back: Message
    """The first that had been there before."""
    times: int
    hops: int | None
    """Max-Forwards of the last one."""
    by_hops: bool = False
    """Whether Max-Forwards tells it, and no Via: they hide where the request has been."""


def round_of(call: Call) -> Round | None:
    """
    The request that proxies send to each other: its own earlier branch stands in its Via when it comes by again (RFC 3261 section 16.3).

    One that comes back with another Request-URI is a spiral, which is allowed (section 6), and so is one that goes elsewhere or has
    another Route: to the next application server of a network's chain, say (RFC 5393 section 4.2.1).
    """
    for leg in call.legs:
        asked = [message for message in leg.requests if message.method == "INVITE" and not message.is_repeat]
        if len(asked) <= _AGAIN:
            continue  # their headers need not be read
        came: dict[str, Message] = {}
        for message in asked:
            if message.is_initial and message.branch:
                came.setdefault(message.branch, message)
        again = [m for m in came.values() if _was_here(m, came)]
        if len(again) >= _AGAIN:
            return Round(came[next(b for b in branches_below(again[0]) if b in came)], again[0], len(again) + 1, _hops_left(again[-1]))
        if found := _by_hops(list(came.values())):
            return found
    return None


def _by_hops(came: list[Message]) -> Round | None:
    """
    The request that two hosts send to and fro, each with one hop less, though each writes a Via of its own alone as border controllers do.

    Nobody may raise Max-Forwards or leave it (RFC 3261 section 16.6 step 3): what comes with fewer hops each time, to the same URI and
    by no other Route, is the same request.
    """
    same = [
        m for m in came if m.header("Route") is None and (m.request_uri or "").split("@")[0] == (came[0].request_uri or "").split("@")[0]
    ]
    hops = [left for m in same if (left := _hops_left(m)) is not None]
    ways = Counter((m.src, m.dst) for m in same)
    falls = len(hops) == len(same) and all(later < sooner for sooner, later in pairwise(hops)) and len({m.cseq for m in same}) == 1
    to_and_fro = all(one.src == other.dst and one.dst == other.src for one, other in pairwise(same))
    if len(ways) != 2 or min(ways.values()) <= _AGAIN or not (falls and to_and_fro):
        return None
    return Round(same[0], same[1], len(same), hops[-1], by_hops=True)


def _was_here(message: Message, came: dict[str, Message]) -> bool:
    earlier = (came[branch] for branch in branches_below(message) if branch in came)
    return any(_way(one) == _way(message) for one in earlier)


def _way(message: Message) -> tuple[Endpoint, Endpoint, str | None, object, str | None]:
    return message.src, message.dst, message.request_uri, message.cseq, message.header("Route")


def _hops_left(message: Message) -> int | None:
    return number_in(message.header("Max-Forwards"), 3)


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
