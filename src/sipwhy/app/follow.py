"""Following evidence that grows: what is kept of it is judged again and again, and each entry is told once, when it is over."""

from __future__ import annotations

import gc
from collections import Counter
from collections.abc import Iterator, Sequence

from msgspec import Struct, field

from sipwhy.app.filters import Filters
from sipwhy.app.kept import report_on
from sipwhy.app.memory import Memory
from sipwhy.app.news import News, Wide
from sipwhy.app.report import FullReport
from sipwhy.app.settings import Settings
from sipwhy.diagnosis.report import CallRow, Report
from sipwhy.model import CallKind
from sipwhy.sources.growing import Growing
from sipwhy.sources.window import MOST, Window
from sipwhy.views.summary import ALARMING

QUIET = 5.0
"""Seconds without a message after which an entry that has an outcome is over: longer than a repetition takes (RFC 3261: T2 is 4 s)."""
_PATIENCE = 30.0
"""Who registers without a pause is told after so many seconds all the same."""
_A_LOT = MOST // 4
"""So many bytes at most between two looks; after twice as many, what has not changed is over."""
_LATE = 60_000_000
"""By so many µs sources may lag behind each other."""
MOST_TOLD = 100_000
"""So many entries are known again if more comes of them."""


class Ended(Struct, frozen=True):
    """An entry that is over: its row in `report`, its number among those that ended, and whether it went wrong."""

    report: Report
    row: CallRow
    number: int
    is_bad: bool


class Account(Struct):
    """What has ended since following began: how many of each kind, how many of them went wrong, and of which causes."""

    total: Counter[CallKind] = field(default_factory=Counter)
    wrong: Counter[CallKind] = field(default_factory=Counter)
    causes: Counter[str] = field(default_factory=Counter)
    has_forgotten: bool = False
    """Whether more came than could be kept."""

    def count(self, row: CallRow, is_bad: bool) -> int:
        """Takes one more that has ended; how many there are now."""
        self.total[row.kind] += 1
        if is_bad:
            self.wrong[row.kind] += 1
            self.causes[row.cause or ""] += 1
        return self.total.total()


class _Known(Struct):
    """An entry of the report before: what it looked like since when, what was told of it, and since when that is not so any more."""

    looks: tuple[object, ...]
    since: float
    differs: float
    taken: int
    """How many bytes had come when it looked so first."""
    told: tuple[bool, str | None] | None = None
    past: _Extent | None = None
    """What of it stood there before it was followed; None once more has come."""


class _Extent(Struct, frozen=True):
    """How far an entry reaches: when its last message came, and how many messages, or lines, there are."""

    end: int = 0
    amount: int = 0

    def and_also(self, other: _Extent) -> _Extent:
        """Both as one."""
        return _Extent(max(self.end, other.end), self.amount + other.amount)

    def goes_beyond(self, other: _Extent) -> bool:
        """Whether more came; the amount alone would not tell, as what is old is let go of, nor the end where nothing has a time."""
        return self.end > other.end or self.amount > other.amount


Key = tuple[str, ...]


