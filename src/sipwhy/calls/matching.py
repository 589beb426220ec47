"""
Which leg of a cluster is which caller's, by what befell both.

First those that were told the same at the same moment, in order of that moment; then the legs that failed, by the leg of the same
caller that followed at once, as a B2BUA hunts; the rest by order, with the first caller that waits and has none. Everything is sought
in order of time, so that thousands that wait at once cost no more than as many one after another.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter, OrderedDict, deque
from collections.abc import Callable, Iterable, Iterator
from heapq import heappop, heappush
from itertools import accumulate, islice
from typing import TYPE_CHECKING

from sipwhy.calls.moments import SLACK, SOON, TOGETHER, Legs, contradict, is_correlated
from sipwhy.calls.waiting import Cluster
from sipwhy.model.call import BY_ORDER

if TYPE_CHECKING:
    from sipwhy.calls.pair import Pair

_Fits = Callable[[int, int], bool]
_Moment = Callable[[int], int]
_MOST_TRIES = 64
"""So many callers that wait are looked at for one leg."""
_UNKNOWN = -1
"""Somebody among those that were not looked at."""
_FIRST_REPEAT = 500_000
"""T1, after which a request over UDP is repeated first; each time after that is twice as long (RFC 3261 section 17.1.1.2), µs."""


def matched(legs: Legs, cluster: Cluster) -> list[Pair]:
    """Joins the legs of a cluster to its callers, as far as one is found for each."""
    found = _Matching(legs, cluster)
    found.match_told()
    found.match_hunted()
    if not cluster.are_served:
        found.match_by_order()
    return list(found.pairs())


class _Matching:
    """What is known of whose leg is whose."""

    def __init__(self, legs: Legs, cluster: Cluster) -> None:
        self._legs, self._cluster = legs, cluster
        self._owner: dict[int, int] = {}
        self._busy: set[int] = set()
        """Callers that have a leg."""
        self._fits: dict[int, list[int]] = {}
        """Of each leg two callers at most with whom it goes, whether they have another one or not."""
        self._followed_by: dict[int, int] = {}
        """Of a leg that failed, the next one of the same caller."""
        self._follow: dict[int, list[int]] = {}
        """Of the same, all that might have been it."""

    def match_told(self) -> None:
        """Each leg, in order of what it came to, with the first caller who was told that and has none."""
        legs = self._legs
        told = _tellings(legs, self._cluster.ins)
        for leg in sorted(self._cluster.outs, key=lambda leg: (legs.waited(leg), int(legs.rank[leg]))):
            ways = list(dict.fromkeys(caller for one in told for caller in one.around(leg, self._may_be)))
            if ways:
                self._fits[leg] = ways[:2]
            if (caller := next((found for one in told for found in one.free(leg, self._may_be, self._busy)), None)) is not None:
                self._owner[leg] = caller
                self._busy.add(caller)

    def match_hunted(self) -> None:
        """Each leg that failed, and whose caller was not told so, with the caller of the one that followed it; the last ones first."""
        legs = self._legs
        begins = [int(legs.begin[leg]) for leg in self._cluster.outs]
        idle = _Idle(legs, [] if self._cluster.are_served else [caller for caller in self._cluster.ins if caller not in self._busy])
        failed = sorted(((legs.failed(leg), leg) for leg in self._cluster.outs if leg not in self._owner), reverse=True)
        taken: set[int] = set()
        for ended, leg in failed:
            if not ended:
                break
            ways = self._followers(leg, begins)
            following = next((other for other in ways if other not in taken), None)
            others = idle.first(leg, self._may_be) if following is not None else []
            if following is None or any(legs.final[caller] > ended and not legs.answer[caller] for caller in others):
                continue  # nothing followed, or somebody who was told a failure would have no leg at all
            self._owner[leg], self._followed_by[leg] = self._owner[following], following
            self._follow[leg] = ways
            self._fits[leg] = list(dict.fromkeys((self._owner[following], *(self._owner[other] for other in ways), *others)))
            taken.add(following)

    def _followers(self, leg: int, begins: list[int]) -> list[int]:
        """The first legs of known callers that one that failed may have been followed by."""
        legs, outs = self._legs, self._cluster.outs
        start = bisect_left(begins, legs.failed(leg) - SLACK)
        end = bisect_left(begins, _next_by(legs, leg) + 1, start)
        known = (
            other for other in outs[start : min(end, start + _MOST_TRIES)] if other in self._owner and legs.rank[other] > legs.rank[leg]
        )
        ways = [other for other in known if self._may_be(leg, self._owner[other])]
        return sorted(ways, key=lambda other: legs.begin[other] < legs.failed(leg))  # another clock than that of the failure may be late

    def match_by_order(self) -> None:
        """The rest in order, each with the first caller that waits without a leg; best one whose outcome goes with its own."""
        line = _Line(self._legs, self._cluster, self._busy)
        for leg in self._cluster.outs:
            if leg in self._owner:
                continue
            line.go_on(leg)
            if leg not in self._fits:
                self._fits[leg] = self._best(leg, line.waiting, 2)
            for caller in self._best(leg, line.free, 1) or self._best(leg, line.free_again, 1):
                self._owner[leg] = caller
                line.take(caller, self._legs.failed(leg))

    def pairs(self) -> Iterator[Pair]:
        """The joins: likely ones where nobody else goes with a leg, and no other leg with that caller."""
        legs = self._legs
        wanted = Counter(caller for leg, callers in self._fits.items() if leg not in self._followed_by for caller in callers)
        followed = Counter(other for ways in self._follow.values() for other in ways)
        sure: dict[int, bool] = {}
        for leg in reversed(self._cluster.outs):  # what followed a leg is judged before it
            if (caller := self._owner.get(leg)) is None:
                continue
            other = self._followed_by.get(leg)
            is_apart = wanted[caller] == 1 if other is None else sure[other] and followed[other] == 1
            sure[leg] = self._fits[leg] == [caller] and is_apart
            calls = int(legs.call[leg]), int(legs.call[caller])
            yield (*calls, "numbers", "likely") if sure[leg] else (*calls, BY_ORDER, "possible")

    def _may_be(self, leg: int, caller: int) -> bool:
        """Whether a caller waited when a leg began, and was not told what that cannot have come to."""
        legs = self._legs
        if legs.rank[caller] > legs.rank[leg] or self._cluster.since.get(caller, 0) > legs.begin[leg] + SLACK:
            return False
        waited = legs.waited(caller) + SLACK >= legs.begin[leg]
        return bool(waited) and legs.call[caller] != legs.call[leg] and not contradict(legs, caller, leg)

    def _best(self, leg: int, callers: Iterable[int], most: int) -> list[int]:
        """The first of some callers whose outcome goes with that of a leg; if none's does, the first of those that do not contradict."""
        others: list[int] = []
        unlike: list[int] = []
        for caller in islice(callers, _MOST_TRIES):
            if self._may_be(leg, caller):
                (others if is_correlated(self._legs, caller, leg) else unlike).append(caller)
                if len(others) == most:
                    break
        return (others or unlike)[:most]


