"""The list of calls: the first screen."""

from __future__ import annotations

import asyncio
import gc
import time
from functools import partial
from typing import ClassVar
from weakref import ReferenceType, ref

import numpy as np
from msgspec import Struct
from textual.app import ComposeResult
from textual.timer import Timer

from sipwhy.app.board import Board, Seen, numbers_again, numbers_in
from sipwhy.app.list_expression import FilterError
from sipwhy.app.list_filter import Typed, keep, typed
from sipwhy.app.report import FullReport
from sipwhy.sources import Problem
from sipwhy.texts.amount import whole
from sipwhy.texts.file_names import names_apart
from sipwhy.texts.harmless import cells, shorten, shorten_middle
from sipwhy.texts.moment import date_of, days_of, time_of
from sipwhy.texts.vocabulary import TRUST, word
from sipwhy.tui.call_table import CallTable
from sipwhy.tui.filter_box import Completing, FilterBox, FilterNote
from sipwhy.tui.keys import LIST, Key
from sipwhy.tui.layout import DEFAULT, WITH_DAYS
from sipwhy.tui.list_actions import ListActions
from sipwhy.tui.page import Head, KeyBar
from sipwhy.tui.working import work
from sipwhy.wire.columns import Array

_ROOM_FOR_DAYS = 80
"""Cells of a screen from which on its head names the days."""
_LEAST_NAME = 10
_MOST_NAMES = 3
"""Names of files that the head tells."""
_PAUSE = 0.2
_COUNTING = 0.2
_TYPING = 0.12
_LONG = 0.5
"""Seconds after which it is said that rows are still looked for."""
_OF_EVERY_WATCH = "capture-ends-early"
"""What looks on always ends before some calls do."""


class Wish(Struct, frozen=True):
    """What is to be shown of a board: `columns` are those in which text is looked for, `order` is that of `Board.seen`."""

    columns: tuple[str, ...]
    order: tuple[tuple[str, bool], ...]
    only_invites: bool
    only_wrong: bool
    hides_options: bool


class Found(Struct, frozen=True):
    """The rows that are shown, and how many of them went wrong."""

    seen: Seen
    wrong: int


