"""
Joins a text message that a server took and the one by which it delivers it: at once, or when the reader is back (RFC 3428 section 7).

202 says that the message was stored, so what it came to is told by the delivery, under a Call-ID of its own, minutes or hours later.
Both users must be the same, and messages between them are delivered in the order in which they came; a delivery that failed is
tried again.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

import numpy as np

from sipwhy.wire import Evidence, Method
from sipwhy.wire.columns import Array, mixed

if TYPE_CHECKING:
    from sipwhy.calls.pair import Pair

STORED = "stored-message"
"""By what they are joined."""
_ACCEPTED = 202
_SOON = 1_000_000
"""µs after the server's answer by which what it only passes on has left it."""


def stored_joins(evidence: Evidence) -> Iterable[Pair]:
    """Joins Call-IDs of MESSAGE: each delivery to the oldest message that still waits for one."""
    legs = np.flatnonzero(evidence.legs("method") == Method.MESSAGE)
    if len(legs) < 2:
        return []
    users = [evidence.legs(name)[legs] for name in ("from_user", "to_user")]
    came, left = (mixed([*users, evidence.legs(name)[legs]]) for name in ("dst_ip", "src_ip"))
    named = (users[0] != 0) & (users[1] != 0)
    taken, sent = legs[named & np.isin(came, left)], legs[named & np.isin(left, came)]
    groups: dict[int, list[tuple[int, bool, int]]] = {}
    for own, is_delivery, keys in ((taken, False, came), (sent, True, left)):
        places = np.searchsorted(legs, own)
        for leg, key, begun in zip(own.tolist(), keys[places].tolist(), evidence.legs("first_ts")[own].tolist(), strict=True):
            groups.setdefault(key, []).append((begun, is_delivery, leg))
    return [pair for group in groups.values() for pair in _joins(evidence, sorted(group))]


def _joins(evidence: Evidence, group: list[tuple[int, bool, int]]) -> Iterator[Pair]:
    """The same of one server and two users; what came, and what left it, in order of time."""
    call, status, final = (evidence.legs(name) for name in ("call", "status", "final_ts"))
    waiting: list[int] = []
    for begun, is_delivery, leg in group:
        if not is_delivery:
            waiting.append(leg)
            continue
        waiting = [one for one in waiting if _is_held(int(status[one]), int(final[one]), begun)]  # what it has not now, it never has again
        if (one := next((one for one in waiting if call[one] != call[leg]), None)) is None:
            continue
        yield int(call[leg]), int(call[one]), STORED, "likely"
        if 200 <= int(status[leg]) < 300:
            waiting.remove(one)


def _is_held(status: int, final: int, begun: int) -> bool:
    """Whether a server may still have a message: it said that it keeps it, or has said nothing or its last word just now."""
    return status == _ACCEPTED or not final or begun <= final + _SOON


def last_deliveries(evidence: Evidence, of_leg: Array, later: Iterable[int]) -> Iterator[tuple[int, int]]:
    """Of each message that was stored, its group and the leg by which delivering it ended; `later` are the Call-IDs of deliveries."""
    found = np.flatnonzero(np.isin(evidence.legs("call"), list(later)))
    for leg in found[np.argsort(evidence.legs("first_ts")[found], kind="stable")].tolist():
        yield int(of_leg[leg]), leg
