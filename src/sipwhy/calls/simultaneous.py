"""
Which leg belongs to which caller where several callers with the same numbers wait at one host at once, as a load test makes them.

When a leg leaves and only one of the callers waiting there has none, it is that caller's. Where several have none, what passed
through in the descriptions decides: the socket for voice where telephones talk directly, or the whole origin (RFC 8866 section 5.2
makes it unique) where a relay stands between. Else it is by what befell both at once, and where that fits several, by order: as doubt.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

import numpy as np

from sipwhy.calls.matching import matched
from sipwhy.calls.moments import Legs
from sipwhy.calls.waiting import Cluster, Waiting
from sipwhy.model.headers import END_OF_HEAD
from sipwhy.wire import Evidence, Method
from sipwhy.wire.columns import Array, among, among_keys, in_order, mixed
from sipwhy.wire.methods import Mark

if TYPE_CHECKING:
    from sipwhy.calls.pair import Pair

_DESCRIPTION = re.compile(rb"^(?:o=(\S+ \S+) \S+ IN IP[46] (\S+)|c=IN IP[46] ([^\s/]+)|m=(\w+) (\d+) )", re.MULTILINE)
_UNKNOWN = (b"", b"0.0.0.0", b"::")
_MOST_READ = 100_000
"""Messages that are read for what they describe; beyond that the order decides."""
_SPEAKS = 180
"""From which status on an answer may describe media."""


def simultaneous_joins(evidence: Evidence, legs: Legs, sought: Array, key: Array) -> tuple[list[Pair], set[int]]:
    """The joins of legs of `sought` to one of several that wait with the same `key`, and the Call-IDs whose caller stays doubtful."""
    clusters = list(_clusters(legs, sought, key))
    if not clusters:
        return [], set()
    described = _described(evidence, [leg for cluster in clusters for leg in (*cluster.ins, *cluster.outs)])
    pairs: list[Pair] = []
    doubtful: set[int] = set()
    for cluster in clusters:
        decided = dict(_by_description(legs, cluster, described))
        pairs += [(int(legs.call[out]), int(legs.call[into]), "description", "certain") for out, into in decided.items()]
        taken = set(decided.values())
        ins, outs = ([leg for leg in side if leg not in known] for side, known in ((cluster.ins, taken), (cluster.outs, decided)))
        rest = Cluster(ins, outs, cluster.since, cluster.are_served)
        pairs += matched(legs, rest)
        doubtful |= {int(legs.call[leg]) for leg in rest.outs}
    return pairs, doubtful - {later for later, _, _, _ in pairs}


def _clusters(legs: Legs, sought: Array, key: Array) -> Iterator[Cluster]:
    """Where callers with one key wait at once and legs leave."""
    known = legs.are_calls & ~legs.is_half & (key != 0)
    arriving, leaving = mixed((key, legs.dst)), mixed((key, legs.src))
    outs = np.flatnonzero(known & sought)
    ins = np.flatnonzero(known)
    ins = ins[among_keys(arriving[ins], leaving[outs])]
    outs = outs[among_keys(leaving[outs], arriving[ins])]
    keys = np.concatenate((arriving[ins], leaving[outs]))
    places = 2 * legs.rank[np.concatenate((ins, outs))] + np.repeat((0, 1), (len(ins), len(outs)))
    keys, places = in_order(keys, places)
    edges = np.flatnonzero(np.concatenate(([True], keys[1:] != keys[:-1], [True])))
    for start, end in zip(edges[:-1].tolist(), edges[1:].tolist(), strict=True):
        is_out = places[start:end] & 1
        if is_out.sum() > 1 and end - start - is_out.sum() > 1:
            yield from Waiting(legs).clusters(places[start:end].tolist())


def _described(evidence: Evidence, chosen: list[int]) -> dict[int, set[tuple[bytes, ...]]]:
    """For each leg what its INVITEs, and the answers to them, describe: sockets and origins, by the direction in which they were said."""
    leg, method, status, marks = (evidence.messages(name) for name in ("leg", "method", "status", "marks"))
    wanted = (method == Method.INVITE) & ((status == 0) | ((status >= _SPEAKS) & (status // 100 < 3)))
    places = np.flatnonzero(wanted & among(leg, chosen))
    found: dict[int, set[tuple[bytes, ...]]] = {}
    if len(places) > _MOST_READ:
        return found
    forward = marks[places] & int(Mark.FORWARD) != 0
    for one, is_forward, raw in zip(leg[places].tolist(), forward.tolist(), evidence.raws(places), strict=True):
        way = b">" if is_forward else b"<"
        found.setdefault(one, set()).update((way, *told) for told in _told(_body(raw)))
    return found


def _body(raw: bytes) -> bytes:
    end = END_OF_HEAD.search(raw)
    return raw[end.end() :] if end else b""


def _told(body: bytes) -> Iterator[tuple[bytes, ...]]:
    """The origin that a description names, and the sockets."""
    session = address = port = b""
    for origin, host, ip, medium, number in _DESCRIPTION.findall(body):
        if origin:
            yield b"o", origin, host
        elif medium:
            yield from _socket(port, address)
            port, address = number, session
        elif port:
            address = ip
        else:
            session = ip
    yield from _socket(port, address)


def _socket(port: bytes, address: bytes) -> Iterator[tuple[bytes, ...]]:
    """A socket where voice can go: port 0 refuses the medium, and the address of zeros is that of a call on hold."""
    if port not in (b"", b"0") and address not in _UNKNOWN:
        yield port, address


def _by_description(legs: Legs, cluster: Cluster, described: dict[int, set[tuple[bytes, ...]]]) -> Iterator[tuple[int, int]]:
    """Each leg whose description shares with one caller of its own what no other caller's has."""
    owners: dict[tuple[bytes, ...], int | None] = {}
    for leg in cluster.ins:
        for told in described.get(leg, ()):
            owners[told] = leg if told not in owners else None
    for leg in cluster.outs:
        found = {owner for told in described.get(leg, ()) if (owner := owners.get(told)) is not None}
        if len(found) == 1 and legs.rank[min(found)] < legs.rank[leg] and legs.call[min(found)] != legs.call[leg]:
            yield leg, found.pop()
