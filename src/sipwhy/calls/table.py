"""All calls as columns: what lists, filters and the engine read without making an object."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from functools import cached_property

import numpy as np
from msgspec import Struct

from sipwhy.calls import waits
from sipwhy.calls.halves import is_heard
from sipwhy.calls.hosts import ROLES, Hosts
from sipwhy.calls.joins import Groups, Join, group
from sipwhy.calls.outcome import BUSY, BY_PRACK, KINDS, NO_SUCH_NUMBER, RESULTS, USER_BUSY, leg_kinds, leg_results
from sipwhy.calls.signs import signs_of_legs
from sipwhy.calls.stored import STORED, last_deliveries
from sipwhy.model import CallKind, Result
from sipwhy.model.digits import bare, is_dialled_abroad, is_emergency
from sipwhy.model.flag import Flag
from sipwhy.model.quirk import Quirk
from sipwhy.wire import TRANSPORTS, Evidence
from sipwhy.wire.columns import Array, among, among_keys, distinct, mixed, order_of

_LASTED = tuple(round(limit * 1e6) for limit in waits.LIMITS)
"""How long a leg rang, or waited without ringing, told apart for rules of scope "outcome", µs."""
_BY_LOGIN = (0, 401, 403, 407, 488, 606)
"""Statuses (0 is none) whose meaning hangs on how the sender was challenged and what it gave."""
_BY_PLATFORM = {403: "freeswitch", 404: "", 488: "teams", 603: "asterisk", 606: "teams"}
"""Statuses whose meaning hangs on the product that answered, and how the platform begins that means another thing by it ("": any that is
known): FreeSWITCH refuses a password after 100, Asterisk ends a dial plan by 603."""
_UDP = TRANSPORTS.index("udp")
_BY_CALLER = 404
"""A status that means another thing where a whole number calls: the call came from outside."""
_CAUSES_BY_PLATFORM = {20: "asterisk", 34: "asterisk", 38: "asterisk"}
"""Q.850 causes of which the same holds: from Asterisk "subscriber absent" is about its own peer, and 34 and 38 are any failure."""
_OF_CALLEE = (*BUSY, *NO_SUCH_NUMBER)
"""Statuses that tell of the callee on whatever route, as `USER_BUSY` does: then it matters whom each route was asked for."""
_SERVERS = 5
"""The hundreds of statuses that tell of a server on the way."""
_ROUTES = 3
"""The fewest legs of a call that was tried by two routes."""
_MOST_LEGS = 50
"""The most legs of one call that are compared with each other."""
_UNKNOWN = 255
"""Max-Forwards of a leg without a request."""
_CALL, _REGISTRATION, _PBX = KINDS.index("call"), KINDS.index("registration"), ROLES.index("pbx")
_IS_OUTSIDE = np.array([role in ("trunk", "unknown") for role in ROLES])


class CallTable(Struct, frozen=True, dict=True):
    """
    One row per call, in order of number (row 0 is call number 1); leg columns are those of `Evidence.legs`.

    `order` holds the legs call by call, `starts` where each call's begin (one more at the end); `main` is each call's
    first leg, the caller's; for registrations and probes `last` is the leg that decided.
    """

    evidence: Evidence
    hosts: Hosts
    order: Array
    starts: Array
    main: Array
    last: Array
    kind: Array
    result: Array
    leg_result: Array
    flags: Array
    leg_signs: Array
    joined: dict[int, Join]

    def __len__(self) -> int:
        return len(self.main)

    def legs_of(self, row: int) -> list[int]:
        """The legs of one call in order of first message."""
        legs: list[int] = self.order[self.starts[row] : self.starts[row + 1]].tolist()
        return legs

    def seconds(self, row: int) -> tuple[float | None, float | None, float | None]:
        """PDD, setup and talk of one call in seconds (RFC 6076 sections 4.3 and 4.5)."""
        main, leg = int(self.main[row]), int(self.last[row])
        at = {name: int(self.evidence.legs(name)[leg]) for name in ("ring_ts", "answer_ts", "bye_ts")}
        at["first_ts"] = int(self.evidence.legs("first_ts")[main])
        if self.kind[row] != _CALL or self.flags_of_leg(main) & Flag.STARTS_LATE:
            return None, None, None
        heard = at["ring_ts"] or at["answer_ts"]
        answer, bye = at["answer_ts"], at["bye_ts"]
        return (
            (heard - at["first_ts"]) / 1e6 if heard else None,
            (answer - at["first_ts"]) / 1e6 if answer else None,
            (bye - answer) / 1e6 if answer and bye else None,
        )

    @cached_property
    def row_of_leg(self) -> Array:
        """The row of each leg's call."""
        rows = np.empty(len(self.order), dtype=np.int64)
        rows[self.order] = self._row_of_place
        return rows

    @cached_property
    def _row_of_place(self) -> Array:
        """The row of each place in `order`."""
        return np.repeat(np.arange(len(self)), np.diff(self.starts))

    def flags_of_leg(self, leg: int) -> int:
        """What happened on one leg, as bits of `Flag`."""
        return int(self.evidence.legs("flags")[leg])

    @cached_property
    def signs(self) -> Array:
        """The signs of each call, as bits of `Sign`: those of all its legs."""
        signs = np.zeros(len(self), dtype=np.int64)
        legs = np.flatnonzero(self.leg_signs[self.order])
        np.bitwise_or.at(signs, self._row_of_place[legs], self.leg_signs[self.order[legs]])
        return signs

    @cached_property
    def quirks(self) -> Array:
        """The quirks that tracking noticed (`model.quirk.TRACKED`), of all legs of each call."""
        return np.bitwise_or.reduceat(self.evidence.legs("quirks")[self.order], self.starts[:-1]) if len(self) else self.flags

    def second_look(self, row: int) -> int:
        """Every quirk of one call, for which its messages are read again."""
        found, hops, legs = 0, dict[int, int](), self.legs_of(row)
        for leg in legs:
            quirks, hops[leg] = self.evidence.second_look(leg)
            found |= quirks
        call, src, dst = (self.evidence.legs(name) for name in ("call", "src_ip", "dst_ip"))
        return found | (int(Quirk.HOPS_KEPT) if _keeps_hops(legs, (call, src, dst, hops)) else 0)

    @cached_property
    def second_looks(self) -> Array:
        """The same of every call, for who asks for many."""
        quirks, hops = self.evidence.second_looks
        call, src, dst = (self.evidence.legs(name) for name in ("call", "src_ip", "dst_ip"))
        found = np.bitwise_or.reduceat(quirks[self.order], self.starts[:-1]) if len(self) else self.flags
        for row in np.flatnonzero(np.diff(self.starts) > 1).tolist():
            if _keeps_hops(self.legs_of(row), (call, src, dst, hops)):
                found[row] |= int(Quirk.HOPS_KEPT)
        return found

    @cached_property
    def status(self) -> Array:
        """The status that the caller got; 0 if none."""
        return self.evidence.legs("status")[self.last]

    def outcomes(self, rows: Array) -> tuple[Array, Array]:
        """
        Two keys for each of some calls: those with equal ones ended alike, leg by leg, as far as rules of scope "outcome" look. Of the
        hosts the first says nothing, the second what they are.
        """
        counts = np.diff(self.starts)[rows]
        of_row = np.repeat(np.arange(len(rows)), counts)
        place = np.arange(len(of_row)) - np.repeat(np.cumsum(counts) - counts, counts)
        legs = self.order[self.starts[rows][of_row] + place]
        keys = mixed(self._outcome_parts(legs))
        for chosen, parts in (self._routes(legs, of_row, place), self._ways_on(legs, of_row), self._waited(legs, of_row)):
            keys[chosen] = mixed([keys[chosen], *parts])
        src, dst = (self.hosts.roles[self.evidence.legs(name)[legs]] for name in ("src_ip", "dst_ip"))

        def whole(keys: Array) -> Array:
            sums = np.zeros(len(rows), dtype=np.uint64)
            np.add.at(sums, of_row, (keys ^ place.astype(np.uint64)) * np.uint64(0xBF58476D1CE4E5B9))
            return sums ^ self.result[rows].astype(np.uint64)  # of which leg it is hangs on hosts, too

        return whole(keys), whole(mixed([keys, src, dst]))

    def _outcome_parts(self, legs: Array) -> Iterator[Array]:
        """What tells the outcomes of `legs` apart; the column "reason" tells Reason, Warning and phrase of an answer apart."""

        def column(name: str) -> Array:
            return self.evidence.legs(name)[legs]

        flags, status = column("flags"), column("status")
        ended = np.where(column("cancel_ts") > 0, column("cancel_ts"), column("final_ts"))
        begun = np.where(column("ring_ts") > 0, column("ring_ts"), column("first_ts"))
        yield np.searchsorted(_LASTED, np.where((ended == 0) | (flags & Flag.ANSWERED != 0), 0, ended - begun))
        yield flags & np.where(status > 0, ~np.int64(Flag.LARGE), -1)  # that a message was large matters where it got no answer
        yield from (status, self.leg_result[legs], leg_kinds(self.evidence)[legs], column("reason"), column("q850"), column("warning"))
        yield np.where(np.isin(status, _BY_LOGIN), column("login"), 0)
        yield column("forwarded")
        yield column("offer")
        yield self._is_own_registration(legs)
        for name in ("transport", "node"):  # who repeats nothing over UDP has an answer, over TCP it waits; of a feed that is not known
            yield np.where(status == 0, column(name), 0)
        again = (flags & Flag.REPEATED != 0) & np.isin(status, (401, 407)) & (leg_kinds(self.evidence)[legs] == _REGISTRATION)
        again &= column("last_ts") - column("first_ts") >= round(waits.IN_VAIN * 1e6)
        yield np.where(again, legs + 1, 0)  # whether it was repeated in spite of its answer hangs on each
        yield np.where(flags & Flag.NETWORK_ERROR != 0, self._is_turned_back(legs), False)
        for told, by_platform in ((status, _BY_PLATFORM), (column("q850"), _CAUSES_BY_PLATFORM)):
            yield self._is_told_by(told, by_platform, column("dst_ip"))
        by_caller = status == _BY_CALLER
        by_number = self._lacks_route(legs, by_caller)
        yield by_number
        for_help = by_caller & np.isin(column("to_user"), self._texts(is_emergency, column("to_user")[by_caller]))
        yield np.where(for_help, column("to_user"), 0)
        yield np.where(for_help, column("from_user"), 0)  # whether it is an extension hangs on who calls
        yield by_number & np.isin(column("to_user"), self._texts(is_dialled_abroad, column("to_user")[by_number]))
        yield self.leg_signs[legs]
        unconfirmed = np.where(np.isin(status, BY_PRACK), column("quirks") & int(Quirk.NO_PRACK), 0)
        yield unconfirmed
        yield np.where((unconfirmed != 0) & (status // 100 == _SERVERS), legs + 1, 0)  # whether PRACK was sent and refused hangs on each

    def _is_own_registration(self, legs: Array) -> Array:
        """Which of `legs` are registrations of a proxy in its own name."""
        found: Array = leg_kinds(self.evidence)[legs] == _REGISTRATION
        found[found] = self.hosts.are_begun_by("proxy", legs[found])
        return found

    def _is_turned_back(self, legs: Array) -> Array:
        """Of which of `legs` ICMP by a host on the way tells, and not by the host that was asked."""
        errors = self.evidence.errors_by_leg if (self.evidence.legs("flags")[legs] & Flag.NETWORK_ERROR).any() else {}
        found: Array = among(legs, [leg for leg, told in errors.items() if any(error.is_from_between for error in told)])
        return found

    def _is_told_by(self, told: Array, by_platform: Mapping[int, str], ips: Array) -> Array:
        """Whether the product at each of some addresses is the one that means another thing by what it `told`."""
        found = np.zeros(len(told), dtype=bool)
        for one, platform in by_platform.items():
            found |= (told == one) & self.hosts.runs(platform)[ips]
        return found

    def _texts(self, fits: Callable[[str], bool], users: Array) -> list[int]:
        """Which of some texts fit."""
        return [user for user in distinct(users).tolist() if fits(self.evidence.text(user))] if len(users) else []

    def _routes(self, legs: Array, of_row: Array, place: Array) -> tuple[Array, list[Array]]:
        """
        Which of `legs` are of calls that a host may have tried by several routes, and for each of them the place of the first leg
        by which the same host asked for the same user, and of the first that went to the same host.
        """
        column = self.evidence.legs
        status = column("status")[legs]
        has_word, has_server = (np.zeros(int(of_row[-1]) + 1 if len(of_row) else 0, dtype=bool) for _ in range(2))
        has_word[of_row[np.isin(status, _OF_CALLEE) | (column("q850")[legs] == USER_BUSY)]] = True
        has_server[of_row[status // 100 == _SERVERS]] = True
        chosen = np.flatnonzero((has_word & has_server & (np.bincount(of_row, minlength=len(has_word)) >= _ROUTES))[of_row])
        if not len(chosen):
            return chosen, []
        tried, row, place = legs[chosen], of_row[chosen], place[chosen]
        asked = self._bare(np.where(column("uri_user")[tried] > 0, column("uri_user")[tried], column("to_user")[tried]))
        alike = ([row, column("src_ip")[tried], asked], [row, column("dst_ip")[tried]])
        found = (np.unique(mixed(parts), return_index=True, return_inverse=True)[1:] for parts in alike)
        return chosen, [place[first[same]] for first, same in found]

    def _lacks_route(self, legs: Array, told: Array) -> Array:
        """Which of `legs` that were `told` so by a PBX are in the name of a whole number from outside: these may lack an inbound route."""
        if not told.any():
            return told
        column, roles = self.evidence.legs, self.hosts.roles
        found: Array = told & self.evidence.long_numbers[column("from_user")[legs]] & (roles[column("dst_ip")[legs]] == _PBX)
        found &= _IS_OUTSIDE[roles[column("src_ip")[legs]]]
        return found

    def _bare(self, users: Array) -> Array:
        """For each of some texts a number that all forms of the same user share."""
        known, numbers = distinct(users).tolist(), dict[str, int]()
        of_text = np.zeros(known[-1] + 1, dtype=np.int64)
        of_text[known] = [numbers.setdefault(bare(self.evidence.text(user)), len(numbers)) for user in known]
        found: Array = of_text[users]
        return found

    def _ways_on(self, legs: Array, of_row: Array) -> tuple[Array, list[Array]]:
        """Which of `legs` were told 404, and whether the host that said so sent the call on: who rang nobody lacks a route."""
        column = self.evidence.legs
        chosen = np.flatnonzero(self._lacks_route(legs, column("status")[legs] == _BY_CALLER))
        if not len(chosen):
            return chosen, []
        asked = mixed([of_row[chosen], column("dst_ip")[legs[chosen]]])
        return chosen, [among_keys(asked, mixed([of_row, column("src_ip")[legs]]))]

    def _waited(self, legs: Array, of_row: Array) -> tuple[Array, list[Array]]:
        """Which of `legs` were asked over a connection in vain, and whether TCP had time to tell of it before the caller was told."""
        column = self.evidence.legs
        chosen = np.flatnonzero((column("status")[legs] == 0) & (column("transport")[legs] != _UDP))
        if not len(chosen):
            return chosen, []
        told = np.zeros(int(of_row[-1]) + 1, dtype=np.int64)
        np.maximum.at(told, of_row, column("final_ts")[legs])
        return chosen, [told[of_row[chosen]] - column("first_ts")[legs[chosen]] >= round(waits.ACKNOWLEDGED * 1e6)]

    def rows_saying(self, part: str) -> Array:
        """Whether any leg's deciding reason phrase contains `part`, in any case."""
        evidence = self.evidence
        reason = evidence.legs("reason")
        wanted = [number for number in distinct(reason).tolist() if part.lower() in evidence.reason(number).lower()]
        found = np.zeros(len(self), dtype=bool)
        found[self._row_of_place[np.isin(reason[self.order], wanted)]] = True
        return found

    @cached_property
    def with_rtp(self) -> Array:
        """Whether RTP of each call was captured."""
        legs = np.zeros(self.evidence.leg_count + 1, dtype=bool)
        announced = self.evidence.media.streams("leg").astype(np.int64)
        legs[np.where(announced < self.evidence.leg_count, announced, self.evidence.leg_count)] = True
        counts = np.add.reduceat(legs[self.order], self.starts[:-1]) if len(self) else legs[:0]
        return counts > 0

    def rows_with_status(self, wanted: frozenset[int]) -> Array:
        """Whether any leg of each call has one of these statuses."""
        found = np.zeros(len(self), dtype=bool)
        for status in wanted & self._rows_by_status.keys():
            found |= self._rows_by_status[status]
        return found

    @cached_property
    def _rows_by_status(self) -> dict[int, Array]:
        """For every status that any leg has, whether each call has it: rules ask for the same few again and again."""
        rows = np.repeat(np.arange(len(self)), np.diff(self.starts))
        statuses = self.evidence.legs("status")[self.order]
        found = {}
        for status in distinct(statuses[statuses > 0]).tolist():
            found[status] = np.zeros(len(self), dtype=bool)
            found[status][rows[statuses == status]] = True
        return found

    def of_kinds(self, wanted: frozenset[CallKind]) -> Array:
        """Whether each call is of one of these kinds."""
        if wanted not in self._of_kinds:
            self._of_kinds[wanted] = np.array([kind in wanted for kind in KINDS], dtype=bool)[self.kind]
        return self._of_kinds[wanted]

    @cached_property
    def _of_kinds(self) -> dict[frozenset[CallKind], Array]:
        return {}

    def with_results(self, wanted: frozenset[Result]) -> Array:
        """Whether each call has one of these results."""
        found: Array = self._result_bits & sum(1 << RESULTS.index(result) for result in wanted) != 0
        return found

    @cached_property
    def _result_bits(self) -> Array:
        """A bit for the result of each call: which of several results they have is asked again and again."""
        return np.left_shift(1, self.result, dtype=np.int16)


def _keeps_hops(legs: list[int], columns: tuple[Array, Array, Array, Array | dict[int, int]]) -> bool:
    """Whether a leg that goes on from another one of the same Call-ID begins with as many hops as that one had."""
    call, src, dst, hops = columns
    pairs = ((one, leg) for place, leg in enumerate(legs[:_MOST_LEGS]) for one in legs[:place])
    return any(call[one] == call[leg] and dst[one] == src[leg] and hops[one] <= hops[leg] < _UNKNOWN for one, leg in pairs)


def tabulate(evidence: Evidence) -> CallTable:
    """Assembles the calls of a finished reading."""
    groups = group(evidence)
    of_leg, count = groups.of_leg, groups.count
    by_first = np.argsort(evidence.legs("first"), kind="stable")
    order = by_first[order_of(of_leg[by_first])]
    starts = np.searchsorted(of_leg[order], np.arange(count + 1))
    main = order[starts[:-1]] if count else order
    kinds = leg_kinds(evidence)
    kind = kinds[main].copy()
    kind[of_leg[kinds == _CALL]] = _CALL
    results = leg_results(evidence)
    flags = np.zeros(count, dtype=np.int64)
    np.bitwise_or.at(flags, of_leg, evidence.legs("flags"))
    rewritten = [join.later for join in groups.joined.values() if join.by == "router"]
    flags[of_leg[np.isin(evidence.legs("call"), rewritten)]] |= Flag.TRANSLATED if rewritten else 0
    last = _deciding(evidence, groups, kind, main, results)
    return CallTable(
        evidence=evidence,
        hosts=Hosts(evidence),
        order=order,
        starts=starts,
        main=main,
        last=last,
        kind=kind,
        result=results[last] if count else results,
        leg_result=results,
        flags=flags,
        leg_signs=signs_of_legs(evidence, of_leg),
        joined=groups.joined,
    )


def _deciding(evidence: Evidence, groups: Groups, kind: Array, main: Array, results: Array) -> Array:
    """
    The leg whose outcome is the entry's: the caller's for a call, the last delivery of a message that a server stored, the last decided
    one of the first hop otherwise.

    Where the caller's attempt failed and the same host was answered elsewhere under the same Call-ID and To, that counts: a proxy
    that tries the next gateway and whose caller is not seen here, a telephone that follows a redirection itself, or the half of a
    leg that holds its answers, where somebody heard them. So does what a host of both IP versions was answered by the other one.
    """
    last = main.copy()
    of_leg = groups.of_leg
    src, first, answered = evidence.legs("src_ip"), main[of_leg], results == RESULTS.index("answered")
    same = np.logical_and.reduce([column == column[first] for column in (src, evidence.legs("call"), evidence.legs("to_user"))])
    saved = (kind[of_leg] == _CALL) & answered & ~answered[first] & is_heard(evidence)
    again = np.flatnonzero(saved & (same | _by_other_version(evidence, of_leg, first, saved & ~same)))
    again = again[np.argsort(-evidence.legs("answer_ts")[again].astype(np.int64), kind="stable")]
    last[of_leg[again]] = again  # of several of one entry the last is left
    decided = results != RESULTS.index("incomplete")
    candidates = np.flatnonzero((kind[of_leg] != _CALL) & decided & (src == src[main[of_leg]])) if len(of_leg) else of_leg
    begun = np.maximum(evidence.legs("final_ts"), evidence.legs("first_ts"))[candidates]
    candidates = candidates[np.argsort(begun, kind="stable")]
    last[of_leg[candidates]] = candidates
    stored = [join.later for join in groups.joined.values() if join.by == STORED]
    for entry, leg in last_deliveries(evidence, of_leg, stored) if stored else ():
        if decided[leg] and results[main[entry]] == RESULTS.index("answered"):
            last[entry] = leg
    return last


def _by_other_version(evidence: Evidence, of_leg: Array, first: Array, sought: Array) -> Array:
    """
    Which of the legs `sought` go on by the other IP version from their entry's `first`, which was given up without any answer
    (RFC 6157 section 3): their sender is asked nothing in this call, so it is the caller itself and no proxy between.
    """
    column = evidence.legs
    call, src, begin = column("call"), column("src_ip"), column("first_ts")
    sought = sought & (call == call[first]) & (column("status")[first] == 0) & (column("last_ts")[first] <= begin)
    if sought.any():
        is_v6 = np.array([":" in evidence.ip(number) for number in range(evidence.ip_count)], dtype=bool)
        sought &= is_v6[src] != is_v6[src[first]]
        sought &= ~among_keys(mixed([of_leg, src]), mixed([of_leg, column("dst_ip")]))
    return sought
