"""
Whose the successive tries of a B2BUA are that puts another number in place of its callers', beside others who call the same number.

Then no number tells whose a leg is. But each try of a hunt carries the From of the one before and follows its failure at once; the first
one leaves soon after its caller came, and what the last one came to is told to that caller at once. Where all this fits one caller alone,
the tries are that one's, though others came meanwhile.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator

import numpy as np

from sipwhy.calls.moments import SLACK, SOON, TOGETHER, Legs, contradict
from sipwhy.wire.columns import Array, among_keys, different, in_order, mixed

_MOST_CALLERS = 64
"""So many callers that came before a try are looked at; of more, nobody is sure to be the only one."""


def with_hunts(legs: Legs, called: Array, to_key: Array, both: Array) -> Array:
    """
    Pairs of a caller and a leg with one called number, with the caller of each hunt in place of the latest one.

    A pair is one number: that of the caller's leg times the count of legs, and that of the other. `both` is the key of both numbers.
    """
    incoming, outgoing = np.divmod(called, len(legs))
    calls = np.flatnonzero(legs.are_calls & ~legs.is_half)
    arriving, leaving = (mixed((both, ends)) for ends in (legs.dst, legs.src))
    outs = different(outgoing)
    outs = outs[(both[outs] != 0) & ~among_keys(leaving[outs], arriving[calls])]  # a number that was kept tells more
    failing, following = _tries(legs, outs, leaving[outs])
    if not len(failing):
        return called
    latest = np.full(len(legs), -1)
    latest[outgoing] = incoming
    is_torn = latest[failing] != latest[following]
    if not is_torn.any():
        return called
    callers = _Callers(legs, to_key, calls[~among_keys(arriving[calls], leaving[calls])])
    after = dict(zip(failing.tolist(), following.tolist(), strict=True))
    owner = {leg: caller for chain in _chains(after, failing[is_torn].tolist()) for leg, caller in _owned(callers, chain)}
    known = np.array(sorted(owner), dtype=np.int64)
    pairs = np.array([owner[leg] for leg in known.tolist()], dtype=np.int64) * len(legs) + known
    changed: Array = np.concatenate((called[~among_keys(outgoing, known)], pairs))
    return changed


def _tries(legs: Legs, outs: Array, key: Array) -> tuple[Array, Array]:
    """Legs that failed, and for each the one of the same key that began at once, before any other did and before another one failed."""
    key, places = in_order(key, np.arange(len(outs)))
    same = np.concatenate(([False], key[1:] == key[:-1], [False]))
    shared = same[:-1] | same[1:] if len(outs) else np.zeros(0, dtype=bool)
    outs, key = outs[places[shared]], key[shared]
    ended = np.where(legs.cancel[outs] > 0, legs.cancel[outs], legs.final[outs])
    has_failed = (legs.answer[outs] == 0) & ~legs.is_silent[outs] & (ended > 0)
    leg = np.concatenate((outs[has_failed], outs))
    time = np.concatenate((ended[has_failed], legs.begin[outs]))
    is_begin = np.arange(len(leg)) >= np.count_nonzero(has_failed)
    order = np.lexsort((is_begin, time, np.concatenate((key[has_failed], key))))
    one, other = order[:-1], order[1:]
    key = np.concatenate((key[has_failed], key))
    follow = ~is_begin[one] & is_begin[other] & (key[one] == key[other]) & (time[other] - time[one] <= SOON)
    follow &= legs.call[leg[one]] != legs.call[leg[other]]
    return leg[one[follow]], leg[other[follow]]


def _chains(after: dict[int, int], torn: list[int]) -> Iterator[list[int]]:
    """The tries one after another, each chain once, in which one of some legs is."""
    before = {later: earlier for earlier, later in after.items()}
    seen: set[int] = set()
    for leg in torn:
        if leg in seen:
            continue
        first = leg
        while first in before:
            first = before[first]
        chain = [first]
        while chain[-1] in after:
            chain.append(after[chain[-1]])
        seen.update(chain)
        yield chain


def _owned(callers: _Callers, chain: list[int]) -> Iterator[tuple[int, int]]:
    """The legs of a chain with their caller: up to the one whose outcome somebody was told; what follows then is another caller's."""
    start = 0
    for place, leg in enumerate(chain):
        told = callers.told(leg)
        if not told:
            continue
        tries = chain[start : place + 1]
        if len(tries) > 1 and len(told) == 1 and callers.is_of(told[0], tries):
            yield from ((one, told[0]) for one in tries)
        start = place + 1


class _Callers:
    """Who called a number at a host, in order of time."""

    def __init__(self, legs: Legs, to_key: Array, chosen: Array) -> None:
        self._legs, self._leaving = legs, mixed((to_key, legs.src))
        key, places = in_order(mixed((to_key, legs.dst))[chosen], legs.rank[chosen])
        self._keys, self._callers = key, legs.in_time[places]

    def told(self, leg: int) -> list[int]:
        """Who was told at once what a leg came to: those who were told first, as many as the clocks leave open."""
        legs, key = self._legs, self._leaving[leg]
        start, end = int(np.searchsorted(self._keys, key)), int(np.searchsorted(self._keys, key, side="right"))
        at = bisect_right(self._callers, int(legs.begin[leg]) + SLACK, start, end, key=lambda caller: int(legs.begin[caller]))
        moments = (legs.answer,) if legs.answer[leg] else (legs.cancel, legs.final)
        late: list[tuple[int, int]] = []
        for caller in self._callers[max(start, at - _MOST_CALLERS) : at].tolist():
            if legs.call[caller] == legs.call[leg] or bool(legs.answer[caller]) != bool(legs.answer[leg]):
                continue
            apart = [int(moment[caller]) - int(moment[leg]) for moment in moments if moment[caller] and moment[leg]]
            if near := [abs(one) for one in apart if -SLACK <= one <= SOON]:
                late.append((min(near), caller))
        return [caller for one, caller in late if one <= min(late)[0] + SLACK]

    def is_of(self, caller: int, tries: list[int]) -> bool:
        """Whether the first of some tries left soon after a caller came, and nothing that befell one of them speaks against that."""
        legs = self._legs
        left = int(legs.begin[tries[0]]) - int(legs.begin[caller])
        return 0 <= left <= TOGETHER and not any(contradict(legs, caller, leg) for leg in tries)
