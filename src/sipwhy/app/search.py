"""Whole messages that match: conditions over columns first, bytes fetched only for what is left."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from functools import cached_property
from importlib import import_module

import numpy as np
from msgspec import Struct
from msgspec.structs import replace

from sipwhy.app.filters import Filters, chosen_messages
from sipwhy.app.report import FullReport
from sipwhy.app.run import Gathered
from sipwhy.app.settings import Settings
from sipwhy.diagnosis.report import Broken, CallRow
from sipwhy.views.hit import Hit
from sipwhy.wire import METHODS
from sipwhy.wire.columns import Array

Matches = Callable[[bytes], bool]


class Wanted(Struct, frozen=True):
    """A text that must stand in the bytes of a message, or a regular expression that must fit somewhere in them."""

    text: str
    is_pattern: bool = False
    ignores_case: bool = False

    @property
    def pattern(self) -> re.Pattern[str]:
        """What is wanted, for text; re.error if it is no regular expression."""
        return re.compile(self.text if self.is_pattern else re.escape(self.text), self._flags)

    @property
    def matches(self) -> Matches:
        """Whether bytes hold it. In them lines end with CR LF; a pattern sees line feeds alone, so that $ means the end of a line."""
        if self.is_pattern or (self.ignores_case and not self.text.isascii()):
            of_text = self.pattern.search
            return lambda raw: of_text(raw.decode("utf-8", "replace").replace("\r\n", "\n")) is not None
        needle = self.text.encode("utf-8", "surrogateescape")
        if self.ignores_case:
            small = needle.lower()
            return lambda raw: small in raw.lower()
        return lambda raw: needle in raw

    @property
    def _flags(self) -> re.RegexFlag:
        return re.MULTILINE | (re.IGNORECASE if self.ignores_case else re.NOFLAG)


class Search:
    """The messages of what was read that filters let pass and that hold a text."""

    def __init__(self, gathered: Gathered, filters: Filters, wanted: Wanted | None = None, settings: Settings | None = None) -> None:
        self.files: Sequence[str] = gathered.files
        self.broken: Sequence[Broken] = gathered.broken
        self._table, self._evidence = gathered.table, gathered.table.evidence
        self._filters, self._wanted = filters, wanted
        plain = replace(filters, where=None)  # what messages must be like, their calls need not
        self._report = FullReport(gathered.files, gathered.table, plain, gathered.broken, settings) if filters.cause else None
        self._settings = settings

    def hits(self, limit: int | None = None) -> Iterator[Hit]:
        """Every message found, in order of time; without a text to look for only the last `limit` of them."""
        rows, leg = self._table.row_of_leg, self._evidence.messages("leg")
        for index, raw in self._found(limit):
            yield Hit(self._evidence.message(index, raw), int(rows[leg[index]]) + 1, raw)

    def count(self) -> int:
        """How many messages are found; without a text no message is read for it."""
        return sum(1 for _ in self._found()) if self._wanted else len(self._candidates)

    def rows(self) -> Iterator[CallRow]:
        """The calls to which any message found belongs, in order of number."""
        indices = [index for index, _ in self._found()] if self._wanted else self._candidates
        legs = self._evidence.messages("leg")[indices]
        for row in np.flatnonzero(np.bincount(self._table.row_of_leg[legs])).tolist() if len(legs) else ():
            if found := self.report.row(row + 1):
                yield found

    @cached_property
    def report(self) -> FullReport:
        """The report on the same evidence."""
        return self._report or FullReport(list(self.files), self._table, Filters(), self.broken, self._settings)

    @property
    def is_timeless(self) -> bool:
        """Whether the evidence is logs without times, so that none is to be told."""
        return bool(self._evidence.logs) and self.report.overview.is_timeless

    @property
    def message_count(self) -> int:
        """How many messages there are to search."""
        return self._evidence.sip_messages

    def methods(self) -> dict[str, int]:
        """How many messages there are of each method, the most first; answers count for the method that they answer."""
        counts = np.bincount(self._evidence.messages("method"), minlength=len(METHODS))
        return {METHODS[at]: int(counts[at]) for at in np.argsort(-counts, kind="stable").tolist() if counts[at]}

    @cached_property
    def _candidates(self) -> Array:
        calls = self._report.chosen if self._report else None
        keep = chosen_messages(self._table, self._filters, calls)
        if self._filters.where:
            keep &= import_module("sipwhy.app.where.answer").messages_where(self._report or self.report, self._filters.where)
        return np.flatnonzero(keep)

    def _found(self, limit: int | None = None) -> Iterator[tuple[int, bytes]]:
        matches = self._wanted.matches if self._wanted else None
        candidates = self._candidates if limit is None else self._candidates[max(len(self._candidates) - limit, 0) :]
        for index, raw in zip(candidates.tolist(), self._evidence.raws(candidates), strict=True):
            if matches is None or matches(raw):
                yield index, raw
