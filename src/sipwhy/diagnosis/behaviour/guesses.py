"""Who tries one password after another, and who got in that way."""

from __future__ import annotations

from collections.abc import Collection

import numpy as np
from msgspec import Struct

from sipwhy.diagnosis.behaviour.ground import SECOND, Ground, groups, pairs
from sipwhy.diagnosis.behaviour.limits import TRIES
from sipwhy.diagnosis.loops import ACCOUNTS, LOOP, PACE
from sipwhy.model import Confidence
from sipwhy.model.flag import Flag
from sipwhy.model.headers import host_of, uri_of
from sipwhy.reference.networks import network_kind, network_of
from sipwhy.wire import Method
from sipwhy.wire.columns import Array, different

TRIES_OF_SUSPECTS = 5
"""The same from a source that is known for an attack already."""
_REPEATED = 2
"""Tries by which a user was meant, where the source is known."""
_TRIES_OF_ONE = 5
"""Refusals from one address that no ban follows on as servers are set mostly: a crowd stays below."""
_MOSTLY = 0.8
"""The share of the sources that stay below it."""
_TOGETHER = 3600 * SECOND
"""Within that time a crowd comes from its networks; a telephone on the road changes its network less often."""
_GIVEN_UP = 2100 * SECOND
"""Silence after which a telephone that was refused does not try again: their makers' waits are half a minute to half an hour."""
_OTHER_FAULT = 3
"""Bits of `login`: another realm or algorithm than was asked."""


class Guessing(Struct, frozen=True):
    """Passwords tried from one source; legs in order of time."""

    source: int
    legs: Array
    users: tuple[int, ...]
    tries: int
    seconds: float
    confidence: Confidence


class Crowd(Struct, frozen=True):
    """Many strangers who try the same accounts, each a few times only; legs in order of time."""

    sources: tuple[int, ...]
    legs: Array
    users: tuple[int, ...]
    tries: int
    seconds: float


class BreakIn(Struct, frozen=True):
    """The leg by which a guesser got in, and the refusals of that user before it."""

    source: int
    user: int
    leg: int
    refused: Array
    tries: int


def guessing(ground: Ground, suspects: Collection[int]) -> list[Guessing]:
    """Sources whose credentials were refused many times, for one user faster than any device tries again."""
    found = (_guessing(ground, legs, suspects) for legs in groups(ground.legs("src_ip"), np.flatnonzero(_chosen(ground)), 1))
    return [one for one in found if one]


def _guessing(ground: Ground, legs: Array, suspects: Collection[int]) -> Guessing | None:
    source, refused = int(ground.legs("src_ip")[legs[0]]), ground.legs("refused")[legs].astype(np.int64)
    is_suspect = source in suspects
    least = min(TRIES_OF_SUSPECTS, ground.limit(TRIES)) if is_suspect else ground.limit(TRIES)
    counted = refused if is_suspect else _without_loop(ground, legs, refused)
    if counted.sum() < least:
        return None
    begun, ended = ground.legs("first_ts")[legs], ground.legs("last_ts")[legs]
    names, of = np.unique(ground.user[legs], return_inverse=True)
    tries = np.bincount(of, weights=counted)
    first, last = np.full(len(names), np.iinfo(np.int64).max), np.zeros(len(names), dtype=np.int64)
    np.minimum.at(first, of, begun)
    np.maximum.at(last, of, ended)
    fast = tries * SECOND >= PACE * (last - first)
    quick = (tries >= least) & fast
    if not quick.any() and len(different(ground.legs("src_port")[legs])) == 1:
        quick = _one_after_another(np.bincount(of), tries, fast, least)
    if not quick.any() and not is_suspect:
        return None
    tried = tries >= min(_REPEATED, tries.max()) if is_suspect else quick
    users = names[tried][np.argsort(-tries[tried], kind="stable")]
    kept = np.isin(ground.user[legs], users)
    seconds = float(ended[kept].max() - begun[kept].min()) / SECOND
    confidence: Confidence = "certain" if is_suspect else "likely"
    return Guessing(source, legs[kept], tuple(users.tolist()), int(refused[kept].sum()), seconds, confidence)


def _one_after_another(legs: Array, tries: Array, fast: Array, least: float) -> Array:
    """
    The users that one program tries in turn, each too seldom to tell alone, and each under more Call-IDs than a device uses for one.

    It must be one socket's: behind a router several telephones may each have a wrong password.
    """
    several = fast & (tries > _TRIES_OF_ONE) & (legs > _TRIES_OF_ONE)
    found: Array = several & (tries[several].sum() >= least)
    return found


