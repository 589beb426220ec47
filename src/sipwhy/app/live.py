"""Judging a capture that never ends: each call and registration is told once, when it is over, and then forgotten."""

from __future__ import annotations

import gc
from collections import Counter
from collections.abc import Iterator

import numpy as np

from sipwhy.app.encrypted_reports import open_reports
from sipwhy.app.filters import Filters
from sipwhy.app.follow import MOST_TOLD, QUIET, Account, Ended, is_over, wrong_in
from sipwhy.app.memory import Memory
from sipwhy.app.news import News, Wide
from sipwhy.app.report import FullReport
from sipwhy.app.settings import Settings
from sipwhy.calls import tabulate
from sipwhy.diagnosis.report import Broken, CallRow
from sipwhy.sources.growing import Growing
from sipwhy.wire.evidence import Evidence
from sipwhy.wire.live import BESIDE, ROOM, LiveCounts, LiveReader

_MUCH = 16 << 20
"""After so many bytes what is over is asked for at once."""

_Key = tuple[str, ...]


class LiveJudge:
    """
    Takes the bytes of a capture as they come, and yields what is over.

    `name` is what the capture is called in reports. Times are µs since 1970 UTC, on the clock of the packets.
    """

    def __init__(
        self, name: str, filters: Filters | None = None, settings: Settings | None = None, beside: int = BESIDE, room: int = ROOM
    ) -> None:
        self._name = name
        self._filters, self._settings = filters or Filters(), settings or Settings()
        self._reader = LiveReader(beside, room)
        self._told: Memory[_Key, tuple[bool, str | None]] = Memory(MOST_TOLD)
        self.account = Account()
        self.left_open = 0
        """Entries that had no outcome when nothing more came."""
        self.broken: Counter[str] = Counter()
        """What could not be read, and how often."""
        self.news = News()
        """What was told of no single call."""
        self._latest_report: FullReport | None = None

    def feed(self, data: bytes) -> None:
        """Takes the next bytes, pcap or pcapng."""
        self._reader.feed(data)

    @property
    def is_recognised(self) -> bool | None:
        """Whether it is a capture; None while too little is known of it."""
        return self._reader.is_recognised

    @property
    def latest(self) -> int:
        """The time of the last packet; 0 if none came."""
        return self._reader.latest

    def clock_was_set(self, by: int) -> None:
        """The clock of the packets was set by so many µs: what is open is waited for anew."""
        self._reader.clock_was_set(by)
        self.news.clock_was_set(by)

    @property
    def counts(self) -> LiveCounts:
        """What was read and what is kept."""
        return self._reader.counts

    def ended(self, now: int, is_last: bool = False, dropped: int = 0) -> Iterator[Ended]:
        """
        What is over at `now` and was not told before, in order of its first message.

        `dropped` packets were lost since the last time. With `is_last` nothing more comes: what is open is handed out, too, and told if it
        has an outcome.
        """
        evidence = self._reader.part(now, is_last, dropped)
        self._latest_report = None
        if evidence is None:
            return
        gc.collect()  # the report before knows its parts and they know it: left alone, several would be kept at once
        report = self._report(evidence)
        yield from self._new(report, evidence, is_last)
        self._latest_report = report

    def wide(self) -> list[Wide]:
        """What was found of no single call the last time that was over was asked for, and was not told before."""
        report, self._latest_report = self._latest_report, None
        return list(self.news.of(report, self.latest)) if report is not None else []

    def _report(self, evidence: Evidence) -> FullReport:
        open_reports(evidence)
        faults = []
        for _, why, frame, times in evidence.broken():
            self.broken[why] += times
            faults.append(Broken(0, why, frame=frame or None, times=times))
        return FullReport([self._name], tabulate(evidence), self._filters, faults, self._settings)

    def _new(self, report: FullReport, evidence: Evidence, is_last: bool) -> Iterator[Ended]:
        wrong = wrong_in(report)
        for number in _fresh_rows(report, evidence):
            row = report.row(number)
            if row is None or not is_over(row):
                self.left_open += is_last
                continue
            is_bad = number in wrong
            if self._is_news(report, row, is_bad):
                yield Ended(report, row, self.account.count(row, is_bad), is_bad)

    def forget_what_goes_on(self) -> None:
        """What is no call and comes again is told then, though its outcome is the same."""
        for key in [key for key in self._told if key[0] != "call"]:
            del self._told[key]

    def _is_news(self, report: FullReport, row: CallRow, is_bad: bool) -> bool:
        """A call is told once; whatever goes on is told again when its outcome or its cause is another one."""
        verdict = (is_bad, row.cause)
        if row.kind == "call":
            keys: list[_Key] = [("call", call_id) for call_id in report.outline(row.number).call_ids]
            is_news = not any(key in self._told for key in keys)
        else:
            keys = [(row.kind, row.caller or "", row.callee or "", row.src, row.dst)]
            is_news = self._told.get(keys[0]) != verdict
        self._told.put(keys, verdict)
        return is_news


