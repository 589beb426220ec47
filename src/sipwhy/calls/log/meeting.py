"""
Which call, registration or probe of the capture an attempt of the log is: by Call-ID, else by address, people and time.

What is ambiguous is not decided: a line tied to the wrong call is worse than one that stands alone. As many attempts as there are
calls that they may be go by order. Only what holds for an address as such (an access list, a block) holds for each of its calls that
failed meanwhile.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cached_property
from itertools import pairwise

import numpy as np
from msgspec import Struct, field

from sipwhy.calls.log.attempts import ACCEPTED, DIALLED, LOGIN, PROBING, QUIET, Attempt, merged
from sipwhy.calls.log.falling_through import STATUS
from sipwhy.calls.log.kinds import ANSWERED, ENDS
from sipwhy.calls.log.meanwhile import Meanwhile, Named
from sipwhy.calls.log.missing import tell_of_missing_peers
from sipwhy.calls.log.unheard import Unheard
from sipwhy.calls.outcome import KINDS, RESULTS
from sipwhy.calls.table import CallTable
from sipwhy.model.log_event import LogEvent
from sipwhy.wire.columns import Array, among, different

_BEFORE, _AFTER = 1_500_000, 2_000_000
"""µs before the first and after the last message of a call within which a line can be about it."""
_APART = 1_000_000
"""µs by which the end of one call must be nearer to a line than that of any other."""
_IGNORED = "overloaded"
"""A request that its server dropped: the line names nothing of it but method and CSeq."""
_OF_ADDRESS = frozenset({"acl-denied", "address-blocked"})
_Alike = tuple[tuple[int, ...], str, str, tuple[str, ...]]
"""Rows, and whom and what an attempt that may be each of them tells of."""
_MOST_ALIKE = 16
"""So many calls of one person within a second go by order; more are a machine's, and some of them may have no line."""
_FAILED = tuple(RESULTS.index(name) for name in ("failed", "rejected", "unanswered", "declined", "incomplete"))


class Told(Struct):
    """What the logs tell: events by row of the table, and attempts that the capture does not have."""

    by_row: dict[int, list[LogEvent]] = field(default_factory=dict)
    alone: list[Attempt] = field(default_factory=list)
    logins: list[tuple[int, LogEvent]] = field(default_factory=list)
    """Logins refused and accepted, each with the number of its call in the capture, or 0."""
    probes: list[LogEvent] = field(default_factory=list)
    """What became of peers that a server asks at intervals."""


def meet(attempts: Sequence[Attempt], table: CallTable) -> Told:
    """Ties `attempts` to the calls of `table`."""
    told, left = Told(), list[Attempt]()
    tell_of_missing_peers(attempts)
    index = _Index(table) if len(table) and attempts else None
    ways = [index.rows_of(attempt) if index else () for attempt in attempts]
    for at, row in index.by_order(attempts) if index else ():
        ways[at] = (row,)
    foreign = np.sort([one.start for one, rows in zip(attempts, ways, strict=True) if one.kind == "call" and not rows and one.account])
    for attempt, found in zip(attempts, ways, strict=True):
        rows = () if found and _is_of_peer(attempt) and _is_near(attempt.start, foreign) else found
        number = rows[0] + 1 if rows else 0
        told.logins.extend((number, event) for event in attempt.events if event.kind in LOGIN | ACCEPTED)
        told.probes.extend(event for event in attempt.events if event.kind in PROBING)
        for row in rows:
            told.by_row.setdefault(row, []).extend(attempt.standing)
        if not rows:
            left.append(attempt)
    told.alone = sorted(filter(_counts, merged(left)), key=lambda attempt: attempt.start)
    return told


def _is_of_peer(attempt: Attempt) -> bool:
    """Whether it names nothing but a peer, so that only its time ties it to a call."""
    named = attempt.call_ids or attempt.account or attempt.extension or attempt.address
    return attempt.kind in ("call", "other") and bool(attempt.peer) and not named


def _is_near(time: int, starts: Array) -> bool:
    """Whether a call that the capture lacks began about then: the line may as well be about that."""
    first, last = np.searchsorted(starts, (time - _AFTER, time + _BEFORE))
    return bool(first < last)


def _counts(attempt: Attempt) -> bool:
    """Whether an attempt makes an entry of its own: it failed at least for a while, or it is a call that was accounted for."""
    proved = {event.kind for event in attempt.proved}
    if "dialplan" in proved and not proved & ANSWERED and not proved <= QUIET:
        return True  # what stands of it, which is dear, can add nothing to that
    standing = {event.kind for event in attempt.standing}
    kinds = standing | proved
    if kinds & ANSWERED and standing <= QUIET | {"callee-absent"}:
        return False
    accounted = any(_is_account(event) for event in attempt.events)
    if not accounted and "dialplan" not in kinds and kinds <= QUIET | DIALLED:
        return False  # one side of a call, or an answer to a request that is none
    return accounted or not kinds <= QUIET


def _is_account(event: LogEvent) -> bool:
    """Whether a line tells by itself how a call ended: which one, and with what."""
    return (event.kind in ("transaction", "dial-refused") and event.method == "INVITE") or (event.kind in ENDS and STATUS in event.facts)


