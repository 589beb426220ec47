"""How callers call: all at once, a ring and gone, number after number, the same seconds to everybody."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from math import exp

import numpy as np
from msgspec import Struct

from sipwhy.diagnosis.behaviour.ground import SECOND, Ground, groups, pairs
from sipwhy.diagnosis.behaviour.limits import TIMES
from sipwhy.model import AtFault, Confidence, Finding, Value
from sipwhy.wire import Method
from sipwhy.wire.columns import Array, different, quantile

_MINUTE = 60 * SECOND
_CALLS, _MINUTES = 6, 10
"""So many calls at least (sipnab's limit), over so many minutes."""
_CHANCE = 1e-6
_RING, _MISSED, _MOSTLY = 3 * SECOND, 5, 0.8
"""Ringing so short, to so many different people (sipnab: three), in so much of what the caller does."""
_RUN = 10
"""Consecutive numbers that one caller dials one after the other (sipnab: three)."""
_CALLEES, _ANSWERED, _ALIKE, _LONGEST = 20, 10, 0.05, 60 * SECOND
_ROUGHLY = 0.35
"""By how much of their mean they differ at most, before it is looked at closely."""


class Habit(Struct, frozen=True):
    """What one caller or host did; legs in order of time; `number` is what stands out, as each kind says."""

    legs: Array
    number: float
    other: float = 0.0


def habit_finding(
    ground: Ground, habit: Habit, rule: str, values: Mapping[str, Value], *, confidence: Confidence, at_fault: AtFault = "caller"
) -> Finding:
    """What a rule finds in a habit: its first and last call; `values` beside who calls from where."""
    first = int(habit.legs[0])
    return Finding(
        rule=rule,
        severity="notice",
        confidence=confidence,
        at_fault=at_fault,
        evidence=(ground.proof("first", first), ground.proof("last", habit.legs[-1])),
        values={"source": ground.source(first), "caller": ground.caller(first), **values},
        call_numbers=ground.numbers(habit.legs),
    )


def _calls(ground: Ground) -> Array:
    """The first legs of calls, in order of time."""
    main = ground.table.main
    calls: Array = main[(ground.legs("method")[main] == Method.INVITE) & ground.is_whole[main]]
    return calls


def _of_callers(ground: Ground, calls: Array, least: int, judge: Callable[[Ground, Array], Habit | None]) -> list[Habit]:
    """What `judge` says of each caller among some calls, at each host it calls from."""
    keys = pairs(ground.legs("src_ip"), ground.legs("from_user"))
    return [habit for legs in groups(keys, calls, least) if (habit := judge(ground, legs))]


def _public(ground: Ground) -> Array:
    """The calls of callers with a number of the public network, in order of time."""
    calls = _calls(ground)
    known: Array = calls[ground.number_forms[0][ground.legs("from_user")[calls]] > 0]
    return known


def _often(ground: Ground, calls: Array, is_so: Array, least: int) -> Array:
    """The calls of those callers of whom something is so `least` times or more: all others need no closer look."""
    caller = ground.legs("from_user")[calls]
    found: Array = calls[np.bincount(caller, weights=is_so)[caller] >= least] if len(calls) else calls
    return found


def spikes(ground: Ground) -> list[Habit]:
    """Hosts that sent five times as many calls in one minute as in their others; `number` of them, `other` in a usual minute."""
    calls = _calls(ground)
    return [habit for legs in groups(ground.legs("src_ip"), calls, _CALLS) if (habit := _spike(ground, legs))]


def _spike(ground: Ground, legs: Array) -> Habit | None:
    minute = (ground.legs("first_ts")[legs] - ground.evidence.start) // _MINUTE
    span = int((ground.evidence.until - ground.evidence.start) // _MINUTE) + 1
    counts = np.bincount(minute, minlength=span)
    most = int(counts.argmax())
    usual = float((counts.sum() - counts[most]) / max(span - 1, 1))
    if (
        span < _MINUTES
        or counts[most] < max(_CALLS, ground.limit(TIMES) * usual)
        or _tail(int(counts[most]), max(usual, 1 / span)) * span > _CHANCE
    ):
        return None
    return Habit(legs[minute == most], float(counts[most]), usual)


def _tail(count: int, mean: float) -> float:
    """How likely `count` or more are where `mean` are usual (Poisson): its first term with the sum's bound."""
    term = exp(-mean)
    for k in range(1, count + 1):
        term *= mean / k
    return term / (1 - mean / (count + 1)) if mean < count + 1 else 1.0


def missed(ground: Ground) -> list[Habit]:
    """Callers that let it ring for a moment and are gone, with many people; `number` of them."""
    calls = _public(ground)
    return _of_callers(ground, _often(ground, calls, _is_missed(ground, calls), _MISSED), _MISSED, _missed)


def _is_missed(ground: Ground, legs: Array) -> Array:
    ring, cancel = ground.legs("ring_ts")[legs], ground.legs("cancel_ts")[legs]
    begun = np.where(ring > 0, ring, ground.legs("first_ts")[legs])
    found: Array = (cancel > 0) & (cancel - begun <= _RING) & (ground.legs("answer_ts")[legs] == 0)
    return found


def _missed(ground: Ground, legs: Array) -> Habit | None:
    short = _is_missed(ground, legs)
    callees = len(different(ground.user[legs[short]]))
    if callees < _MISSED or np.count_nonzero(short) < _MOSTLY * len(legs):
        return None
    return Habit(legs[short], float(callees))


def runs(ground: Ground) -> list[Habit]:
    """Callers that dial one number after the other upwards; `number` in the longest run."""
    calls = _public(ground)
    caller, tail = ground.legs("from_user")[calls], ground.number_forms[1][ground.user[calls]].astype(np.int64)
    order = np.argsort(caller.astype(np.uint16) if not len(caller) or caller.max() < 1 << 16 else caller, kind="stable")
    steps = (np.diff(tail[order]) == 1) & (np.diff(caller[order].astype(np.int64)) == 0)
    found = calls[order]
    return _of_callers(ground, np.sort(_often(ground, found, np.append(steps, False)[: len(found)], _RUN - 1)), _RUN, _run)


def _run(ground: Ground, legs: Array) -> Habit | None:
    tails = ground.number_forms[1][ground.user[legs]].astype(np.int64)
    breaks = np.flatnonzero((np.diff(tails) != 1) | (tails[1:] == 0))
    edges = np.concatenate(([-1], breaks, [len(tails) - 1]))
    lengths = np.diff(edges)
    longest = int(lengths.argmax())
    if lengths[longest] < _RUN:
        return None
    return Habit(legs[edges[longest] + 1 : edges[longest + 1] + 1], float(lengths[longest]))


def robocalls(ground: Ground) -> list[Habit]:
    """Callers whose answered calls to many people all last the same few seconds; `number` of people, `other` seconds."""
    calls = _public(ground)
    caller, talk = ground.legs("from_user")[calls], _talk(ground, calls)
    if not len(calls):
        return []
    count = np.maximum(np.bincount(caller, weights=talk > 0), 1)
    mean = np.bincount(caller, weights=talk) / count
    spread = np.sqrt(np.maximum(np.bincount(caller, weights=talk.astype(float) ** 2) / count - mean**2, 0))
    alike = (spread <= _ROUGHLY * mean) & (count >= _ANSWERED) & (np.bincount(caller) >= _CALLEES)
    return _of_callers(ground, calls[alike[caller]], _CALLEES, _robocall)


def _talk(ground: Ground, legs: Array) -> Array:
    """How long each was talked on, µs; 0 where it was not, or is not known."""
    answer, bye = ground.legs("answer_ts")[legs], ground.legs("bye_ts")[legs]
    found: Array = np.where((answer > 0) & (bye > answer), bye - answer, 0)
    return found


def _robocall(ground: Ground, legs: Array) -> Habit | None:
    talk, callees = _talk(ground, legs), len(different(ground.user[legs]))
    talk = talk[talk > 0]
    if callees < _CALLEES or len(talk) < _ANSWERED:
        return None
    low, median, high = (quantile(talk, share) for share in (0.25, 0.5, 0.75))
    if median > _LONGEST or median < SECOND or high - low > max(_ALIKE * median, SECOND // 4):
        return None
    return Habit(legs, float(callees), median / SECOND)
