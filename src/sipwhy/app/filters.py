"""Which calls or messages a user wants to see: conditions over columns, all of which must hold."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

import numpy as np
from msgspec import Struct

from sipwhy.calls import CallTable
from sipwhy.calls.outcome import KIND_OF
from sipwhy.model import Call
from sipwhy.wire import METHODS, Evidence, Method
from sipwhy.wire.columns import Array, distinct

if TYPE_CHECKING:
    from sipwhy.app.place import Place
    from sipwhy.app.where.asked import Asked


class Filters(Struct, frozen=True):
    """
    What is None or empty does not narrow. Numbers and names match as parts of users; times are µs since 1970 UTC.

    `method` may name several with commas between them; `ip` is an address or a network (10.0.0.0/8), the former with a port, too
    (10.0.0.1:5060, [2001:db8::1]:5060).
    """

    call: int | None = None
    phone: str | None = None
    caller: str | None = None
    callee: str | None = None
    ip: str | None = None
    call_id: str | None = None
    method: str | None = None
    status: frozenset[int] = frozenset()
    since: int | None = None
    until: int | None = None
    is_from_end: bool = False
    """Whether `since` or `until` is told by a word such as today, counted from the end of the evidence."""
    cause: str | None = None
    port: int | None = None
    where: Asked | None = None
    """An expression of the filter language, which whoever knows the verdicts applies."""


def chosen(table: CallTable, filters: Filters) -> Array:
    """Which calls the filters let pass; `cause` and `where` are for the report to judge."""
    evidence = table.evidence
    keep = np.ones(len(table), dtype=bool)
    if filters.call is not None:
        keep &= np.arange(1, len(table) + 1) == filters.call
    if filters.since is not None:
        keep &= evidence.legs("first_ts")[table.main] >= filters.since
    if filters.until is not None:
        keep &= evidence.legs("first_ts")[table.main] <= filters.until
    if filters.status:
        keep &= table.rows_with_status(frozenset(filters.status))
    for legs in _of_hops(evidence, filters):
        keep &= _of_calls(table, legs)
    if filters.method:
        keep &= calls_of(table, _of_methods(evidence, filters.method))
    return keep


def chosen_messages(table: CallTable, filters: Filters, calls: Array | None = None) -> Array:
    """
    Which messages the filters let pass, each for itself: its own time, method (an answer's is that of its CSeq) and status.

    Addresses, users and Call-ID are those of its leg. `calls` narrows to messages of these calls; `cause` and `where` are for whoever
    can judge them.
    """
    evidence = table.evidence
    leg, ts = evidence.messages("leg"), evidence.messages("ts")
    keep = np.ones(len(leg), dtype=bool)
    if filters.since is not None:
        keep &= ts >= filters.since
    if filters.until is not None:
        keep &= ts <= filters.until
    if filters.status:
        keep &= np.isin(evidence.messages("status"), list(filters.status))
    for legs in _of_hops(evidence, filters):
        keep &= legs[leg]
    if filters.call is not None or calls is not None:
        rows = np.arange(1, len(table) + 1) == filters.call if filters.call is not None else np.ones(len(table), dtype=bool)
        keep &= (rows if calls is None else rows & calls)[table.row_of_leg][leg]
    if filters.method:
        keep &= _of_methods(evidence, filters.method, keep)
    return keep


def calls_of(table: CallTable, messages: Array) -> Array:
    """Which calls have any of the chosen messages."""
    legs = np.zeros(table.evidence.leg_count, dtype=bool)
    legs[table.evidence.messages("leg")[messages]] = True
    return _of_calls(table, legs)


def _of_calls(table: CallTable, legs: Array) -> Array:
    """Which calls have any of the chosen legs."""
    found = np.zeros(len(table), dtype=bool)
    found[table.row_of_leg[legs]] = True
    return found


def _of_hops(evidence: Evidence, filters: Filters) -> Iterator[Array]:
    """For each condition about addresses, Call-ID and users, the legs of which it holds."""
    if filters.ip:
        yield _ip(evidence, filters.ip)
    if filters.port is not None:
        yield (evidence.legs("src_port") == filters.port) | (evidence.legs("dst_port") == filters.port)
    if filters.call_id:
        yield _texts(evidence, ("call",), filters.call_id, evidence.call_id)
    for wanted, columns in (
        (filters.phone, ("from_user", "to_user", "uri_user")),
        (filters.caller, ("from_user",)),
        (filters.callee, ("to_user", "uri_user")),
    ):
        if wanted:
            yield _texts(evidence, columns, wanted, evidence.text)


def fits(call: Call, filters: Filters) -> bool:
    """Whether the filters let a call pass that only a log knows; `cause` and `where` are for the report to judge."""
    users = (call.caller or "", call.callee or "")
    wanted = (
        filters.call in (None, call.number),
        filters.since is None or call.start >= filters.since,
        filters.until is None or call.start <= filters.until,
        not filters.status or call.status in filters.status,
        not filters.ip or any(_place(filters.ip).has(event.address, event.port) for event in call.log),
        not filters.call_id or any(_has(call_id, filters.call_id) for call_id in call.call_ids),
        not filters.phone or any(_has(user, filters.phone) for user in users),
        not filters.caller or _has(users[0], filters.caller),
        not filters.callee or _has(users[1], filters.callee),
        not filters.method or call.kind in {KIND_OF.get(method.strip().upper()) for method in filters.method.split(",")},
    )
    return all(wanted)


def _has(text: str, wanted: str) -> bool:
    return wanted.casefold().removeprefix("+") in text.casefold()


def _texts(evidence: Evidence, columns: tuple[str, ...], wanted: str, text: Callable[[int], str]) -> Array:
    legs = np.zeros(evidence.leg_count, dtype=bool)
    plain = wanted.casefold().removeprefix("+")
    for name in columns:
        numbers = evidence.legs(name)
        known = distinct(numbers)
        fits = np.array([plain in text(int(number)).casefold() for number in known], dtype=bool)
        legs |= np.isin(numbers, known[fits])
    return legs


def _ip(evidence: Evidence, wanted: str) -> Array:
    place = _place(wanted)
    numbers = [number for number in range(evidence.ip_count) if place.has(evidence.ip(number))]
    legs = np.zeros(evidence.leg_count, dtype=bool)
    for side in ("src", "dst"):
        here = np.isin(evidence.legs(f"{side}_ip"), numbers)
        legs |= here & (evidence.legs(f"{side}_port") == place.port) if place.port is not None else here
    return legs


def _place(wanted: str) -> Place:
    from sipwhy.app.place import place_named  # noqa: PLC0415  # only those who filter by address pay for it

    return place_named(wanted)


def _of_methods(evidence: Evidence, wanted: str, among: Array | None = None) -> Array:
    """Which messages are of one of the methods; those that the columns have no number for are looked at (those of `among` alone)."""
    names = {name.strip().upper() for name in wanted.split(",") if name.strip()}
    method = evidence.messages("method")
    keep = np.isin(method, [METHODS.index(name) for name in names & _NUMBERED])
    if names - _NUMBERED:
        others = method == Method.OTHER
        for index in np.flatnonzero(others if among is None else others & among).tolist():
            keep[index] = evidence.message(index).method.upper() in names
    return keep


_NUMBERED = frozenset(METHODS) - {Method.NONE.name, Method.OTHER.name}