class _Index:
    """The calls of a table, by Call-ID and by address."""

    def __init__(self, table: CallTable) -> None:
        self._table = table
        self._unheard = Unheard(table)
        evidence = table.evidence
        self._ids: dict[str, int] = {}
        calls = evidence.legs("call")
        for leg in range(evidence.leg_count - 1, -1, -1):
            self._ids[evidence.call_id(int(calls[leg]))] = int(table.row_of_leg[leg])
        self._ips = {evidence.ip(number): number for number in range(evidence.ip_count)}
        self._start = np.minimum.reduceat(evidence.legs("first_ts")[table.order], table.starts[:-1])
        self._end = np.maximum.reduceat(evidence.legs("last_ts")[table.order], table.starts[:-1])
        ends = np.concatenate([evidence.legs("src_ip"), evidence.legs("dst_ip")])
        self._by_ip = np.argsort(ends, kind="stable")
        self._sorted_ips = ends[self._by_ip]
        self._of_address: dict[str, Meanwhile] = {}
        self._alike: dict[_Alike, list[int]] = {}
        """Attempts that name the same and tell the same, by the calls that each of them may be: `id` of the attempt."""

    def rows_of(self, attempt: Attempt) -> tuple[int, ...]:
        """The calls that an attempt is; none if there is none, or it cannot be told which."""
        by_id = dict.fromkeys(self._ids[call_id] for call_id in attempt.call_ids if call_id in self._ids)
        if by_id:
            return tuple(by_id)
        if attempt.call_ids or not attempt.start:
            return ()
        ignored = [event for event in attempt.events if event.kind == _IGNORED]
        if ignored and not attempt.address:
            return self._unheard.rows(ignored, None if attempt.kind == "other" else KINDS.index(attempt.kind))
        rows = self._candidates(attempt)
        if attempt.address and not attempt.account and {event.kind for event in attempt.events} & _OF_ADDRESS:
            return tuple(self._failed(rows).tolist())
        return self._one_of(rows, attempt)

    def _candidates(self, attempt: Attempt) -> Array:
        """The calls that were going on then, and that nothing in the log contradicts."""
        rows = self._meanwhile(attempt.address).at(attempt.start - _AFTER, attempt.start + _BEFORE)
        if attempt.kind != "other":
            rows = rows[self._table.kind[rows] == KINDS.index(attempt.kind)]
        return self._agreeing(rows, attempt) if len(rows) else rows

    def _meanwhile(self, address: str) -> Meanwhile:
        """The calls that came from or went to an address, or all, by when they were going on."""
        if address not in self._of_address:
            rows = self._through(address) if address else np.arange(len(self._table))
            self._of_address[address] = Meanwhile(rows, self._start, self._end)
        return self._of_address[address]

    def _through(self, address: str) -> Array:
        number = self._ips.get(address, -1)
        first, last = (np.searchsorted(self._sorted_ips, number, side=side) for side in ("left", "right"))
        return different(self._table.row_of_leg[self._by_ip[first:last] % len(self._table.row_of_leg)])

    def _agreeing(self, rows: Array, attempt: Attempt) -> Array:
        """Those of `rows` that nothing which the log says contradicts, and that something identifies."""
        if attempt.account and attempt.is_account_sure:
            named = self._named.naming(rows, attempt.account)
            rows = rows[named | self._named.by_number(rows)] if self._is_endpoint(attempt) else rows[named]
        if not attempt.extension:
            return rows
        if attempt.kind != "call":
            return rows[:0]
        return rows if _is_transfer(attempt) else rows[self._named.calling(rows, attempt.extension)]

    def _is_endpoint(self, attempt: Attempt) -> bool:
        """Whether the account may be a trunk: a channel's endpoint that brings calls under numbers and calls nobody under its own name."""
        is_channel = bool(attempt.extension) and any(event.channel for event in attempt.events)
        return is_channel and not self._named.is_caller(attempt.account)

    @cached_property
    def _named(self) -> Named:
        return Named(self._table)

    def _one_of(self, rows: Array, attempt: Attempt) -> tuple[int, ...]:
        """The only one, or the one that ended when the line was written."""
        if attempt.kind == "options" and attempt.peer and len(rows):
            rows = rows[self._named.calling(rows, attempt.peer)]
        if len(rows) <= 1:
            return tuple(rows.tolist())
        failed = self._failed(rows)
        chosen = failed if len(failed) else rows
        near = sorted(zip(np.abs(self._end[chosen] - attempt.start).tolist(), chosen.tolist(), strict=True))
        if len(near) > 1 and near[1][0] - near[0][0] <= _APART:
            if attempt.account and len(near) <= _MOST_ALIKE:
                key = tuple(sorted(row for _, row in near)), attempt.account, attempt.extension, tuple(e.kind for e in attempt.events)
                self._alike.setdefault(key, []).append(id(attempt))
            return ()
        return (near[0][1],)

    def by_order(self, attempts: Sequence[Attempt]) -> Iterator[tuple[int, int]]:
        """Attempts and rows of people who tried again at once, as many of one as of the other, each call over before the next begins."""
        places = {id(attempt): at for at, attempt in enumerate(attempts)}
        for (rows, *_), ones in self._alike.items():
            if len(rows) == len(ones) and all(self._end[one] < self._start[other] for one, other in pairwise(rows)):
                yield from zip(sorted((places[one] for one in ones), key=lambda at: attempts[at].start), rows, strict=True)

    def _failed(self, rows: Array) -> Array:
        return rows[among(self._table.result[rows], _FAILED)]


def _is_transfer(attempt: Attempt) -> bool:
    return any(event.kind == "transfer-target-unknown" for event in attempt.events)
