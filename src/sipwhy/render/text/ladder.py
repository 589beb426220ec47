"""A ladder drawn with characters; where its columns do not fit side by side, a list of messages."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Literal

from sipwhy.render.paper import Paper
from sipwhy.render.text.canvas import Canvas
from sipwhy.texts.catalogue import say
from sipwhy.texts.harmless import cells, shorten, shorten_middle
from sipwhy.texts.language import Language
from sipwhy.texts.pictures import PICTURE
from sipwhy.views.picture import Arrow, Band, Column, Gap, Note, Picture, Row

_MARGIN = 11
"""Cells left of the first lifeline's own half: two for the mark, eight for the time, one blank."""
_HALF = 7
_NARROWEST, _WIDEST = 15, 34
_DECORATION = 4
_LEAST_TOLD = 7
"""Characters of a message that are shown beside the addresses, however narrow the paper is."""
_BETWEEN = 5
"""Cells of the arrow between two addresses, and of the blanks behind them."""
_SHORTEST_NAME, _LONGEST_NAME = 9, 21
_FRAMES = 8
"""Cells for the numbers of packets."""
_MOST_HOSTS = 24
"""The most hosts that a list of messages begins with."""


def ladder_lines(picture: Picture, paper: Paper, lang: Language, show_frames: bool = False) -> Iterator[str]:
    """The lines of `picture`, fit for `paper`; with `show_frames` each message's packet number stands at its right."""
    for _, lines in ladder_parts(picture, paper, lang, show_frames):
        yield from lines


def ladder_parts(
    picture: Picture, paper: Paper, lang: Language, show_frames: bool = False
) -> Iterator[tuple[Row | Literal["head", "foot"], list[str]]]:
    """The same in parts: the head, each row with the lines that draw it and its notes, what stands elsewhere."""
    if not picture.rows:
        yield "foot", ["  " + say(PICTURE, "nothing", lang)]
        return
    width = paper.width - (_FRAMES if show_frames else 0)
    gap = _gap(len(picture.columns), width)
    draw = _Grid(picture, gap, paper, lang) if gap >= _NARROWEST else _Listing(picture, paper, lang, width)
    yield "head", list(draw.header())
    for row in picture.rows:
        yield row, list(draw.row(row, show_frames))
    yield "foot", list(_notes(picture.elsewhere, paper, "  "))


def narrowest(columns: int, show_frames: bool = False) -> int:
    """The cells that so many columns need to stand side by side."""
    return _MARGIN + 2 * _HALF + _NARROWEST * max(columns - 1, 1) + (_FRAMES if show_frames else 0)


def time_offset(at: int) -> str:
    """Seconds since the call began, to the millisecond."""
    return f"{max(at, 0) / 1e6:.3f}"


