"""In whose name calls are sent to a carrier: internal numbers, hidden callers and other people's numbers that it refuses."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal

import numpy as np
from msgspec import Struct

from sipwhy.calls.hosts import ROLES
from sipwhy.calls.outcome import RESULTS
from sipwhy.diagnosis.behaviour.ground import Ground, groups, pairs
from sipwhy.model.flag import Flag
from sipwhy.wire import Method
from sipwhy.wire.columns import Array, among_keys, different, distinct, mixed

Sort = Literal["internal", "hidden", "foreign"]

_FORBIDDEN = 403
_REFUSALS, _OK = 400, 2
_SHORT = 6
"""The most digits of a number within a PBX."""
_HIDDEN = frozenset({"anonymous", "restricted", "unavailable", "private", "withheld"})
"""What stands for a caller who hides the number (RFC 3323 section 4.1.1.3, and habits of carriers)."""
_OWN, _OTHER, _INTERNAL, _NOBODY, _FOREIGN = range(5)
"""A whole number of the sender's, a name of letters, and the sorts that carriers refuse."""
_SORTS: dict[int, Sort] = {_INTERNAL: "internal", _NOBODY: "hidden", _FOREIGN: "foreign"}
_NAMED, _READ = ("P-Asserted-Identity", "P-Preferred-Identity", "Remote-Party-ID"), 20
"""Where a hidden caller is named for the carrier (RFC 3325, RFC 3323), and of how many refused calls that is read."""
_PBX, _TRUNK, _UNKNOWN = (ROLES.index(role) for role in ("pbx", "trunk", "unknown"))
_SEVERAL, _ENOUGH = 2, 3
"""Without a number that passed in another name, so many are refused and so many pass."""


class NameRefused(Struct, frozen=True):
    """Calls in one sort of name that a host refuses, while those in the name of a whole number of the sender's pass."""

    sort: Sort
    refused: Array
    passed: Array


class Unregistered(Struct, frozen=True):
    """Calls that a host refuses to a sender whose registration there it refused, too."""

    refused: Array
    register: int
    """A refused REGISTER of that sender."""