class FollowedCapture:
    """A capture that somebody else writes, followed as `app.follow.Follower` follows logs: time is in seconds that never go back."""

    def __init__(self, growing: Growing, filters: Filters | None = None, settings: Settings | None = None) -> None:
        self._growing = growing
        self._filters, self._settings = filters, settings
        self._judge = LiveJudge(growing.name, filters, settings)
        self._came = 0.0
        self._taken = self._looked = self._past = 0
        self._left: list[Ended] = []
        self._left_wide: list[Wide] = []
        self.account = self._judge.account

    @property
    def has_ended(self) -> bool:
        """Whether nothing more can come."""
        return self._growing.has_ended

    @property
    def broken(self) -> Counter[str]:
        """What could not be read since it is followed, and how often."""
        return self._judge.broken

    def wide(self) -> list[Wide]:
        """What was found of no single call the last time that was over was asked for, and was not told before."""
        left, self._left_wide = self._left_wide, []
        return [*left, *self._judge.wide()]

    @property
    def is_waiting(self) -> bool:
        """Whether there is anything to judge, or to wait for."""
        return self._taken > 0

    @property
    def is_full(self) -> bool:
        """Whether so much came since the last look that it is time for one."""
        return self._taken - self._looked >= _MUCH

    def begin(self, now: float) -> None:
        """What is there already is not told, but for calls that go on."""
        while self._growing.has_past and self._take(now):
            if self.is_full:
                self._pass_over()
        self._pass_over()
        self._judge.account = self.account = Account()
        self._judge.broken.clear()
        self._judge.forget_what_goes_on()
        self._past = self._judge.latest

    def is_past(self, ended: Ended) -> bool:
        """Whether every message of an entry was there before it was followed: only that it is over is new."""
        legs = ended.report.call(ended.row.number).legs
        return max((message.ts for leg in legs for message in leg.messages), default=self._past + 1) <= self._past

    def take(self, now: float) -> bool:
        """Takes what came since, up to some megabytes; whether anything did."""
        came = False
        while not self.is_full and self._take(now):
            came = True
        return came

    def ended(self, now: float, is_last: bool = False) -> Iterator[Ended]:
        """What is over by now and was not told before; `is_last`: nothing more is waited for."""
        self._looked = self._taken
        left, self._left = self._left, []
        yield from left
        yield from self._judge.ended(self._judge.latest + round((now - self._came) * 1e6), is_last)

    def _pass_over(self) -> None:
        self._looked = self._taken
        for _ in self._judge.ended(self._judge.latest + round((QUIET + 1) * 1e6)):
            pass
        self._judge.wide()

    def _take(self, now: float) -> bool:
        grown = self._growing.take()
        if grown is None:
            return False
        if grown.is_new and self._taken:
            self._left += self._judge.ended(self._judge.latest, is_last=True)
            self._left_wide += self._judge.wide()
            broken, news = self._judge.broken, self._judge.news
            self._judge = LiveJudge(self._growing.name, self._filters, self._settings)
            self._judge.account, self._judge.broken, self._judge.news = self.account, broken, news
        self._judge.feed(grown.data)
        self._came = now
        self._taken += len(grown.data)
        return True


def _fresh_rows(report: FullReport, evidence: Evidence) -> list[int]:
    """The numbers of the entries that are told now, as far as the conditions let them pass."""
    table = report.table
    if not len(table):
        return []
    fresh = np.logical_or.reduceat(evidence.fresh()[table.order], table.starts[:-1])
    return [row + 1 for row in np.flatnonzero(fresh & report.chosen).tolist()]
