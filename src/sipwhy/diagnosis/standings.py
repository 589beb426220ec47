"""Works out the standing of every call that came to nothing, from columns: once, in plain loops over failures."""

from __future__ import annotations

import re
from bisect import bisect_left
from functools import cached_property, lru_cache

import numpy as np
from msgspec import Struct

from sipwhy.calls import CallTable
from sipwhy.calls.hosts import ROLES
from sipwhy.calls.outcome import KINDS, RESULTS
from sipwhy.diagnosis.probing import Probes
from sipwhy.diagnosis.standing import ACCOUNTS, DEFAULT_EXPIRY, STRANGER, Account, Standing
from sipwhy.model import Result
from sipwhy.model.flag import Flag
from sipwhy.wire import Method
from sipwhy.wire.columns import Array, among, among_keys, distinct, mixed

_WELL: frozenset[Result] = frozenset({"answered", "registered", "unregistered"})
_MINUTES = 120_000_000
_SETTLED = 5_000_000
_GRACE = 2_000_000
_EXPLAINED, _UNLESS_IT_RANG, _OF_REGISTRATIONS = (401, 404, 407, 484), (408, 480), 403
_CAUSES = (3, 20)
"""Statuses, and Q.850 causes, whose meaning hangs on who was registered, was silent, or has given up, or on the number."""
_CONTACT = re.compile(rb"^(?:contact|m)[ \t]*:(.*(?:\n[ \t].*)*)", re.IGNORECASE | re.MULTILINE)
_OF_CONTACT = re.compile(rb";\s*expires\s*=\s*\"?(\d{1,9})", re.IGNORECASE)
_OF_ALL = re.compile(rb"^expires[ \t]*:[ \t]*(\d{1,9})", re.IGNORECASE | re.MULTILINE)
_UNAUTHORIZED, _PROXY_UNAUTHORIZED = 401, 407
_OK, _FORBIDDEN, _UNAVAILABLE = 2, 403, 480
_ASKED_NOTHING = 1
"""An expiry of 0 s, as the column "asked" writes it: one more, for 0 means that none was named."""
_IN_VAIN = 8_000_000
"""For how long a request must have been repeated before its sender counts as cut off though others are answered, µs."""
_CODES = {(account, hidden): Standing(account=account, behind_nat=hidden).code for account in ACCOUNTS for hidden in (False, True)}
_REGISTRATION = KINDS.index("registration")
_ANSWERED = int(Flag.HAS_ANSWER)
_SILENT, _HIDDEN = int(Flag.UNANSWERED | Flag.REPEATED), int(Flag.PRIVATE_CONTACT)


class _Binding(Struct, frozen=True):
    """One attempt of a user to register at one host that was granted."""

    answer: int
    """The index of the message that granted it."""
    since: int
    source: int
    signs_off: bool
    behind_nat: bool


class _Attempts(Struct, frozen=True):
    """Decided attempts to register, user by user: only the one that matters to a call is made a value."""

    keys: Array
    """The users at their registrars, rising."""
    first_rows: Array
    last_rows: Array
    """The first and the last call of each user's attempts."""
    behind_nat: Array
    """Whether any attempt of each user came from behind NAT."""
    starts: list[int]
    """Where each user's granted ones begin, and one more."""
    times: list[int]
    """When each of these was granted, in order within a user."""
    rows: list[int]
    columns: tuple[Array, ...]
    """Those of `_Binding`."""

    def is_of_others(self, user: int, row: int) -> bool:
        """Whether a user has registrations beside those of call `row` itself."""
        return bool(self.first_rows[user] != row or self.last_rows[user] != row)

    def last_before(self, user: int, at: int, row: int) -> _Binding | None:
        """A user's last granted one before `at` that is not of call `row` itself."""
        start, end = self.starts[user : user + 2]
        place = bisect_left(self.times, at, start, end)
        while place > start and self.rows[place - 1] == row:
            place -= 1
        return _Binding(*(column.item(place - 1) for column in self.columns)) if place > start else None