class Follower:
    """Takes what grows and yields what has ended. Time is handed in, in seconds of a clock that never goes back."""

    def __init__(self, growing: Sequence[Growing], filters: Filters | None = None, settings: Settings | None = None) -> None:
        self._growing = growing
        self._windows = [Window(one.name) for one in growing]
        self._filters, self._settings = filters or Filters(), settings or Settings()
        self._known: dict[Key, _Known] = {}
        self._told: Memory[str, None] = Memory(MOST_TOLD)
        self._report: FullReport | None = None
        self._is_stale = False
        self._until = 0
        self._taken = self._looked = 0
        self.account = Account()
        self._news = News()

    @property
    def has_ended(self) -> bool:
        """Whether nothing more can come."""
        return all(one.has_ended for one in self._growing)

    @property
    def is_waiting(self) -> bool:
        """Whether there is anything to judge, or to wait for."""
        return self._is_stale or any(known.told is None for known in self._known.values())

    @property
    def unread(self) -> dict[str, str]:
        """Files of which nothing of what is kept could be read, and why."""
        if self._report is None:
            return {}
        refused = {one.file: one.why for one in self._report.broken if one.is_unread}
        read = {name for index, name in enumerate(self._report.files) if index not in refused}
        return {name: why for index, why in refused.items() if (name := self._report.files[index]) not in read}

    @property
    def is_full(self) -> bool:
        """Whether so much came since the last look that more might push out what nobody has looked at."""
        return self._taken - self._looked >= _A_LOT

    def take(self, now: float, only_past: bool = False) -> bool:
        """Keeps what came since, up to some megabytes; whether anything did. `only_past`: of what was there before."""
        came = False
        for growing, window in zip(self._growing, self._windows, strict=True):
            while (only_past and growing.has_past) or not (only_past or self.is_full):
                if (grown := growing.take()) is None:
                    break
                window.take(grown, now)
                self._taken += len(grown.data)
                came = True
            window.forget(now)
            self.account.has_forgotten |= window.has_forgotten
        self._is_stale |= came
        return came

    def begin(self, now: float) -> None:
        """What is there already counts as told, but for calls that go on."""
        self.take(now, only_past=True)
        report, rows = self._look(now)
        for row, is_bad in rows:
            if report is not None and is_over(row):
                self._known[key_of(row)].told = (is_bad, row.cause)
                self._remember(report, row)
        for key, extent in _extents(report, [row for row, _ in rows]).items():
            self._known[key].past = extent
        self.wide()

    def wide(self) -> list[Wide]:
        """What was found of no single call in what is kept, and was not told before."""
        return list(self._news.of(self._report, self._report.table.evidence.until)) if self._report is not None else []

    def ended(self, now: float, is_last: bool = False) -> Iterator[Ended]:
        """What is over by now and was not told before; `is_last`: nothing more is waited for."""
        report, rows = self._look(now, is_last)
        if report is None:
            return
        for row, is_bad in rows:
            known = self._known[key_of(row)]
            verdict = (is_bad, row.cause)
            if not is_over(row) or known.told == verdict or not (is_last or self._is_quiet(row, known, now)):
                continue
            was_told, known.told = known.told, verdict
            if row.kind == "call" and (was_told is not None or self._remember(report, row)):
                continue
            yield Ended(report, row, self.account.count(row, is_bad), is_bad)

    def _is_quiet(self, row: CallRow, known: _Known, now: float) -> bool:
        """Whether nothing of it came for long enough, or so much else that it will be pushed out."""
        is_late = row.kind != "call" and now - known.differs >= _PATIENCE
        return now - known.since >= QUIET or is_late or self._taken - known.taken >= 2 * _A_LOT

    def _remember(self, report: Report, row: CallRow) -> bool:
        """Whether the call was told under any of its Call-IDs, the first of which may have gone from what is kept; now it is."""
        call_ids = report.outline(row.number).call_ids
        was_told = any(call_id in self._told for call_id in call_ids)
        self._told.put(call_ids, None)
        return was_told

    def _look(self, now: float, is_last: bool = False) -> tuple[FullReport | None, list[tuple[CallRow, bool]]]:
        """Every entry of what is kept, and whether it went wrong; what was known of the others is forgotten."""
        is_at_end = is_last and self.has_ended
        self._looked = self._taken
        if self._is_stale or (is_at_end and self._report is None):
            self._report = None
            gc.collect()  # a report knows its parts and they know it: two of them at once would take twice the memory
            self._report = report_on(self._windows, self._filters, self._settings, is_at_end)
            self._is_stale = False
        report = self._report
        if report is None:
            return None, []
        wrong = wrong_in(report)
        rows = [(row, row.number in wrong) for row in report.rows()]
        before, self._known = self._known, {}
        begun = {key for key, known in before.items() if known.past}
        extents = _extents(report, [row for row, _ in rows if key_of(row) in begun])
        for row, is_bad in rows:
            key, looks = key_of(row), (row.messages, row.result, row.status, row.cause)
            known = before.get(key) or _Known(looks, now, now, self._taken)
            if known.looks != looks:
                known.looks, known.since, known.taken = looks, now, self._taken
            if known.past and extents[key].goes_beyond(known.past):
                known.past = None
                if row.kind != "call":  # it goes on, and nobody was told of it
                    known.told, known.since = None, now
            if known.told == (is_bad, row.cause):
                known.differs = now
            if key not in before and self._is_left_over(row):
                known.told = (is_bad, row.cause)
            self._known[key] = known
        self._until = report.table.evidence.until
        return report, rows

    def _is_left_over(self, row: CallRow) -> bool:
        """Whether it is the last line of a call whose messages, or whose other lines, have gone from what is kept."""
        return not row.messages and row.start < self._until - _LATE and any(window.has_dropped for window in self._windows)


def _extents(report: Report | None, rows: Sequence[CallRow]) -> dict[Key, _Extent]:
    """How far each of these entries reaches."""
    found: dict[Key, _Extent] = {}
    if report is None:
        return found
    for row in rows:
        told = report.outline(row.number)
        extent = _Extent(told.end, row.messages or len(told.log))
        found[key_of(row)] = found.get(key_of(row), _Extent()).and_also(extent)
    return found


def key_of(row: CallRow) -> Key:
    """By what an entry is known again in the next report; its number may be another one then."""
    if row.kind == "call" and row.call_id is not None:
        return (row.kind, row.call_id)
    if row.kind in ("registration", "options", "subscription"):
        return (row.kind, row.caller or "", row.callee or "", row.src, row.dst)
    return (row.kind, row.call_id or "", row.caller or "", row.callee or "", row.src, str(row.start))


def wrong_in(report: Report) -> set[int]:
    """The numbers of the entries that went wrong, whether it is known why or not."""
    alarming = {number for group in report.causes if group.severity in ALARMING for number in group.numbers}
    return alarming.union(report.unexplained())


def is_over(row: CallRow) -> bool:
    """Whether it has an outcome: an answered call has one when somebody hangs up."""
    return row.result != "incomplete" and not (row.kind == "call" and row.result == "answered" and row.talk is None)
