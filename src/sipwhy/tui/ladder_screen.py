"""One call, or several in one picture: its ladder, and beside or below it the message under the cursor."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import ClassVar

from textual.app import ComposeResult
from textual.containers import Container

from sipwhy.app.board import numbers_again, numbers_in
from sipwhy.app.follow import is_over
from sipwhy.app.report import FullReport
from sipwhy.app.several import with_related
from sipwhy.diagnosis.report import CallRow
from sipwhy.render.answer.here import meaning_here
from sipwhy.render.subject import ONE_SIDED
from sipwhy.render.text.ladder import ladder_parts, narrowest
from sipwhy.render.wording import heading
from sipwhy.texts.moment import days_of
from sipwhy.texts.vocabulary import at_fault_of
from sipwhy.tui.ink import Ink, Line, inked, inked_lines
from sipwhy.tui.keys import LADDER, Key
from sipwhy.tui.ladder_actions import LadderActions
from sipwhy.tui.ladder_model import Place, Shown, Wish, picture, proofs_in, shown
from sipwhy.tui.lines import Lines, Stop
from sipwhy.tui.message_pane import MessagePane
from sipwhy.tui.page import Head
from sipwhy.tui.working import work
from sipwhy.views.picture import Arrow, Band, Picture, Row
from sipwhy.views.summary import ALARMING, FAILED

_SIDE_FROM = 104
"""Cells of the screen from which on ladder and message have room side by side."""
_LEAST_LADDER, _LEAST_PANE = 30, 24
_SIDE, _BELOW = 46, 10
_STEP = 4


class LadderScreen(LadderActions):
    """`is_extended`: with related calls; `at` is the place to begin with."""

    KEYS: ClassVar[tuple[Key, ...]] = LADDER
    SCOPE = "ladder"

    def __init__(self, report: FullReport, numbers: Sequence[int], *, is_extended: bool = False, at: Place | None = None) -> None:
        super().__init__()
        self.report, self.numbers = report, tuple(numbers)
        self.wish, self.shown, self.rows = Wish(), None, []
        self.is_extended = is_extended
        self._at, self._drawn_for = at, 0

    def compose(self) -> ComposeResult:
        """Who and how, why, the ladder with its message, keys."""
        yield Head(name="who", most=2)
        yield Head("", "why", most=2)
        with Container(id="both"):
            yield Lines(id="ladder")
            yield MessagePane(id="pane")
        yield self.key_bar()

    def on_mount(self) -> None:
        """Reads the call."""
        self.query_one("#ladder", Lines).focus()
        self.redraw()

    def redraw(self) -> None:
        """Draws what is wished now, and reads it before if it is something else than what stands there."""
        work(self, self._draw, "call")

    async def _draw(self) -> None:
        if self.is_extended and not self.every:
            self.every = await self.program.away(with_related, self.report, self.numbers)
        if self.is_extended and len(self.every) == len(self.numbers):
            self.is_extended = False
            self.tell(self.say("no-related"))
        of = self.shown
        numbers = self.every if self.is_extended else self.numbers
        if of is None or of.report is not self.report or of.numbers != numbers:
            of = await self.program.away(shown, self.report, numbers, self.program.voice)
        drawn = await self.program.away(picture, of, self.wish, self.program.voice)
        self._put(of, drawn)

    def _put(self, of: Shown, drawn: Picture) -> None:
        """Shows the picture; nothing is awaited here, so that rows, messages and cursor are always of one report."""
        wanted = self._at or self._still_at(of)
        self._at = None
        self.marked = of.number_of(self.shown.messages[self.marked]) if self.marked is not None and self.shown else None
        self.shown = of
        self._arrange(len(drawn.columns))
        lines = self.query_one("#ladder", Lines)
        self._drawn_for = lines.size.width
        width = max(self._drawn_for or self.size.width, 1)
        paper = Ink(max(width, narrowest(len(drawn.columns))), colours=True)
        head: list[Line] = []
        content: list[Line] = []
        stops: list[Stop] = []
        self.rows = []
        for part, texts in ladder_parts(drawn, paper, self.lang):
            made = inked_lines(texts)
            if part == "head":
                head = made
                continue
            if not isinstance(part, str):
                stops.append(Stop(len(content), len(content) + len(made) - 1, part))
                self.rows.append(part)
                made = self._with_mark(part, made)
            content += made
        content += [inked(line) for one in of.log for line in Ink(width, colours=True).paragraph(one, "    ", "  ")]
        lines.put(content, stops, self._place(wanted), head)
        self._tell_head(of)
        self.show_message()

    def _still_at(self, of: Shown) -> Place | None:
        """Where the cursor stands now, as `of` numbers it."""
        row = self.query_one("#ladder", Lines).current
        if isinstance(row, Band):
            return Place(stream=row.streams[0])
        number = of.number_of(self.message) if self.message else None
        return None if number is None else Place(message=number)

    def _with_mark(self, row: Row, lines: list[Line]) -> list[Line]:
        """The lines of a row with a star where its message is marked."""
        if not (isinstance(row, Arrow) and row.number is not None and row.number == self.marked):
            return lines
        first = lines[0]
        text = first[0][0]
        return [(("*", "mark"), (text[1:], first[0][1]), *first[1:]), *lines[1:]]

    def _place(self, wanted: Place | None) -> int:
        """Where the cursor goes: to what was asked for, to what it stood on, to the first evidence of a cause."""
        if wanted is not None:
            return next((at for at, row in enumerate(self.rows) if wanted.is_at(row)), 0)
        causes = [at for at in proofs_in(self.rows) if any(note.is_cause for note in getattr(self.rows[at], "notes", ()))]
        return causes[0] if causes else 0

    def _arrange(self, columns: int) -> None:
        """Puts the message beside the ladder where there is room, else below it."""
        pane, both, lines = self.query_one("#pane", MessagePane), self.query_one("#both", Container), self.query_one("#ladder", Lines)
        pane.display = self.has_pane
        is_beside = self.size.width >= max(_SIDE_FROM, narrowest(columns) + _SIDE + 6 * (columns - 1))
        both.styles.height = "1fr"
        both.styles.layout = "horizontal" if is_beside else "vertical"
        if is_beside:
            pane.styles.height = "1fr"
            width = max(_LEAST_PANE, min(_SIDE + self.pane_more * _STEP, self.size.width - _LEAST_LADDER))
            pane.styles.width = width
            lines.styles.width = "1fr"
        else:
            most = max(self.size.height - 10, 3)
            pane.styles.width, lines.styles.width = "100%", "100%"
            pane.styles.height = max(3, min(_below(self.size.height) + self.pane_more, most))

    def on_resize(self) -> None:
        """Arranges it for the size that there is now; while it is still being read, that will do so."""
        if self.shown is not None:
            self.redraw()

    def on_lines_resized(self, event: Lines.Resized) -> None:
        """Draws it for the room that it has now."""
        if event.lines.id == "pane":
            self.show_message()
        elif event.lines.size.width != self._drawn_for:
            self.redraw()

    def show_message(self) -> None:
        """What is under the cursor, in the pane."""
        pane = self.query_one("#pane", MessagePane)
        if not self.has_pane or self.shown is None:
            return
        pane.show(self.query_one("#ladder", Lines).current, self.shown, coloured=self.is_coloured)

    def on_lines_moved(self, event: Lines.Moved) -> None:
        """The cursor went on."""
        if event.lines.id == "ladder":
            self.show_message()

    def on_lines_chosen(self, event: Lines.Chosen) -> None:
        """Two clicks."""
        if event.lines.id == "ladder":
            self.action_open()

    def _tell_head(self, of: Shown) -> None:
        voice, who, why = self.program.voice, self.query_one("#who", Head), self.query_one("#why", Head)
        row = of.report.row(self.numbers[0])
        if len(of.numbers) > 1 or row is None:
            starts = [one.start for number in of.numbers if (one := of.report.row(number))] or [0]
            days = days_of(min(starts), max(starts), voice.zone)
            who.put((f" {self.say('several', n=len(of.numbers), numbers=of.numbers)}  {days}", ""), *self._states())
        else:
            who.put((" " + "  ".join(heading(row, voice)), ""), *self._states())
        cause = next((finding for finding in of.findings[self.numbers[0]] if finding.is_cause), None)
        if cause is None:
            why.put((f" {self._verdict(row, of)}", "dim"))
            return
        fault = at_fault_of(cause.at_fault, of.call.kind, self.lang)
        why.put(
            (f" ● {self.say('at-fault', who=fault)}", "error-bold" if cause.severity in ALARMING else "note"),
            (f"  {voice.title(cause)} [{cause.rule}]", ""),
        )

    def _verdict(self, row: CallRow | None, of: Shown) -> str:
        """What is said of a call that has no cause: of a failure what the report says, the meaning of the answer or that none is known."""
        voice = self.program.voice
        watch = self.program.feed.watch
        if row is not None and watch and not watch.has_ended and not is_over(row):
            return self.say("goes-on")
        if row is not None and row.result in ("incomplete", "unanswered") and ONE_SIDED in self.report.trust:
            return voice.screen("one-direction")
        if row is not None and row.result == "incomplete":
            return voice.screen("capture-ended")
        if row is None or row.result not in FAILED:
            return self._calm(of)
        return meaning_here(of.call, of.report, None, voice.lang) or voice.screen("no-cause")

    def _calm(self, of: Shown) -> str:
        """What is said of a call that did not fail: what is to be noticed of its sound, or that its voice stays shut."""
        voice, number = self.program.voice, self.numbers[0]
        if noticed := next((finding for finding in of.findings[number] if voice.is_shown(finding)), None):
            return f"{voice.title(noticed)} [{noticed.rule}]"
        told = of.report.locks_told(number) or {}
        return voice.screen("well-unheard" if any(lock.locked for lock in told.values()) else "well")

    def _states(self) -> list[tuple[str, str]]:
        """What is not as it is at first."""
        of, wish = self.shown, self.wish
        parts = [self.say("related")] if self.is_extended and len(self.every) > len(self.numbers) else []
        if wish.leg is not None and of is not None:
            parts.append(self.say("one-leg", n=wish.leg + 1, total=len(of.call.legs)))
        if wish.only_sdp:
            parts.append(self.say("only-sdp"))
        return [(f"  · {part}", "") for part in parts]

    def renew(self, report: FullReport) -> None:
        """The same calls in a newer report."""
        work(self, partial(self._renew, report), "renew")

    async def _renew(self, report: FullReport) -> None:
        places = await self.program.away(numbers_in, report)
        if self.program.is_paused:
            return
        now = numbers_again(self.report, self.numbers, places)
        if all(number in now for number in self.numbers):  # one that has gone from what is kept stays as it was
            self.report, self.numbers, self.every = report, tuple(now[number] for number in self.numbers), ()
            self.redraw()


def _below(height: int) -> int:
    """Lines for the message where it stands below the ladder."""
    return max(_BELOW, height * 2 // 5)
