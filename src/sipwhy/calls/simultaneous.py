"""
Which leg belongs to which caller where several callers with the same numbers wait at one host at once, as a load test makes them.

When a leg leaves and only one of the callers waiting there has none yet, it is that caller's. Where several have none, what passed
through in the descriptions decides: the socket for voice where telephones talk directly, or the whole origin (RFC 8866 section 5.2
makes it unique) where a relay stands between. Else it is by what befell both at once, and where that fits several, by order: as doubt.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

import numpy as np
from msgspec import Struct

from sipwhy.calls.moments import SLACK, Legs, contradict, is_correlated, is_told
from sipwhy.model.call import BY_ORDER
from sipwhy.model.headers import END_OF_HEAD
from sipwhy.wire import Evidence, Method
from sipwhy.wire.columns import Array, among, among_keys, in_order, mixed
from sipwhy.wire.methods import Mark

if TYPE_CHECKING:
    from sipwhy.calls.pair import Pair

_DESCRIPTION = re.compile(rb"^(?:o=(\S+ \S+) \S+ IN IP[46] (\S+)|c=IN IP[46] ([^\s/]+)|m=(\w+) (\d+) )", re.MULTILINE)
_UNKNOWN = (b"", b"0.0.0.0", b"::")
_MOST_TRIES = 64
"""So many callers are looked at for one leg."""
_MOST_READ = 100_000
"""Messages that are read for what they describe; beyond that the order decides."""
_SPEAKS = 180
"""From which status on an answer may describe media."""


class Cluster(Struct, frozen=True):
    """Callers that waited at once without a leg of their own, and the legs that left then; both in order."""

    ins: list[int]
    outs: list[int]


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
        rest = Cluster([leg for leg in cluster.ins if leg not in taken], [leg for leg in cluster.outs if leg not in decided])
        pairs += _by_moments(legs, rest)
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
            yield from _waiting_at_once(legs, places[start:end].tolist())


def _waiting_at_once(legs: Legs, places: list[int]) -> Iterator[Cluster]:
    """Of legs with one key at one host, by place in time (odd where they leave), those whose order alone tells nothing."""
    free: list[int] = []
    pending: list[int] = []
    until = 0
    for place in places:
        leg = int(legs.in_time[place >> 1])
        begin = int(legs.begin[leg])
        if pending and begin > until:
            yield Cluster(free, pending)
            free, pending = [], []
        if place & 1 == 0:
            free.append(leg)
            until = max(until, legs.waited(leg) + SLACK)
            continue
        if not pending:
            free = [caller for caller in free if legs.waited(caller) + SLACK >= begin]
            until = max((legs.waited(caller) + SLACK for caller in free), default=0)
        if pending or len(free) > 1:
            pending.append(leg)
        else:
            free = []
        if pending and len(pending) == len(free):
            yield Cluster(free, pending)
            free, pending = [], []
    if pending:
        yield Cluster(free, pending)


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


def _by_moments(legs: Legs, cluster: Cluster) -> Iterable[Pair]:
    """Each leg with the first caller whom the same befell, as far as nobody has that one yet."""
    fits = {leg: _fitting(legs, leg, cluster.ins) for leg in cluster.outs}
    wanted = Counter(caller for callers in fits.values() for caller in callers)
    free = dict.fromkeys(cluster.ins)
    for leg in cluster.outs:
        caller = next(iter(_fitting(legs, leg, free, 1)), None)
        if caller is None:
            continue
        del free[caller]
        calls = int(legs.call[leg]), int(legs.call[caller])
        is_only = fits[leg] == [caller] and wanted[caller] == 1
        yield (*calls, "numbers", "likely") if is_only else (*calls, BY_ORDER, "possible")


def _fitting(legs: Legs, leg: int, callers: Iterable[int], most: int = 2) -> list[int]:
    """
    The first of the callers that waited when a leg began whose outcome goes with its own.

    If none's does, the first of those that do not contradict it.
    """
    told: list[int] = []
    others: list[int] = []
    unlike: list[int] = []
    for tries, caller in enumerate(callers):
        if tries >= _MOST_TRIES or len(told) >= most or legs.rank[caller] > legs.rank[leg]:
            break
        waited = legs.waited(caller) + SLACK >= legs.begin[leg]
        if not waited or legs.call[caller] == legs.call[leg] or contradict(legs, caller, leg):
            continue
        (told if is_told(legs, caller, leg) else others if is_correlated(legs, caller, leg) else unlike).append(caller)
    return (told or others or unlike)[:most]