def _tellings(legs: Legs, callers: list[int]) -> list[_Told]:
    """What a leg may come to and its caller is told (`moments.is_told`): an answer, a failure, or that the caller gave up."""

    def answer(leg: int) -> int:
        return int(legs.answer[leg])

    def failure(leg: int) -> int:
        return 0 if legs.answer[leg] else int(legs.final[leg])

    def cancel(leg: int) -> int:
        return int(legs.cancel[leg])

    return [_Told(legs, callers, *kind) for kind in ((answer, SLACK), (failure, SLACK), (cancel, SOON))]


def _next_by(legs: Legs, leg: int) -> int:
    """Until when the next leg begins after one that failed; after one that nobody answered, when its next repeat would have been due."""
    ended = legs.failed(leg)
    return ended + TOGETHER + (ended - int(legs.begin[leg]) + _FIRST_REPEAT if legs.is_silent[leg] else 0)


class _Told:
    """The callers of a cluster in order of one kind of moment."""

    def __init__(self, legs: Legs, callers: list[int], moment: _Moment, before: int) -> None:
        self._moment, self._before = moment, before
        known = sorted((at, int(legs.rank[caller]), caller) for caller in callers if (at := moment(caller)))
        self._moments = [at for at, _, _ in known]
        self._callers = [caller for _, _, caller in known]
        self._next = list(range(len(known) + 1))
        """For each place that one, or one behind it from which on somebody has no leg."""

    def around(self, leg: int, may_be: _Fits) -> list[int]:
        """The first two that may be the caller of a leg by this moment; of those looked at."""
        start, end = self._window(leg)
        found: list[int] = []
        for at in range(start, min(end, start + _MOST_TRIES)):
            if may_be(leg, self._callers[at]):
                found.append(self._callers[at])
                if len(found) > 1:
                    return found
        return found if end - start <= _MOST_TRIES else [*found, _UNKNOWN][:2]

    def free(self, leg: int, may_be: _Fits, busy: set[int]) -> Iterator[int]:
        """The same of those that have no leg."""
        at, end = self._window(leg)
        tries = 0
        while (at := self._free_from(at, busy)) < end and tries < _MOST_TRIES:
            if may_be(leg, self._callers[at]):
                yield self._callers[at]
            at, tries = at + 1, tries + 1

    def _window(self, leg: int) -> tuple[int, int]:
        moment = self._moment(leg)
        if not moment:
            return 0, 0
        return bisect_left(self._moments, moment - self._before), bisect_left(self._moments, moment + SOON + 1)

    def _free_from(self, at: int, busy: set[int]) -> int:
        """The first place from one on whose caller has no leg; what is passed over is passed over at once the next time."""
        passed: list[int] = []
        while at < len(self._callers):
            if self._next[at] != at:
                passed.append(at)
                at = self._next[at]
            elif self._callers[at] in busy:
                passed.append(at)
                at += 1
            else:
                break
        for one in passed:
            self._next[one] = at
        return at


