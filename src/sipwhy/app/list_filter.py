"""What is typed into the filter box of a list: any text that stands in it, fields side by side, or an expression of the filter language."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from datetime import tzinfo

import numpy as np
from msgspec import Struct
from msgspec.structs import replace

from sipwhy.app.board import Board
from sipwhy.app.filters import Filters, chosen, fits
from sipwhy.app.list_expression import FilterError, UnfinishedError, conditions_in, has_moment, read, words_after
from sipwhy.app.where.answer import answer_of_log, calls_where
from sipwhy.app.where.asked import Asked, foreign_statuses
from sipwhy.texts.statuses import are_beyond, statuses_of, written
from sipwhy.where.fields import field_named
from sipwhy.wire.columns import Array

_FIELD = re.compile(r"^([A-Za-z][\w.-]*)=(?!=)(.*)$", re.DOTALL)
_WORDS = re.compile(r'"([^"]*)"|(\S+)')
_LIST = re.compile(r"status=\S*[^\s\dx]", re.IGNORECASE)
"""Of statuses more can be said than by the filter language: 486,603 and 480-489."""
_BEGUN = re.compile(r"\s*([A-Za-z][\w.-]*)\s+$")
"""A field's name with a blank behind it and nothing more: a condition begins."""
_JOINS = re.compile(r"(?:and|or|not|like|in|is|between)$|[()!&|<>=]", re.IGNORECASE)


class Typed(Struct, frozen=True):
    """What was typed, taken apart; each of `asked` must hold for some message of a call."""

    text: str
    filters: Filters = Filters()
    asked: tuple[Asked, ...] = ()

    @property
    def foreign(self) -> tuple[str, ...]:
        """The statuses that are asked for and that SIP has not."""
        if are_beyond(self.filters.status):
            return (written(self.filters.status),)
        return tuple(status for asked in self.asked for status in foreign_statuses(asked.expression.root))


def _status(filters: Filters, value: str) -> Filters:
    return replace(filters, status=frozenset(status for part in value.split(",") for status in _statuses(part)))


_FIELDS: dict[str, Callable[[Filters, str], Filters]] = {
    "phone": lambda filters, value: replace(filters, phone=value),
    "status": _status,
}
"""What the filter language does not know, or not in this form."""


def typed(text: str, zone: tzinfo | None = None) -> Typed:
    """
    Takes apart what was typed: an expression (`status = 4xx and from like "^100"`, its times in `zone`), or words side by side.

    Of those `status=4xx from=1001` are fields, everything else is text; quotes keep blanks together. A name that is no field is text.
    FilterError for what cannot be meant.
    """
    names = conditions_in(text)
    if (begun := _BEGUN.match(text)) and field_named(begun[1]):
        raise UnfinishedError(words_after(text, len(text)))
    if not names and not has_moment(text):
        return _side_by_side(text, zone)
    try:
        return Typed("", asked=(read(text, zone),))
    except FilterError:
        if not names or _are_words(text, len(names)):
            return _side_by_side(text, zone)
        raise


def _are_words(text: str, count: int) -> bool:
    """Whether all of its conditions (`count`) are words without blanks, and nothing joins them."""
    words = [bare for _, bare in _WORDS.findall(text) if bare]
    fields = [word for word in words if (found := _FIELD.match(word)) and field_named(found[1])]
    if len(words) == 1:
        return bool(_LIST.match(text.strip()))
    return len(fields) == count and not any(_JOINS.match(word) for word in words)


def _side_by_side(text: str, zone: tzinfo | None) -> Typed:
    wanted = Typed("")
    words = []
    for quoted, bare in _WORDS.findall(text):
        found = _FIELD.match(bare)
        name = found[1].lower() if found else ""
        if not found or (name not in _FIELDS and field_named(name) is None):
            words.append(quoted or bare)
        elif found[2]:  # a field without a value is still being typed
            wanted = _narrowed(wanted, name, found[2], bare, zone)
    return replace(wanted, text=" ".join(words))


def _narrowed(wanted: Typed, name: str, value: str, word: str, zone: tzinfo | None) -> Typed:
    if field := _FIELDS.get(name):
        return replace(wanted, filters=field(wanted.filters, value))
    return replace(wanted, asked=(*wanted.asked, read(word, zone)))


def keep(board: Board, wanted: Typed, columns: Sequence[str]) -> Array:
    """Which rows of `board` what was typed lets pass; text is looked for in `columns`."""
    filters, report = wanted.filters, board.report
    found = np.ones(len(board), dtype=bool)
    alone = board.numbers[len(report.table) :].tolist()
    if filters != Filters():
        fitting = [fits(report.call(number), filters) for number in alone]
        found &= np.concatenate([chosen(report.table, filters), np.array(fitting, dtype=bool)])
    for asked in wanted.asked:
        calls = [report.call(number) for number in alone]
        answers = answer_of_log(asked, calls)
        fitting = [answers(call, report.findings_of(call.number)) for call in calls]
        found &= np.concatenate([calls_where(report, asked), np.array(fitting, dtype=bool)])
    return found & board.holding(wanted.text, columns) if wanted.text else found


def _statuses(part: str) -> range:
    if (found := statuses_of(part)) is None:
        raise FilterError("no-status", value=part)
    return found
