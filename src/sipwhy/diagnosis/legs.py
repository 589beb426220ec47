"""
Where a failure was made: follows a call from the caller's leg to the farthest leg that carried it.

A host that forwards a call (proxy or B2BUA) answers the caller after its own attempts failed. Its last attempt decides,
unless it gave up a ringing one itself (CANCEL): then that one decides. A host without forward legs decides by itself.
"""

from __future__ import annotations

from itertools import pairwise

from msgspec import Struct

from sipwhy.calls.outcome import BUSY, NO_SUCH_NUMBER, USER_BUSY
from sipwhy.diagnosis.reading import cancel_of, q850, ring_start
from sipwhy.model import Call, Confidence, Leg
from sipwhy.model.digits import bare
from sipwhy.model.headers import user_of

COMPARED = 32
"""How many legs of a call are compared with each other: a flood may have any number."""
_SLACK = 50_000
_SERVERS = 5
"""The hundreds of statuses that tell of servers; 6xx are words of the callee (RFC 3261 section 21.6)."""
_NO_NUMBER = (None, 0, 1, 22)
"""Q.850 causes that do not contradict an answer by which nobody has the number."""


class Deciding(Struct, frozen=True):
    """The leg that decided, and the chain of legs from the caller to it (both ends included)."""

    leg: Leg
    path: tuple[Leg, ...]

    @property
    def confidence(self) -> Confidence:
        """How sure it is that these legs belong together."""
        worst = {leg.confidence for leg in self.path[1:]}
        return "possible" if "possible" in worst else "likely" if "likely" in worst else "certain"


def deciding(call: Call) -> Deciding | None:
    """The leg whose end decided how the call ended, with the way to it; None if the call has no attempt at all."""
    if not call.legs or call.first.deciding is None:
        return None
    path, left = [call.first], [leg for leg in call.legs[1:] if _is_attempt(leg)]
    while True:
        children = _children(path[-1], left, is_first=len(path) == 1)
        child = _chosen(path[-1], children)
        if child is None:
            return Deciding(path[-1], tuple(path))
        path.append(child)
        left = [leg for leg in left if leg not in children]


def tried_in_turn(where: Deciding, call: Call) -> tuple[Leg, ...]:
    """
    The attempts by which one host sought the callee by one next hop after the other, none of which let it through; empty if it did not.

    They ask for the same number, each begins when the one before is over, and no two go to the same host.
    """
    if len(where.path) < 2:
        return ()
    own = [leg for leg in call.legs[1:] if leg.src.ip == where.leg.src.ip and _is_attempt(leg) and _dialled(leg) == _dialled(where.leg)]
    hosts = {leg.dst.ip for leg in own}
    in_turn = all(_end(before) <= after.messages[0].ts + _SLACK for before, after in pairwise(own))
    return tuple(own) if _dialled(where.leg) and 1 < len(hosts) == len(own) and in_turn else ()


def _is_attempt(leg: Leg) -> bool:
    return any(t.method == "INVITE" and t.request is not None for t in leg.attempts)


def _children(parent: Leg, left: list[Leg], is_first: bool) -> list[Leg]:
    """The attempts that the host at the end of `parent` made for it, in order; those of one that is still open may begin at any time."""
    final = parent.final
    since = parent.messages[0].ts - _SLACK
    is_open = final is None and parent.result == "incomplete"
    until = final.ts if final else max(m.ts for m in (left[-1] if is_open and left else parent).messages)
    inside = [leg for leg in left if since <= leg.messages[0].ts <= until + _SLACK]
    own = [leg for leg in inside if leg.src.ip == parent.dst.ip and leg.dst != parent.src]
    if own or not is_first:
        return own
    # The PBX may have several addresses, or a log that knows none: legs that no other leg leads to are its own.
    reached = {leg.dst.ip for leg in inside}
    return [leg for leg in inside if leg.src.ip not in reached and leg.src.ip != parent.src.ip]


def _chosen(parent: Leg, children: list[Leg]) -> Leg | None:
    """The attempt that decided for its parent; None if the parent decided by itself."""
    failed = [leg for leg in children if leg.result != "answered"]
    if not failed or len(failed) < len(children) or cancel_of(parent):
        return None
    given_up = [leg for leg in failed if cancel_of(leg)]
    ended = [leg for leg in failed if not cancel_of(leg)]
    if ended:
        final = parent.final
        same = [leg for leg in ended if final and leg.status == final.status]
        return max(_of_number(ended, same) or same or ended, key=_end)
    rang = [leg for leg in given_up if ring_start(leg)]
    return max(rang or given_up, key=_end)


def _of_number(ended: list[Leg], told: list[Leg]) -> list[Leg]:
    """
    The attempts that tell of the callee itself, where the host tried further routes and told the caller what the last one wanted.

    A busy callee is busy on every route; that a number does not exist, two hosts must say: one may only lack a route.
    """
    if any((leg.status or 0) // 100 != _SERVERS for leg in told):
        return []
    dialled = {_dialled(leg) for leg in ended}
    if len(dialled) != 1 or "" in dialled:
        return []
    busy = [leg for leg in ended if (final := leg.final) and (final.status in BUSY or q850(final) == USER_BUSY)]
    absent = [leg for leg in ended if (final := leg.final) and final.status in NO_SUCH_NUMBER and q850(final) in _NO_NUMBER]
    return busy or (absent if len({leg.dst.ip for leg in absent}) > 1 else [])


def _dialled(leg: Leg) -> str:
    """Whom a leg asks for, without what routes want before a number."""
    request = leg.asked
    return bare((user_of(request.request_uri or "") or request.to_user or "") if request else "")


def _end(leg: Leg) -> int:
    final = leg.final
    return final.ts if final else leg.messages[-1].ts
