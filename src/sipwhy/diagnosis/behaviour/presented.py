"""In whose name calls are sent to a carrier: internal numbers, hidden callers and other people's numbers that it refuses."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal, NamedTuple

import numpy as np

from sipwhy.calls.outcome import RESULTS
from sipwhy.diagnosis.behaviour.ground import Ground, pairs
from sipwhy.model.flag import Flag
from sipwhy.wire import Method
from sipwhy.wire.columns import Array, different, mixed

Sort = Literal["internal", "hidden", "foreign"]

_FORBIDDEN = 403
_REFUSALS, _OK = 400, 2
_SHORT = 6
"""The most digits of a number within a PBX."""
_HIDDEN = frozenset({"anonymous", "restricted", "unavailable", "private", "withheld"})
"""What stands for a caller who hides the number (RFC 3323 section 4.1.1.3, and habits of carriers)."""
_SEVERAL, _ENOUGH = 2, 3
"""Without a number that passed in another name, so many are refused and so many pass."""


class NameRefused(NamedTuple):
    """Calls in one sort of name that a host refuses, while those in the name of a whole number of the sender's pass."""

    sort: Sort
    refused: Array
    passed: Array


class Unregistered(NamedTuple):
    """Calls that a host refuses to a sender whose registration there it refused, too."""

    refused: Array
    register: int
    """A refused REGISTER of that sender."""


def unregistered(ground: Ground) -> list[Unregistered]:
    """For each way from a socket to a host where every registration was refused, and every call by 403: behind a NAT are many."""
    legs = ground.legs
    method, status, flags = legs("method"), legs("status"), legs("flags")
    way = mixed([legs(name).astype(np.uint64) for name in ("src_ip", "src_port", "dst_ip")])
    invites, registers = method == Method.INVITE, method == Method.REGISTER
    failed = registers & (status >= _REFUSALS) & (flags & int(Flag.CREDENTIALS) != 0)
    asked = flags & int(Flag.CREDENTIALS | Flag.CHALLENGED) != 0  # such a call was refused for a login of its own
    refused = invites & ground.is_whole & (status == _FORBIDDEN) & ~asked
    good = (registers & (status // 100 == _OK)) | (invites & (flags & int(Flag.RANG | Flag.ANSWERED) != 0))
    found = []
    for one in different(way[refused & np.isin(way, way[failed])]).tolist():
        here = way == one
        if not np.any(good & here):
            found.append(Unregistered(np.flatnonzero(refused & here), int(np.flatnonzero(failed & here)[0])))
    return found


def names_refused(ground: Ground) -> list[NameRefused]:
    """For each way from host to host the sorts of names that are refused by a bare 403, if nothing of the sort ever passed."""
    legs = ground.legs
    invites = (legs("method") == Method.INVITE) & ground.is_whole
    refused = invites & (legs("status") == _FORBIDDEN) & ~ground.says_more
    if not refused.any():
        return []
    way = pairs(legs("src_ip"), legs("dst_ip"))
    found = (_on_way(ground, np.flatnonzero(invites & (way == one)), refused) for one in different(way[refused]).tolist())
    return [one for found_here in found for one in found_here]


def _on_way(ground: Ground, legs: Array, refused: Array) -> Iterator[NameRefused]:
    reached = ground.legs("flags")[legs] & int(Flag.RANG | Flag.ANSWERED) != 0
    sorts = np.array([_sort_of(ground, leg) for leg in legs.tolist()])
    passed = legs[reached & (sorts == "")]
    for sort in different(sorts[sorts != ""]).tolist() if len(passed) else ():
        own = legs[(sorts == sort) & refused[legs]]
        if len(own) and not np.any(reached & (sorts == sort)) and _is_proved(ground, own, passed):
            yield NameRefused(sort, own, passed)


def _is_proved(ground: Ground, refused: Array, passed: Array) -> bool:
    """Whether it can only be the name: a number that is refused passes in another name, or many are refused and many pass."""
    _, tails = ground.number_forms
    if np.isin(tails[ground.user[refused]], tails[ground.user[passed]]).any():
        return True
    return len(different(ground.user[refused])) >= _SEVERAL and len(different(ground.user[passed])) >= _ENOUGH


def _sort_of(ground: Ground, leg: int) -> Sort | Literal["", "other"]:
    """Which sort of name a leg presents; nothing if it is a whole number of the sender's own."""
    user = int(ground.legs("from_user")[leg])
    name = ground.text(user)
    if name.lower() in _HIDDEN:
        return "hidden"
    if ground.number_forms[0][user] > 0:
        return "foreign" if _is_foreign(ground, leg, user) else ""
    return "internal" if name.isascii() and name.isdigit() and len(name) <= _SHORT else "other"


def _is_foreign(ground: Ground, leg: int, user: int) -> bool:
    """Whether a call is sent on in the name of a caller who came in from the same host that it goes to."""
    main = int(ground.table.main[ground.row_of[leg]])
    src, dst = ground.legs("src_ip"), ground.legs("dst_ip")
    came_in = main != leg and src[main] == dst[leg] and dst[main] == src[leg]
    return bool(came_in and ground.number_forms[1][ground.legs("from_user")[main]] == ground.number_forms[1][user])


def lost_by(ground: Ground, legs: Array) -> tuple[int, ...]:
    """The numbers of the calls of some legs that reached nobody and tried nothing else after those legs."""
    rows, ended, src = ground.row_of[legs], ground.legs("final_ts"), ground.legs("src_ip")
    found = []
    for leg, row in zip(legs.tolist(), rows.tolist(), strict=True):
        tried = [one for one in ground.table.legs_of(row) if src[one] == src[leg]]
        if RESULTS[ground.table.result[row]] not in ("answered", "busy") and ended[leg] >= max(ended[one] for one in tried):
            found.append(row + 1)
    return tuple(sorted(set(found)))
