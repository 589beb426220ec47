"""An account that also registers from a strange place, and calls many countries at once from there: somebody has its password."""

from __future__ import annotations

import re
from typing import NamedTuple

import numpy as np

from sipwhy.diagnosis.behaviour.ground import SECOND, Ground, groups, most_within, pairs
from sipwhy.model.flag import Flag
from sipwhy.reference.networks import network_kind
from sipwhy.wire import Method
from sipwhy.wire.columns import Array, among, different

_CALLS, _COUNTRIES, _AT_ONCE = 6, 3, 3
"""So many calls abroad within ten minutes, to so many countries, so many of them at the same time: one person does not call so."""
_SPAN = 600 * SECOND
_ABROAD = re.compile(r"(?:\+|9?00|9?810|9?011)([1-9]\d{7,14})$")
"""A number behind the prefix for abroad: of most countries, of Russia, of North America."""
_SHORT_CODES = re.compile(r"1|7|2[07]|3[0-469]|4[013-9]|5[1-8]|6[0-6]|8[1246]|9[0-58]")
"""Country codes of one digit and of two; all others have three (ITU-T E.164, list of country codes)."""


class Takeover(NamedTuple):
    """The account, who has it now, and whose it is; the registration of the first and its calls."""

    source: int
    user: int
    owner: int
    leg: int
    legs: Array


def takeovers(ground: Ground) -> list[Takeover]:
    """Sources that registered a user whose own device is elsewhere, and that call abroad as no person does."""
    calls = np.zeros(ground.count, dtype=bool)
    calls[ground.table.main] = True
    calls &= (ground.legs("method") == Method.INVITE) & ground.is_first_hop & (ground.legs("answer_ts") > 0)
    calls &= _may_be_strange(ground)
    many = groups(ground.legs("src_ip"), np.flatnonzero(calls), _CALLS)
    found = (_takeover(ground, legs) for legs in many if network_kind(ground.ip(int(ground.legs("src_ip")[legs[0]]))) is None)
    return [one for one in found if one]


def _may_be_strange(ground: Ground) -> Array:
    """Which legs were sent by a source that registered a user whom another source registered, too."""
    src = ground.legs("src_ip")
    legs = np.flatnonzero(_is_signed_in(ground))
    both = different(pairs(ground.legs("to_user")[legs], src[legs]))
    twice = (both[1:] >> 32) == (both[:-1] >> 32)
    found: Array = among(src, both[np.append(twice, False) | np.append(False, twice)] & 0xFFFFFFFF) if len(both) > 1 else src < 0
    return found


def _takeover(ground: Ground, legs: Array) -> Takeover | None:
    country = {user: country_of(ground.text(user)) for user in different(ground.user[legs]).tolist()}
    abroad = legs[[country[user] is not None for user in ground.user[legs].tolist()]]
    if len(abroad) < _CALLS or len({country[user] for user in ground.user[abroad].tolist()}) < _COUNTRIES:
        return None
    begun = np.sort(ground.legs("first_ts")[abroad])
    if most_within(begun, _SPAN) < _CALLS or _at_once(ground, abroad) < _AT_ONCE:
        return None
    names, counts = np.unique(ground.legs("from_user")[abroad], return_counts=True)
    user, source = int(names[counts.argmax()]), int(ground.legs("src_ip")[abroad[0]])
    signed_in = _signed_in(ground, user)
    own = signed_in[ground.legs("src_ip")[signed_in] == source]
    if not len(own):
        return None
    owner = next((leg for leg in signed_in.tolist() if leg < own[0] and _is_other(ground, leg, int(own[0]))), None)
    return Takeover(source, user, int(ground.legs("src_ip")[owner]), int(own[0]), abroad) if owner is not None else None


def country_of(number: str) -> str | None:
    """The country code of a number that is dialled with the prefix for abroad; None if it is not."""
    found = _ABROAD.match(number)
    if not found:
        return None
    short = _SHORT_CODES.match(found[1])
    return short[0] if short else found[1][:3]


def _at_once(ground: Ground, legs: Array) -> int:
    """The most of some calls that are in progress at one moment."""
    begun, bye = ground.legs("answer_ts")[legs], ground.legs("bye_ts")[legs]
    ended = np.sort(np.where(bye > begun, bye, ground.evidence.until))
    begun = np.sort(begun)
    return int((np.arange(1, len(begun) + 1) - np.searchsorted(ended, begun, side="right")).max())


def _signed_in(ground: Ground, user: int) -> Array:
    """The legs by which a user registered, with a password, in order."""
    found: Array = np.flatnonzero(_is_signed_in(ground) & (ground.legs("to_user") == user))
    return found


def _is_signed_in(ground: Ground) -> Array:
    """Which legs are registrations with a password."""
    taken = (ground.legs("method") == Method.REGISTER) & (ground.legs("status") // 100 == 2) & ground.is_first_hop
    found: Array = taken & (ground.legs("flags") & int(Flag.CREDENTIALS) != 0)
    return found


def _is_other(ground: Ground, one: int, other: int) -> bool:
    """Whether two registrations come from different networks and from different products."""
    ips = [ground.ip(int(ground.legs("src_ip")[leg])).split(".")[:2] for leg in (one, other)]
    return ips[0] != ips[1] and ground.legs("src_agent")[one] != ground.legs("src_agent")[other]
