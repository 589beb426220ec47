"""Works out the standing of every call that came to nothing, from columns: once, in plain loops over failures."""

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import dataclass
from functools import cached_property, lru_cache

import numpy as np

from sipwhy.calls import CallTable
from sipwhy.calls.hosts import ROLES
from sipwhy.calls.outcome import KINDS, RESULTS
from sipwhy.diagnosis.standing import STRANGER, Account, Standing
from sipwhy.model.flag import Flag
from sipwhy.wire import Method
from sipwhy.wire.evidence import Array

_WELL = ("answered", "registered", "unregistered")
_MINUTES = 120_000_000
_SETTLED = 5_000_000
_GRACE = 2_000_000
_PATIENCE = 2_000_000
"""How long a probe may be unanswered before its target counts as silent, µs."""
_EXPLAINED = (401, 403, 404, 407, 408, 480)
_CAUSES = (3, 20)
"""Statuses, and Q.850 causes, whose meaning hangs on who was registered, was silent, or has given up."""
_EXPIRES = re.compile(rb"expires\s*[=:]\s*\"?(\d{1,9})", re.IGNORECASE)
_DEFAULT_EXPIRY = 3600
_SILENT, _SIGNS_OFF, _HIDDEN = int(Flag.UNANSWERED | Flag.REPEATED), int(Flag.UNREGISTER), int(Flag.PRIVATE_CONTACT)


@dataclass(frozen=True, slots=True)
class _Binding:
    """One registration leg of a user at one host."""

    leg: int
    row: int
    since: int
    source: int
    accepted: bool
    signs_off: bool
    behind_nat: bool


