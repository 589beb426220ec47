"""What a ladder shows: which calls, which of their messages, in which colours; no widgets."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Literal

from msgspec import Struct
from msgspec.structs import replace

from sipwhy.app.report import FullReport
from sipwhy.app.several import combined
from sipwhy.media.quality import Quality, quality_of
from sipwhy.model import Call, Finding, Message, Stream
from sipwhy.render.media.score import score
from sipwhy.render.voice import Voice
from sipwhy.render.wording import quoted_lines
from sipwhy.views.ladder import Surroundings, ladder
from sipwhy.views.picture import Arrow, Band, Picture, Row

Colouring = Literal["kind", "leg", "cseq"]
COLOURINGS: tuple[Colouring, ...] = ("kind", "leg", "cseq")
_TONES = 6
_EVERY = 1_000_000


class Wish(Struct, frozen=True):
    """How it is to be drawn; `leg` is None for all legs."""

    folds: bool = True
    has_rtp: bool = True
    has_sdp: bool = True
    only_sdp: bool = False
    colouring: Colouring = "kind"
    leg: int | None = None


class Place(Struct, frozen=True):
    """A message by its number, or a stream by its index, as it stands in a ladder."""

    message: int | None = None
    stream: int | None = None

    def is_at(self, row: Row) -> bool:
        """Whether it is drawn by `row`."""
        if isinstance(row, Arrow):
            return self.message is not None and self.message in (row.number, *row.covers)
        return isinstance(row, Band) and self.stream in row.streams


class Shown(Struct, frozen=True):
    """Calls that are drawn together, with what was found about them."""

    report: FullReport
    numbers: tuple[int, ...]
    call: Call
    findings: Mapping[int, Sequence[Finding]]
    """By the number of the call."""
    messages: Mapping[int, Message]
    legs: Mapping[int, int]
    """The leg of each message."""
    log: Sequence[str]

    def number_of(self, message: Message) -> int | None:
        """The number that a message of another report on the same evidence has here."""
        same = self.messages.get(message.number)
        if same is not None and _is_same(same, message):
            return same.number
        return next((one.number for one in self.call.messages if _is_same(one, message)), None)


def shown(report: FullReport, numbers: Sequence[int], voice: Voice) -> Shown:
    """Reads the calls and what is found about them."""
    calls = [report.call(number) for number in numbers]
    call = combined(calls)
    findings = {number: tuple(report.findings_of(number)) for number in numbers}
    every = [finding for found in findings.values() for finding in found]
    return Shown(
        report=report,
        numbers=tuple(numbers),
        call=call,
        findings=findings,
        messages={message.number: message for message in call.messages},
        legs={message.number: leg.index for leg in call.legs for message in leg.messages},
        log=quoted_lines(every, report, voice),
    )


def picture(of: Shown, wish: Wish, voice: Voice) -> Picture:
    """The ladder as it is wished."""
    proofs = [proof for findings in of.findings.values() for proof in voice.proofs(findings, _cause(findings))]
    around = Surroundings(of.report.host, of.report.files, voice.lang, folds=wish.folds)
    drawn = ladder(of.call, proofs, around, _EVERY)
    return replace(drawn, rows=tuple(_dressed(row, of, wish, voice) for row in drawn.rows if _is_wished(row, of, wish)))


def proofs_in(rows: Sequence[Row]) -> list[int]:
    """The places of the rows that prove something."""
    return [at for at, row in enumerate(rows) if getattr(row, "notes", ())]


def streams_of(band: Band, call: Call) -> list[Stream]:
    """The streams of a band."""
    return [stream for stream in call.streams if stream.index in band.streams]


def _is_same(one: Message, other: Message) -> bool:
    return (one.ts, one.src, one.dst, one.raw) == (other.ts, other.src, other.dst, other.raw)


def _cause(findings: Sequence[Finding]) -> str | None:
    return next((finding.rule for finding in findings if finding.is_cause), None)


def _is_wished(row: Row, of: Shown, wish: Wish) -> bool:
    if isinstance(row, Band):
        return wish.has_rtp and not wish.only_sdp and (wish.leg is None or any(s.leg == wish.leg for s in streams_of(row, of.call)))
    if not isinstance(row, Arrow) or row.number is None:
        return not wish.only_sdp
    if wish.only_sdp and of.messages[row.number].sdp is None:
        return False
    return wish.leg is None or of.legs.get(row.number) == wish.leg


def _dressed(row: Row, of: Shown, wish: Wish, voice: Voice) -> Row:
    if isinstance(row, Band):
        return _with_quality(row, of, voice)
    if not isinstance(row, Arrow) or row.number is None:
        return row
    message = of.messages[row.number]
    if not wish.has_sdp and message.sdp is not None:
        bare = tuple(label for label in row.labels if "(" not in label) or row.labels[-1:]
        row = replace(row, labels=bare)
    if wish.colouring == "leg":
        return replace(row, tone=f"leg-{of.legs.get(message.number, 0) % _TONES}")
    if wish.colouring == "cseq":
        return replace(row, tone=f"leg-{(message.cseq or 0) % _TONES}")
    return row


def _with_quality(band: Band, of: Shown, voice: Voice) -> Band:
    """The band with the worst MOS of its streams, where there is one."""
    found = [quality_of(stream) for stream in streams_of(band, of.call)]
    rated = [one for one in found if isinstance(one, Quality)]
    if not rated or len({one.scale for one in rated}) > 1:
        return band
    worst = min(rated, key=lambda one: one.mos)
    said = f"MOS {score(worst, voice.lang)}"
    return replace(band, labels=tuple(f"{label}, {said}" for label in band.labels) + band.labels)
