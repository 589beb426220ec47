"""
Which legs belong to one call or registration.

Legs of one Call-ID belong together (a proxy keeps it). Across Call-IDs: registrations by AOR and device, probes by
source, target and user, text messages that a server stores, both sides of a router that rewrites Call-ID, and the legs
of a B2BUA by what it copies (Session-ID, a named Call-ID, icid), else by numbers, time, addresses and outcome together.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

import numpy as np
from msgspec import Struct

from sipwhy.calls.b2bua import b2bua_joins
from sipwhy.calls.routers import router_joins
from sipwhy.calls.stored import stored_joins
from sipwhy.model import Confidence
from sipwhy.wire import Evidence, Method
from sipwhy.wire.columns import Array, mixed

if TYPE_CHECKING:
    from sipwhy.calls.pair import Pair

_LINK_NAMES = ("session-id", "x-call-id", "icid")


class Join(Struct, frozen=True):
    """Two Call-IDs that belong together: the later one, the earlier one, by what, and how sure that is."""

    later: int
    earlier: int
    by: str
    confidence: Confidence


class Groups(Struct, frozen=True):
    """
    For each leg the number of its group; groups are numbered in order of their first message. `joined` tells
    for a Call-ID number by what it was joined to an earlier one.
    """

    of_leg: Array
    count: int
    joined: dict[int, Join]


def group(evidence: Evidence) -> Groups:
    """Puts every leg in a group."""
    call = evidence.legs("call").astype(np.int64)
    method = evidence.legs("method")
    linked = list(_linked(evidence, call))
    joins = [*_same_device(evidence, call, method), *_same_probe(evidence, call, method), *linked]
    joins += [*router_joins(evidence), *b2bua_joins(evidence, linked), *stored_joins(evidence)]
    parent = np.arange(evidence.call_id_count, dtype=np.int64)
    joined: dict[int, Join] = {}
    for later, earlier, by, confidence in joins:
        first, second = sorted((_root(parent, later), _root(parent, earlier)))
        if first != second:
            parent[second] = first
            joined.setdefault(max(later, earlier), Join(later, earlier, by, confidence))
    roots = _all_roots(parent)
    of_leg, count = _in_order(roots[call] if len(call) else call, evidence.legs("first"))
    return Groups(of_leg, count, joined)


def _root(parent: Array, node: int) -> int:
    while (up := int(parent[node])) != node:
        parent[node] = parent[up]
        node = up
    return node


def _all_roots(parent: Array) -> Array:
    while True:
        up = parent[parent]
        if np.array_equal(up, parent):
            return parent
        parent = up


def _in_order(group_of: Array, first: Array) -> tuple[Array, int]:
    """Renumbers groups from 0 by the first message of each."""
    never = np.iinfo(np.int64).max
    earliest = np.full(int(group_of.max()) + 1 if len(group_of) else 0, never)
    np.minimum.at(earliest, group_of, first.astype(np.int64))
    names = np.flatnonzero(earliest < never)
    rank = np.empty(len(earliest), dtype=np.int64)
    rank[names[np.argsort(earliest[names], kind="stable")]] = np.arange(len(names))
    return rank[group_of], len(names)


def _same_device(evidence: Evidence, call: Array, method: Array) -> Iterable[Pair]:
    """REGISTER of one AOR from one device (RFC 5626 section 4.1), whatever its Call-IDs."""
    legs = np.flatnonzero(method == Method.REGISTER)
    return _by_key(evidence.legs("device")[legs], call[legs], "device")


def _same_probe(evidence: Evidence, call: Array, method: Array) -> Iterable[Pair]:
    """OPTIONS of one source to one target and user."""
    legs = np.flatnonzero(method == Method.OPTIONS)
    parts = [evidence.legs(name)[legs].astype(np.uint64) for name in ("src_ip", "dst_ip", "dst_port", "to_user", "uri_user")]
    return _by_key(mixed(parts), call[legs], "probe")


def _linked(evidence: Evidence, call: Array) -> Iterable[Pair]:
    """Legs that carry one Session-ID or icid, or name each other's Call-ID."""
    leg, kind, value = evidence.links()
    if not len(leg):
        return
    for number, name in enumerate(_LINK_NAMES):
        chosen = kind == number
        if name != "x-call-id":
            yield from _by_key(value[chosen], call[leg[chosen]], name)
            continue
        for own, named in zip(call[leg[chosen]].tolist(), value[chosen].tolist(), strict=True):
            if named < evidence.call_id_count and named != own:
                yield own, named, name, "certain"


def _by_key(keys: Array, calls: Array, by: str) -> Iterable[Pair]:
    """Joins each Call-ID to the one before it with the same key."""
    order = np.lexsort((calls, keys))
    keys, calls = keys[order], calls[order]
    same = np.flatnonzero((keys[1:] == keys[:-1]) & (calls[1:] != calls[:-1]) & (keys[1:] != 0))
    return [(int(calls[at + 1]), int(calls[at]), by, "certain") for at in same]
