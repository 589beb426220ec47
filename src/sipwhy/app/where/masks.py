"""
Which messages an expression lets pass, by columns: for each node the messages that surely fit, and those that possibly do.

What no column knows (headers, bodies, findings) leaves both bounds open; only messages between them are looked at one by one.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from collections.abc import Set as AbstractSet
from typing import cast

import numpy as np

from sipwhy.app.where.facts import CallFacts
from sipwhy.app.where.row import EvidenceRow
from sipwhy.texts.when import Moment, When
from sipwhy.where.fields import Field
from sipwhy.where.network import Network
from sipwhy.where.nodes import Always, And, Compare, Failing, Interval, Like, Node, Not, Null, Or, Within
from sipwhy.where.predicate import AsteriskError, Check, bounds, check_of, test_of
from sipwhy.wire import METHODS, Method
from sipwhy.wire.columns import Array, distinct
from sipwhy.wire.methods import TRANSPORTS, Mark

Bounds = tuple[Array, Array]
"""Messages that surely fit, and those that possibly do."""
_OPEN_METHODS = (int(Method.NONE), int(Method.OTHER))
_SECONDS = ("duration", "ring", "pdd", "talk")


def chosen_by(node: Node, facts: CallFacts, rows: Array, moment: Moment, own: AbstractSet[str] = frozenset()) -> Array:
    """
    Which messages fit; `rows` has the row of its call for each leg, `own` are the addresses of whoever has a history.

    AsteriskError as in `where.predicate`.
    """
    table = facts.table
    if isinstance(node, Failing):
        if table.evidence.sip_messages:
            raise AsteriskError(node.complaint)
        return np.zeros(0, dtype=bool)
    masks = _Masks(facts, rows, moment, own)
    sure, possible = masks.of(node)
    open_ones = np.flatnonzero(possible & ~sure)
    if not len(open_ones):
        return sure
    fits, evidence = test_of(node, moment), table.evidence
    sure = sure.copy()
    calls = masks.calls[open_ones].tolist()
    for index, call, raw in zip(open_ones.tolist(), calls, evidence.raws(open_ones), strict=True):
        sure[index] = fits(EvidenceRow(evidence, index, call, facts, raw))
    return sure


class _Masks:
    """Bounds of nodes over the messages of one reading."""

    def __init__(self, facts: CallFacts, rows: Array, moment: Moment, own: AbstractSet[str]) -> None:
        self._evidence, self._facts, self._moment, self._own = facts.table.evidence, facts, moment, own
        self._leg = self._evidence.messages("leg")
        self.calls: Array = rows[self._leg]
        """For each message the row of its call."""

    def of(self, node: Node) -> Bounds:
        """The bounds of one node."""
        match node:
            case And():
                parts = [self.of(part) for part in node.operands]
                return np.logical_and.reduce([sure for sure, _ in parts]), np.logical_and.reduce([possible for _, possible in parts])
            case Or():
                parts = [self.of(part) for part in node.operands]
                return np.logical_or.reduce([sure for sure, _ in parts]), np.logical_or.reduce([possible for _, possible in parts])
            case Not():
                sure, possible = self.of(node.operand)
                return ~possible, ~sure
            case Always():
                return self._all(node.truth), self._all(node.truth)
            case Failing():
                raise AsteriskError(node.complaint)
        known = self._known(node.field, None if isinstance(node, Null) else node)
        if known is None:
            return self._all(False), self._all(True)
        equal, there, is_open = known
        fits = (
            ~there if isinstance(node, Null) else there & ~equal if isinstance(node, Compare) and node.operator == "!=" else equal & there
        )
        return (fits, fits) if is_open is None else (fits & ~is_open, fits | is_open)

    def _all(self, truth: bool) -> Array:
        return np.full(len(self._leg), truth, dtype=bool)

    def _known(self, field: Field, node: Compare | Within | Like | None) -> tuple[Array, Array, Array | None] | None:
        """Which messages have an equal value, which have one, and of which that is not known; None if no column knows anything."""
        if field.kind == "address":
            return self._address(field.column, node)
        check = check_of(node, self._moment) if node else _any
        match field.column:
            case "number":
                return self._numbers(np.arange(1, len(self._leg) + 1), node), self._all(True), None
            case "ts":
                return self._numbers(self._evidence.messages("ts"), node), self._all(True), None
            case "status":
                status = self._evidence.messages("status")
                return self._numbers(status, node), status > 0, None
            case "method" | "request_method":
                return self._method(field.column, check)
            case "call_id":
                return (*self._by_leg("call", self._evidence.call_id, check), None)
            case "transport":
                return (*self._by_leg("transport", lambda number: TRANSPORTS[number], check), None)
            case "node":
                return (*self._by_leg("node", lambda number: self._evidence.nodes[number], check), None)
            case "from_user" | "to_user":
                return self._user(field.column, check)
            case "call_number":
                return self._numbers(self.calls + 1, node), self._all(True), None
            case "kind" | "result" | "cause" | "at_fault":
                codes, words = self._facts.codes(field.column)
                fits = np.array([word is not None and check(word) for word in words], dtype=bool)
                there = np.array([word is not None for word in words], dtype=bool)
                return fits[codes][self.calls], there[codes][self.calls], None
            case column if column in _SECONDS:
                seconds = cast(Array, getattr(self._facts, column))[self.calls]
                return self._numbers(seconds, node), ~np.isnan(seconds), None
        return None

    def _numbers(self, column: Array, node: Compare | Within | Like | None) -> Array:
        """Which of some numbers fit."""
        match node:
            case Compare(value=Interval() | When() as value):
                low, high = bounds(value, self._moment)
                with np.errstate(invalid="ignore"):
                    match node.operator:
                        case "<":
                            return column < low
                        case "<=":
                            return column <= high
                        case ">":
                            return column > high
                        case ">=":
                            return column >= low
                        case _:
                            return (column >= low) & (column <= high)
            case Within():
                found = self._all(False)
                for one in node.values:
                    found = found | self._numbers(column, Compare(node.field, "=", one))
                return found
        return self._all(True)

    def _method(self, column: str, check: Check) -> tuple[Array, Array, Array | None]:
        """Methods that the columns have no number for are looked up."""
        codes, status = self._evidence.messages("method"), self._evidence.messages("status")
        fits = np.array([check(name) for name in METHODS], dtype=bool)[codes]
        there = self._all(True) if column == "method" else status == 0
        is_open = np.isin(codes, _OPEN_METHODS) & there
        return fits, there, is_open if is_open.any() else None

    def _by_leg(self, column: str, word: Callable[[int], str], check: Check) -> tuple[Array, Array]:
        fits, there = _of_codes(self._evidence.legs(column), word, check)
        return fits[self._leg], there[self._leg]

    def _user(self, column: str, check: Check) -> tuple[Array, Array, Array]:
        """
        Users of the leg's first request: those of its initiator's requests and of the answers to them have them too (RFC 3261
        section 12.2.1.1). What the other side asks has its own, and is looked at.
        """
        fits, there = self._by_leg(column, self._evidence.text, check)
        marks, status = self._evidence.messages("marks"), self._evidence.messages("status")
        forward = marks & int(Mark.FORWARD) != 0
        return fits, there, (forward == (status > 0)) | (marks & int(Mark.MALFORMED) != 0)

    def _address(self, column: str, node: Compare | Within | Like | None) -> tuple[Array, Array, Array | None] | None:
        forward = self._evidence.messages("marks") & int(Mark.FORWARD) != 0
        src, dst = (self._sockets(side, node) for side in ("src", "dst"))
        sender = [np.where(forward, one[self._leg], other[self._leg]) for one, other in zip(src, dst, strict=True)]
        target = [np.where(forward, other[self._leg], one[self._leg]) for one, other in zip(src, dst, strict=True)]
        if column == "addr":
            return sender[0] | target[0], sender[1] | target[1], None
        if column == "remote":
            is_sent = self._is_own(forward, "src", "dst") & ~self._is_own(forward, "dst", "src")
            return np.where(is_sent, target[0], sender[0]), np.where(is_sent, target[1], sender[1]), None
        fits, there = sender if column == "src" else target
        return fits, there, None

    def _is_own(self, forward: Array, side: str, other: str) -> Array:
        """Which messages come from (or go to) an address of the server's own."""
        evidence = self._evidence
        own = np.array([evidence.ip(number) in (*self._own, "0.0.0.0") for number in range(evidence.ip_count)], dtype=bool)
        here, there = (own[evidence.legs(f"{name}_ip")][self._leg] for name in (side, other))
        return np.where(forward, here, there)

    def _sockets(self, side: str, node: Compare | Within | Like | None) -> tuple[Array, Array]:
        """Which legs have a socket on one side that fits, and which have one."""
        evidence = self._evidence
        wanted = [value for value in _values(node) if isinstance(value, Network)]
        ips, ports = evidence.legs(f"{side}_ip"), evidence.legs(f"{side}_port").astype(np.int64)
        known, there = distinct(ips), np.zeros(evidence.ip_count + 1, dtype=bool)
        fits = np.zeros(len(ips), dtype=bool)
        names = {int(number): evidence.ip(int(number)) for number in known}
        for network in wanted:
            held = np.zeros(evidence.ip_count + 1, dtype=bool)
            held[[number for number, ip in names.items() if network.holds(ip, network.port)]] = True
            fits |= held[ips] & (ports == network.port if network.port is not None else True)
        there[[number for number, ip in names.items() if ip != "0.0.0.0"]] = True
        has_one = there[ips] | (ports != 0)
        return fits & has_one, has_one


def _values(node: Compare | Within | Like | None) -> Sequence[object]:
    return node.values if isinstance(node, Within) else (node.value,) if isinstance(node, Compare) else ()


def _of_codes(codes: Array, word: Callable[[int], str], check: Check) -> tuple[Array, Array]:
    """For each code whether its word fits, and whether it has one; every word is looked at once."""
    known = distinct(codes)
    size = int(known[-1]) + 1 if len(known) else 0
    fits, there = np.zeros(size, dtype=bool), np.zeros(size, dtype=bool)
    words: Iterable[tuple[int, str]] = ((int(code), word(int(code))) for code in known)
    for code, text in words:
        there[code], fits[code] = bool(text), bool(text) and check(text)
    return fits[codes], there[codes]


def _any(_: object) -> bool:
    return True
