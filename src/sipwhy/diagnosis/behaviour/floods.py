"""Who sends more than anybody needs, and nobody wants: requests by the dozen a second, refused or unanswered."""

from __future__ import annotations

import numpy as np
from msgspec import Struct
from msgspec.structs import replace

from sipwhy.calls.hosts import ROLES
from sipwhy.diagnosis.behaviour.ground import SECOND, Ground, groups, most_within, pairs
from sipwhy.diagnosis.behaviour.limits import RATE
from sipwhy.model.flag import Flag
from sipwhy.wire import METHODS, Method
from sipwhy.wire.columns import Array, mixed

HEAVY = 10
"""So many times the limit, and it is grave (sip-doctor: 50 and 500)."""
_UNWANTED = 0.9
"""The share of a source's requests that are refused or unanswered."""
_UDP = 0
_ON_END = 5.0
"""Seconds of asking without a pause, answered as it is, from which it is no check any more."""
_AT_END = SECOND
"""What began so shortly before the capture's end may still be answered, or be sent again."""
_HONEST = int(Flag.REPEATED | Flag.REFUSAL_ACKED | Flag.CREDENTIALS | Flag.STARTS_LATE)
"""What flooders do not trouble to do: send again what is unanswered, acknowledge a refusal, answer a challenge."""


class Flood(Struct, frozen=True):
    """Unwanted requests from one source to one host; `rate` is the most within one second, `is_served` if most were answered."""

    source: int
    target: int
    legs: Array
    rate: int
    method: str
    is_served: bool = False
    may_be_check: bool = False
    """Whether nothing but OPTIONS was seen of anybody, and they are answered: a server with hundreds of trunks asks for each of them."""
    is_same: bool = False
    """Whether one user subscribes to one and the same again and again, answered as it is."""


def floods(ground: Ground) -> list[Flood]:
    """Pairs of a source and a host with fifty unwanted requests or more within one second."""
    status, flags = ground.legs("status"), ground.legs("flags")
    first_hop = ground.is_first_hop
    taken = ground.is_taken & (ground.legs("method") != Method.OPTIONS)
    unwanted = first_hop & ~taken & (flags & _HONEST == 0) & (flags & int(Flag.HAS_REQUEST) != 0)
    unwanted &= (status > 0) | (ground.legs("transport") == _UDP)
    is_settled = ground.evidence.until - ground.legs("first_ts") >= _AT_END
    unwanted &= is_settled
    keys = pairs(ground.legs("src_ip"), ground.legs("dst_ip"))
    candidates = groups(keys, np.flatnonzero(unwanted), int(ground.limit(RATE)))
    found = [flood for legs in candidates if (flood := _flood(ground, legs, first_hop & is_settled & (keys == keys[legs[0]])))]
    found += _subscribing(ground, {(flood.source, flood.target) for flood in found})
    return [*found, *_within_legs(ground, unwanted, {(flood.source, flood.target) for flood in found})]


def _subscribing(ground: Ground, known: set[tuple[int, int]]) -> list[Flood]:
    """
    Whoever subscribes as one user to one user at one host by new dialogs, fifty and more within a second, taken or not.

    A telephone has a handful of events to ask of one user (dialog, presence, message-summary), and a refresh is in its dialog
    (RFC 6665 section 4.1.2.2): three hundred telephones that come back with their PBX ask as many users, or as many themselves.
    """
    chosen = np.flatnonzero((ground.legs("method") == Method.SUBSCRIBE) & ground.is_first_hop)
    least = int(ground.limit(RATE))
    if len(chosen) < least:
        return []
    keys = mixed([ground.legs(name) for name in ("src_ip", "dst_ip", "from_user")] + [ground.user])
    made = [_made(ground, legs, most_within(np.sort(ground.legs("first_ts")[legs]), SECOND)) for legs in groups(keys, chosen, least)]
    return [replace(flood, is_same=True) for flood in made if flood.rate >= least and (flood.source, flood.target) not in known]


