"""Where listening tells what it hears: a line for each entry that is over, a card for each that went wrong, a line of state."""

from __future__ import annotations

import sys
import time

from msgspec.structs import replace

from sipwhy.app.follow import Ended
from sipwhy.app.live import LiveJudge
from sipwhy.app.news import Wide
from sipwhy.cli.output import print_lines, print_pieces
from sipwhy.cli.progress import CLEAR
from sipwhy.cli.telling import print_wide
from sipwhy.cli.wrapped import tell_beside
from sipwhy.export.rotating import Rotating
from sipwhy.render.json import call_entry, encoded
from sipwhy.render.paper import Paper
from sipwhy.render.text import call_list
from sipwhy.render.text.following import account_lines, broken_lines, ended_card
from sipwhy.render.voice import Voice
from sipwhy.sources.live import Taken
from sipwhy.sources.privileges import GivenUp
from sipwhy.texts.amount import room
from sipwhy.texts.catalogue import say
from sipwhy.texts.harmless import harmless
from sipwhy.texts.live import LIVE_SCREEN
from sipwhy.views.summary import ALARMING


class Desk:
    """`is_verbose`: every entry in full; `only_bad`: no others than those that went wrong."""

    def __init__(self, voice: Voice, paper: Paper, is_json: bool, is_verbose: bool, only_bad: bool) -> None:
        self._voice, self._paper = voice, paper
        self._is_json, self._is_verbose, self._only_bad = is_json, is_verbose, only_bad
        self._has_status = sys.stderr.isatty()
        self._is_shown = False
        self._has_heading = True
        self._before = Taken()
        self._messages, self._at = 0, time.monotonic()

    def begin(self, names: tuple[str, ...], rights: GivenUp | None) -> None:
        """What is listened to, and with which rights."""
        shown = tuple(self._voice.screen("stdin") if name == "-" else harmless(name, 80) for name in names)
        self._note("begins", names=shown)
        if rights is not None and rights.how != "none":
            key = "unreadable" if rights.how == "capabilities" and rights.user else rights.how
            self._note(f"rights-{key}", user=rights.user, detail=rights.detail)

    def tell(self, ended: Ended) -> None:
        """One entry."""
        if self._only_bad and not ended.is_bad:
            return
        self._wipe()
        report, row = ended.report, ended.row
        if self._is_json:
            print_pieces([encoded(call_entry(report, row, self._voice) | {"number": ended.number}) + "\n"], "utf-8")
        elif ended.is_bad or self._is_verbose:
            print_lines(ended_card(report, row, ended.number, self._voice, self._paper, full=self._is_verbose), self._paper)
            self._has_heading = True
        else:
            print_lines(call_list([replace(row, number=ended.number)], self._voice, self._paper, self._has_heading), self._paper)
            self._has_heading = False

    def tell_wide(self, wide: Wide) -> None:
        """A finding of no single call."""
        if self._only_bad and wide.finding.severity not in ALARMING:
            return
        self._wipe()
        print_wide(wide, self._voice, self._paper, is_json=self._is_json, full=self._is_verbose)
        self._has_heading |= not self._is_json

    def watch(self, taken: Taken, judge: LiveJudge) -> None:
        """Tells of interfaces that went or came, and of packets that were lost; shows the state on a terminal."""
        before = {one.name: one for one in self._before.interfaces}
        for one in taken.interfaces:
            known = before.get(one.name)
            if one.is_up != (known.is_up if known else True):
                self._note("back" if one.is_up else "gone", name=harmless(one.name, 80))
        here, kernel = taken.refused - self._before.refused, taken.dropped - taken.refused - (self._before.dropped - self._before.refused)
        for lost, where in ((kernel, "where-kernel"), (here, "where-here")):
            if lost > 0:
                self._note("dropped", n=lost, where=self._said(where))
        self._before = taken
        self._show(judge, taken)

    def clock_was_set(self) -> None:
        """The machine's clock is another one now."""
        self._note("clock")

    def end(self, judge: LiveJudge, taken: Taken, file: Rotating | None, path: str, since: int) -> None:
        """The account of all that ended, and of what was lost."""
        self._wipe()
        counts, account = judge.counts, judge.account
        if not self._is_json:
            span = (since, time.time_ns() // 1000)
            print_lines(account_lines(account.total, account.wrong, account.causes, span, self._voice), self._paper)
        kernel = taken.dropped - taken.refused + (0 if taken.interfaces else counts.lost_packets)
        self._note("sums", packets=counts.packets, messages=counts.messages, kernel=kernel, here=taken.refused)
        for key, count in (("open-left", judge.left_open), ("late", counts.late_messages), ("forced", counts.forced_legs)):
            if count:
                self._note(key, n=count)
        for line in broken_lines(judge.broken, self._voice):
            tell_beside(line)
        if file:
            self._note("written", size=room(file.written_bytes, self._voice.lang), n=file.files, path=harmless(path, 200))
            if file.lost_packets:
                self._note("not-written", n=file.lost_packets, detail=file.fault)

    def _show(self, judge: LiveJudge, taken: Taken) -> None:
        if not self._has_status:
            return
        counts, now = judge.counts, time.monotonic()
        rate = (counts.messages - self._messages) / max(now - self._at, 0.001)
        self._messages, self._at = counts.messages, now
        account = judge.account
        values = {
            "open": counts.open_legs,
            "rate": round(rate),
            "bad": account.wrong.total(),
            "total": account.total.total(),
            "dropped": taken.dropped,
        }
        sys.stderr.write(CLEAR + say(LIVE_SCREEN, "status", self._voice.lang, **values))
        sys.stderr.flush()
        self._is_shown = True

    def _wipe(self) -> None:
        if self._is_shown:
            sys.stderr.write(CLEAR)
            sys.stderr.flush()
            self._is_shown = False

    def _note(self, key: str, **values: object) -> None:
        """A word beside the entries: it is none of them, and goes to standard error."""
        self._wipe()
        tell_beside(self._said(key, **values))
        sys.stderr.flush()

    def _said(self, key: str, **values: object) -> str:
        return say(LIVE_SCREEN, key, self._voice.lang, **values)
