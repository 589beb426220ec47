"""Joins the legs of a B2BUA that copies nothing: by numbers, time, addresses and outcome together.

The outgoing leg begins at the host where the incoming one ended, while the caller is waiting there (or talks to the
PBX's own menu), with the same called number, or with the same caller; and its outcome does not contradict.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np

from sipwhy.model import Confidence
from sipwhy.model.flag import Flag
from sipwhy.wire import Evidence, Method
from sipwhy.wire.evidence import Array

_SOON = 5_000_000
"""How long after the incoming leg an outgoing one with only one equal number may begin, µs."""
_SLACK = 200_000
"""How far two captures' or two legs' moments may be apart and still be one moment, µs."""

Pair = tuple[int, int, str, Confidence]


@dataclass(frozen=True, slots=True)
class _Legs:
    """The INVITE legs, as columns."""

    leg: Array
    call: Array
    src: Array
    dst: Array
    begin: Array
    waited: Array
    end: Array
    answer: Array
    final: Array
    source_port: Array
    flags: Array


def b2bua_joins(evidence: Evidence) -> Iterable[Pair]:
    """Joins Call-IDs; each outgoing leg is joined to the nearest fitting incoming one."""
    legs = _legs(evidence)
    if len(legs.leg) < 2 or not np.intersect1d(legs.src, legs.dst).size:
        return []
    keys = evidence.text_keys()
    to_key, uri_key, from_key = (keys[evidence.legs(name)[legs.leg]] for name in ("to_user", "uri_user", "from_user"))
    called = _candidates(legs, to_key) | _candidates(legs, np.where(uri_key != 0, uri_key, to_key))
    calling = _candidates(legs, from_key)
    best: dict[int, tuple[int, Pair]] = {}
    for incoming, outgoing in called | calling:
        found = _judge(legs, incoming, outgoing, (incoming, outgoing) in called, (incoming, outgoing) in calling)
        if found and found[0] > best.get(outgoing, (0, None))[0]:
            best[outgoing] = found
    return [pair for _, pair in best.values()]


def _legs(evidence: Evidence) -> _Legs:
    method, flags = evidence.legs("method"), evidence.legs("flags")
    leg = np.flatnonzero((method == Method.INVITE) & ((flags & Flag.STARTS_LATE) == 0))

    def column(name: str) -> Array:
        return evidence.legs(name)[leg]

    final, answer, last = column("final_ts"), column("answer_ts"), column("last_ts")
    end = np.where(column("bye_ts") > 0, column("bye_ts"), np.where(answer > 0, np.maximum(last, evidence.end), last))
    return _Legs(
        leg=leg,
        call=column("call"),
        src=column("src_ip"),
        dst=column("dst_ip"),
        begin=column("first_ts"),
        waited=np.where(answer > 0, answer, np.where(final > 0, final, last)),
        end=end,
        answer=answer,
        final=final,
        source_port=column("src_port"),
        flags=flags[leg],
    )


def _candidates(legs: _Legs, key: Array) -> set[tuple[int, int]]:
    """Pairs (incoming, outgoing) with equal key at one host: the latest incoming leg before each outgoing one."""
    count = len(key)
    host = np.concatenate((legs.dst, legs.src)).astype(np.uint64)
    keys = np.concatenate((key, key)).astype(np.uint64) * np.uint64(0x9E3779B97F4A7C15) ^ host
    begin = np.concatenate((legs.begin, legs.begin))
    role = np.repeat(np.array([0, 1], dtype=np.int8), count)
    order = np.lexsort((role, begin, keys))
    is_incoming = role[order] == 0
    place = np.where(is_incoming, np.arange(2 * count), -1)
    latest = np.maximum.accumulate(place)
    outgoing = np.flatnonzero(~is_incoming & (latest >= 0))
    incoming = latest[outgoing]
    same = keys[order[outgoing]] == keys[order[incoming]]
    ins, outs = order[incoming[same]], order[outgoing[same]] - count
    fits = (key[ins] != 0) & (legs.call[ins] != legs.call[outs]) & (legs.begin[outs] <= legs.end[ins] + _SLACK)
    return set(zip(ins[fits].tolist(), outs[fits].tolist(), strict=True))


def _judge(legs: _Legs, incoming: int, outgoing: int, same_called: bool, same_calling: bool) -> tuple[int, Pair] | None:
    """How well two legs fit, and the join; None if they do not."""
    after = int(legs.begin[outgoing] - legs.begin[incoming])
    waiting = legs.begin[outgoing] <= legs.waited[incoming] + _SLACK
    if _contradict(legs, incoming, outgoing) or (legs.flags[incoming] & Flag.CHALLENGED and after < 0):
        return None
    pair = int(legs.call[outgoing]), int(legs.call[incoming])
    if same_called and same_calling and waiting:
        return 4, (*pair, "numbers", "likely")
    if waiting and after <= _SOON and (same_called or same_calling):
        return 3, (*pair, "number-and-time", "likely")
    if waiting and same_calling:
        return 2, (*pair, "caller-and-time", "likely")
    if same_calling and legs.answer[incoming]:
        return 1, (*pair, "caller-and-time", "possible")
    return None


def _contradict(legs: _Legs, incoming: int, outgoing: int) -> bool:
    """Whether the outgoing leg's outcome cannot be the incoming one's: answered, and the caller was told otherwise."""
    answered, told = int(legs.answer[outgoing]), int(legs.answer[incoming])
    if not answered:
        return False
    if told:
        return told > answered + 2_000_000
    return bool(legs.final[incoming]) and answered < int(legs.final[incoming])