class ListScreen(ListActions):
    """All entries, those that the filter lets pass shown; it loads what is to be read, and follows what grows."""

    KEYS: ClassVar[tuple[Key, ...]] = LIST
    SCOPE = "list"

    def __init__(self) -> None:
        super().__init__()
        self._share = 0.0
        self.is_reading = True
        self._finding_counts: dict[int, str] = {}
        self._meant = Typed("")
        self._filtering = 0.0
        """Since when rows are looked for that the filter lets pass."""
        self._kept_before: tuple[ReferenceType[Board], tuple[Typed, tuple[str, ...]], Array] | None = None
        """What was looked up last, on which board; it does not keep the board."""
        self._typing: Timer | None = None
        self._has_told_of_room = False

    def compose(self) -> ComposeResult:
        """Head, filter, list, keys."""
        yield Head(name="head", most=2)
        yield FilterBox(id="filter", compact=True, select_on_focus=False, suggester=Completing())
        yield FilterNote("note")
        yield CallTable(lambda number: self._finding_counts.get(number, ""), id="calls")
        yield self.key_bar()

    def on_mount(self) -> None:
        """Begins to read."""
        self.table.columns = self.program.preferences.columns
        self.table.focus()
        self.say_again()
        work(self, self._read if self.program.feed.watch is None else self._follow, "reading")
        self.set_interval(_COUNTING, self._look_around)

    def say_again(self) -> None:
        """Everything in the language, the zone and the columns that are chosen now."""
        self._hint()
        self.table.columns = self.program.preferences.columns
        if self.board is not None:
            self.board = Board(self.board.report, self.program.voice, is_judged=self.board.is_judged)
            self.refilter()
        self.tell_head()

    def _columns(self, board: Board) -> tuple[str, ...]:
        """Those that the user has chosen; with the day before the time where nothing was chosen and there are several days."""
        columns, evidence, zone = self.program.preferences.columns, board.report.table.evidence, self.program.voice.zone
        is_long = evidence.start and date_of(evidence.start, zone) != date_of(evidence.end, zone)
        return WITH_DAYS if is_long and columns == DEFAULT else columns

    def on_resize(self) -> None:
        """The hint in the filter box has another length, and the head another width."""
        self._hint()
        self.tell_head()

    def _hint(self) -> None:
        hint = self.say("filter-hint")
        self.query_one("#filter", FilterBox).placeholder = hint if cells(hint) < self.app.size.width else self.say("filter-hint-short")

    async def _read(self) -> None:
        program = self.program
        try:
            report = await program.away(program.feed.read, self._progress)
        except Problem as problem:
            program.exit(problem)
            return
        self.board = Board(report, program.voice, is_judged=False)
        await self._refilter()
        await program.away(lambda: (report.verdicts, report.trust))
        self.is_reading = False
        self.board = Board(report, program.voice)
        await self._refilter()

    def _progress(self, share: float) -> None:
        self._share = share

    async def _follow(self) -> None:
        """Takes what comes and shows it, until the end of the program."""
        program, watch = self.program, self.program.feed.watch
        if watch is None:
            return
        self.is_reading = False
        report, clearings = None, self.clearings
        try:
            while True:
                await program.away(watch.take)
                if clearings != self.clearings:
                    report, clearings = None, self.clearings
                if not self.is_paused:
                    report = await program.away(watch.report) or report
                if report is not None and not self.is_paused and await self._renew(report, clearings):
                    report = None
                self._tell_of_room()
                await asyncio.sleep(_PAUSE)
        except Problem as problem:
            program.exit(problem)

    def _tell_of_room(self) -> None:
        """Once, when the first calls have to go because so much comes: what can be done."""
        watch = self.program.feed.watch
        if watch is not None and watch.is_short_of_room and not self._has_told_of_room:
            self._has_told_of_room = True
            self.tell(self.say("short-of-room"))

    async def _renew(self, report: FullReport, clearings: int) -> bool:
        """
        Shows a newer report; marks and the cursor stay with their calls.

        Whether it did: not after a pause, nor if the list was emptied since it had been so for the `clearings`th time.
        """
        board = Board(report, self.program.voice)
        places = await self.program.away(numbers_in, report)
        found = await self._found_in(board)
        if self.is_paused or clearings != self.clearings:
            return False
        old, table = self.board, self.table  # nothing is awaited until they are shown: marks and cursor are those of this moment
        chosen = table.number
        now = numbers_again(old.report, [*table.marked, *([] if chosen is None else [chosen])], places) if old else {}
        table.marked = {now[number] for number in table.marked if number in now}
        self._finding_counts = {}
        self.board = board
        self._show(board, found, now.get(chosen) if chosen is not None else None)
        self.program.renewed(report)
        del old
        await self.program.away(gc.collect)  # a report knows its parts and they know it
        return True

    def refilter(self) -> None:
        """Applies filter, order and what is hidden again, in a while."""
        work(self, self._refilter, "filter")

    async def _refilter(self) -> None:
        """Until what was found is of the report that is shown by then."""
        while (board := self.board) is not None:
            found = await self._found_in(board)
            if board is self.board:
                self._show(board, found, self.table.number)
                return

    async def _found_in(self, board: Board) -> Found:
        """What the filter box and the keys that hide let pass; of a fault in the box it is told before anything is looked for."""
        self._filtering = self._filtering or time.monotonic()
        text = self.query_one("#filter", FilterBox).value
        self.table.columns = self._columns(board)
        wish = Wish(
            columns=tuple(key for key, _ in self.table.fitting if key != "findings"),
            order=self.table.order,
            only_invites=self.only_invites,
            only_wrong=self.only_wrong,
            hides_options=self.program.preferences.hides_options,
        )
        error = await self.program.away(self._mean, text)
        self.query_one("#note", FilterNote).put(error)
        found = await self.program.away(self._look_up, board, wish, error)
        self._filtering = 0.0
        return found

    def _show(self, board: Board, found: Found, number: int | None) -> None:
        self.wrong = found.wrong
        self.table.nothing = self._nothing(board)
        self.table.show_board(board, found.seen, number)
        self.tell_head()

    def _nothing(self, board: Board) -> str:
        """What is said where nothing is shown."""
        if len(board):
            foreign = self._meant.foreign
            return self.say("foreign-status", statuses=foreign) if foreign else self.say("nothing-fits")
        watch = self.program.feed.watch
        return self._waiting() if watch and not watch.has_ended else self.say("nothing-here")

    def _waiting(self) -> str:
        """What is said while nothing came."""
        watch = self.program.feed.watch
        return self.say("waiting" if watch is None or watch.is_up else "gone")

    def _mean(self, text: str) -> FilterError | None:
        """Takes apart what stands in the filter box; while it cannot be meant, what it meant before holds."""
        try:
            self._meant = typed(text, self.program.voice.zone)
        except FilterError as fault:
            return fault
        return None

    def _look_up(self, board: Board, wish: Wish, error: FilterError | None) -> Found:
        """Which rows are shown; all of them where the filter cannot be meant and what it meant before lets none pass."""
        kept = self._kept(board, (self._meant, wish.columns))
        rows = kept.copy() if error is None or kept.any() else np.ones(len(board), dtype=bool)
        if wish.only_invites:
            rows &= board.of_kinds(("call",))
        if wish.hides_options:
            rows &= ~board.of_kinds(("options",))
        if wish.only_wrong:
            rows &= board.is_wrong
        return Found(board.seen(rows, wish.order), int((rows & board.is_wrong).sum()))

    def _kept(self, board: Board, wanted: tuple[Typed, tuple[str, ...]]) -> Array:
        """Looked up again only if something else is wanted, or other columns stand there."""
        before = self._kept_before
        if before is None or before[0]() is not board or before[1] != wanted:
            before = self._kept_before = (ref(board), wanted, keep(board, *wanted))
        return before[2]

    def _look_around(self) -> None:
        """Shows how far the reading is, and counts the findings of the calls on the screen."""
        if self.board is None or not self.board.is_judged or self._filtering or self.program.feed.watch:
            self.tell_head()
        if self.board is None or not self.board.is_judged or self._filtering:
            return
        if any(key == "findings" for key, _ in self.table.fitting):
            wanted = [number for number in self.table.shown_numbers if number not in self._finding_counts]
            if wanted:
                work(self, partial(self._count, self.board, wanted), "counting")

    async def _count(self, board: Board, numbers: list[int]) -> None:
        for number in numbers:
            found = await self.program.away(board.report.findings_of, number)
            if board is self.board or board.report is (self.board and self.board.report):
                self._finding_counts[number] = str(len(found)) if found else ""
        self.table.refresh()

    def tell_head(self) -> None:
        """What is read, how many entries there are, how many of them are shown, and what Esc takes back."""
        for bar in self.query(KeyBar):
            bar.mean("undo", self.to_undo())
        feed, names, board = self.program.feed, self._names(), self.board
        if board is None:
            said = self._waiting() if feed.watch else self.say("reading", files=names, share=self._share)
        else:
            states, counts = self._states(), [*self._days(board), *self._counts(board)]
            room = self.app.size.width - cells(" · ".join([*states, *counts])) - len("  · ")
            trust = [word(TRUST, slug, self.lang) for slug in self._trust(board)]
            said = " · ".join([*states, shorten(names, max(room, _LEAST_NAME)), *counts, *trust])
        self.query_one("#head", Head).put((f" {said}", ""))

    def _states(self) -> list[str]:
        """What is going on."""
        watch = self.program.feed.watch
        states = [self.say("filtering")] if self._filtering and time.monotonic() - self._filtering > _LONG else []
        if watch:
            going = "ended" if watch.has_ended else "live" if watch.is_up else "gone"
            states.append(self.say("paused" if self.is_paused else going))
        return states

    def _counts(self, board: Board) -> list[str]:
        """How much there is, how much of it is shown, and what is missing."""
        watch, lang = self.program.feed.watch, self.lang
        total, shown = len(board), len(self.table.seen)
        counts = self.say("all", total=total) if shown == total else self.say("shown", n=whole(shown, lang), total=total)
        parts = [counts]
        if self.wrong:
            parts.append(self.say("wrong-count", n=whole(self.wrong, lang)))
        if not board.is_judged:
            parts.append(self.say("judging"))
        if self.table.marked:
            parts.append(self.say("marked", n=len(self.table.marked)))
        hidden = ((self.only_invites, "invites"), (self.program.preferences.hides_options, "options"), (self.only_wrong, "wrong"))
        parts += [self.say(f"filter-{name}") for is_on, name in hidden if is_on]
        if watch:
            parts += [self._kept_since(board)] if watch.has_forgotten else []
            parts += [self.say("dropped", n=watch.dropped)] if watch.dropped else []
        return parts

    def _days(self, board: Board) -> list[str]:
        """The day or days of what is listed, and the zone of its times; nothing where a log tells no time."""
        evidence = board.report.table.evidence
        is_known = evidence.start and self.app.size.width >= _ROOM_FOR_DAYS
        return [days_of(evidence.start, evidence.end, self.program.voice.zone)] if is_known else []

    def _names(self) -> str:
        """What is read: the first few files."""
        names = self.program.feed.names
        told = [self.program.voice.screen("stdin") if file == "-" else name for file, name in zip(names, names_apart(names), strict=True)]
        shown = [shorten_middle(name, 30) for name in told[:_MOST_NAMES]]
        return ", ".join([*shown, *(["…"] if len(names) > _MOST_NAMES else [])])

    def _trust(self, board: Board) -> list[str]:
        """What makes the evidence worth less; that it ends early goes without saying of what grows."""
        if not board.is_judged:
            return []
        return [slug for slug in board.report.trust if not (self.program.feed.watch and slug == _OF_EVERY_WATCH)]

    def _kept_since(self, board: Board) -> str:
        """From when on everything is kept; a log tells no times that could be asked for at once."""
        start = board.report.table.evidence.start
        return self.say("forgotten", time=time_of(start, self.program.voice.zone)) if start else self.say("oldest-gone")

    def on_input_changed(self) -> None:
        """The filter is applied while it is typed, when nothing was typed for a moment."""
        if self._typing is not None:
            self._typing.stop()
        self._typing = self.set_timer(_TYPING, self.refilter)

    def on_filter_box_left(self) -> None:
        """From the filter box to the list."""
        self.refilter()
        self.table.focus()
