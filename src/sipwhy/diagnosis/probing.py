"""OPTIONS by which hosts ask whether somebody is there: who had left them unanswered when a call came."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from functools import cached_property, lru_cache

import numpy as np
from msgspec import Struct

from sipwhy.calls import CallTable
from sipwhy.calls.hosts import ROLES
from sipwhy.model.digits import is_extension
from sipwhy.wire import Method
from sipwhy.wire.columns import Array, among, different, distinct

_PATIENCE = 2_000_000
"""How long a probe may be unanswered before its target counts as silent, µs."""
_MOST_TRUNKS = 32
"""Peers of one host out of reach, beyond which they are its telephones, switched off."""
_PHONE = ROLES.index("phone")
_HALF = np.uint64(32)


class _Asked(Struct, frozen=True):
    """Probes in order of whom they ask and who sends them (`_keys`), and of time."""

    keys: list[int]
    begun: list[int]
    answered: list[int]
    """0 if never."""
    first: list[int]
    """The index of the request."""
    since: list[int]
    """Behind which place the last one that was ever answered stands, of those before each place (one more than there are probes)."""

    def places(self, whom: int, prober: int) -> range:
        """The places of the probes of one prober to a user or target."""
        key = whom << 32 | prober
        start = bisect_left(self.keys, key)
        return range(start, bisect_right(self.keys, key, start))

    def tail(self, whom: int, prober: int, at: int) -> _Tail:
        """How the probes of one prober to a user or target had ended at a time."""
        own = self.places(whom, prober)
        if not own:
            return _NEVER
        start = own.start
        place = end = bisect_left(self.begun, at, start, own.stop)
        while (place := self.since[place]) > start and self.answered[place - 1] > at:
            place -= 1
        place = max(place, start)
        return _Tail(
            heard=self.begun[place - 1] if place > start else 0,
            silent=self.begun[place] if place < end and at - self.begun[place] >= _PATIENCE else 0,
            first=self.first[place] if place < end else 0,
        )


class _Tail(Struct, frozen=True):
    """The last probes of somebody before a time."""

    heard: int
    """When the last one began that was answered by then; 0 if none was."""
    silent: int
    """When the first of those that followed began, none of which was, if that is long enough ago for silence; else 0."""
    first: int
    """The index of its request."""


_NEVER = _Tail(heard=0, silent=0, first=0)


class Probes:
    """The probes of a table."""

    def __init__(self, table: CallTable) -> None:
        self._table = table
        self._evidence = table.evidence
        self._moments = lru_cache(maxsize=1024)(self._moments_of)
        self._silent_since = lru_cache(maxsize=1024)(self._silent_at)

    def is_silent(self, host: int, users: tuple[int, int], source: int, at: int) -> bool:
        """Whether the last OPTIONS of a host to a user's telephone had gone unanswered for a while when a call came."""
        of_users, of_targets = self._asked
        tails = [of_users.tail(user, host, at) for user in users] + [of_targets.tail(source, host, at)]
        return max(tail.silent for tail in tails) > max(tail.heard for tail in tails)

    def silent_peers(self, host: int, at: int) -> tuple[int, ...]:
        """The first probe, by its index, of each peer that no longer answered those of a host; telephones are none."""
        moments = self._moments(host)
        place = bisect_right(moments, at)
        return self._silent_since(host, moments[place - 1]) if place else ()

    def _silent_at(self, host: int, at: int) -> tuple[int, ...]:
        of_targets = self._asked[1]
        tails = (of_targets.tail(target, host, at) for target in self._peers.get(host, ()))
        return tuple(sorted(tail.first for tail in tails if tail.silent))

    def _moments_of(self, host: int) -> list[int]:
        """The times, in order, at each of which another peer may be silent, or one no longer: between them nothing changes."""
        of_targets = self._asked[1]
        places = [place for target in self._peers.get(host, ()) for place in of_targets.places(target, host)]
        begun, answered = ([column[place] for place in places] for column in (of_targets.begun, of_targets.answered))
        return sorted({*(one + 1 for one in begun), *(one + _PATIENCE for one in begun), *filter(None, answered)})

    @cached_property
    def has_silent_peers(self) -> Array:
        """Which hosts, by number of address, left some probe of theirs unanswered that was not for a telephone."""
        found = np.zeros(self._evidence.ip_count, dtype=bool)
        found[list(self._peers)] = True
        return found

    @cached_property
    def _peers(self) -> dict[int, list[int]]:
        """
        Whom each host probed once in vain, telephones left out: what is known as one, what is asked for by an extension, and all of so
        many that they are no trunks.
        """
        legs = self._legs[self._evidence.legs("status")[self._legs] == 0]
        prober, target, users = self._evidence.legs("src_ip")[legs], self._evidence.legs("dst_ip")[legs], self._users(legs)
        extensions = [user for user in distinct(users).tolist() if is_extension(self._evidence.text(user))]
        other = self._table.hosts.roles[target] != _PHONE if len(legs) else legs != 0
        other &= ~among(users, extensions)
        found: dict[int, list[int]] = {}
        for key in different(_keys(prober[other], target[other])).tolist():
            found.setdefault(key >> 32, []).append(key & 0xFFFFFFFF)
        return {host: targets for host, targets in found.items() if len(targets) <= _MOST_TRUNKS}

    def _users(self, legs: Array) -> Array:
        """Whom some probes ask for."""
        uri_user, to_user = (self._evidence.legs(name)[legs] for name in ("uri_user", "to_user"))
        found: Array = np.where(uri_user > 0, uri_user, to_user)
        return found

    @cached_property
    def _legs(self) -> Array:
        found: Array = np.flatnonzero(self._evidence.legs("method") == Method.OPTIONS)
        return found

    @cached_property
    def _asked(self) -> tuple[_Asked, _Asked]:
        """Probes by user and prober, and by target and prober."""
        legs = self._legs
        names = ("first_ts", "final_ts", "status", "src_ip", "dst_ip", "first")
        begun, final, status, prober, target, first = (self._evidence.legs(name)[legs] for name in names)
        columns = begun, np.where(status > 0, final, 0), first
        return _asked_of(_keys(self._users(legs), prober), *columns), _asked_of(_keys(target, prober), *columns)


def _asked_of(keys: Array, begun: Array, answered: Array, first: Array) -> _Asked:
    order = np.lexsort((answered, begun, keys))
    since = np.zeros(len(order) + 1, dtype=np.int64)
    np.maximum.accumulate(np.where(answered[order] > 0, np.arange(1, len(order) + 1), 0), out=since[1:])
    return _Asked(*(column.tolist() for column in (*(column[order] for column in (keys, begun, answered, first)), since)))


def _keys(one: Array, other: Array) -> Array:
    """Two numbers as one."""
    return one.astype(np.uint64) << _HALF | other.astype(np.uint64)
