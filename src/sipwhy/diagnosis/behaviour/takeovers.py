"""An account that also registers from a strange place, and calls many countries at once from there: somebody has its password."""

from __future__ import annotations

import re
from collections import Counter

import numpy as np
from msgspec import Struct

from sipwhy.calls.hosts import platform_of
from sipwhy.diagnosis.behaviour.ground import SECOND, Ground, groups, most_within, pairs
from sipwhy.reference.networks import network_kind, network_of
from sipwhy.wire import Method
from sipwhy.wire.columns import Array, among, different

_CALLS, _COUNTRIES, _AT_ONCE = 6, 3, 3
"""So many calls abroad within ten minutes, to so many countries, so many of them at the same time: one person does not call so."""
_MINUTE = 60 * SECOND
"""Nor does one who makes all of them, each answered, to so many countries, one after another in that time."""
_SPAN = 600 * SECOND
_SEVERAL = 2
"""Of so many contacts in an answer nobody knows to which the time granted belongs."""
_NONE = 1
"""What the column `asked` holds where a device asked for no time at all: to be removed."""
_ABROAD = re.compile(r"(?:\+|9?00|9?810|9?011)([1-9]\d{7,14})$")
"""A number behind the prefix for abroad: of most countries, of Russia, of North America."""
_SHORT_CODES = re.compile(r"1|7|2[07]|3[0-469]|4[013-9]|5[1-8]|6[0-6]|8[1246]|9[0-58]")
"""Country codes of one digit and of two; all others have three (ITU-T E.164, list of country codes)."""


class Takeover(Struct, frozen=True):
    """The account, who has it now, and whose it is; the registration of the first and its calls."""

    source: int
    user: int
    owner: int
    leg: int
    legs: Array


def takeovers(ground: Ground) -> list[Takeover]:
    """Sources that registered a user whose own device is elsewhere, and that call abroad as no person does."""
    calls = ground.is_own_call & (ground.legs("answer_ts") > 0)
    suspects = _suspects(ground, ground.legs("from_user")[calls])
    if not suspects:
        return []
    of_each = pairs(ground.legs("src_ip"), ground.legs("from_user"))
    calls &= among(ground.legs("src_ip"), {source for source, _ in suspects})
    found = list[Takeover]()
    for legs in groups(of_each, np.flatnonzero(calls), _CALLS):
        source, user = int(ground.legs("src_ip")[legs[0]]), int(ground.legs("from_user")[legs[0]])
        if (source, user) in suspects and (one := _takeover(ground, legs, *suspects[source, user])):
            found.append(one)
    return found


def _takeover(ground: Ground, legs: Array, own: int, owner: int) -> Takeover | None:
    """What one user's calls from one source tell: those of a whole office behind one address are several people's."""
    numbers = [ground.text(user) for user in ground.user[legs].tolist()]
    countries = [country_of(number) for number in numbers]
    home = _home(numbers, countries)
    written = zip(numbers, countries, strict=True)
    is_abroad = np.array([bool(country) and (country != home or number[0] != "+") for number, country in written], dtype=bool)
    abroad = legs[is_abroad]
    if len(abroad) < _CALLS or len({countries[at] for at in np.flatnonzero(is_abroad).tolist()}) < _COUNTRIES:
        return None
    order = np.argsort(ground.legs("first_ts")[abroad], kind="stable")
    begun, called = ground.legs("first_ts")[abroad][order], [countries[at] for at in np.flatnonzero(is_abroad)[order].tolist()]
    if most_within(begun, _SPAN) < _CALLS or not (_at_once(ground, abroad) >= _AT_ONCE or _in_a_rush(begun, called)):
        return None
    if not _is_there(ground, owner, int(begun[-1])):
        return None
    source, user = int(ground.legs("src_ip")[own]), int(ground.legs("to_user")[own])
    return Takeover(source, user, int(ground.legs("src_ip")[owner]), own, abroad)


def _in_a_rush(begun: Array, called: list[str | None]) -> bool:
    """Whether so many calls in a row fall into one minute and go to several countries: who is cut off dials one number again and again."""
    quick = np.flatnonzero(begun[_CALLS - 1 :] - begun[: len(begun) - _CALLS + 1] <= _MINUTE)
    return any(len(set(called[at : at + _CALLS])) >= _COUNTRIES for at in quick.tolist())


def country_of(number: str) -> str | None:
    """The country code of a number that is dialled with the prefix for abroad; None if it is not."""
    found = _ABROAD.match(number)
    if not found:
        return None
    short = _SHORT_CODES.match(found[1])
    return short[0] if short else found[1][:3]


def _home(numbers: list[str], countries: list[str | None]) -> str | None:
    """The country that is called most by numbers with a plus sign: many write those of their own country so, too (E.164)."""
    written = Counter(country for number, country in zip(numbers, countries, strict=True) if country and number[0] == "+")
    return max(written, key=written.__getitem__, default=None)