def _gap(columns: int, width: int) -> int:
    return min(_WIDEST, (width - _MARGIN - 2 * _HALF) // max(columns - 1, 1))


def _notes(notes: Sequence[Note], paper: Paper, indent: str) -> Iterator[str]:
    seen: set[tuple[str, str]] = set()
    for note in notes:
        if (note.where, note.text) in seen:
            continue
        seen.add((note.where, note.text))
        text = ": ".join(part for part in (note.where, note.text) if part)
        text = text if note.is_cause else f"{text} [{note.rule}]"
        for line in paper.paragraph(text, indent + "  ", indent + "→ "):
            yield paper.paint(line, "note" if note.is_cause else "dim")


class _Grid:
    """Lifelines side by side."""

    def __init__(self, picture: Picture, gap: int, paper: Paper, lang: Language) -> None:
        self._columns, self._gap, self._paper, self._lang = picture.columns, gap, paper, lang
        self._xs = [_MARGIN + _HALF + at * gap for at in range(len(picture.columns))]

    def header(self) -> Iterator[str]:
        """Addresses, and below them who they are."""
        for part in ("address", "caption"):
            canvas = self._canvas()
            for at, column in enumerate(self._columns):
                self._head(canvas, at, getattr(column, part), "bold" if part == "address" else "")
            if line := canvas.line(self._paper.paint):
                yield line

    def row(self, row: Row, show_frames: bool) -> Iterator[str]:
        """The lines of one row, its notes below it."""
        canvas = self._canvas()
        for x in self._xs:
            canvas.write(x, "│", "dim")
        if isinstance(row, Gap):
            self._label(canvas, (self._xs[0], self._xs[-1]), (say(PICTURE, "gap", self._lang, n=row.messages),), " ", "dim")
            yield canvas.line(self._paper.paint)
            return
        self._time(canvas, row)
        if isinstance(row, Band):
            self._band(canvas, row)
        else:
            self._arrow(canvas, row)
            if show_frames and row.frame:
                canvas.write(self._xs[-1] + 2, f"#{row.frame}", "dim")
        yield canvas.line(self._paper.paint)
        yield from _notes(row.notes, self._paper, " " * (_MARGIN - 1))

    def _canvas(self) -> Canvas:
        return Canvas(max(self._paper.width, self._xs[-1] + 9))

    def _head(self, canvas: Canvas, at: int, text: str, style: str) -> None:
        room = self._gap - 1 if len(self._columns) > 1 else 30
        text = shorten_middle(text, room)
        start = max(_MARGIN - 2, self._xs[at] - cells(text) // 2)
        start = min(start, max(self._paper.width - cells(text), 0))
        canvas.write(start, text, style)

    def _time(self, canvas: Canvas, row: Arrow | Band) -> None:
        if row.notes:
            canvas.write(0, "●", "error" if any(note.is_cause for note in row.notes) else "warning")
        canvas.write(2, f"{time_offset(row.at):>8}", "dim")

    def _arrow(self, canvas: Canvas, row: Arrow) -> None:
        if row.src == row.dst:
            self._to_itself(canvas, row)
            return
        left, right = self._xs[min(row.src, row.dst)], self._xs[max(row.src, row.dst)]
        line = "┄" if row.is_network else "─"
        self._label(canvas, (left, right), row.labels, line, row.tone)
        if row.src < row.dst:
            canvas.write(right - 1, "▶", row.tone)
        else:
            canvas.write(left + 1, "◀", row.tone)

    def _to_itself(self, canvas: Canvas, row: Arrow) -> None:
        """A message from a socket to itself: beside its lifeline, on the side that has room."""
        text = shorten(row.labels[-1], self._gap - 3)
        is_last = row.src == len(self._xs) - 1 > 0
        at = self._xs[row.src] - cells(text) - 2 if is_last else self._xs[row.src] + 1
        canvas.write(at, f"{text} ▶" if is_last else f"◀ {text}", row.tone)

    def _band(self, canvas: Canvas, row: Band) -> None:
        left, right = self._xs[row.left], self._xs[row.right]
        self._label(canvas, (left, right), row.labels, "═", "media")
        if row.rightwards:
            canvas.write(right - 1, "▶", "media")
        if row.leftwards:
            canvas.write(left + 1, "◀", "media")

    def _label(self, canvas: Canvas, ends: tuple[int, int], labels: Sequence[str], line: str, style: str) -> None:
        """A horizontal line between two lifelines with the first label that fits in its middle."""
        left, right = ends
        inside = right - left - 1
        canvas.write(left + 1, line * inside, style)
        room = inside - _DECORATION
        text = next((label for label in labels if cells(label) <= room), None) or shorten(labels[-1], room)
        canvas.write(left + 1 + (inside - cells(text) - 2) // 2, f" {text} ", style)


class _Listing:
    """One line for each message: for calls through more hosts than fit side by side."""

    def __init__(self, picture: Picture, paper: Paper, lang: Language, width: int) -> None:
        self._paper, self._lang = paper, lang
        self._names = _short_names(picture.columns, (width - _MARGIN - _BETWEEN - _LEAST_TOLD) // 2)
        self._width = max((cells(name) for name in self._names), default=0)
        self._columns = picture.columns

    def header(self) -> Iterator[str]:
        """The hosts in order of travel."""
        named = [(name, column.caption) for name, column in zip(self._names, self._columns, strict=True) if column.caption]
        for name, caption in named[:_MOST_HOSTS]:
            yield self._paper.line(f"{name.ljust(self._width)}  {caption}", " " * _MARGIN)
        if len(named) > _MOST_HOSTS:
            yield " " * _MARGIN + f"… {len(named) - _MOST_HOSTS}"

    def row(self, row: Row, show_frames: bool) -> Iterator[str]:
        """The line of one row, its notes below it."""
        if isinstance(row, Gap):
            yield self._paper.paint(" " * _MARGIN + say(PICTURE, "gap", self._lang, n=row.messages), "dim")
            return
        mark = "●" if row.notes else " "
        lead = f"{mark} {time_offset(row.at):>8} {self._way(row)}  "
        frame = f"  #{row.frame}" if show_frames and isinstance(row, Arrow) and row.frame else ""
        room = max(self._paper.width - cells(lead) - len(frame), _LEAST_TOLD)
        text = next((label for label in row.labels if cells(label) <= room), None) or shorten(row.labels[-1], room)
        yield lead + self._paper.paint(text, "media" if isinstance(row, Band) else row.tone) + frame
        yield from _notes(row.notes, self._paper, " " * (_MARGIN - 1))

    def _way(self, row: Arrow | Band) -> str:
        if isinstance(row, Band):
            arrow = {(True, True): "↔", (True, False): "→", (False, True): "←"}.get((row.rightwards > 0, row.leftwards > 0), "→")
            return f"{self._names[row.left]:<{self._width}} {arrow} {self._names[row.right]:<{self._width}}"
        return f"{self._names[row.src]:<{self._width}} → {self._names[row.dst]:<{self._width}}"


def _short_names(columns: Sequence[Column], room: int) -> list[str]:
    """Addresses cut to a bearable length, and to the room that a line has for each of two."""
    return [shorten_middle(column.address, max(_SHORTEST_NAME, min(_LONGEST_NAME, room))) for column in columns]
