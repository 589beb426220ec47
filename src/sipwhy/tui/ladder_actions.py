"""What keys do on a ladder."""

from __future__ import annotations

from msgspec.structs import replace

from sipwhy.app.report import FullReport
from sipwhy.model import Message
from sipwhy.tui.answer_screen import AnswerScreen
from sipwhy.tui.difference_screen import DifferenceScreen
from sipwhy.tui.ladder_model import COLOURINGS, Place, Shown, Wish, proofs_in
from sipwhy.tui.lines import Lines
from sipwhy.tui.listening import toggle_sound
from sipwhy.tui.message_screen import MessageScreen
from sipwhy.tui.page import Page
from sipwhy.tui.raw_screen import RawScreen
from sipwhy.tui.save_screen import SaveScreen
from sipwhy.tui.why_screen import WhyScreen
from sipwhy.views.picture import Arrow, Row


class LadderActions(Page):
    """The actions of `LadderScreen`, which draws."""

    report: FullReport
    numbers: tuple[int, ...]
    every: tuple[int, ...] = ()
    """The calls with those related to them, as far as they were asked for."""
    wish: Wish
    shown: Shown | None
    rows: list[Row]
    is_extended: bool
    marked: int | None = None
    has_pane = is_coloured = True
    pane_more = 0

    def redraw(self) -> None:
        """Reads what is wished, and draws it."""

    def show_message(self) -> None:
        """Shows what is under the cursor."""

    @property
    def message(self) -> Message | None:
        """The message under the cursor."""
        row = self.query_one("#ladder", Lines).current
        if self.shown is None or not isinstance(row, Arrow) or row.number is None:
            return None
        return self.shown.messages.get(row.number)

    def action_open(self) -> None:
        """The message on the whole screen."""
        if self.shown is None or (message := self.message) is None:
            self.tell(self.say("no-message"))
            return
        numbers = [row.number for row in self.rows if isinstance(row, Arrow) and row.number is not None]
        messages = [self.shown.messages[number] for number in numbers]
        self.app.push_screen(MessageScreen(messages, numbers.index(message.number), self.report, self.numbers))

    def action_mark(self) -> None:
        """Marks one message; a second one is compared with it."""
        message = self.message
        if message is None or self.shown is None:
            self.tell(self.say("no-message"))
            return
        if self.marked is None or self.marked not in self.shown.messages:
            self.marked = message.number
            self.tell(self.say("marked-one", n=message.number))
        elif self.marked == message.number:
            self.marked = None
        else:
            first = self.shown.messages[self.marked]
            self.marked = None
            self.app.push_screen(DifferenceScreen(first, message))
        self.redraw()

    def action_why(self) -> None:
        """Why it failed."""
        self.app.push_screen(WhyScreen(self.report, self.numbers[0]))

    def go_to(self, report: FullReport, place: Place) -> bool:
        """Moves the cursor to a message or a stream of a report; whether it is here."""
        is_of_it = self.shown is not None and self.shown.report is report
        found = next((at for at, row in enumerate(self.rows) if is_of_it and place.is_at(row)), None)
        if found is not None:
            self.query_one("#ladder", Lines).go(found)
        return found is not None

    def action_explain(self) -> None:
        """What the answer under the cursor means."""
        message = self._answer()
        if message is None:
            self.tell(self.say("no-answer-here"))
            return
        self.app.push_screen(AnswerScreen(f"{message.status} {message.reason or ''}".strip()))

    def _answer(self) -> Message | None:
        """The answer under the cursor; of a request the last one that it got."""
        message = self.message
        if message is None or message.status is not None or self.shown is None:
            return message
        leg = self.shown.legs.get(message.number)
        answers = [
            other
            for other in self.shown.call.messages
            if other.status is not None
            and (other.cseq, other.method, self.shown.legs.get(other.number)) == (message.cseq, message.method, leg)
        ]
        return answers[-1] if answers else None

    def action_next_proof(self) -> None:
        """To the next evidence."""
        self._to_proof(1)

    def action_previous_proof(self) -> None:
        """To the one before."""
        self._to_proof(-1)

    def _to_proof(self, way: int) -> None:
        lines = self.query_one("#ladder", Lines)
        places = proofs_in(self.rows)
        if not places:
            self.tell(self.say("no-proof"))
            return
        beyond = [at for at in places if (at > lines.cursor if way > 0 else at < lines.cursor)]
        lines.go((beyond[0] if way > 0 else beyond[-1]) if beyond else places[0 if way > 0 else -1])

    def _wish(self, key: str, **changes: object) -> None:
        self.wish = replace(self.wish, **changes)
        self.tell(self.say(key))
        self.redraw()

    def action_sdp(self) -> None:
        """Codecs on the arrows."""
        self._wish("sdp-hidden" if self.wish.has_sdp else "sdp-shown", has_sdp=not self.wish.has_sdp)

    def action_rtp(self) -> None:
        """RTP bands."""
        self._wish("rtp-hidden" if self.wish.has_rtp else "rtp-shown", has_rtp=not self.wish.has_rtp)

    def action_repeats(self) -> None:
        """Retransmissions."""
        self._wish("repeats-shown" if self.wish.folds else "repeats-folded", folds=not self.wish.folds)

    def action_only_sdp(self) -> None:
        """Only messages with SDP."""
        self._wish("every-message" if self.wish.only_sdp else "only-sdp", only_sdp=not self.wish.only_sdp)

    def action_colour(self) -> None:
        """By what arrows have their colours."""
        chosen = COLOURINGS[(COLOURINGS.index(self.wish.colouring) + 1) % len(COLOURINGS)]
        self._wish(f"colour-{chosen}", colouring=chosen)

    def action_leg(self) -> None:
        """Only the leg of this message, or all."""
        message = self.message
        if self.wish.leg is not None or message is None or self.shown is None:
            self.wish = replace(self.wish, leg=None)
        else:
            self.wish = replace(self.wish, leg=self.shown.legs.get(message.number))
        self.redraw()

    def action_extended(self) -> None:
        """With related calls, or without."""
        self.is_extended = not self.is_extended
        self.redraw()

    def action_syntax(self) -> None:
        """Highlighting."""
        self.is_coloured = not self.is_coloured
        self.tell(self.say("syntax-on" if self.is_coloured else "syntax-off"))
        self.show_message()

    def action_pane(self) -> None:
        """The message beside or below, or not."""
        self.has_pane = not self.has_pane
        self.redraw()

    def action_wider(self) -> None:
        """More room for it."""
        self.pane_more += 1
        self.redraw()

    def action_narrower(self) -> None:
        """Less."""
        self.pane_more -= 1
        self.redraw()

    def action_pane_reset(self) -> None:
        """As at first."""
        self.pane_more, self.has_pane = 0, True
        self.redraw()

    def action_raw(self) -> None:
        """All messages as text."""
        self.app.push_screen(RawScreen(self.report, self.shown.numbers if self.shown else self.numbers))

    async def action_listen(self) -> None:
        """Plays the call, or stops."""
        await toggle_sound(self, self.report, self.numbers[0])

    def action_save(self) -> None:
        """The dialog that saves."""
        self.app.push_screen(SaveScreen(self.report, self.numbers), self.saved)
