"""One call with all that a renderer says of it: which findings, what verdict, which ladder."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from msgspec import Struct
from msgspec.structs import replace

from sipwhy.diagnosis.login import refused_afresh
from sipwhy.diagnosis.network_alone import network_alone
from sipwhy.diagnosis.report import CallRow, Report
from sipwhy.diagnosis.talk import is_unseen
from sipwhy.model import Call, Finding
from sipwhy.model.lock import Lock
from sipwhy.render.answer.here import meaning_here
from sipwhy.render.media.lock import how_lines, table_lines
from sipwhy.render.media.voiceless import has_voice
from sipwhy.render.unshown import unshown_in
from sipwhy.render.voice import Voice
from sipwhy.render.wording import quoted_lines, told_lines
from sipwhy.views.ladder import MOST_ROWS, Surroundings, ladder
from sipwhy.views.picture import Picture
from sipwhy.views.summary import FAILED

_UNSHORTENED = 10_000
ONE_SIDED = "one-sided-capture"


class Subject(Struct, frozen=True):
    """A call, its findings that are worth showing (the cause first), and its ladder."""

    row: CallRow
    call: Call
    findings: Sequence[Finding]
    cause: str | None
    picture: Picture
    answer: str | None
    """What the answer that decided a failed call means."""
    log: Sequence[str]
    """The lines of logs that prove its findings; of a call that only a log knows and no rule explains, what the log says."""
    sealed: Sequence[str] = ()
    """What became of its voice that is encrypted."""
    is_half: bool = False
    """Whether the capture has one direction only."""
    is_shut: bool = False
    """Whether voice of it stays encrypted: nobody listened to that."""
    alone: frozenset[int] = frozenset()
    """The streams, by their index, of which figures tell about the network only."""
    is_unseen: bool = False
    """Whether people talked, and not a packet of their voice is in a capture that has that of others."""
    unshown: int = 0
    """How many notices are shown only to who asks for all."""

    @property
    def is_bad(self) -> bool:
        """Whether it failed as the network sees it."""
        return self.row.result in FAILED

    @property
    def refused(self) -> int:
        """How often a registration that succeeded had its credentials refused before."""
        if self.row.kind != "registration" or self.row.result != "registered" or not self.call.legs:
            return 0
        refused, taken = refused_afresh([leg for leg in self.call.legs if leg.src.ip == self.call.first.src.ip])
        return len(refused) if taken else 0

    @property
    def verdict(self) -> str | None:
        """The key of the sentence that stands where no finding explains the call."""
        if any(finding.rule == self.cause for finding in self.findings):
            return None
        if self.is_half and self.row.result in ("incomplete", "unanswered"):
            return "one-direction"
        if self.is_bad:
            return "answer-alone" if self.answer else "no-cause"
        if self.row.result == "incomplete":
            ended = any(t.final for leg in self.call.legs for t in leg.transactions_of("BYE"))
            return "capture-began" if ended else "capture-ended"
        if self.findings:
            return None
        if self.refused or self.is_shut:
            return "well-at-last" if self.refused else "well-unheard"
        return "well-unseen" if self.is_unseen else "well-noticed" if self.unshown else "well"

    @property
    def counted(self) -> int:
        """What that sentence counts."""
        return self.refused or self.unshown


def subject(report: Report, number: int, voice: Voice, full: bool) -> Subject | None:
    """Call `number`; `full` keeps every finding and every message."""
    row = report.row(number)
    if row is None:
        return None
    call, cause = report.call(number), report.cause_of(number)
    findings = [f for f in report.findings_of(number) if full or f.rule == cause or voice.is_shown(f)]
    around = Surroundings(report.host, report.files, voice.lang)
    picture = ladder(call, voice.proofs(findings, cause), around, _UNSHORTENED if full else MOST_ROWS)
    answer = meaning_here(call, report, cause, voice.lang) if row.result in FAILED else None
    log = quoted_lines(findings, report, voice) or ([] if call.legs else told_lines(call, report, voice))
    shown = _without_quoted(picture, findings, log, voice)
    locks = report.locks(call.number) if call.streams else {}
    sealed, is_shut = _sealed(report, call, locks, voice, full), any(lock.locked for lock in locks.values())
    alone = network_alone(call.streams, locks, report.findings_of(number))
    lacks_voice = has_voice(report) and is_unseen(call)
    unshown = 0 if full else unshown_in(report, [number], voice)
    one_sided = ONE_SIDED in report.trust
    return Subject(row, call, findings, cause, shown, answer, log, sealed, one_sided, is_shut, alone, lacks_voice, unshown)


def _sealed(report: Report, call: Call, locks: Mapping[int, Lock], voice: Voice, full: bool) -> list[str]:
    """What became of encrypted voice; `full`: and what it takes, and how that is had."""
    said = list(table_lines(call.streams, locks, voice.lang, full=full))
    return [*said, *how_lines(report, [call], list(locks.values()), voice.lang)] if full else said


def _without_quoted(picture: Picture, findings: Sequence[Finding], log: Sequence[str], voice: Voice) -> Picture:
    """The picture without the notes that a line of a log says so: the line itself is quoted beside it."""
    saying = {voice.said(finding).notes.get("log") for finding in findings}
    told = tuple(
        note for note in picture.elsewhere if note.text not in saying or not any(line.startswith(f"{note.where}: ") for line in log)
    )
    return replace(picture, elsewhere=told)
