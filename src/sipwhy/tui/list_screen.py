"""The list of calls: the first screen."""

from __future__ import annotations

import asyncio
import gc
import time
from functools import partial
from pathlib import PurePath
from typing import ClassVar

import numpy as np
from textual.app import ComposeResult

from sipwhy.app.board import Board, Seen
from sipwhy.app.list_expression import FilterError
from sipwhy.app.list_filter import Typed, keep, typed
from sipwhy.app.report import FullReport
from sipwhy.sources import Problem
from sipwhy.texts.amount import whole
from sipwhy.texts.harmless import harmless
from sipwhy.texts.vocabulary import TRUST, word
from sipwhy.tui.call_table import CallTable
from sipwhy.tui.filter_box import Completing, FilterBox, FilterNote
from sipwhy.tui.keys import LIST, Key
from sipwhy.tui.list_actions import ListActions
from sipwhy.tui.page import Head
from sipwhy.tui.working import work
from sipwhy.wire.columns import Array

_PAUSE = 0.2
_COUNTING = 0.2
_TYPING = 0.12
_LONG = 0.5
"""Seconds after which it is said that rows are still looked for."""
_OF_EVERY_WATCH = "capture-ends-early"
"""What looks on always ends before some calls do."""


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
        self._found: tuple[Board, tuple[Typed, tuple[str, ...]], Array] | None = None

    def compose(self) -> ComposeResult:
        """Head, filter, list, keys."""
        yield Head(name="head")
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
        self.query_one("#filter", FilterBox).placeholder = self.say("filter-hint")
        self.table.columns = self.program.preferences.columns
        if self.board is not None:
            self.board = Board(self.board.report, self.program.voice, is_judged=self.board.is_judged)
            self.refilter()
        self.tell_head()

    async def _read(self) -> None:
        program = self.program
        try:
            report = await program.away(program.feed.read, self._progress)
        except Problem as problem:
            program.exit(problem)
            return
        self.board = Board(report, program.voice, is_judged=False)
        await self._refilter()
        await program.away(lambda: report.verdicts)
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
        try:
            while True:
                await program.away(watch.take)
                report = None if self.is_paused else await program.away(watch.report)
                if report is not None:
                    await self._renew(report)
                if report is None and watch.has_ended and self.board is not None:
                    self.tell_head()
                await asyncio.sleep(_PAUSE)
        except Problem as problem:
            program.exit(problem)

    async def _renew(self, report: FullReport) -> None:
        """Shows a newer report; marks and the cursor stay with their calls."""
        old, table = self.board, self.table
        board = Board(report, self.program.voice)
        numbers = [*table.marked, *([table.number] if table.number is not None else [])]
        keys = await self.program.away(old.keys_of, numbers) if old else []
        found = await self.program.away(board.numbers_of, keys)
        now = {number: found[key] for number, key in zip(numbers, keys, strict=False) if key in found}
        cursor = now.get(table.number) if table.number is not None else None
        table.marked = {now[number] for number in table.marked if number in now}
        self._finding_counts = {}
        self.board, self._found = board, None  # the old report is let go of
        await self._refilter(cursor)
        self.program.renewed(report)
        del old
        await self.program.away(gc.collect)  # a report knows its parts and they know it

    def refilter(self) -> None:
        """Applies filter, order and what is hidden again, in a while."""
        work(self, self._refilter, "filter")

    async def _refilter(self, number: int | None = None) -> None:
        board = self.board
        if board is None:
            return
        wanted = number if number is not None else self.table.number
        self._filtering = self._filtering or time.monotonic()
        seen, wrong, error = await self.program.away(self._seen, board)
        self._filtering = 0.0
        self.query_one("#note", FilterNote).put(error)
        if board is self.board:
            self.wrong = wrong
            self.table.nothing = self._nothing(board)
            self.table.show_board(board, seen, wanted)
            self.tell_head()

    def _nothing(self, board: Board) -> str:
        """What is said where nothing is shown."""
        if len(board):
            return self.say("nothing-fits")
        watch = self.program.feed.watch
        return self.say("waiting" if watch and not watch.has_ended else "nothing-here")

    def _seen(self, board: Board) -> tuple[Seen, int, FilterError | None]:
        """Which rows are shown, how many of them went wrong, and what is wrong with the filter."""
        kept, error = self._kept(board)
        rows = kept.copy()
        if self.only_invites:
            rows &= board.of_kinds(("call",))
        if self.program.preferences.hides_options:
            rows &= ~board.of_kinds(("options",))
        if self.only_wrong:
            rows &= board.is_wrong
        return board.seen(rows, self.table.order), int((rows & board.is_wrong).sum()), error

    def _kept(self, board: Board) -> tuple[Array, FilterError | None]:
        """Which rows the filter box lets pass; while it cannot be meant, those that it let pass before, or all if that was none."""
        columns = tuple(key for key, _ in self.table.fitting if key != "findings")
        try:
            self._meant, error = typed(self.query_one("#filter", FilterBox).value, self.program.voice.zone), None
        except FilterError as fault:
            error = fault
        rows = self._looked_up(board, self._meant, columns)
        return (rows if error is None or rows.any() else np.ones(len(board), dtype=bool)), error

    def _looked_up(self, board: Board, wanted: Typed, columns: tuple[str, ...]) -> Array:
        """Looked up again only if something else is wanted, or other columns stand there."""
        if self._found is None or self._found[0] is not board or self._found[1] != (wanted, columns):
            self._found = (board, (wanted, columns), keep(board, wanted, columns))
        return self._found[2]

    def _look_around(self) -> None:
        """Shows how far the reading is, and counts the findings of the calls on the screen."""
        if self.board is None or not self.board.is_judged or self._filtering:
            self.tell_head()
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
        """What is read, how many entries there are, how many of them are shown."""
        feed, lang = self.program.feed, self.lang
        names = ", ".join(
            harmless(PurePath(name).name, 30) if name != "-" else self.program.voice.screen("stdin") for name in feed.names[:3]
        )
        head = self.query_one("#head", Head)
        board = self.board
        if board is None:
            said = self.say("waiting") if feed.watch else self.say("reading", files=names, share=self._share)
            head.put((f" {said}", ""))
            return
        total, shown = len(board), len(self.table.seen)
        counts = self.say("all", total=total) if shown == total else self.say("shown", n=whole(shown, lang), total=total)
        parts = [names, counts]
        if self.wrong:
            parts.append(self.say("wrong-count", n=whole(self.wrong, lang)))
        if self._filtering and time.monotonic() - self._filtering > _LONG:
            parts.insert(0, self.say("filtering"))
        if not board.is_judged:
            parts.append(self.say("judging"))
        if self.table.marked:
            parts.append(self.say("marked", n=len(self.table.marked)))
        hidden = ((self.only_invites, "invites"), (self.program.preferences.hides_options, "options"), (self.only_wrong, "wrong"))
        parts += [self.say(f"filter-{name}") for is_on, name in hidden if is_on]
        if feed.watch:
            parts.insert(0, self.say("paused" if self.is_paused else "ended" if feed.watch.has_ended else "live"))
            parts += [self.say("forgotten")] if feed.watch.has_forgotten else []
            parts += [self.say("dropped", n=feed.watch.dropped)] if feed.watch.dropped else []
        if board.is_judged:
            parts += [word(TRUST, slug, lang) for slug in board.report.trust if not (feed.watch and slug == _OF_EVERY_WATCH)]
        head.put((" " + " · ".join(parts), ""))

    def on_input_changed(self) -> None:
        """The filter is applied while it is typed."""
        self.set_timer(_TYPING, self.refilter)

    def on_filter_box_left(self) -> None:
        """From the filter box to the list."""
        self.refilter()
        self.table.focus()
