"""Who tries one password after another, and who got in that way."""

from __future__ import annotations

from collections.abc import Collection
from typing import NamedTuple

import numpy as np

from sipwhy.diagnosis.behaviour.ground import SECOND, Ground, groups
from sipwhy.diagnosis.behaviour.limits import TRIES
from sipwhy.model import Confidence
from sipwhy.model.flag import Flag
from sipwhy.reference.networks import network_kind
from sipwhy.wire.columns import Array, different

_TRIES_OF_SUSPECTS = 5
"""The same from a source that is known for an attack already."""
_REPEATED = 2
"""Tries by which a user was meant, where the source is known."""
_PACE = 1.0
"""Tries of one user per second: a device with a wrong password waits for seconds between two tries, mostly for half a minute."""
_TRIES_OF_ONE = 5
"""Refusals from one address that no ban follows on as servers are set mostly: a crowd stays below."""
_MOSTLY = 0.8
"""The share of the sources that stay below it."""
_OTHER_FAULT = 3
"""Bits of `login`: another realm or algorithm than was asked."""


class Guessing(NamedTuple):
    """Passwords tried from one source; legs in order of time."""

    source: int
    legs: Array
    users: tuple[int, ...]
    tries: int
    seconds: float
    confidence: Confidence


class Crowd(NamedTuple):
    """Many strangers who try the same accounts, each a few times only; legs in order of time."""

    sources: tuple[int, ...]
    legs: Array
    users: tuple[int, ...]
    tries: int
    seconds: float


class BreakIn(NamedTuple):
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
    least = min(_TRIES_OF_SUSPECTS, ground.limit(TRIES)) if is_suspect else ground.limit(TRIES)
    if refused.sum() < least:
        return None
    begun, ended = ground.legs("first_ts")[legs], ground.legs("last_ts")[legs]
    names, of = np.unique(ground.user[legs], return_inverse=True)
    tries = np.bincount(of, weights=refused)
    first, last = np.full(len(names), np.iinfo(np.int64).max), np.zeros(len(names), dtype=np.int64)
    np.minimum.at(first, of, begun)
    np.maximum.at(last, of, ended)
    quick = (tries >= least) & (tries * SECOND >= _PACE * (last - first))
    if not quick.any() and not is_suspect:
        return None
    tried = tries >= min(_REPEATED, tries.max()) if is_suspect else quick
    users = names[tried][np.argsort(-tries[tried], kind="stable")]
    kept = np.isin(ground.user[legs], users)
    seconds = float(ended[kept].max() - begun[kept].min()) / SECOND
    confidence: Confidence = "certain" if is_suspect else "likely"
    return Guessing(source, legs[kept], tuple(users.tolist()), int(refused[kept].sum()), seconds, confidence)


def crowds(ground: Ground, known: Collection[int]) -> list[Crowd]:
    """
    One for all accounts that many sources of many networks try, each a few times only and in vain, as hired machines do.

    An account's own devices are few, get in, or try again and again; `known` sources have a finding of their own.
    """
    least, chosen = int(ground.limit(TRIES)), np.flatnonzero(_chosen(ground))
    if len(chosen) < least:
        return []
    chosen = chosen[~np.isin(ground.legs("src_ip")[chosen], [*known, *_let_in(ground)])]
    alike = [legs for legs in groups(ground.user, chosen, least) if _is_crowd(ground, legs, least)]
    if not alike:
        return []
    legs = np.sort(np.concatenate(alike))
    seconds = float(ground.legs("last_ts")[legs].max() - ground.legs("first_ts")[legs].min()) / SECOND
    sources = tuple(dict.fromkeys(ground.legs("src_ip")[legs].tolist()))
    users = tuple(dict.fromkeys(ground.user[legs].tolist()))
    return [Crowd(sources, legs, users, int(ground.legs("refused")[legs].sum()), seconds)]


def _is_crowd(ground: Ground, legs: Array, least: int) -> bool:
    sources, of = np.unique(ground.legs("src_ip")[legs], return_inverse=True)
    few = np.bincount(of, weights=ground.legs("refused")[legs]) <= _TRIES_OF_ONE
    strangers = [ip for ip in map(ground.ip, sources[few].tolist()) if network_kind(ip) is None]
    return few.mean() >= _MOSTLY and len({_network(ip) for ip in strangers}) >= least


def _network(ip: str) -> str:
    """Its first 16 bits, of IPv6 32: one owner's, roughly."""
    return ":".join(ip.split(":")[:2]) if ":" in ip else ".".join(ip.split(".")[:2])


def _let_in(ground: Ground) -> list[int]:
    """Sources whose credentials were taken at some time."""
    taken = (ground.legs("flags") & int(Flag.CREDENTIALS) != 0) & (ground.legs("status") // 100 == 2)
    found: list[int] = different(ground.legs("src_ip")[taken]).tolist()
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
    taken = ground.is_first_hop & (ground.legs("flags") & int(Flag.CREDENTIALS) != 0) & (ground.legs("status") // 100 == 2)
    legs = np.flatnonzero(taken & np.isin(ground.legs("src_ip"), [guess.source for guess in found]))
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
        if tries >= _TRIES_OF_SUSPECTS:
            return BreakIn(guess.source, user, leg, before, tries)
    return None
