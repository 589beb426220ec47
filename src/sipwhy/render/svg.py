"""A ladder as SVG: the same markup stands alone as a file and inline in a page."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from html import escape

from sipwhy.render.text.ladder import time_offset
from sipwhy.texts.catalogue import say
from sipwhy.texts.harmless import cells, shorten
from sipwhy.texts.language import Language
from sipwhy.texts.pictures import PICTURE
from sipwhy.views.picture import Arrow, Band, Gap, Note, Picture, Row

_MARGIN, _GAP, _RIGHT = 150, 230, 120
_HEAD, _ROW, _NOTE = 52, 26, 18
_INSET, _LINE = 12, 18
_CALL_LINE = 1
"""Of the lines above the ladder the one that names the call."""
_CHAR = 7.3
"""Width of one character of the 12-pixel monospace face, with a little to spare."""

STYLE = """
.ladder{font:12px ui-monospace,SFMono-Regular,Menlo,Consolas,'DejaVu Sans Mono',monospace;--ink:#1c2430;--pale:#77818f;--life:#c3cad3;
--paper:#fff;--request:#0b62a8;--success:#14733b;--failure:#b3261e;--media:#5b3fa0;--note:#8a4b00;--mark:#fdf0d5}
.ladder text{fill:var(--ink)}.ladder .pale{fill:var(--pale)}.ladder .head{font-weight:700}.ladder .life{stroke:var(--life)}
.ladder .arrow{stroke:var(--pale);fill:none;stroke-width:1.4}.ladder .tip{fill:var(--pale)}.ladder .back{fill:var(--paper)}
.ladder .request .arrow{stroke:var(--request)}.ladder .request .tip,.ladder .request .label{fill:var(--request)}
.ladder .success .arrow{stroke:var(--success)}.ladder .success .tip,.ladder .success .label{fill:var(--success)}
.ladder .failure .arrow,.ladder .error .arrow{stroke:var(--failure)}
.ladder .failure .tip,.ladder .error .tip,.ladder .failure .label,.ladder .error .label{fill:var(--failure)}
.ladder .error .arrow{stroke-dasharray:4 3}.ladder .media .arrow{stroke:var(--media);stroke-width:4}
.ladder .media .tip,.ladder .media .label{fill:var(--media)}
.ladder .note{fill:var(--note)}.ladder .marked{fill:var(--mark)}
@media (prefers-color-scheme:dark){.ladder{--ink:#e4e8ee;--pale:#97a1ae;--life:#48515d;--paper:#14181d;--request:#6db3f2;
--success:#6fcf97;--failure:#ff8a80;--media:#b79cff;--note:#f0b35b;--mark:#33291a}}
@media print{.ladder{--ink:#000;--pale:#555;--life:#aaa;--paper:#fff;--request:#0b62a8;--success:#14733b;--failure:#b3261e;
--media:#5b3fa0;--note:#8a4b00;--mark:#fdf0d5}}
""".strip()


def svg(picture: Picture, lang: Language, is_alone: bool = True, above: Sequence[str] = ()) -> Iterator[str]:
    """The lines of the drawing; `is_alone` makes it a whole file with its own style; `above` are lines of text over it."""
    drawing = _Drawing(picture, lang)
    width, height = drawing.size()
    top = _LINE * len(above) + 8 if above else 0  # what is above has a negative place, so that nothing below moves
    width = max([width, *(_INSET * 2 + round(cells(line) * _CHAR) for line in above)])
    attributes = f'class="ladder" viewBox="0 {-top} {width} {height + top}" width="{width}" height="{height + top}" role="img"'
    yield f'<svg xmlns="http://www.w3.org/2000/svg" {attributes}>'
    if is_alone:
        yield f"<style>{STYLE}</style>"
        yield f'<rect class="back" y="{-top}" width="{width}" height="{height + top}"/>'
    for at, line in enumerate(above, 1):
        yield _text(_INSET, _LINE * at - top, line, "head" if at == _CALL_LINE else "")
    yield from drawing.marks()
    yield from drawing.lifelines(height)
    yield from drawing.rows()
    yield "</svg>"


class _Drawing:
    def __init__(self, picture: Picture, lang: Language) -> None:
        self._picture, self._lang = picture, lang
        self._xs = [_MARGIN + at * _GAP for at in range(len(picture.columns))]
        self._right = self._xs[-1] if self._xs else _MARGIN

    def size(self) -> tuple[int, int]:
        """Width and height in pixels."""
        noted = [note for row in self._picture.rows if not isinstance(row, Gap) for note in row.notes]
        widest = max((cells(_said(note)) * _CHAR for note in (*noted, *self._picture.elsewhere)), default=0)
        height = _HEAD + sum(_height(row) for row in self._picture.rows) + _NOTE * len(self._picture.elsewhere) + 12
        return round(max(self._right + _RIGHT, 100 + widest)), height

    def lifelines(self, height: int) -> Iterator[str]:
        """The columns' heads and vertical lines."""
        for x, column in zip(self._xs, self._picture.columns, strict=True):
            yield f'<line class="life" x1="{x}" y1="{_HEAD - 8}" x2="{x}" y2="{height - 4}"/>'
            yield _text(x, 16, shorten(column.address, 30), "head", "middle")
            yield _text(x, 34, shorten(column.caption, 30), "", "middle")

    def marks(self) -> Iterator[str]:
        """A pale ground behind every row that is evidence."""
        y = _HEAD
        for row in self._picture.rows:
            if not isinstance(row, Gap) and row.notes:
                yield f'<rect class="marked" x="0" y="{y}" width="{self._right + _RIGHT}" height="{_height(row)}"/>'
            y += _height(row)

    def rows(self) -> Iterator[str]:
        """Everything below the heads."""
        y = _HEAD
        for row in self._picture.rows:
            yield from self._row(row, y)
            y += _height(row)
        for note in self._picture.elsewhere:
            yield _text(90, y + 12, f"→ {_said(note)}", "note")
            y += _NOTE

    def _row(self, row: Row, y: int) -> Iterator[str]:
        middle = y + 14
        if isinstance(row, Gap):
            yield _label((self._xs[0] + self._right) / 2, middle + 3, say(PICTURE, "gap", self._lang, n=row.messages), "pale")
            return
        yield _text(72, middle + 4, time_offset(row.at), "pale", "end")
        yield f'<g class="{"media" if isinstance(row, Band) else row.tone}">'
        yield from self._band(row, middle) if isinstance(row, Band) else self._arrow(row, middle)
        yield "</g>"
        for at, note in enumerate(_distinct(row.notes)):
            yield _text(90, y + _ROW + 10 + _NOTE * at, f"→ {_said(note)}", "note")

    def _arrow(self, row: Arrow, y: int) -> Iterator[str]:
        start, end = self._xs[row.src], self._xs[row.dst]
        if start == end:
            yield _label(start + 60, y + 4, row.labels[-1], "label")
            return
        yield f'<line class="arrow" x1="{start}" y1="{y}" x2="{end}" y2="{y}"/>'
        yield _tip(end, y, 1 if end > start else -1)
        yield _label((start + end) / 2, y + 4, _fitting(row.labels, abs(end - start)), "label")
        if row.frame:
            yield _text(self._right + 16, y + 4, f"#{row.frame}", "pale")

    def _band(self, row: Band, y: int) -> Iterator[str]:
        left, right = self._xs[row.left], self._xs[row.right]
        yield f'<line class="arrow" x1="{left + 6}" y1="{y}" x2="{right - 6}" y2="{y}"/>'
        if row.rightwards:
            yield _tip(right, y, 1)
        if row.leftwards:
            yield _tip(left, y, -1)
        yield _label((left + right) / 2, y + 4, _fitting(row.labels, right - left), "label")


def _height(row: Row) -> int:
    return _ROW + (0 if isinstance(row, Gap) else _NOTE * len(_distinct(row.notes)))


def _distinct(notes: Sequence[Note]) -> list[Note]:
    return list({(note.where, note.text): note for note in notes}.values())


def _said(note: Note) -> str:
    text = ": ".join(part for part in (note.where, note.text) if part)
    return shorten(text if note.is_cause else f"{text} [{note.rule}]", 150)


def _fitting(labels: Sequence[str], width: float) -> str:
    room = int((width - 36) / _CHAR)
    return next((label for label in labels if cells(label) <= room), None) or shorten(labels[-1], room)


def _text(x: float, y: float, text: str, style: str, anchor: str = "start") -> str:
    return f'<text class="{style}" x="{x:g}" y="{y:g}" text-anchor="{anchor}">{escape(text)}</text>'


def _label(x: float, y: float, text: str, style: str) -> str:
    """A text on a line, with the paper behind it."""
    wide = cells(text) * _CHAR + 8
    return f'<rect class="back" x="{x - wide / 2:g}" y="{y - 12:g}" width="{wide:g}" height="16"/>{_text(x, y, text, style, "middle")}'


def _tip(x: float, y: float, way: int) -> str:
    return f'<path class="tip" d="M{x} {y}l{-9 * way} -4.5v9z"/>'
