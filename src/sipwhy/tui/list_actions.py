"""What keys do on the list of calls."""

from __future__ import annotations

from functools import partial

from sipwhy.app.board import Board
from sipwhy.app.board_fields import FIELDS
from sipwhy.tui.answer_screen import AnswerScreen
from sipwhy.tui.ask_screen import AskScreen
from sipwhy.tui.call_table import CallTable
from sipwhy.tui.columns_screen import ColumnsScreen
from sipwhy.tui.filter_box import FilterBox
from sipwhy.tui.ladder_screen import LadderScreen
from sipwhy.tui.listening import toggle_sound
from sipwhy.tui.overview_screen import OverviewScreen
from sipwhy.tui.page import Page
from sipwhy.tui.raw_screen import RawScreen
from sipwhy.tui.save_screen import SaveScreen
from sipwhy.tui.settings_screen import SettingsScreen
from sipwhy.tui.why_screen import WhyScreen
from sipwhy.tui.working import work


class ListActions(Page):
    """The actions of `ListScreen`, which knows the data."""

    board: Board | None = None
    clearings = 0
    """How often what came was forgotten: a report that was begun before is out of date."""
    is_paused = only_invites = only_wrong = False
    wrong = 0

    @property
    def table(self) -> CallTable:
        """The list itself."""
        return self.query_one("#calls", CallTable)

    def refilter(self) -> None:
        """Applies filter and order again."""

    def tell_head(self) -> None:
        """Says again what is read and shown."""

    def _chosen(self) -> tuple[int, ...]:
        """The marked calls; without marks the one under the cursor."""
        if self.table.marked:
            return tuple(sorted(self.table.marked))
        return (self.table.number,) if self.table.number is not None else ()

    def on_call_table_opened(self) -> None:
        """Two clicks on a row."""
        self.action_open()

    def on_call_table_sorted(self, event: CallTable.Sorted) -> None:
        """A click on the head of a column."""
        self._sort(event.key)

    def to_undo(self) -> str:
        """What Esc takes back, as the end of a key of `texts.tui`; "undo" if there is nothing, and it leaves."""
        if self.query_one("#filter", FilterBox).value or self.only_wrong or self.only_invites:
            return "undo-filter"
        return "undo-marks" if self.table.marked else "undo"

    def action_undo(self) -> None:
        """Shows everything again; with nothing hidden removes the marks; without those ends the program."""
        match self.to_undo():
            case "undo-filter":
                self.query_one("#filter", FilterBox).value = ""
                self.only_wrong = self.only_invites = False
                self.refilter()
            case "undo-marks":
                self.action_unmark()
            case _:
                self.action_back()

    def action_back(self) -> None:
        """Ends the program; while calls come in, it asks before."""
        if self.program.feed.watch is None or self.program.feed.watch.has_ended:
            self.app.exit()
        else:
            self.app.push_screen(AskScreen(self.say("quit")), lambda said: self.app.exit() if said else None)

    def action_open(self) -> None:
        """The ladder."""
        if self.board and (numbers := self._chosen()):
            self.app.push_screen(LadderScreen(self.board.report, numbers))

    def action_extended(self) -> None:
        """The ladder with related calls."""
        if self.board and (numbers := self._chosen()):
            self.app.push_screen(LadderScreen(self.board.report, numbers, is_extended=True))

    def action_mark(self) -> None:
        """Marks, or takes the mark away, and goes on."""
        if (number := self.table.number) is not None:
            self.table.marked ^= {number}
            self.table.action_step(1)
            self.tell_head()

    def action_unmark(self) -> None:
        """No marks any more."""
        self.table.marked = set()
        self.table.refresh()
        self.tell_head()

    def action_why(self) -> None:
        """Why it failed."""
        if self.board and (number := self.table.number) is not None:
            self.app.push_screen(WhyScreen(self.board.report, number))

    def action_explain(self) -> None:
        """What the answer means that the caller got."""
        row = self.board.row(self.table.number) if self.board and self.table.number is not None else None
        if row is None or not row.status:
            self.tell(self.say("no-answer-yet"))
            return
        self.app.push_screen(AnswerScreen(f"{row.status} {row.reason or ''}".strip()))

    def action_raw(self) -> None:
        """All messages as text."""
        if self.board and (numbers := self._chosen()):
            self.app.push_screen(RawScreen(self.board.report, numbers))

    def action_save(self) -> None:
        """The dialog that saves."""
        if self.board and (numbers := self._chosen()):
            self.app.push_screen(SaveScreen(self.board.report, numbers), self.saved)
        else:
            self.tell(self.say("no-call"))

    def action_search(self) -> None:
        """The filter box."""
        self.set_focus(self.query_one("#filter", FilterBox))  # at once: what is typed next is meant for it

    def action_filter(self) -> None:
        """The same."""
        self.action_search()

    def action_settings(self) -> None:
        """Colours, language, zone."""
        self.app.push_screen(SettingsScreen(), lambda _: self.refilter())

    def action_columns(self) -> None:
        """Which columns, in which order."""
        self.app.push_screen(ColumnsScreen())

    def action_statistics(self) -> None:
        """The overview."""
        if self.board:
            self.app.push_screen(OverviewScreen(self.board.report))

    async def action_listen(self) -> None:
        """Plays the call, or stops."""
        if self.board and (number := self.table.number) is not None:
            await toggle_sound(self, self.board.report, number)

    def action_clear(self) -> None:
        """Forgets what came until now, where calls come in."""
        watch = self.program.feed.watch
        if watch is not None:
            self.clearings += 1
            work(self, partial(self.program.away, watch.clear), "clearing")
            self.board = None
            self.table.forget()
            self.tell_head()

    def action_pause(self) -> None:
        """Shows nothing new until it is pressed again; what comes is kept."""
        if self.program.feed.watch is not None:
            self.is_paused = not self.is_paused
            self.tell_head()

    def action_wrong(self) -> None:
        """Only what went wrong."""
        self.only_wrong = not self.only_wrong
        self.refilter()

    def action_invites(self) -> None:
        """Only calls."""
        self.only_invites = not self.only_invites
        self.refilter()

    def action_options(self) -> None:
        """Without OPTIONS."""
        self.program.prefer(hides_options=not self.program.preferences.hides_options)

    def action_sort_left(self) -> None:
        """By the column on the left of the one that sorts."""
        self._sort_beside(-1)

    def action_sort_right(self) -> None:
        """By the one on its right."""
        self._sort_beside(1)

    def action_sort_turn(self) -> None:
        """The other way round."""
        order = self.table.order or (("number", False),)
        self._order(order[0][0], is_down=not order[0][1])

    def _sort_beside(self, by: int) -> None:
        keys = [key for key, _ in self.table.fitting if key in FIELDS]
        now = self.table.order[0][0] if self.table.order else "number"
        at = keys.index(now) + by if now in keys else 0
        self._order(keys[max(0, min(at, len(keys) - 1))], is_down=self.table.order[0][1] if self.table.order else False)

    def _sort(self, key: str) -> None:
        if key in FIELDS:
            self._order(key, is_down=bool(self.table.order) and self.table.order[0] == (key, False))

    def _order(self, key: str, *, is_down: bool) -> None:
        self.table.order = ((key, is_down),)
        self.refilter()