def _without_loop(ground: Ground, legs: Array, refused: Array) -> Array:
    """
    The refusals on each leg of one source, those of a device that answers every challenge as one: of one account in one Call-ID, or of
    each of the few accounts of a gateway.
    """
    lasted = ground.legs("last_ts")[legs] - ground.legs("first_ts")[legs]
    again = np.flatnonzero((refused >= _REPEATED) & (refused * SECOND >= PACE * lasted))
    long = again[refused[again] >= ground.limit(TRIES)]
    if not 0 < len(long) < ACCOUNTS or refused[long].max() > LOOP or ground.is_logged_in[legs[long]].any():
        return refused
    users = ground.user[legs]
    if np.isin(users[again], users[long]).sum() > len(different(users[long])):
        return refused
    counted: Array = refused.copy()
    counted[long] = 1
    return counted


def crowds(ground: Ground, known: Collection[int]) -> list[Crowd]:
    """
    One for all accounts that many sources of many networks try within an hour, each a few times only and in vain, as hired machines do.

    An account's own devices are few, get in, or try again and again; a registrar that lets nobody in has lost its passwords. An account
    that nobody owns may be what many customers typed instead of their own, the short extension for the login: there most sources must try
    as no device does, quickly, several accounts, or once and never again. `known` sources have a finding of their own.
    """
    least, chosen = int(ground.limit(TRIES)), np.flatnonzero(_chosen(ground) & (ground.legs("method") == Method.REGISTER))
    if len(chosen) < least:
        return []
    chosen = chosen[~np.isin(ground.legs("src_ip")[chosen], [*known, *_let_in(ground)])]
    tried = [legs for legs in groups(ground.user, chosen, least) if _is_crowd(ground, legs, least)]
    of_one = [legs for tries in tried for legs in _by_domain(ground, tries) if _is_crowd(ground, legs, least)]
    meant = [legs for legs in of_one if _has_owner(ground, legs) or _are_machines(ground, legs, chosen)]
    alike = [legs for legs in meant if _lets_others_in(ground, legs, known)]
    if not alike:
        return []
    legs = np.sort(np.concatenate(alike))
    seconds = float(ground.legs("last_ts")[legs].max() - ground.legs("first_ts")[legs].min()) / SECOND
    sources = tuple(dict.fromkeys(ground.legs("src_ip")[legs].tolist()))
    users = tuple(dict.fromkeys(ground.user[legs].tolist()))
    return [Crowd(sources, legs, users, int(ground.legs("refused")[legs].sum()), seconds)]


def _is_crowd(ground: Ground, legs: Array, least: int) -> bool:
    """Whether so many networks of strangers try within the busiest hour."""
    legs = _busiest(ground, legs)
    sources, of = np.unique(ground.legs("src_ip")[legs], return_inverse=True)
    few = np.bincount(of, weights=ground.legs("refused")[legs]) <= _TRIES_OF_ONE
    strangers = [ip for ip in map(ground.ip, sources[few].tolist()) if network_kind(ip) is None]
    return few.mean() >= _MOSTLY and len({network_of(ip) for ip in strangers}) >= least


def _has_owner(ground: Ground, legs: Array) -> bool:
    """Whether somebody is let in as the account of some legs, by the same domain."""
    user, domain = ground.user[legs[0]], _domain(ground, int(legs[0]))
    owned = np.flatnonzero(ground.is_logged_in & (ground.legs("method") == Method.REGISTER) & (ground.user == user))
    _, first = np.unique(ground.legs("src_ip")[owned], return_index=True)
    return any(_domain(ground, leg) == domain for leg in owned[first].tolist())


def _are_machines(ground: Ground, legs: Array, chosen: Array) -> bool:
    """Whether most sources of some legs try another password at once, or one account after another, or once and never again."""
    sources, of = np.unique(ground.legs("src_ip")[legs], return_inverse=True)
    tries = np.bincount(of, weights=ground.legs("refused")[legs])
    first, last = np.full(len(sources), np.iinfo(np.int64).max), np.zeros(len(sources), dtype=np.int64)
    np.minimum.at(first, of, ground.legs("first_ts")[legs])
    np.maximum.at(last, of, ground.legs("last_ts")[legs])
    quick = (tries >= _REPEATED) & (tries * SECOND >= PACE * (last - first))
    theirs = chosen[np.isin(ground.legs("src_ip")[chosen], sources)]
    accounts = different(pairs(ground.legs("src_ip")[theirs], ground.user[theirs])) >> 32
    several = np.bincount(np.searchsorted(sources, accounts), minlength=len(sources)) >= ACCOUNTS
    return bool((quick | several).mean() >= _MOSTLY) or _give_up(ground, tries, last)


