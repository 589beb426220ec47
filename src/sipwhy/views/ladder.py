"""A call as a ladder: its hosts side by side in order of travel, its messages from top to bottom."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec import Struct
from msgspec.structs import replace

from sipwhy.model import Call, Message, NetworkError
from sipwhy.texts.catalogue import say
from sipwhy.texts.language import Language
from sipwhy.texts.pictures import PICTURE
from sipwhy.views.columns import Columns, HostOf
from sipwhy.views.evidence import Pinned, Proof, moved, named, pinned
from sipwhy.views.labels import error_labels, labels, tone
from sipwhy.views.media import bands
from sipwhy.views.picture import Arrow, Note, Picture, Row
from sipwhy.views.shorten import shortened
from sipwhy.views.twins import Sightings, is_inside, without_unused

MOST_ROWS = 40
_WORTH_TELLING = 10_000
"""µs: repeats within a shorter time are told by their number alone."""


class Surroundings(Struct, frozen=True):
    """What a ladder needs beside the call: who the hosts are, the files' names, the reader's language."""

    hosts: HostOf
    files: Sequence[str]
    lang: Language
    folds: bool = True
    """Whether repeats are folded into the first sending."""


def ladder(call: Call, proofs: Sequence[Proof], around: Surroundings, most_rows: int = MOST_ROWS) -> Picture:
    """The picture of `call`, with the notes of `proofs` beside what proves them."""
    hosts, files, lang = around.hosts, around.files, around.lang
    pins = pinned(proofs, files, lang)
    columns = Columns(call, hosts, lang)
    arrows = _Arrows(call, columns, pins, around)
    rows: list[Row] = [*arrows.messages(), *arrows.errors(), *bands(call, columns, pins.streams, lang)]
    rows.sort(key=lambda row: getattr(row, "at", 0))
    shown = columns.all()
    if arrows.twins:
        shown, rows = without_unused(shown, rows)
    return Picture(shown, shortened(rows, most_rows), arrows.elsewhere(rows))


class _Arrows:
    """Makes the arrows of one call."""

    def __init__(self, call: Call, columns: Columns, pins: Pinned, around: Surroundings) -> None:
        self._call, self._columns, self._pins = call, columns, pins
        self._files, self._lang, self._folds = around.files, around.lang, around.folds
        self._method = call.messages[0].method if call.messages else ""
        self.twins = 0
        """How many messages were drawn as one with what another capture holds of them on the other side of a NAT."""

    def messages(self) -> list[Arrow]:
        """One arrow for each message that is not a copy, nor a repeat that is folded into the first sending."""
        result: list[Arrow] = []
        drawn: dict[tuple[object, ...], int] = {}
        seen = Sightings()
        for message in self._call.messages:
            if message.is_copy:
                continue
            key = (message.src, message.dst, message.label, message.cseq, message.branch, message.from_tag, message.to_tag)
            if self._folds and message.is_repeat and key in drawn:
                fold = self._seen_too if key in seen.beyond else self._folded
                result[drawn[key]] = fold(result[drawn[key]], message)
            elif (arrow := self._arrow(message)) is not None:
                twin = seen.twin(message) if self._folds else None
                if twin is not None and (at := drawn.get(twin)) is not None:
                    drawn[key] = at
                    seen.beyond.add(key)
                    self.twins += 1
                    inner = arrow if is_inside(message) else result[at]
                    result[at] = replace(self._seen_too(result[at], message), src=inner.src, dst=inner.dst)
                    continue
                seen.add(message, key)
                drawn[key] = len(result)
                result.append(arrow)
        return [self._counted(arrow) for arrow in result]

    def _seen_too(self, arrow: Arrow, message: Message) -> Arrow:
        """The arrow of a message, which holds for what another capture has of it, too."""
        return replace(arrow, notes=(*arrow.notes, *self._notes_of(message)), covers=(*arrow.covers, message.number))

    def errors(self) -> list[Arrow]:
        """One arrow for each kind of network error between two hosts."""
        result: dict[tuple[object, ...], Arrow] = {}
        for error in (error for leg in self._call.legs for error in leg.errors):
            key = (error.kind, error.src.ip, error.dst.ip, error.detail, error.reporter)
            if (arrow := result.get(key)) is not None:
                notes = (*arrow.notes, *self._notes_of_frame(error))
                result[key] = replace(arrow, times=arrow.times + 1, lasted=error.ts - self._call.start - arrow.at, notes=notes)
            elif (arrow := self._error(error)) is not None:
                result[key] = arrow
        return [self._counted(arrow) for arrow in result.values()]

    def elsewhere(self, rows: Sequence[Row]) -> tuple[Note, ...]:
        """The notes whose place is not in the picture."""
        messages = {number for row in rows if isinstance(row, Arrow) for number in row.covers}
        frames = {(row.file, row.frame) for row in rows if isinstance(row, Arrow) and row.is_network}
        frames |= {(error.file, error.frame) for leg in self._call.legs for error in leg.errors}
        streams = {index for row in rows if not isinstance(row, Arrow) for index in getattr(row, "streams", ())}
        left = [note for number, notes in self._pins.messages.items() if number not in messages for note in notes]
        left += [note for key, notes in self._pins.frames.items() if key not in frames for note in notes]
        left += [note for index, notes in self._pins.streams.items() if index not in streams for note in notes]
        return (*left, *self._pins.others)

    def _arrow(self, message: Message) -> Arrow | None:
        src, dst = self._columns.place(message.src), self._columns.place(message.dst)
        if src is None or dst is None:
            return None
        return Arrow(
            at=message.ts - self._call.start,
            src=src,
            dst=dst,
            labels=labels(message, self._method, self._lang),
            tone=tone(message),
            number=message.number,
            file=message.file,
            frame=message.frame if message.frame or message.line is not None else message.number,
            notes=self._notes_of(message),
            covers=(message.number,),
        )

    def _error(self, error: NetworkError) -> Arrow | None:
        src, dst = self._columns.place(error.src), self._columns.place(error.dst)
        if src is None or dst is None:
            return None
        teller = self._columns.place_of_ip(error.reporter) if error.reporter else None
        towards = error.kind in ("tcp-unanswered", "fragment-lost", "tcp-unacknowledged")
        start, end = (src, dst) if towards else (dst if teller is None or teller == src else teller, src)
        return Arrow(
            at=error.ts - self._call.start,
            src=start,
            dst=end,
            labels=error_labels(error, self._lang),
            tone="error",
            file=error.file,
            frame=error.frame,
            notes=self._notes_of_frame(error),
            is_network=True,
        )

    def _folded(self, arrow: Arrow, repeat: Message) -> Arrow:
        return replace(
            arrow,
            times=arrow.times + 1,
            lasted=repeat.ts - self._call.start - arrow.at,
            notes=(*arrow.notes, *self._notes_of(repeat)),
            covers=(*arrow.covers, repeat.number),
        )

    def _counted(self, arrow: Arrow) -> Arrow:
        """The arrow with its repeats said on its labels."""
        if arrow.times == 1:
            return arrow
        times = say(PICTURE, "times", self._lang, n=arrow.times, t=arrow.lasted / 1e6)
        in_full = [f"{label} {times}" for label in arrow.labels]
        short = [f"{label} ×{arrow.times}" for label in arrow.labels]
        # Of a message the time tells more than its codecs; of an error its reason tells more than the time.
        told = [said for pair in zip(in_full, short, strict=True) for said in pair] if arrow.is_network else in_full + short
        told = told if arrow.lasted >= _WORTH_TELLING else short
        return replace(arrow, labels=tuple(told))

    def _notes_of(self, message: Message) -> tuple[Note, ...]:
        notes = self._pins.messages.get(message.number, ())
        if message.line is not None:
            return moved(notes, named("line", message.line, message.file, self._files, self._lang))
        if message.frame <= 0:
            return notes
        return moved(notes, named("frame", message.frame, message.file, self._files, self._lang))

    def _notes_of_frame(self, error: NetworkError) -> tuple[Note, ...]:
        return self._pins.frames.get((error.file, error.frame), ())
