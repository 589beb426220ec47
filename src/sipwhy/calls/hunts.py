"""
Whose the successive tries of a B2BUA are that puts another number in place of its callers', beside others who call the same number.

Then no number tells whose a leg is. But each try of a hunt carries the From of the one before and follows its failure at once; the first
one leaves soon after its caller came, and what the last one came to is told to that caller at once. Where all this fits one caller alone,
the tries are that one's, though others came meanwhile.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from sipwhy.calls.moments import SOON, TOGETHER, Legs, contradict
from sipwhy.wire.columns import Array, among_keys, different, in_order, mixed

_AT_ONCE = 50_000
"""How long a B2BUA that plays no announcement takes to pass an outcome on, µs; others' outcomes are not as near by chance."""


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
    latest = np.full(len(legs), -1)
    latest[outgoing] = incoming
    told, callers = _told(legs, outs, calls[~among_keys(arriving[calls], leaving[calls])], to_key)
    torn = np.concatenate((failing[latest[failing] != latest[following]], told[latest[told] != callers]))
    if not len(torn):
        return called
    tellings: dict[int, list[int]] = {}
    for leg, caller in zip(told.tolist(), callers.tolist(), strict=True):
        tellings.setdefault(leg, []).append(caller)
    after = dict(zip(failing.tolist(), following.tolist(), strict=True))
    owner = {leg: caller for chain in _chains(after, torn.tolist()) for leg, caller in _owned(legs, chain, tellings, latest)}
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
    ended = _ended(legs, outs)
    has_failed = (legs.answer[outs] == 0) & (ended > 0)
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


def _owned(legs: Legs, chain: list[int], tellings: dict[int, list[int]], latest: Array) -> Iterator[tuple[int, int]]:
    """The legs of a chain with their caller: up to the one whose outcome somebody was told; what follows then is another caller's."""
    start = 0
    for place, leg in enumerate(chain):
        if told := tellings.get(leg):
            tries, caller = chain[start : place + 1], told[0]
            is_alone = start == place < len(chain) - 1  # another one followed it at once: that may be its own caller's just as well
            if len(told) == 1 and not is_alone and _is_of(legs, caller, tries, is_latest=bool(latest[tries[0]] == caller)):
                yield from ((one, caller) for one in tries)
            start = place + 1


def _is_of(legs: Legs, caller: int, tries: list[int], is_latest: bool) -> bool:
    """Whether the first of some tries left soon after a caller came, the sooner if others came then; and nothing speaks against it."""
    left = int(legs.begin[tries[0]]) - int(legs.begin[caller])
    return 0 <= left <= (TOGETHER if is_latest else SOON) and not any(contradict(legs, caller, leg) for leg in tries)


def _ended(legs: Legs, chosen: Array) -> Array:
    """When legs came to something: an answer, CANCEL or a failure; 0 where they did not."""
    ended = np.where(legs.cancel[chosen] > 0, legs.cancel[chosen], legs.final[chosen])
    return np.where(legs.answer[chosen] > 0, legs.answer[chosen], np.where(legs.is_silent[chosen], 0, ended))


def _told(legs: Legs, outs: Array, callers: Array, to_key: Array) -> tuple[Array, Array]:
    """Legs, and callers who were told at once what those came to: after no other leg to the number came to something like it."""
    told = np.where(legs.answer[callers] > 0, legs.answer[callers], legs.final[callers])
    leg = np.concatenate((outs, callers))
    time = np.concatenate((_ended(legs, outs), told))
    is_telling = np.arange(len(leg)) >= len(outs)
    key = mixed((to_key[leg], np.where(is_telling, legs.dst[leg], legs.src[leg]), legs.answer[leg] > 0))
    happened = time > 0
    leg, time, is_telling, key = leg[happened], time[happened], is_telling[happened], key[happened]
    order = np.lexsort((is_telling, time, key))
    last = np.maximum.accumulate(np.where(is_telling[order], -1, np.arange(len(order))))
    at = np.flatnonzero(is_telling[order] & (last >= 0))
    one, other = order[last[at]], order[at]
    fits = (key[one] == key[other]) & (time[other] - time[one] <= _AT_ONCE) & (legs.call[leg[one]] != legs.call[leg[other]])
    fits &= legs.begin[leg[other]] <= legs.begin[leg[one]]
    return leg[one[fits]], leg[other[fits]]