def unregistered(ground: Ground) -> list[Unregistered]:
    """For each account that a socket could not register at a host, its calls that were refused there by a bare 403 afterwards."""
    legs = ground.legs
    method, status, flags = legs("method"), legs("status"), legs("flags")
    invites, registers = method == Method.INVITE, method == Method.REGISTER
    failed = registers & (status >= _REFUSALS) & (flags & int(Flag.CREDENTIALS) != 0)
    asked = flags & int(Flag.CREDENTIALS | Flag.CHALLENGED) != 0  # such a call was refused for a login of its own
    refused = invites & ground.is_whole & (status == _FORBIDDEN) & ~asked
    if not failed.any() or not refused.any() or not (refused := refused & ~ground.says_more).any():
        return []
    way = mixed([legs(name).astype(np.uint64) for name in ("src_ip", "src_port", "dst_ip")])  # behind a NAT are many
    good = (registers & (status // 100 == _OK)) | (invites & ground.is_reached)
    here = among_keys(way, way[failed]) & among_keys(way, way[refused]) & (registers | refused | good)
    found = (_in_vain(ground, one, failed, refused) for one in groups(way, np.flatnonzero(here), 2) if not good[one].any())
    return [one for found_here in found for one in found_here]


def _in_vain(ground: Ground, here: Array, failed: Array, refused: Array) -> Iterator[Unregistered]:
    """Of one socket and one host: each account whose registration failed, with what it called afterwards; a single one has all calls."""
    legs = ground.legs
    logins, calls = here[failed[here]], here[refused[here]]
    accounts = legs("to_user")[here[legs("method")[here] == Method.REGISTER]]
    is_single = len(different(accounts)) == 1
    for account in different(legs("to_user")[logins]).tolist():
        register = int(logins[legs("to_user")[logins] == account][0])
        mine = is_single | (legs("from_user")[calls] == account)
        after = calls[mine & (legs("first_ts")[calls] > legs("final_ts")[register])]
        if len(after):
            yield Unregistered(after, register)


def names_refused(ground: Ground) -> list[NameRefused]:
    """For each way to a carrier the sorts of names that are refused by a bare 403, if nothing of the sort ever passed."""
    legs = ground.legs
    src, dst = legs("src_ip"), legs("dst_ip")
    refused = (legs("method") == Method.INVITE) & ground.is_whole & (legs("status") == _FORBIDDEN)
    if not refused.any():
        return []
    roles = ground.table.hosts.roles
    refused &= (roles[dst] == _TRUNK) | ((roles[dst] == _UNKNOWN) & (roles[src] == _PBX))
    if not refused.any() or not (refused := refused & ~ground.says_more).any():
        return []
    way = pairs(src, dst)
    chosen = np.flatnonzero((legs("method") == Method.INVITE) & ground.is_whole)
    chosen = chosen[among_keys(way[chosen], different(way[refused]))]
    sorts = np.zeros(ground.count, dtype=np.int8)
    sorts[chosen] = _sorts_of(ground, chosen)
    found = (_on_way(ground, one, refused, sorts[one]) for one in groups(way, chosen, 2))
    return [one for found_here in found for one in found_here]


def _on_way(ground: Ground, legs: Array, refused: Array, sorts: Array) -> Iterator[NameRefused]:
    reached = ground.is_reached[legs]
    passed = legs[reached & (sorts == _OWN)]
    if not len(passed):
        return
    for number, sort in _SORTS.items():
        own = legs[(sorts == number) & refused[legs]]
        is_refused = len(own) > 0 and not np.any(reached & (sorts == number)) and _is_proved(ground, own, passed)
        if is_refused and not (sort == "hidden" and _is_named(ground, own)):
            yield NameRefused(sort, own, passed)


def _is_proved(ground: Ground, refused: Array, passed: Array) -> bool:
    """Whether it can only be the name: a number that is refused passes in another name, or many are refused and many pass."""
    _, tails = ground.number_forms
    if np.isin(tails[ground.user[refused]], tails[ground.user[passed]]).any():
        return True
    return len(different(ground.user[refused])) >= _SEVERAL and len(different(ground.user[passed])) >= _ENOUGH


def _is_named(ground: Ground, refused: Array) -> bool:
    """Whether one of the first refused calls tells the carrier who calls, beside the hidden From."""
    firsts = (ground.evidence.message(int(leg)) for leg in ground.legs("first")[refused[:_READ]])
    return any(message.header(name) for message in firsts for name in _NAMED)


def _sorts_of(ground: Ground, legs: Array) -> Array:
    """Which sort of name each leg presents."""
    users, (forms, tails) = ground.legs("from_user"), ground.number_forms
    own = users[legs]
    known = distinct(own).tolist()
    of_text = np.zeros(max(known, default=0) + 1, dtype=np.int8)
    of_text[known] = [_OWN if forms[user] > 0 else _sort_of(ground.text(user)) for user in known]
    sorts: Array = of_text[own]
    src, dst, main = ground.legs("src_ip"), ground.legs("dst_ip"), ground.table.main[ground.table.row_of_leg[legs]]
    came_in = (main != legs) & (src[main] == dst[legs]) & (dst[main] == src[legs])  # and is sent on in its caller's name
    sorts[came_in & (sorts == _OWN) & (tails[users[main]] == tails[own])] = _FOREIGN
    return sorts


def _sort_of(name: str) -> int:
    """Which sort a name is that is no whole number."""
    if name.lower() in _HIDDEN:
        return _NOBODY
    return _INTERNAL if name.isascii() and name.isdigit() and len(name) <= _SHORT else _OTHER


def lost_by(ground: Ground, legs: Array) -> tuple[int, ...]:
    """The numbers of the calls of some legs that reached nobody and tried nothing else after those legs."""
    rows, ended, src = ground.table.row_of_leg[legs], ground.legs("final_ts"), ground.legs("src_ip")
    found = []
    for leg, row in zip(legs.tolist(), rows.tolist(), strict=True):
        tried = [one for one in ground.table.legs_of(row) if src[one] == src[leg]]
        if RESULTS[ground.table.result[row]] not in ("answered", "busy") and ended[leg] >= max(ended[one] for one in tried):
            found.append(row + 1)
    return tuple(sorted(set(found)))
