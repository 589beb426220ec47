"""
Joins the two sides of a router that rewrites SIP (SIP ALG), Call-ID included.

A NAT leaves the message alone, so both sides have one Call-ID. An ALG that changes addresses wherever they stand also changes
the one behind the @ of Call-ID. What it leaves is what it cannot know: the part before the @, the From tag.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

import numpy as np

from sipwhy.reference.networks import is_hidden
from sipwhy.wire import Evidence, Method
from sipwhy.wire.columns import Array, distinct, mixed

if TYPE_CHECKING:
    from sipwhy.calls.pair import Pair

_TRANSIT = 500_000
"""µs that a router needs at the most, and two capture points' clocks may be apart."""
_MOST = 8
"""Legs to one host within that time that are compared with each one."""


def router_joins(evidence: Evidence) -> Iterable[Pair]:
    """Joins Call-IDs that are the same but for the address in them, from a hidden address and from a public one to one host."""
    src, dst, method = (evidence.legs(name) for name in ("src_ip", "dst_ip", "method"))
    hidden = np.array([is_hidden(evidence.ip(number)) for number in range(evidence.ip_count)], dtype=bool)
    asked = (method == Method.INVITE) | (method == Method.REGISTER)
    inside = np.flatnonzero(asked & hidden[src] & ~hidden[dst]) if len(src) and hidden.any() else src[:0]
    if not len(inside):
        return []
    outside = np.flatnonzero(asked & ~hidden[src] & np.isin(dst, distinct(dst[inside])))
    return list(_joins(evidence, _Side(evidence, inside), _Side(evidence, outside)))


class _Side:
    """The legs of one side of routers, in order of time."""

    def __init__(self, evidence: Evidence, legs: Array) -> None:
        begun = evidence.legs("first_ts")[legs]
        order = np.argsort(begun, kind="stable")
        self.legs, self.times = legs[order], begun[order]
        self.keys = mixed([evidence.legs(name)[self.legs] for name in ("dst_ip", "dst_port", "method", "from_user", "to_user")])


def _joins(evidence: Evidence, inner: _Side, outer: _Side) -> Iterator[Pair]:
    call = evidence.legs("call")
    first = np.searchsorted(outer.times, inner.times - _TRANSIT)
    last = np.searchsorted(outer.times, inner.times + _TRANSIT, side="right")
    for place in np.flatnonzero((last > first) & np.isin(inner.keys, outer.keys)).tolist():
        near = np.arange(first[place], last[place])
        leg = int(inner.legs[place])
        for other in outer.legs[near[outer.keys[near] == inner.keys[place]]][:_MOST].tolist():
            if call[leg] != call[other] and _is_same(evidence, leg, other):
                yield max(int(call[leg]), int(call[other])), min(int(call[leg]), int(call[other])), "router", "certain"
                break


def _is_same(evidence: Evidence, one: int, other: int) -> bool:
    """Whether two legs have one From tag, and Call-IDs that differ in what follows the @ alone."""
    (own, at, host), (others, _, outer) = (evidence.call_id(int(evidence.legs("call")[leg])).partition("@") for leg in (one, other))
    tag = evidence.initiator_tag(one)
    return bool(at and own and tag) and own == others and host != outer and tag == evidence.initiator_tag(other)
