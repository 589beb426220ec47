"""
Joins the legs of a B2BUA that copies nothing: by numbers, time, addresses and outcome together.

The outgoing leg begins at the host where the incoming one ended, while the caller waits there or talks to the PBX's own
menu. Two equal numbers are enough; with one of them, the legs must also begin together (or one begin where another one
of this call failed) and end, ring or be answered together: on a busy trunk numbers meet by chance, moments do not.
Where only one direction was captured, one leg has its answers alone: then both numbers and the first moments must agree.
A B2BUA with an address in each network (`machines`) takes calls at one and sends them on from another: what has found no
incoming leg at its own address is sought at the others. Where neither name nor address tells that two hosts are one machine,
both whole numbers and every moment must agree.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right, insort
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

import numpy as np
from msgspec.structs import replace

from sipwhy.calls.hunts import with_hunts
from sipwhy.calls.machines import machines
from sipwhy.calls.moments import SLACK, SOON, TOGETHER, Legs, contradict, is_correlated, is_near, is_told, legs_of
from sipwhy.calls.simultaneous import simultaneous_joins
from sipwhy.model.call import BY_ORDER
from sipwhy.model.digits import WHOLE
from sipwhy.wire import Evidence
from sipwhy.wire.columns import Array, among, among_keys, different, distinct, in_order, mixed, perhaps_among

if TYPE_CHECKING:
    from sipwhy.calls.pair import Pair

_HIDDEN = "anonymous"
"""The user of a caller who hides the number (RFC 3323 section 4.1.1.3)."""
_MOST_TRIES = 16
"""So many legs with the same numbers are looked at for one caller."""


def b2bua_joins(evidence: Evidence, linked: Sequence[Pair] = ()) -> Iterable[Pair]:
    """Joins Call-IDs; each outgoing leg that is not `linked` by what was copied is joined to the nearest fitting incoming one."""
    legs = legs_of(evidence)
    if np.count_nonzero(legs.are_calls) < 2:
        return []
    unknown = legs.are_calls & ~among(legs.call, [later for later, _, _, _ in linked]) if linked else legs.are_calls
    found = list(_joins(evidence, legs, unknown))
    if (machine := machines(evidence)) is not None:
        alone = unknown & ~among(legs.call, [later for later, _, _, _ in found])
        found += _joins(evidence, replace(legs, src=machine[legs.src], dst=machine[legs.dst]), alone)
    return [*found, *_across(evidence, legs, [*linked, *found])]


def _across(evidence: Evidence, legs: Legs, found: list[Pair]) -> Iterable[Pair]:
    """Joins the legs on both sides of a machine of which nothing tells that it has two addresses: an SBC without a name."""
    to_key, from_key = legs.keys(evidence, "to_user", "from_user")
    key = mixed((to_key, from_key))
    chosen = np.flatnonzero((to_key != 0) & (from_key != 0) & ~legs.is_half)
    order = legs.in_time[in_order(key[chosen], legs.rank[chosen])[1]]
    one, other = order[:-1], order[1:]
    near = (key[one] == key[other]) & (legs.begin[other] - legs.begin[one] <= SOON) & _are_apart(legs, one, other)
    known = {call for later, earlier, _, _ in found for call in (later, earlier)}
    begun = {earlier for _, earlier, _, _ in found}
    ways: set[tuple[int, ...]] = set()
    for at in np.flatnonzero(near).tolist():
        incoming = int(order[at])
        if int(legs.call[incoming]) in begun or not _are_numbers(evidence, incoming):
            continue
        outs = [leg for leg in _after(legs, key, order, at) if int(legs.call[leg]) not in known]
        outs = _of_one(legs, incoming, [leg for leg in outs if legs.src[leg] == legs.src[outs[0]]])
        way = tuple(int(ends[leg]) for leg in (incoming, *outs[:1]) for ends in (legs.src, legs.dst))
        if (*way[2:], *way[:2]) in ways:
            continue  # what these hosts begin is sent on by those, and never the other way round
        if any(is_told(legs, incoming, leg) for leg in outs) and not any(contradict(legs, incoming, leg) for leg in outs):
            known |= {int(legs.call[leg]) for leg in outs}
            ways.add(way)
            yield from ((int(legs.call[leg]), int(legs.call[incoming]), "number-and-time", "likely") for leg in outs)


def _are_apart(legs: Legs, one: Array, other: Array) -> Array:
    """Whether legs of two calls have no host in common."""
    apart: Array = legs.call[one] != legs.call[other]
    for ours in (legs.src, legs.dst):
        for theirs in (legs.src, legs.dst):
            apart &= ours[one] != theirs[other]
    return apart


def _after(legs: Legs, key: Array, order: Array, at: int) -> Iterable[int]:
    """The legs with the numbers of the one at a place of `order`, begun elsewhere while its caller waited."""
    incoming = order[at]
    for leg in order[at + 1 : at + 1 + _MOST_TRIES].tolist():
        if key[leg] != key[incoming] or legs.begin[leg] > legs.waited(incoming) + SLACK:
            return
        if _are_apart(legs, incoming, leg):
            yield leg


def _of_one(legs: Legs, incoming: int, outs: list[int]) -> list[int]:
    """
    Without those that were decided for other callers: many calls with the same numbers may stand at once.

    A caller is told one outcome; what else was tried for it failed before, or was cancelled.
    """
    told = next((leg for leg in outs if not legs.cancel[leg] and is_told(legs, incoming, leg)), None)
    if told is None:
        return outs
    until = min(int(legs.answer[incoming]) or int(legs.final[incoming]), int(legs.final[told]))

    def was_tried(leg: int) -> bool:
        if legs.answer[leg] or legs.cancel[leg]:
            return bool(legs.cancel[leg])
        return bool(legs.final[leg] < until if legs.final[leg] else legs.begin[leg] <= legs.begin[told])

    return [leg for leg in outs if leg == told or was_tried(leg)]


def _are_numbers(evidence: Evidence, leg: int) -> bool:
    """Whether caller and callee of a leg are whole telephone numbers, which do not meet by chance; the caller may be hidden."""
    callee, caller = (evidence.text(int(evidence.legs(name)[leg])) for name in ("to_user", "from_user"))
    return _is_number(callee) and (_is_number(caller) or caller.lower() == _HIDDEN)


def _is_number(user: str) -> bool:
    return sum(letter.isdigit() for letter in user) >= WHOLE


def _joins(evidence: Evidence, legs: Legs, sought: Array) -> Iterable[Pair]:
    """Joins those of `sought` whose host is the one where another leg ended."""
    if not np.isin(distinct(legs.src[legs.are_calls]), distinct(legs.dst[legs.are_calls])).any():
        return
    to_key, uri_key, from_key = legs.keys(evidence, "to_user", "uri_user", "from_user")
    both = np.where((to_key != 0) & (from_key != 0), mixed((to_key, from_key)), to_key.dtype.type(0))
    early, doubtful = simultaneous_joins(evidence, legs, sought, both)
    yield from early
    if early:
        sought = sought & ~among(legs.call, [later for later, _, _, _ in early])
    called = _candidates(legs, to_key, sought)
    if not np.array_equal(dialled := np.where(uri_key != 0, uri_key, to_key), to_key):
        called = np.concatenate((called, _candidates(legs, dialled, sought)))
    called = with_hunts(legs, called, to_key, both)
    calling = _candidates(legs, from_key, sought)
    pairs = different(np.concatenate((called, calling)))
    incoming, outgoing = np.divmod(pairs, len(legs))
    order = np.lexsort((pairs, legs.begin[outgoing]))
    pairs, incoming, outgoing = pairs[order], incoming[order], outgoing[order]
    same_called, same_calling = among_keys(pairs, called), among_keys(pairs, calling)
    worth = _may_fit(legs, incoming, outgoing, same_called, same_calling)
    best: dict[int, tuple[int, int, Pair]] = {}
    ends: dict[int, list[int]] = {}
    begins: dict[int, list[int]] = {}
    for caller, leg in zip(incoming[worth].tolist(), outgoing[worth].tolist(), strict=True):  # in order of beginning
        begins.setdefault(caller, []).append(int(legs.begin[leg]))
    for caller, leg, *same in zip(*(column[worth].tolist() for column in (incoming, outgoing, same_called, same_calling)), strict=True):
        ended = ends.setdefault(caller, [])
        found = _judge(legs, (caller, leg), same[0], same[1], ended)
        if found is None and _leads_on(legs, caller, leg, begins[caller]):
            found = 2, (int(legs.call[leg]), int(legs.call[caller]), "number-and-time", "likely")
        before = best.get(leg)
        if found and (before is None or found[0] > before[0]):
            end = int(legs.final[leg]) or int(legs.cancel[leg])
            if before:
                del ends[before[1]][bisect_left(ends[before[1]], end)]
            insort(ended, end)
            best[leg] = (found[0], caller, found[1])
    for _, _, (later, earlier, by, confidence) in best.values():
        yield (later, earlier, BY_ORDER, "possible") if later in doubtful else (later, earlier, by, confidence)


def _may_fit(legs: Legs, incoming: Array, outgoing: Array, same_called: Array, same_calling: Array) -> Array:
    """
    Which pairs are worth judging: both numbers, or moments that agree; or several legs for one caller, which may follow each other.

    On a busy trunk nearly all numbers meet by chance, and those are told by column.
    """
    begins = legs.begin[outgoing] - legs.begin[incoming]
    ends = np.abs(legs.bye[outgoing] - legs.bye[incoming])
    apart = (begins < 0) | (begins > TOGETHER)
    hung_up_apart = ~same_calling | (ends > TOGETHER)
    has_fellows = np.bincount(incoming, minlength=1)[incoming] > 1
    worth: Array = (same_called & same_calling) | ~apart | ~hung_up_apart | has_fellows
    return worth


def _candidates(legs: Legs, key: Array, sought: Array) -> Array:
    """
    Pairs with equal key at one host: the latest incoming leg before each outgoing one of `sought`. Equal times keep their order: logs
    mostly write whole seconds, and what stands later in them did not come first.

    A pair is one number: that of the incoming leg times the count of legs, and that of the outgoing one.
    """
    arriving, leaving = mixed((key, legs.dst)), mixed((key, legs.src))
    outs = np.flatnonzero((key != 0) & sought & perhaps_among(leaving, arriving))
    ins = np.flatnonzero((key != 0) & perhaps_among(arriving, leaving[outs]))
    # Each leg by its place in time, twice: an even number where it arrives, and the odd one behind it where it leaves.
    places = 2 * legs.rank[np.concatenate((ins, outs))] + np.repeat((0, 1), (len(ins), len(outs)))
    keys, places = in_order(np.concatenate((arriving[ins], leaving[outs])), places)
    is_incoming = places & 1 == 0
    latest = np.maximum.accumulate(np.where(is_incoming, np.arange(len(places)), -1))
    outgoing = np.flatnonzero(~is_incoming & (latest >= 0))
    incoming = latest[outgoing]
    same = keys[outgoing] == keys[incoming]
    ins, outs = legs.in_time[places[incoming[same]] >> 1], legs.in_time[places[outgoing[same]] >> 1]
    fits = (legs.call[ins] != legs.call[outs]) & (legs.begin[outs] <= legs.ends(ins) + SLACK)
    found: Array = ins[fits] * len(legs) + outs[fits]
    return found


def _judge(legs: Legs, pair: tuple[int, int], same_called: bool, same_calling: bool, ended: list[int]) -> tuple[int, Pair] | None:
    """How well two legs fit, and the join; None if they do not. `ended` is when those ended that were joined to the incoming one before."""
    incoming, outgoing = pair
    if contradict(legs, incoming, outgoing):
        return None
    calls = int(legs.call[outgoing]), int(legs.call[incoming])
    waiting = legs.begin[outgoing] <= legs.waited(incoming) + SLACK
    if legs.is_half[incoming] or legs.is_half[outgoing]:
        together = 0 <= legs.begin[outgoing] - legs.begin[incoming] <= TOGETHER and legs.is_half[incoming] != legs.is_half[outgoing]
        return (3, (*calls, "numbers", "likely")) if same_called and same_calling and together else None
    if same_called and same_calling and waiting:
        return 3, (*calls, "numbers", "likely")
    begin = int(legs.begin[outgoing])
    follows = _has_between(ended, begin - TOGETHER, begin + TOGETHER)
    begins = 0 <= begin - int(legs.begin[incoming]) <= TOGETHER or follows
    if waiting and begins and (is_correlated(legs, incoming, outgoing) or follows):
        return 2, (*calls, "number-and-time", "likely")
    if same_calling and legs.answer[incoming] and is_near(int(legs.bye[incoming]), int(legs.bye[outgoing])):
        return 1, (*calls, "caller-and-time", "possible")
    return None


def _leads_on(legs: Legs, incoming: int, outgoing: int, begins: list[int]) -> bool:
    """
    Whether the outgoing leg came to nothing and something was done for the waiting caller then: another leg, or an answer.

    So a hunt goes on to the next telephone, a redirection is followed, and voice mail takes a call that nobody took. `begins` is when
    each leg that may be that caller's began, in order.
    """
    ended, begin = int(legs.final[outgoing]) or int(legs.cancel[outgoing]), int(legs.begin[outgoing])
    together = 0 <= begin - int(legs.begin[incoming]) <= TOGETHER and begin <= legs.waited(incoming) + SLACK
    if not (ended and together) or legs.answer[outgoing] or legs.is_half[incoming] or legs.is_half[outgoing]:
        return False
    soon = bisect_right(begins, ended + TOGETHER) - bisect_left(begins, ended) - (begin >= ended)  # its own is none of another one's
    return soon > 0 or 0 <= int(legs.answer[incoming]) - ended <= TOGETHER


def _has_between(moments: list[int], since: int, until: int) -> bool:
    """Whether one of some moments in order is in that time."""
    at = bisect_left(moments, since)
    return at < len(moments) and moments[at] <= until
