"""Which calls a user wants to see: conditions over columns, all of which must hold."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from sipwhy.calls import CallTable
from sipwhy.model import Call
from sipwhy.wire import METHODS
from sipwhy.wire.columns import Array, distinct


@dataclass(frozen=True, slots=True)
class Filters:
    """What is None or empty does not narrow. Numbers and names match as parts of users; times are µs since 1970 UTC."""

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
    cause: str | None = None


def chosen(table: CallTable, filters: Filters) -> Array:
    """Which calls the filters let pass; `cause` is for the report to judge."""
    keep = np.ones(len(table), dtype=bool)
    if filters.call is not None:
        keep &= np.arange(1, len(table) + 1) == filters.call
    if filters.since is not None:
        keep &= table.evidence.legs("first_ts")[table.main] >= filters.since
    if filters.until is not None:
        keep &= table.evidence.legs("first_ts")[table.main] <= filters.until
    if filters.status:
        keep &= table.rows_with_status(frozenset(filters.status))
    if filters.ip:
        keep &= _ip(table, filters.ip)
    if filters.call_id:
        keep &= _texts(table, ("call",), filters.call_id, table.evidence.call_id)
    for wanted, columns in (
        (filters.phone, ("from_user", "to_user", "uri_user")),
        (filters.caller, ("from_user",)),
        (filters.callee, ("to_user", "uri_user")),
    ):
        if wanted:
            keep &= _texts(table, columns, wanted, table.evidence.text)
    if filters.method:
        keep &= _method(table, filters.method)
    return keep


_METHODS = {"INVITE": "call", "REGISTER": "registration", "OPTIONS": "options", "SUBSCRIBE": "subscription", "MESSAGE": "message"}


def fits(call: Call, filters: Filters) -> bool:
    """Whether the filters let a call pass that only a log knows; `cause` is for the report to judge."""
    users = (call.caller or "", call.callee or "")
    wanted = (
        filters.call in (None, call.number),
        filters.since is None or call.start >= filters.since,
        filters.until is None or call.start <= filters.until,
        not filters.status or call.status in filters.status,
        not filters.ip or any(filters.ip in (event.address, f"{event.address}:{event.port}") for event in call.log),
        not filters.call_id or any(_has(call_id, filters.call_id) for call_id in call.call_ids),
        not filters.phone or any(_has(user, filters.phone) for user in users),
        not filters.caller or _has(users[0], filters.caller),
        not filters.callee or _has(users[1], filters.callee),
        not filters.method or _METHODS.get(filters.method.upper()) == call.kind,
    )
    return all(wanted)


def _has(text: str, wanted: str) -> bool:
    return wanted.casefold().removeprefix("+") in text.casefold()


def _of_calls(table: CallTable, legs: Array) -> Array:
    """Which calls have any of the chosen legs."""
    rows = np.repeat(np.arange(len(table)), np.diff(table.starts))
    found = np.zeros(len(table), dtype=bool)
    found[rows[legs[table.order]]] = True
    return found


def _texts(table: CallTable, columns: tuple[str, ...], wanted: str, text: Callable[[int], str]) -> Array:
    legs = np.zeros(table.evidence.leg_count, dtype=bool)
    plain = wanted.casefold().removeprefix("+")
    for name in columns:
        numbers = table.evidence.legs(name)
        known = distinct(numbers)
        fits = np.array([plain in text(int(number)).casefold() for number in known], dtype=bool)
        legs |= np.isin(numbers, known[fits])
    return _of_calls(table, legs)


def _ip(table: CallTable, wanted: str) -> Array:
    evidence = table.evidence
    ip, _, port = wanted.partition(":") if wanted.count(":") == 1 else (wanted.strip("[]"), "", "")
    numbers = [number for number in range(evidence.ip_count) if evidence.ip(number) == ip]
    legs = np.zeros(evidence.leg_count, dtype=bool)
    for side in ("src", "dst"):
        here = np.isin(evidence.legs(f"{side}_ip"), numbers)
        legs |= here & (evidence.legs(f"{side}_port") == int(port)) if port.isdigit() else here
    return _of_calls(table, legs)


def _method(table: CallTable, wanted: str) -> Array:
    name = wanted.upper()
    if name not in METHODS:
        return np.zeros(len(table), dtype=bool)
    evidence = table.evidence
    leg = evidence.messages("leg")[evidence.messages("method") == METHODS.index(name)]
    legs = np.zeros(evidence.leg_count, dtype=bool)
    legs[leg] = True
    return _of_calls(table, legs)
