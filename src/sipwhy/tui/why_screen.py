"""Why a call ended as it did: what was found, who is at fault, what to do, and the evidence, each piece a key away."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import ClassVar

from sipwhy.app.board import numbers_again, numbers_in
from sipwhy.app.report import FullReport
from sipwhy.model import Evidence, Finding
from sipwhy.render.subject import Subject, subject
from sipwhy.render.wording import blamed, evidence_lines, heading, stream_table, timing
from sipwhy.texts.harmless import cells, pad
from sipwhy.texts.vocabulary import SEVERITY, word
from sipwhy.tui.answer_screen import AnswerScreen
from sipwhy.tui.ink import Ink, Line, inked_lines
from sipwhy.tui.keys import WHY, Key
from sipwhy.tui.ladder_model import Place
from sipwhy.tui.lines import Lines, Stop
from sipwhy.tui.listening import toggle_sound
from sipwhy.tui.save_screen import SaveScreen
from sipwhy.tui.text_page import TextPage
from sipwhy.tui.working import work
from sipwhy.views.summary import ALARMING


class WhyScreen(TextPage):
    """Of one call."""

    KEYS: ClassVar[tuple[Key, ...]] = WHY
    SCOPE = "why"

    def __init__(self, report: FullReport, number: int) -> None:
        super().__init__()
        self._report, self._number = report, number

    def title_text(self) -> str:
        """Which call."""
        row = self._report.row(self._number)
        return f"{self.say('why-title')}: {'  '.join(heading(row, self.program.voice))}" if row else self.say("why-title")

    def made(self, width: int) -> tuple[Sequence[Line], Sequence[Stop]]:
        """Every finding with its evidence; what the answer means; the voice."""
        found = subject(self._report, self._number, self.program.voice, full=True)
        if found is None:
            return [((self.say("no-call"), ""),)], ()
        paper = Ink(width - 1, colours=True)
        text = _Text(paper)
        self._begin(found, text)
        for finding in found.findings:
            self._finding(finding, found, text)
        if found.answer:
            text.add("", *(paper.paint(line, "dim") for line in paper.paragraph(found.answer)))
        if found.log:
            text.add("", paper.paint(self.program.voice.screen("from-log") + ":", "heading"))
            text.add(*(line for one in found.log for line in paper.paragraph(one, "    ", "  ")))
        self._voices(found, text)
        return text.lines, text.stops

    def _begin(self, found: Subject, text: _Text) -> None:
        voice = self.program.voice
        if times := timing(found.call, voice, found.cause):
            text.add(*(text.paper.paint(line, "dim") for line in text.paper.paragraph(times)))
        if found.verdict:
            style = "success" if found.verdict == "well" else "bold"
            text.add(*(text.paper.paint(line, style) for line in text.paper.paragraph(voice.screen(found.verdict, n=found.counted))))

    def _finding(self, finding: Finding, found: Subject, text: _Text) -> None:
        voice, paper = self.program.voice.about(self._report).on(found.call), text.paper
        said = voice.said(finding)
        severity = word(SEVERITY, finding.severity, self.lang)
        is_cause = finding.rule == found.cause
        style = "error-bold" if is_cause and finding.severity in ALARMING else "heading"
        title = self.say("finding-heading", severity=severity, title=said.title, rule=finding.rule)
        text.add("", *(paper.paint(line, style) for line in paper.paragraph(title)))
        text.add(*paper.paragraph(blamed(finding, found.row.kind, voice), "  "))
        text.add(*(line for part in (said.explanation,) if part for line in paper.paragraph(part, "  ")))
        for piece, where in zip(finding.evidence, evidence_lines(finding, self._report, voice), strict=True):
            text.stop(piece, [paper.paint(line, "note") for line in paper.paragraph(where, "    ", "  → ")])
        if said.fix:
            text.add(paper.paint(f"  {voice.screen('fix')}:", "heading"))
        for at, step in enumerate(said.fix, 1):
            lead = f"{at}. " if len(said.fix) > 1 else ""
            text.add(*paper.paragraph(step, "  " + " " * len(lead), "  " + lead))

    def _voices(self, found: Subject, text: _Text) -> None:
        if not found.call.streams:
            return
        rows = stream_table(found.call, found.call.streams, self.program.voice, found.alone)
        widths = [max(cells(row[at]) for row in rows) for at in range(len(rows[0]))]
        text.add("")
        for at, (way, codec, *numbers) in enumerate(rows):
            fields = (pad(way, widths[0]), pad(codec, widths[1]), *(n.rjust(w) for n, w in zip(numbers, widths[2:], strict=True)))
            line = "  ".join(fields).rstrip()
            text.add(line if at else text.paper.paint(line, "dim"))
        text.add(*(line for one in found.sealed for line in text.paper.paragraph(one)))

    def renew(self, report: FullReport) -> None:
        """The same call in a newer report."""
        work(self, partial(self._renew, report), "renew")

    async def _renew(self, report: FullReport) -> None:
        places = await self.program.away(numbers_in, report)
        number = numbers_again(self._report, (self._number,), places).get(self._number)
        if number is not None and not self.program.is_paused:  # one that has gone from what is kept stays as it was
            self._report, self._number = report, number
            self.show_again()

    def on_lines_chosen(self, _: Lines.Chosen) -> None:
        """Two clicks on evidence."""
        self.action_open()

    def action_open(self) -> None:
        """To the message that proves it, in the ladder."""
        piece = self.lines.current
        place = self._place_of(piece) if isinstance(piece, Evidence) else None
        if place is None:
            self.tell(self.say("no-evidence"))
            return
        below = self.app.screen_stack[-2]
        if (go_to := getattr(below, "go_to", None)) and go_to(self._report, place):
            self.app.pop_screen()
        else:
            self.program.show_ladder(self._report, self._number, place)

    def _place_of(self, piece: Evidence) -> Place | None:
        """Where in the ladder a piece of evidence is."""
        if piece.stream is not None:
            return Place(stream=piece.stream)
        number = self._message_of(piece)
        return Place(message=number) if number is not None else None

    def _message_of(self, piece: Evidence) -> int | None:
        """The message that a piece of evidence is, or is about."""
        if piece.message is not None:
            return piece.message
        call = self._report.call(self._number)
        if piece.frame is not None:
            place = (piece.file, piece.frame)
            errors = (error for leg in call.legs for error in leg.errors)
            same = [message.number for message in call.messages if (message.file, message.frame) == place]
            return _first([*same, *(error.message for error in errors if (error.file, error.frame) == place)])
        if piece.line is not None:
            return _first([m.number for m in call.messages if (m.file, m.line) == (piece.file, piece.line)])
        return None

    def action_explain(self) -> None:
        """What the answer means that the caller got."""
        row = self._report.row(self._number)
        if row is None or not row.status:
            self.tell(self.say("no-answer-yet"))
            return
        self.app.push_screen(AnswerScreen(f"{row.status} {row.reason or ''}".strip()))

    async def action_listen(self) -> None:
        """Plays the call, or stops."""
        await toggle_sound(self, self._report, self._number)

    def action_save(self) -> None:
        """The dialog that saves."""
        self.app.push_screen(SaveScreen(self._report, (self._number,), ".txt"), self.saved)


class _Text:
    """Lines that are added one after the other, and the places where the cursor stops."""

    def __init__(self, paper: Ink) -> None:
        self.paper = paper
        self.lines: list[Line] = []
        self.stops: list[Stop] = []

    def add(self, *lines: str) -> None:
        """Lines below the others."""
        self.lines += inked_lines(lines, " ")

    def stop(self, what: Evidence, lines: Sequence[str]) -> None:
        """Lines that the cursor stops at."""
        first = len(self.lines)
        self.add(*lines)
        self.stops.append(Stop(first, len(self.lines) - 1, what))


def _first(numbers: Sequence[int | None]) -> int | None:
    return next((number for number in numbers if number is not None), None)