def _flood(ground: Ground, legs: Array, all_of_pair: Array) -> Flood | None:
    rate = most_within(np.sort(ground.legs("first_ts")[legs]), SECOND)
    if rate < ground.limit(RATE) or len(legs) < _UNWANTED * np.count_nonzero(all_of_pair) or _is_monitoring(ground, legs):
        return None
    is_served = _is_served(ground, legs)
    is_all = bool(np.all(ground.legs("method") == Method.OPTIONS))
    return replace(_made(ground, legs, rate), is_served=is_served, may_be_check=is_served and is_all)


def _is_monitoring(ground: Ground, legs: Array) -> bool:
    """Whether it asks by OPTIONS whether somebody is there, and gets its answer mostly: many telephones behind one address, or a check."""
    return _is_served(ground, legs) and (_know_each_other(ground, legs) or not _is_incessant(ground, legs))


def _know_each_other(ground: Ground, legs: Array) -> bool:
    """
    Whether either of the two hosts let the other in: then it is a server with very many trunks there.

    Asterisk asks for each of its trunks, all by one name and from one socket. A registration or a login that was taken shows it, and so
    does a call by the one that is asked. A call by the one that asks does only where it is to its carrier: anybody may reach an IVR.
    """
    source, target = ground.legs("src_ip"), ground.legs("dst_ip")
    one, other = int(source[legs[0]]), int(target[legs[0]])
    there, back = (source == one) & (target == other), (source == other) & (target == one)
    is_call = ground.is_taken & (ground.legs("method") == Method.INVITE)
    registered = ground.is_taken & (ground.legs("method") == Method.REGISTER)
    is_carrier = ground.table.hosts.roles[other] == ROLES.index("trunk")
    known = (there | back) & (registered | ground.is_logged_in) | back & is_call
    return bool(np.any(known)) or (bool(is_carrier) and bool(np.any(there & is_call)))


def _is_served(ground: Ground, legs: Array) -> bool:
    answered = (ground.legs("method")[legs] == Method.OPTIONS) & (ground.legs("status")[legs] // 100 == 2)
    return bool(np.count_nonzero(answered) * 2 > len(legs))


def _is_incessant(ground: Ground, legs: Array) -> bool:
    """
    Whether one socket and user asks one user at one socket all the time, for seconds on end, as often as makes a flood: no check does.

    Many telephones behind one address ask their registrar as often together, each from a port or as a user of its own.
    """
    begun = ground.legs("first_ts")[legs]
    asker = (ground.legs("src_port")[legs], ground.legs("from_user")[legs])
    keys = mixed([*asker, ground.user[legs], ground.legs("dst_port")[legs]])
    _, of = np.unique(keys, return_inverse=True)
    same = begun[of == np.bincount(of).argmax()]
    seconds = float(np.ptp(same)) / SECOND
    return seconds >= _ON_END and len(same) >= seconds * ground.limit(RATE)


def _within_legs(ground: Ground, unwanted: Array, known: set[tuple[int, int]]) -> list[Flood]:
    """The same within one dialog attempt: one Call-ID again and again."""
    busy = np.flatnonzero(unwanted & (ground.legs("messages") >= 2 * ground.limit(RATE)))
    span = np.maximum(ground.legs("last_ts")[busy] - ground.legs("first_ts")[busy], SECOND)
    rates = (ground.legs("messages")[busy] // 2 * SECOND) // span
    found = (_made(ground, busy[at : at + 1], int(rates[at])) for at in np.flatnonzero(rates >= ground.limit(RATE)).tolist())
    return [flood for flood in found if (flood.source, flood.target) not in known]


def _made(ground: Ground, legs: Array, rate: int) -> Flood:
    method = METHODS[int(np.bincount(ground.legs("method")[legs]).argmax())]
    return Flood(int(ground.legs("src_ip")[legs[0]]), int(ground.legs("dst_ip")[legs[0]]), legs, rate, method)