class _Idle:
    """The callers of a cluster without any leg."""

    def __init__(self, legs: Legs, callers: list[int]) -> None:
        self._legs, self._callers = legs, callers
        self._longest = list(accumulate((legs.waited(caller) + SLACK for caller in callers), max))
        """Until when one of those up to each waited: where this first reaches a moment is the first who still waited then."""

    def first(self, leg: int, may_be: _Fits) -> list[int]:
        """The first who may be that of a leg, if any."""
        start = bisect_left(self._longest, int(self._legs.begin[leg]))
        return [caller for caller in self._callers[start : start + _MOST_TRIES] if may_be(leg, caller)][:1]


class _Line:
    """The callers of a cluster who wait at one moment after another."""

    def __init__(self, legs: Legs, cluster: Cluster, busy: set[int]) -> None:
        self._legs = legs
        self._busy = busy
        arrivals = ((max(int(legs.begin[caller]), cluster.since.get(caller, 0)), caller) for caller in cluster.ins)
        self._coming = deque(sorted(arrivals, key=lambda one: one[0]))
        self._leaving: list[tuple[int, int]] = []
        self._failing: list[tuple[int, int]] = []
        self.waiting: OrderedDict[int, None] = OrderedDict()
        """Those that wait, whether they have a leg or not."""
        self.free: OrderedDict[int, None] = OrderedDict()
        """Those that have had none yet."""
        self.free_again: OrderedDict[int, None] = OrderedDict()
        """Those whose legs have failed."""
        self._had = cluster.since

    def go_on(self, leg: int) -> None:
        """On to the moment when a leg began."""
        now = int(self._legs.begin[leg])
        while self._coming and self._coming[0][0] <= now:
            caller = self._coming.popleft()[1]
            heappush(self._leaving, (self._legs.waited(caller) + SLACK, caller))
            self.waiting[caller] = None
            if caller not in self._busy:
                (self.free_again if caller in self._had else self.free)[caller] = None
        while self._failing and self._failing[0][0] <= now:
            self.free_again[heappop(self._failing)[1]] = None
        while self._leaving and self._leaving[0][0] < now:
            caller = heappop(self._leaving)[1]
            self.waiting.pop(caller, None)
            self._drop(caller)

    def take(self, caller: int, failed: int) -> None:
        """A caller got a leg, which failed then, or did not."""
        self._drop(caller)
        if failed:
            heappush(self._failing, (failed, caller))

    def _drop(self, caller: int) -> None:
        self.free.pop(caller, None)
        self.free_again.pop(caller, None)