class Standings:
    """The standing of each call of a table, by its number; a stranger's for those that went well."""

    def __init__(self, table: CallTable) -> None:
        self._table = table
        self._evidence = table.evidence
        self.of = lru_cache(maxsize=65536)(self._of)

    @cached_property
    def codes(self) -> Array:
        """One small number per call; equal numbers mean equal standings."""
        table = self._table
        kinds = [KINDS.index(kind) for kind in ("call", "registration")]
        well = [RESULTS.index(result) for result in _WELL]
        rows = np.flatnonzero(np.isin(table.kind, kinds) & ~np.isin(table.result, well))
        codes = np.zeros(len(table), dtype=np.uint64)
        rows = rows[self._matters[rows]]
        codes[rows] = self._codes(rows)
        return codes

    def _codes(self, rows: Array) -> Array:
        """The codes of some calls, as `_of` gives them: what most have in common is told by column, the rest one by one."""
        table, column, evidence = self._table, self._columns, self._evidence
        ended = np.maximum.reduceat(evidence.legs("last_ts")[table.order], table.starts[:-1])[rows] if len(rows) else rows
        users = evidence.legs("to_user")[table.main[rows]]
        names, inverse = np.unique(users, return_inverse=True)
        is_long = np.array([_is_long(evidence.text(int(name))) for name in names], dtype=bool)[inverse] if len(rows) else ended
        plain = np.array(
            [Standing(is_long=one, is_settled=other).code for one in (False, True) for other in (False, True)], dtype=np.uint64
        )
        codes = plain[2 * is_long.astype(np.int64) + (evidence.until - ended >= _SETTLED)] if len(rows) else rows.astype(np.uint64)
        known, silent = self._bindings, self._answers
        for place, row in enumerate(rows.tolist()):
            leg = int(table.main[row])
            host = column["dst_ip"][leg]
            if host in silent or (column["to_user"][leg], host) in known or (column["uri_user"][leg], host) in known:
                codes[place] = self.of(row + 1).code
        return codes

    @cached_property
    def _matters(self) -> Array:
        """Which calls have an outcome that their surroundings can explain: what they are decides nothing of a 486 or 503."""
        table, evidence = self._table, self._evidence
        status, flags, cause = (evidence.legs(name) for name in ("status", "flags", "q850"))
        roles = table.hosts.roles
        unknown = roles[evidence.legs("dst_ip")] == ROLES.index("unknown") if len(status) else flags != 0
        silent = (status == 0) | (flags & int(Flag.UNANSWERED | Flag.REPEATED | Flag.NETWORK_ERROR) != 0)
        legs = silent | unknown | np.isin(status, _EXPLAINED) | np.isin(cause, _CAUSES)
        return np.logical_or.reduceat(legs[table.order], table.starts[:-1]) if len(legs) else legs

    def _of(self, number: int) -> Standing:
        row = number - 1
        leg = int(self._table.main[row])
        if RESULTS[self._table.result[row]] in _WELL:
            return STRANGER
        column = self._columns
        user, host, asker = column["to_user"][leg], column["dst_ip"][leg], column["src_ip"][leg]
        at = column["first_ts"][leg]
        account, behind_nat = self._account(row, (user, column["uri_user"][leg]), host, at)
        ended = self._ends[row]
        return Standing(
            account=account,
            is_long=_is_long(self._evidence.text(user)),
            behind_nat=behind_nat,
            host_answers_others=self._is_silent_leg(leg) and self._answers_others(host, asker, at, ended),
            is_settled=self._evidence.until - ended >= _SETTLED,
        )

    def _account(self, row: int, users: tuple[int, int], host: int, at: int) -> tuple[Account, bool]:
        known = [binding for user in dict.fromkeys(users) for binding in self._bindings.get((user, host), ()) if binding.row != row]
        if not known:
            return "stranger", False
        before = [binding for binding in known if binding.since < at and (binding.accepted or binding.signs_off)]
        if not before:
            return "never", any(binding.behind_nat for binding in known)
        last = before[-1]
        if last.signs_off and last.accepted:
            return "gone", last.behind_nat
        if self._until(last) < at:
            return "lapsed", last.behind_nat
        return ("silent" if self._is_silent(host, users, last.source, at) else "bound"), last.behind_nat

    def _until(self, binding: _Binding) -> int:
        return binding.since + self._granted(binding.leg) * 1_000_000 + _GRACE

    def _is_silent(self, host: int, users: tuple[int, int], source: int, at: int) -> bool:
        """Whether the last OPTIONS to the user's phone had gone unanswered for a while when the call came."""
        last = (0, 0)
        for key in ((host, "user", users[0]), (host, "user", users[1]), (host, "target", source)):
            probes = self._probes.get(key, ())
            before = bisect_left(probes, (at, 0))
            last = max(last, probes[before - 1] if before else last)
        begun, answered = last
        return begun > 0 and (not answered or answered > at) and at - begun >= _PATIENCE

    def _is_silent_leg(self, leg: int) -> bool:
        """Whether something on a leg was repeated or unanswered: only then does it matter whom the host answered."""
        return bool(self._columns["flags"][leg] & _SILENT)

    def _answers_others(self, host: int, asker: int, since: int, until: int) -> bool:
        if host not in self._answers:
            return False
        times, receivers = self._answers[host]
        first, last = np.searchsorted(times, (since - _MINUTES, until + _MINUTES))
        return bool(np.any(receivers[first:last] != asker))

    @cached_property
    def _ends(self) -> list[int]:
        """When each call's last message came."""
        last = self._evidence.legs("last_ts")[self._table.order]
        return np.maximum.reduceat(last, self._table.starts[:-1]).tolist() if len(self._table) else []

    @cached_property
    def _columns(self) -> dict[str, list[int]]:
        names = ("to_user", "uri_user", "src_ip", "dst_ip", "first_ts", "last_ts", "final_ts", "final_message", "status", "flags", "method")
        return {name: self._evidence.legs(name).tolist() for name in names}

    @cached_property
    def _bindings(self) -> dict[tuple[int, int], list[_Binding]]:
        """The decided registration legs by user and registrar, in order."""
        column, found = self._columns, dict[tuple[int, int], list[_Binding]]()
        rows = np.repeat(np.arange(len(self._table)), np.diff(self._table.starts))
        row_of = dict(zip(self._table.order.tolist(), rows.tolist(), strict=True))
        legs = np.flatnonzero(self._evidence.legs("method") == Method.REGISTER).tolist()
        for leg in sorted(legs, key=lambda leg: (column["final_ts"][leg] or column["first_ts"][leg], leg)):
            status, flags = column["status"][leg], column["flags"][leg]
            binding = _Binding(
                leg=leg,
                row=row_of.get(leg, -1),
                since=column["final_ts"][leg] or column["first_ts"][leg],
                source=column["src_ip"][leg],
                accepted=200 <= status < 300,
                signs_off=bool(flags & _SIGNS_OFF) and 200 <= status < 300,
                behind_nat=bool(flags & _HIDDEN),
            )
            found.setdefault((column["to_user"][leg], column["dst_ip"][leg]), []).append(binding)
        return found

    @cached_property
    def _probes(self) -> dict[tuple[int, str, int], list[tuple[int, int]]]:
        """By prober and user, and by prober and target: when each OPTIONS began and was answered (0 if never), in order."""
        column, found = self._columns, dict[tuple[int, str, int], list[tuple[int, int]]]()
        for leg in np.flatnonzero(self._evidence.legs("method") == Method.OPTIONS).tolist():
            answered = column["final_ts"][leg] if column["status"][leg] else 0
            probe, prober = (column["first_ts"][leg], answered), column["src_ip"][leg]
            found.setdefault((prober, "user", column["uri_user"][leg] or column["to_user"][leg]), []).append(probe)
            found.setdefault((prober, "target", column["dst_ip"][leg]), []).append(probe)
        return {key: sorted(probes) for key, probes in found.items()}

    @cached_property
    def _answers(self) -> dict[int, tuple[Array, Array]]:
        """By host: when it sent answers, and to whom, in order; worked out for hosts that left a leg unanswered."""
        evidence = self._evidence
        silent = (evidence.legs("status") == 0) & (evidence.legs("flags") & (Flag.UNANSWERED | Flag.REPEATED) != 0)
        hosts = np.unique(evidence.legs("dst_ip")[silent]).tolist()
        if not hosts:
            return {}
        leg, status = evidence.messages("leg"), evidence.messages("status")
        ts, senders = evidence.messages("ts"), evidence.legs("dst_ip")[leg]
        found = {}
        for host in hosts:
            chosen = np.flatnonzero((status > 0) & (senders == host))
            order = chosen[np.argsort(ts[chosen], kind="stable")]
            found[host] = (ts[order], evidence.legs("src_ip")[leg[order]])
        return found

    @lru_cache(maxsize=65536)  # noqa: B019  # lives as long as the report
    def _granted(self, leg: int) -> int:
        """Seconds that a registration's 2xx granted."""
        raw = self._evidence.raw(self._columns["final_message"][leg])
        found = [int(text) for text in _EXPIRES.findall(raw)]
        return max(found) if found else _DEFAULT_EXPIRY


def _is_long(user: str) -> bool:
    digits = user.removeprefix("+")
    return digits.isascii() and digits.isdigit() and len(digits) >= 7
