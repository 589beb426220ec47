"""The columns on which behaviour is judged: legs with their call, their hop, their outcome; attempts to register."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Sequence
from functools import cached_property, lru_cache
from typing import TypeVar

import numpy as np

from sipwhy.calls import CallTable
from sipwhy.diagnosis.limit import Limits
from sipwhy.model import AtFault, Result
from sipwhy.model import Evidence as Proof
from sipwhy.model.flag import Flag
from sipwhy.reference.phrases import exact, parts
from sipwhy.reference.spelling import normalised
from sipwhy.wire import Method
from sipwhy.wire.columns import Array, among, different, distinct, order_of

SECOND = 1_000_000
Item = TypeVar("Item")
_MOST = 9
"""So many sources have a finding each."""
_TELLING = (17, 18, 19, 34, 38, 41, 42)
"""Q.850 causes that leave no doubt: busy, no answer, congestion."""
_FAILED: frozenset[Result] = frozenset({"failed", "unanswered"})
_HEARD = (486, 487, 600, 603)
"""Answers that only somebody who was really called gives, or that end a call as its people wished."""


class Ground:
    """Columns over legs and over attempts to register, worked out once for all that look at behaviour."""

    def __init__(self, table: CallTable, limits: Limits) -> None:
        self.table = table
        self.limit = limits.of
        self.evidence = table.evidence
        self.legs = table.evidence.legs
        self.attempts = lru_cache(maxsize=32)(table.evidence.attempts)
        self.text = table.evidence.text
        self.ip = table.evidence.ip
        self.count = table.evidence.leg_count

    @cached_property
    def is_first_hop(self) -> Array:
        """Whether a leg is where its Call-ID was first seen: what a proxy passes on is not its own doing."""
        call, src = self.legs("call"), self.legs("src_ip")
        first = np.zeros(self.evidence.call_id_count, dtype=np.int64)
        first[call[::-1]] = np.arange(self.count)[::-1]
        found: Array = src == src[first[call]] if self.count else np.zeros(0, dtype=bool)
        return found

    @cached_property
    def is_taken(self) -> Array:
        """Whether a leg was treated as an honest one: registered, answered, rung or declined by somebody."""
        status, method = self.legs("status"), self.legs("method")
        answered = (status >= 200) & (status < 400) & (method != Method.OPTIONS)
        found: Array = answered | among(status, _HEARD) | self.is_reached
        return found

    @cached_property
    def is_reached(self) -> Array:
        """Whether a leg rang or was answered."""
        found: Array = self.legs("flags") & int(Flag.RANG | Flag.ANSWERED) != 0
        return found

    @cached_property
    def is_logged_in(self) -> Array:
        """Whether a leg's credentials were taken."""
        found: Array = (self.legs("flags") & int(Flag.CREDENTIALS) != 0) & (self.legs("status") // 100 == 2)
        return found

    @cached_property
    def is_own_call(self) -> Array:
        """Whether a leg is the first of a call, and where its Call-ID was first seen."""
        first = np.zeros(self.count, dtype=bool)
        first[self.table.main] = True
        found: Array = first & (self.legs("method") == Method.INVITE) & self.is_first_hop
        return found

    @cached_property
    def is_whole(self) -> Array:
        """Whether a leg's requests were captured from the first on."""
        flags = self.legs("flags")
        found: Array = (flags & int(Flag.HAS_REQUEST) != 0) & (flags & int(Flag.STARTS_LATE) == 0)
        return found

    @cached_property
    def says_more(self) -> Array:
        """Whether a leg's refusal says more than its status: by a phrase that is known, or a cause of Q.850."""
        reason = self.legs("reason")
        known = distinct(reason).tolist()
        telling = np.zeros(max(known, default=0) + 1, dtype=bool)
        phrases, words = {row.text for row in exact()}, [f" {row.text}" for row in parts()]
        telling[[number for number in known if _is_known(self.evidence.reason(number), phrases, words)]] = True
        found: Array = telling[reason] | among(self.legs("q850"), _TELLING)
        return found

    @cached_property
    def number_forms(self) -> tuple[Array, Array]:
        """For each text how the number in it is written (0: it is none), and its last ten digits."""
        return self.evidence.number_forms()

    @cached_property
    def user(self) -> Array:
        """Whom a leg is about: the account of REGISTER, else the user of the Request-URI, else of To."""
        to, uri = self.legs("to_user"), self.legs("uri_user")
        return np.where((self.legs("method") == Method.REGISTER) | (uri == 0), to, uri)

    def numbers(self, legs: Array) -> tuple[int, ...]:
        """The numbers of the calls of some legs, in order: of those whose first leg came from the same source."""
        source, rows = self.legs("src_ip"), self.table.row_of_leg[legs]
        found: list[int] = (different(rows[source[self.table.main[rows]] == source[legs]]) + 1).tolist()
        return tuple(found)

    def failed(self, legs: Array) -> tuple[int, ...]:
        """The numbers of those calls of some legs that failed in the end, in order."""
        rows = different(self.table.row_of_leg[legs])
        found: list[int] = (rows[self.table.with_results(_FAILED)[rows]] + 1).tolist()
        return tuple(found)

    def numbers_of(self, legs: Array) -> tuple[int, ...]:
        """The numbers of the calls that some legs are part of, in order."""
        found: list[int] = (different(self.table.row_of_leg[legs]) + 1).tolist()
        return tuple(found)

    def blame(self, ip: int) -> AtFault:
        """Who is at fault when a host is: by the part it plays."""
        role = self.table.hosts.host(self.ip(ip)).role
        return "callee" if role == "phone" else role

    def sender(self, leg: int) -> AtFault:
        """
        Who is at fault when what a leg's sender wrote is refused.

        A PBX, or the caller, whose words a proxy only passes on. What comes later than a call's first leg and from no proxy was placed
        by a host between the two: by a trunk, or by what must be a PBX (B2BUA) even where nothing else shows it.
        """
        role = self.blame(int(self.legs("src_ip")[leg]))
        is_first = int(self.table.main[self.table.row_of_leg[leg]]) == leg
        if role == "pbx" or (role != "proxy" and not is_first):
            return "trunk" if role == "trunk" else "pbx"
        return "caller"

    def names(self, legs: Array) -> tuple[str, ...]:
        """The first few different users that some legs are about, and how many more there are."""
        return shown(list(map(self.text, dict.fromkeys(self.user[legs].tolist()))))

    def named(self, ips: Iterable[int]) -> str | tuple[str, ...]:
        """One address as it is, of several the first few and how many more."""
        found = [self.ip(ip) for ip in dict.fromkeys(ips)]
        return found[0] if len(found) == 1 else shown(found)

    def source(self, leg: int) -> str:
        """The address that sent a leg's first request."""
        return self.ip(int(self.legs("src_ip")[leg]))

    def target(self, leg: int) -> str:
        """The address that a leg's first request went to."""
        return self.ip(int(self.legs("dst_ip")[leg]))

    def targets(self, legs: Array) -> tuple[str, ...]:
        """The first few different addresses that some legs went to, and how many more there are."""
        return shown(list(map(self.ip, dict.fromkeys(self.legs("dst_ip")[legs].tolist()))))

    def caller(self, leg: int) -> str:
        """The user in From of a leg."""
        return self.text(int(self.legs("from_user")[leg]))

    def begins_at(self, leg: int) -> int:
        """The number of a leg's first message."""
        return int(self.legs("first")[leg]) + 1

    def ends_at(self, leg: int) -> int:
        """The number of the answer that decided a leg."""
        return int(self.legs("final_message")[leg]) + 1

    def proof(self, note: str, leg: int) -> Proof:
        """A leg's first message as evidence."""
        return self.message(note, int(self.legs("first")[leg]))

    def answer(self, note: str, leg: int) -> Proof:
        """The answer that decided a leg as evidence."""
        return self.message(note, int(self.legs("final_message")[leg]))

    def message(self, note: str, index: int) -> Proof:
        """A message, by its index, as evidence."""
        return Proof(note, message=index + 1, file=self.evidence.place(index)[0])


def _is_known(reason: str, phrases: Collection[str], words: Iterable[str]) -> bool:
    """Whether a reason phrase is one of some `phrases`, or has known `words` in it, each behind a blank."""
    said = normalised(reason)
    if said in phrases:
        return True
    behind = f" {said}"
    return any(word in behind for word in words)


def shown(names: Sequence[str], most: int = 3) -> tuple[str, ...]:
    """The first few of many names, and how many more there are ("+5")."""
    more = len(names) - most
    return (*names[:most], f"+{more}") if more > 0 else tuple(names)


def packed(items: Sequence[Item], size: Callable[[Item], int]) -> list[list[Item]]:
    """The largest each by itself, and all others together: a war of a thousand sources makes ten findings."""
    ranked = sorted(items, key=size, reverse=True)
    return [*([item] for item in ranked[:_MOST]), *([ranked[_MOST:]] if len(ranked) > _MOST else [])]


def pairs(one: Array, other: Array) -> Array:
    """Two columns of small numbers as one key."""
    return one.astype(np.int64) << 32 | other.astype(np.int64)


def groups(keys: Array, chosen: Array, least: int) -> list[Array]:
    """Of the `chosen` legs, in order, those that share a key, for every key that at least `least` of them have."""
    if len(chosen) < least:
        return []
    of = keys[chosen]
    order = order_of(of) if int(of.min()) >= 0 else np.argsort(of, kind="stable")
    cuts = np.flatnonzero(np.diff(of[order])) + 1
    starts, ends = np.concatenate(([0], cuts)), np.concatenate((cuts, [len(of)]))
    return [chosen[order[a:b]] for a, b in zip(starts[ends - starts >= least], ends[ends - starts >= least], strict=True)]


def most_within(times: Array, span: int) -> int:
    """The most of some times (in order, µs) that fall within any `span`."""
    if not len(times):
        return 0
    last = np.searchsorted(times, times + span, side="right")
    return int((last - np.arange(len(times))).max())