def _is_there(ground: Ground, owner: int, at: int) -> bool:
    """Whether the account's own device is registered at a time (µs): it has neither signed off nor let its binding run out."""
    user, source = int(ground.legs("to_user")[owner]), int(ground.legs("src_ip")[owner])
    leg = ground.attempts("leg")
    chosen = (ground.legs("to_user")[leg] == user) & (ground.legs("src_ip")[leg] == source) & (ground.attempts("status") // 100 == 2)
    chosen = np.flatnonzero(chosen & (ground.attempts("answer_ts") <= at))
    if not len(chosen):
        return False
    last = int(chosen[ground.attempts("answer_ts")[chosen].argmax()])
    asked, granted, contacts = (int(ground.attempts(name)[last]) for name in ("asked", "granted", "contacts"))
    seconds = (granted if granted > 1 and contacts < _SEVERAL else asked) - 1
    return asked != _NONE and (seconds < 0 or int(ground.attempts("answer_ts")[last]) + seconds * SECOND >= at)


def _at_once(ground: Ground, legs: Array) -> int:
    """The most of some calls that are in progress at one moment."""
    begun, bye = ground.legs("answer_ts")[legs], ground.legs("bye_ts")[legs]
    ended = np.sort(np.where(bye > begun, bye, ground.evidence.until))
    begun = np.sort(begun)
    return int((np.arange(1, len(begun) + 1) - np.searchsorted(ended, begun, side="right")).max())


def _suspects(ground: Ground, callers: Array) -> dict[tuple[int, int], tuple[int, int]]:
    """
    Public addresses from which one of `callers` registered after another device of theirs did elsewhere: the first registration of each.

    A PBX's account is no person's: what is behind it moves with the company, and many call by it at once. Nor is what a host registers
    that takes registrations itself: a border controller or a proxy hands its users' on.
    """
    taken = (ground.legs("method") == Method.REGISTER) & ground.is_logged_in
    taken &= ~among(ground.legs("src_ip"), different(ground.legs("dst_ip")[taken]))
    legs = np.flatnonzero(taken & ground.is_first_hop)
    legs = legs[among(ground.legs("to_user")[legs], callers)]
    users, sources, agents = (ground.legs(name)[legs].astype(np.int64) for name in ("to_user", "src_ip", "src_agent"))
    if not len(legs):
        return {}
    networks = _networks(ground)[sources]
    _, first = np.unique(users << 32 | sources, return_index=True)
    first = np.sort(first)
    several = _have_several(users, networks) & _have_several(users, agents)
    is_public = {source: network_kind(ground.ip(source)) is None for source in different(sources).tolist()}
    is_pbx = {agent: platform_of(ground.text(agent))[1] == "pbx" for agent in different(agents).tolist()}
    found: dict[tuple[int, int], tuple[int, int]] = {}
    known: dict[int, list[tuple[int, int, int]]] = {}
    columns = (column[first[several[users[first]]]].tolist() for column in (legs, users, sources, networks, agents))
    for leg, user, source, network, agent in zip(*columns, strict=True):
        before = known.setdefault(user, [])
        if before and is_public[source] and (owner := from_elsewhere(before, network, agent)) is not None:
            found[source, user] = (leg, owner)
        if not is_pbx[agent] and is_needed(before, network, agent):
            before.append((leg, network, agent))
    return found


def is_needed(before: list[tuple[int, int, int]], network: int, agent: int) -> bool:
    """
    Whether some later registration may have no other before it than this one.

    That is one whose network or product is that of each in `before`, and neither is this one's. So never more than four are kept:
    a user who registers from thousands of addresses costs no more than thousands of users.
    """
    if not before:
        return True
    if len(before) == 1:
        return before[0][1:] != (network, agent)
    networks = {None, *(place for _, place, _ in before)} - {network}
    agents = {None, *(product for _, _, product in before)} - {agent}
    return any(all(place == one or product == other for _, place, product in before) for one in networks for other in agents)


def from_elsewhere(before: list[tuple[int, int, int]], network: int, agent: int) -> int | None:
    """The first registration from another network and from another product."""
    for leg, place, product in before:
        if place != network and product != agent:
            return leg
    return None


def _have_several(users: Array, values: Array) -> Array:
    """By number of user, whether it has several of some values."""
    found: Array = np.bincount(different(users << 32 | values) >> 32, minlength=int(users.max()) + 1) > 1
    return found


def _networks(ground: Ground) -> Array:
    """By number of address a number for its network."""
    names = [network_of(ground.ip(number)) for number in range(ground.evidence.ip_count)]
    numbers = {name: number for number, name in enumerate(dict.fromkeys(names))}
    return np.array([numbers[name] for name in names], dtype=np.int64)