def _give_up(ground: Ground, tries: Array, last: Array) -> bool:
    """Whether most sources, by their tries and the last one's time, try once: of those alone whose next try the capture would show."""
    seen = tries[ground.evidence.until - last >= _GIVEN_UP]
    return len(seen) >= ground.limit(TRIES) and bool((seen == 1).mean() >= _MOSTLY)


def _busiest(ground: Ground, legs: Array) -> Array:
    """The legs that begin within the hour that has the most of them."""
    legs = legs[np.argsort(ground.legs("first_ts")[legs], kind="stable")]
    begun = ground.legs("first_ts")[legs]
    until = np.searchsorted(begun, begun + _TOGETHER, side="right")
    first = int((until - np.arange(len(legs))).argmax())
    return legs[first : int(until[first])]


def _by_domain(ground: Ground, legs: Array) -> list[Array]:
    """
    The legs of one user by the domain of To: every tenant of a hosted PBX may have an extension of that name.

    Of each source the first leg is read, and the others are taken to name the same domain.
    """
    domains: dict[int, str] = {}
    found: dict[str, list[int]] = {}
    for leg, source in zip(legs.tolist(), ground.legs("src_ip")[legs].tolist(), strict=True):
        if source not in domains:
            domains[source] = _domain(ground, leg)
        found.setdefault(domains[source], []).append(leg)
    return [np.array(one) for one in found.values()]


def _domain(ground: Ground, leg: int) -> str:
    host = host_of(uri_of(ground.evidence.message(int(ground.legs("first")[leg])).header("To") or ""))
    return host[0].lower() if host else ""


def _lets_others_in(ground: Ground, legs: Array, known: Collection[int]) -> bool:
    """Whether the registrars of a crowd let most other devices in, of those from outside not fewer than they refuse."""
    source, host = ground.legs("src_ip"), ground.legs("dst_ip")
    theirs = np.isin(host, host[legs]) & ~np.isin(source, [*source[legs].tolist(), *known])
    theirs &= ground.is_first_hop & (ground.legs("method") == Method.REGISTER) & (ground.legs("flags") & int(Flag.CREDENTIALS) != 0)
    taken = theirs & (ground.legs("status") // 100 == 2)
    let_in = set(pairs(ground.user[taken], source[taken]).tolist())
    refused = theirs & ~taken & (ground.legs("refused") > 0)
    kept_out = set(pairs(ground.user[refused], source[refused]).tolist()) - let_in
    return len(let_in) > len(kept_out) and _from_outside(ground, let_in) >= _from_outside(ground, kept_out)


def _from_outside(ground: Ground, devices: Collection[int]) -> int:
    """How many of some devices (user and source, as `pairs` joins them) have a public address."""
    return sum(network_kind(ground.ip(device & 0xFFFFFFFF)) is None for device in devices)


def _let_in(ground: Ground) -> list[int]:
    """Sources whose credentials were taken at some time."""
    found: list[int] = different(ground.legs("src_ip")[ground.is_logged_in]).tolist()
    return found


def _chosen(ground: Ground) -> Array:
    """The legs whose credentials were refused as wrong ones."""
    chosen = ground.is_first_hop & (ground.legs("refused") > 0) & (ground.legs("login") & _OTHER_FAULT == 0)
    found: Array = chosen & (ground.legs("flags") & int(Flag.STALE) == 0)
    return found


def break_ins(ground: Ground, found: list[Guessing]) -> list[BreakIn]:
    """For each user whose password was guessed at, the first leg from the same source whose credentials were taken."""
    if not found:
        return []
    legs = np.flatnonzero(ground.is_first_hop & ground.is_logged_in & np.isin(ground.legs("src_ip"), [guess.source for guess in found]))
    broken: list[BreakIn] = []
    for guess in found:
        own = legs[ground.legs("src_ip")[legs] == guess.source]
        users = set(ground.user[own].tolist()) & set(guess.users) if len(own) else set[int]()
        broken += [one for user in sorted(users) if (one := _break_in(ground, guess, user, own[ground.user[own] == user]))]
    return broken


def _break_in(ground: Ground, guess: Guessing, user: int, taken: Array) -> BreakIn | None:
    refused = guess.legs[ground.user[guess.legs] == user]
    for leg in taken[np.argsort(ground.legs("final_ts")[taken], kind="stable")].tolist():
        before = refused[ground.legs("first_ts")[refused] < ground.legs("final_ts")[leg]]
        tries = int(ground.legs("refused")[before].sum())
        if tries >= TRIES_OF_SUSPECTS:
            return BreakIn(guess.source, user, leg, before, tries)
    return None
