"""
Who of the callers with one key at one host waits for a leg when one leaves.

A caller has a leg until that one fails: a B2BUA that hunts sends the next one to another gateway then, and the caller is one of those
that wait again. When only one waits, the leg is that caller's; where several do, they and the legs that leave are a cluster. What leaves
while all that wait have had a leg may be of any whose legs fail without an end: those legs are a cluster of their own.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator
from heapq import heappop, heappush

from msgspec import Struct

from sipwhy.calls.moments import SLACK, SOON, Legs, contradict


class Cluster(Struct, frozen=True):
    """Callers that waited at once, and the legs that left then; both in order."""

    ins: list[int]
    outs: list[int]
    since: dict[int, int]
    """From when on a caller waited whose leg had failed before, µs."""
    are_served: bool = False
    """Whether each caller had had a leg of its own when these left."""


class Waiting:
    """The callers at one host, and what leaves it; `clusters` goes through them once."""

    def __init__(self, legs: Legs) -> None:
        self._legs = legs
        self._free: dict[int, int] = {}
        """Callers that have no leg, and since when."""
        self._pending: list[int] = []
        self._until = 0
        """Until when somebody of `_free` waits."""
        self._answered = 0
        """When the last of them was answered."""
        self._hunted = 0
        """How many of `_pending` failed while nobody was told: the same caller may get another one."""
        self._told: Counter[int] = Counter()
        """When callers of `_free` were told a failure, in steps."""
        self._latest = -1
        self._busy: Counter[int] = Counter()
        self._failing: list[tuple[int, int]] = []
        """When legs fail whose caller is known, and that caller: a heap."""
        self._all: list[tuple[int, int]] = []
        """Until when each of the callers waits, with a leg or without: a heap."""
        self._forks = 0
        """Until when another leg is of the latest caller, too: one that rings at several places."""
        self._more: list[int] = []
        """Legs that left while several waited, and none of them had never had one."""

    def clusters(self, places: list[int]) -> Iterator[Cluster]:
        """Of legs by place in time (odd where they leave), those whose order alone tells nothing."""
        for place in places:
            leg = int(self._legs.in_time[place >> 1])
            begin = int(self._legs.begin[leg])
            if self._pending and begin > self._until:
                yield self._closed()
            self._release(begin)
            if place & 1 == 0:
                self._latest, self._forks = leg, 0
                heappush(self._all, (self._legs.waited(leg) + SLACK, leg))
                self._add(leg, 0)
            else:
                yield from self._left(leg, begin)
        if self._pending:
            yield self._closed()
        if self._more:
            yield self._of_served(place >> 1 for place in places if place & 1 == 0)

    def _left(self, leg: int, begin: int) -> Iterator[Cluster]:
        """A leg left the host."""
        if not self._pending:
            self._forget(begin)
        if self._pending or len(self._free) > 1:
            self._pending.append(leg)
            self._hunted += self._is_hunted(leg)
        elif begin > self._forks and all(self._free.values()) and self._has_others(begin):
            self._more.append(leg)  # who had one that failed waits again, and so may others whose failure nothing tells yet
            self._clear()
        else:
            yield from self._taken(leg)
        if self._pending and len(self._pending) == len(self._free) + self._hunted:
            yield self._closed()

    def _taken(self, leg: int) -> Iterator[Cluster]:
        """It is of the only one who waits; else of the latest, as any is of whom nothing else is known."""
        caller = next(iter(self._free), self._latest)
        if caller < 0 or (caller != self._latest and contradict(self._legs, caller, leg)):
            caller = self._latest
        if caller == self._latest and caller in self._free:
            self._forks = int(self._legs.begin[leg]) + SLACK
        since = self._free.pop(caller, 0)
        if caller < 0:
            return
        self._busy[caller] += 1
        if ended := int(self._legs.failed(leg)):
            heappush(self._failing, (ended, caller))
        if caller != self._latest:
            yield Cluster([caller], [leg], {caller: since} if since else {})

    def _has_others(self, now: int) -> bool:
        """Whether somebody else than the latest caller waits."""
        while self._all and self._all[0][0] < now:
            heappop(self._all)
        return len(self._all) > 1 or (len(self._all) == 1 and self._all[0][1] != self._latest)

    def _of_served(self, callers: Iterator[int]) -> Cluster:
        """The legs that left while nobody was without a first one, and who waited then."""
        legs, more = self._legs, self._more
        left = [int(legs.begin[leg]) for leg in more]

        def waited(caller: int) -> bool:
            at = bisect_left(left, int(legs.begin[caller]))
            return at < len(left) and left[at] <= legs.waited(caller) + SLACK

        return Cluster([caller for place in callers if waited(caller := int(legs.in_time[place]))], more, {}, are_served=True)

    def _release(self, now: int) -> None:
        """
        Callers whose legs have all failed by now, and who were answered later, wait for another leg.

        Who was told a failure later may have heard an announcement meanwhile, and no leg of others is theirs.
        """
        while self._failing and self._failing[0][0] <= now:
            ended, caller = heappop(self._failing)
            self._busy[caller] -= 1
            if not self._busy[caller] and int(self._legs.answer[caller]) > max(ended + SOON, now - SLACK):
                self._add(caller, ended)

    def _add(self, caller: int, since: int) -> None:
        self._free[caller] = since
        self._until = max(self._until, self._legs.waited(caller) + SLACK)
        self._answered = max(self._answered, int(self._legs.answer[caller]))
        if not self._legs.answer[caller]:
            self._told[int(self._legs.final[caller]) // SOON] += 1

    def _forget(self, now: int) -> None:
        """Leaves out those that wait no longer."""
        if any(self._legs.waited(caller) + SLACK < now for caller in self._free):
            kept = {caller: since for caller, since in self._free.items() if self._legs.waited(caller) + SLACK >= now}
            self._clear()
            for caller, since in kept.items():
                self._add(caller, since)

    def _is_hunted(self, leg: int) -> bool:
        """Whether a leg failed and none of those that wait was told so: another one may follow it."""
        ended = self._legs.failed(leg)
        if not ended or self._answered <= ended + SOON:
            return False
        return not any(self._told.get(step) for step in range((ended - SLACK) // SOON, (ended + SOON) // SOON + 1))

    def _closed(self) -> Cluster:
        rank = self._legs.rank
        since = {caller: at for caller, at in self._free.items() if at}
        cluster = Cluster(sorted(self._free, key=lambda leg: int(rank[leg])), self._pending, since)
        self._pending = []
        self._clear()
        return cluster

    def _clear(self) -> None:
        self._free, self._until, self._answered, self._hunted, self._told = {}, 0, 0, 0, Counter()
