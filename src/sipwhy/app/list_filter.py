"""What is typed into the filter box of a list: any text that stands in it, and fields that must hold."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

import numpy as np
from msgspec import Struct
from msgspec.structs import replace

from sipwhy.app.board import Board
from sipwhy.app.filters import Filters, chosen, fits
from sipwhy.wire.columns import Array

_FIELD = re.compile(r"^([A-Za-z][A-Za-z-]*)=(.*)$", re.DOTALL)
_CLASS = re.compile(r"^([1-9])xx$", re.IGNORECASE)
_RANGE = re.compile(r"^([1-9]\d\d)(?:-([1-9]\d\d))?$")
_WORDS = re.compile(r'"([^"]*)"|(\S+)')


class FilterError(ValueError):
    """What was typed cannot be meant; `key` and `values` say why (texts.tui.TUI)."""

    def __init__(self, key: str, **values: object) -> None:
        super().__init__(key)
        self.key, self.values = key, values


class Typed(Struct, frozen=True):
    """What was typed, taken apart."""

    text: str
    filters: Filters


def _text(name: str) -> Callable[[Filters, str], Filters]:
    return lambda filters, value: replace(filters, **{name: value})


def _status(filters: Filters, value: str) -> Filters:
    return replace(filters, status=frozenset(status for part in value.split(",") for status in _statuses(part)))


def _call(filters: Filters, value: str) -> Filters:
    if not (value.isascii() and value.isdigit()):
        raise FilterError("no-number", value=value)
    return replace(filters, call=int(value[:12]))


_FIELDS: dict[str, Callable[[Filters, str], Filters]] = {
    "from": _text("caller"),
    "to": _text("callee"),
    "phone": _text("phone"),
    "ip": _text("ip"),
    "call-id": _text("call_id"),
    "method": _text("method"),
    "status": _status,
    "cause": _text("cause"),
    "call": _call,
}
FIELDS = tuple(_FIELDS)
"""The names of the fields."""


def typed(text: str) -> Typed:
    """
    Takes apart what was typed: `status=4xx from=1001` are fields, everything else is text; quotes keep blanks together.

    FilterError for a field that cannot have this value; a name that is no field is text ("tag=" stands in many a Call-ID).
    """
    filters, words = Filters(), []
    for quoted, bare in _WORDS.findall(text):
        word = quoted or bare
        found = _FIELD.match(word) if bare else None
        if found and (field := _FIELDS.get(found[1].lower())) and found[2]:
            filters = field(filters, found[2])
        elif not (found and found[1].lower() in _FIELDS):  # a field without a value is still being typed
            words.append(word)
    return Typed(" ".join(words), filters)


def keep(board: Board, wanted: Typed, columns: Sequence[str]) -> Array:
    """Which rows of `board` what was typed lets pass; text is looked for in `columns`."""
    filters = wanted.filters
    report = board.report
    found = np.ones(len(board), dtype=bool)
    if filters != Filters():
        alone = [fits(report.call(number), filters) for number in board.numbers[len(report.table) :].tolist()]
        found &= np.concatenate([chosen(report.table, replace(filters, cause=None)), np.array(alone, dtype=bool)])
    if filters.cause:
        found &= board.column("cause").holding(filters.cause.casefold())
    return found & board.holding(wanted.text, columns) if wanted.text else found


def _statuses(part: str) -> range:
    if whole := _CLASS.match(part):
        return range(100 * int(whole[1]), 100 * int(whole[1]) + 100)
    bounds = _RANGE.match(part)
    if bounds is None or int(bounds[2] or bounds[1]) < int(bounds[1]):
        raise FilterError("no-status", value=part)
    return range(int(bounds[1]), int(bounds[2] or bounds[1]) + 1)