class Standings:
    """The standing of each call of a table, by its number; a stranger's for those that went well."""

    def __init__(self, table: CallTable) -> None:
        self._table = table
        self._evidence = table.evidence
        self._probes = Probes(table)
        self.silent_peers = self._probes.silent_peers
        """The first probe since its last answer of each peer, no telephone, that did not answer those of a host."""
        self.of = lru_cache(maxsize=1024)(self._of)
        self._granted = lru_cache(maxsize=65536)(self._granted_of)

    @cached_property
    def codes(self) -> Array:
        """One small number per call; equal numbers mean equal standings."""
        table = self._table
        rows = np.flatnonzero(table.of_kinds(frozenset({"call", "registration"})) & ~table.with_results(_WELL))
        codes = np.zeros(len(table), dtype=np.uint16)
        rows = rows[self._matters[rows] | self._let_in[rows]]
        codes[rows] = self._codes(rows)
        return codes

    def _codes(self, rows: Array) -> Array:
        """The codes of some calls, as `_of` gives them: what most have in common is told by column, the rest one by one, or by account."""
        table, evidence = self._table, self._evidence
        ended = np.maximum.reduceat(evidence.legs("last_ts")[table.order], table.starts[:-1])[rows] if len(rows) else rows
        main = table.main[rows]
        users, asked = evidence.legs("to_user")[main], evidence.legs("uri_user")[main]
        is_long = evidence.long_numbers[users]
        plain = np.array(
            [Standing(is_long=one, is_settled=other).code for one in (False, True) for other in (False, True)], dtype=np.uint16
        )
        codes = plain[2 * is_long.astype(np.int64) + (evidence.until - ended >= _SETTLED)] if len(rows) else rows.astype(np.uint16)
        hosts = evidence.legs("dst_ip")[main]
        known = self._attempts.keys
        silent = np.zeros(evidence.ip_count, dtype=bool)
        silent[list(self._answers)] = True
        is_known = among_keys(_keys(users, hosts), known) | among_keys(_keys(asked, hosts), known)
        codes[self._let_in[rows]] |= np.uint16(Standing(is_let_in=True).code)
        is_odd = silent[hosts] | (self._is_no_way[main] & self._probes.has_silent_peers[hosts])
        for place in np.flatnonzero(is_odd).tolist():
            codes[place] = self.of(int(rows[place]) + 1).code
        places = np.flatnonzero(is_known & ~is_odd)
        columns = (column[places].tolist() for column in (rows, users, asked, hosts, evidence.legs("first_ts")[main]))
        accounts = (self._account(row, (user, other), host, at) for row, user, other, host, at in zip(*columns, strict=True))
        codes[places] |= np.fromiter((_CODES[account] for account in accounts), np.uint16, len(places))
        return codes

    @cached_property
    def _let_in(self) -> Array:
        """
        Which calls their host answered with 403 unasked though it let another request of that socket, or user and address, in.

        That other one may be of the same call: an account that was registered is refused when it registers anew.
        """
        table, evidence = self._table, self._evidence
        method, flags, status = (evidence.legs(name) for name in ("method", "flags", "status"))
        source, target = evidence.legs("src_ip"), evidence.legs("dst_ip")
        bad = np.flatnonzero((status == _FORBIDDEN) & (flags & int(Flag.CHALLENGED) == 0))
        rows = table.row_of_leg[bad]
        own = (source[bad] == source[table.main[rows]]) & (target[bad] == target[table.main[rows]])
        bad, rows = bad[own], rows[own]
        found = np.zeros(len(table), dtype=bool)
        if not len(bad):
            return found
        is_in = (method == Method.INVITE) & (flags & int(Flag.RANG | Flag.ANSWERED) != 0)
        good = np.flatnonzero(is_in | ((method == Method.REGISTER) & (status // 100 == _OK)))
        for who in ("src_port", "from_user"):
            wanted, known = (mixed([evidence.legs(name)[legs] for name in ("src_ip", who, "dst_ip")]) for legs in (bad, good))
            found[rows[among_keys(wanted, known)]] = True
        return found

    @cached_property
    def _matters(self) -> Array:
        """Which calls have an outcome that their surroundings can explain: what they are decides nothing of a 486 or 503."""
        table, evidence = self._table, self._evidence
        status, flags, cause = (evidence.legs(name) for name in ("status", "flags", "q850"))
        roles = table.hosts.roles
        unknown = roles[evidence.legs("dst_ip")] == ROLES.index("unknown") if len(status) else flags != 0
        silent = (status == 0) | (flags & int(Flag.UNANSWERED | Flag.REPEATED | Flag.NETWORK_ERROR) != 0)
        explained = np.isin(status, _EXPLAINED) | (np.isin(status, _UNLESS_IT_RANG) & (evidence.legs("ring_ts") == 0))
        explained |= (status == _OF_REGISTRATIONS) & (evidence.legs("method") == Method.REGISTER)
        legs = silent | unknown | explained | np.isin(cause, _CAUSES)
        return np.logical_or.reduceat(legs[table.order], table.starts[:-1]) if len(legs) else legs

    def _of(self, number: int) -> Standing:
        row = number - 1
        leg = int(self._table.main[row])
        if RESULTS[self._table.result[row]] in _WELL:
            return STRANGER
        user, host, asker = self._of_leg("to_user", leg), self._of_leg("dst_ip", leg), self._of_leg("src_ip", leg)
        at = self._of_leg("first_ts", leg)
        account, behind_nat = self._account(row, (user, self._of_leg("uri_user", leg)), host, at)
        ended = max(self._of_leg("last_ts", leg) for leg in self._table.legs_of(row))
        return Standing(
            account=account,
            is_long=bool(self._evidence.long_numbers[user]),
            behind_nat=behind_nat,
            host_answers_others=self._is_silent_leg(leg) and self._answers_others(host, asker, at - _MINUTES, ended + _MINUTES),
            is_settled=self._evidence.until - ended >= _SETTLED,
            is_cut_off=self._table.kind[row] == _REGISTRATION and self._is_cut_off(row, host, asker),
            is_let_in=bool(self._let_in[row]),
            has_silent_peer=bool(self._is_no_way[leg]) and bool(self.silent_peers(host, at)),
        )

    @cached_property
    def _is_no_way(self) -> Array:
        """Which legs were refused as Asterisk does it where whom it would call is out of reach: by cause, or (chan_sip) by 480."""
        found: Array = among(self._evidence.legs("q850"), _CAUSES) | (self._evidence.legs("status") == _UNAVAILABLE)
        return found

    def _is_cut_off(self, row: int, host: int, asker: int) -> bool:
        """Whether a registration's last request was repeated in vain for a while, after answers to earlier ones, and others got some."""
        legs = [leg for leg in self._table.legs_of(row) if self._of_leg("src_ip", leg) == asker and self._of_leg("dst_ip", leg) == host]
        last = max(legs, key=lambda leg: self._of_leg("first_ts", leg))
        since, until = self._of_leg("first_ts", last), self._of_leg("last_ts", last)
        if until - since < _IN_VAIN or self._of_leg("flags", last) & _ANSWERED or not self._of_leg("flags", last) & _SILENT:
            return False
        before = any(self._of_leg("flags", leg) & _ANSWERED for leg in legs)
        return before and self._answers_others(host, asker, since, until)

    def _account(self, row: int, users: tuple[int, int], host: int, at: int) -> tuple[Account, bool]:
        attempts = self._attempts
        found = (self._accounts.get(user << 32 | host) for user in dict.fromkeys(users))
        known = [one for one in found if one is not None and attempts.is_of_others(one, row)]
        if not known:
            return "stranger", False
        before = [binding for one in known if (binding := attempts.last_before(one, at, row))]
        if not before:
            return "never", any(attempts.behind_nat[one] for one in known)
        last = max(before, key=lambda binding: binding.since)
        if last.signs_off and not self._granted(last.answer):
            return "gone", last.behind_nat
        if self._until(last) < at:
            return "lapsed", last.behind_nat
        return ("silent" if self._probes.is_silent(host, users, last.source, at) else "bound"), last.behind_nat

    def _until(self, binding: _Binding) -> int:
        granted = self._granted(binding.answer)
        return binding.since + (DEFAULT_EXPIRY if granted is None else granted) * 1_000_000 + _GRACE

    def _is_silent_leg(self, leg: int) -> bool:
        """Whether something on a leg was repeated or unanswered: only then does it matter whom the host answered."""
        return bool(self._of_leg("flags", leg) & _SILENT)

    def _answers_others(self, host: int, asker: int, since: int, until: int) -> bool:
        if host not in self._answers:
            return False
        times, receivers = self._answers[host]
        first, last = np.searchsorted(times, (since, until))
        return bool(np.any(receivers[first:last] != asker))

    def _of_leg(self, name: str, leg: int) -> int:
        value: int = self._evidence.legs(name).item(leg)
        return value

    @cached_property
    def _accounts(self) -> dict[int, int]:
        """The users at their registrars with decided registration legs, and the place of each in `_attempts`."""
        return {key: place for place, key in enumerate(self._attempts.keys.tolist())}

    @cached_property
    def _attempts(self) -> _Attempts:
        attempts, evidence = self._decided, self._evidence
        legs = evidence.attempts("leg")[attempts].astype(np.int64)
        keys = _keys(evidence.legs("to_user")[legs], evidence.legs("dst_ip")[legs])
        order = np.argsort(keys, kind="stable")
        attempts, legs, keys = attempts[order], legs[order], keys[order]
        rows, behind_nat = self._table.row_of_leg[legs], evidence.legs("flags")[legs] & _HIDDEN != 0
        starts = np.flatnonzero(np.concatenate(([True], keys[1:] != keys[:-1]))[: len(keys)])
        first_rows, last_rows, is_behind = (
            how.reduceat(column, starts) if len(starts) else column
            for how, column in ((np.minimum, rows), (np.maximum, rows), (np.logical_or, behind_nat))
        )
        status, asked, answer = (evidence.attempts(name)[attempts] for name in ("status", "asked", "answer"))
        granted = np.flatnonzero(status // 100 == _OK)
        times = self._decided_at[attempts[granted]]
        return _Attempts(
            keys=keys[starts],
            first_rows=first_rows,
            last_rows=last_rows,
            behind_nat=is_behind,
            starts=np.searchsorted(granted, np.append(starts, len(keys))).tolist(),
            times=times.tolist(),
            rows=rows[granted].tolist(),
            columns=(
                answer[granted],
                times,
                evidence.legs("src_ip")[legs[granted]],
                asked[granted] == _ASKED_NOTHING,
                behind_nat[granted],
            ),
        )

    @cached_property
    def _decided_at(self) -> Array:
        """When each attempt to register was decided, or sent if it never was."""
        answered = self._evidence.attempts("answer_ts")
        found: Array = np.where(answered > 0, answered, self._evidence.attempts("sent_ts"))
        return found

    @cached_property
    def _decided(self) -> Array:
        """Attempts to register in order; challenges are left out, but for legs where nothing else came."""
        legs, status = self._evidence.attempts("leg"), self._evidence.attempts("status")
        plain = np.flatnonzero((status != _UNAUTHORIZED) & (status != _PROXY_UNAUTHORIZED))
        has_more = np.zeros(self._evidence.leg_count, dtype=bool)
        has_more[legs[plain]] = True
        chosen = np.concatenate([plain, np.flatnonzero(~has_more[legs])])
        found: Array = chosen[np.argsort(self._decided_at[chosen], kind="stable")]
        return found

    @cached_property
    def _answers(self) -> dict[int, tuple[Array, Array]]:
        """By host: when it sent answers, and to whom, in order; worked out for hosts that left a leg unanswered."""
        evidence = self._evidence
        silent = (evidence.legs("status") == 0) & (evidence.legs("flags") & (Flag.UNANSWERED | Flag.REPEATED) != 0)
        hosts = distinct(evidence.legs("dst_ip")[silent]).tolist()
        return dict(zip(hosts, evidence.answers_from(hosts), strict=True)) if hosts else {}

    def _granted_of(self, answer: int) -> int | None:
        """
        Seconds for which a user can be reached after a registration's 2xx; None if it names none.

        A 2xx lists every binding of the user with its own expiry (RFC 3261 section 10.3 step 8), other devices' too, and
        calls reach the user as long as one of them lasts: hence the longest. What stands beside Contact holds only for
        those without an expiry of their own.
        """
        raw = self._evidence.raw(answer)
        found = [int(text) for contact in _CONTACT.findall(raw) for text in _OF_CONTACT.findall(contact)]
        found = found or [int(text) for text in _OF_ALL.findall(raw)]
        return max(found, default=None)


def _keys(users: Array, hosts: Array) -> Array:
    """Users at hosts as single numbers."""
    return users.astype(np.uint64) << np.uint64(32) | hosts.astype(np.uint64)
