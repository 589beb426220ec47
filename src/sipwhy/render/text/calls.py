"""The list of calls, one line each."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from itertools import groupby

from sipwhy.diagnosis.report import CallRow
from sipwhy.render.paper import Paper
from sipwhy.render.voice import Voice
from sipwhy.render.wording import parties_within
from sipwhy.texts.amount import clock
from sipwhy.texts.harmless import cells, harmless, pad
from sipwhy.texts.moment import date_of, time_of, zone_of
from sipwhy.texts.vocabulary import KIND_SHORT, result_of_one, word
from sipwhy.views.summary import FAILED, ended

_NUMBER, _TIME, _KIND, _WHO, _RESULT, _TALK, _CAUSE = 5, 8, 5, 21, 16, 7, 21
_BLANKS = 5
_USUAL = _NUMBER + _TIME + _KIND + _WHO + _RESULT + _CAUSE + _BLANKS
"""With the talk column where there is room for it, too; the parties take what is left over."""
_WIDEST = 44
_MINUTE, _SHORT_WHO, _SHORT_RESULT = 5, 13, 13
"""On a screen narrower than that, which has no kinds."""
_LEAST_WHO = 11
"""So much of the parties is left: 1001 → 1002."""
_NARROW = _NUMBER + _MINUTE + _SHORT_WHO + _SHORT_RESULT + _CAUSE + _BLANKS - 2
_RESULT_AT = 4
"""Which field the outcome is."""
Widths = tuple[int, int, int, int, int, int]


def has_failed(row: CallRow) -> bool:
    """Whether a call failed, as far as its row tells: what a person did, declining for one, is no failure."""
    return ended(row.result, row.cause) in FAILED


def call_list(
    rows: Iterable[CallRow], voice: Voice, paper: Paper, has_heading: bool = True, is_wrong: Callable[[CallRow], bool] = has_failed
) -> Iterator[str]:
    """A heading and a line for each row, red where it went wrong; what there is no room for is left out, the cause never cut."""
    widths = _widths(paper.width)
    if has_heading:
        names = ("number", "time", "kind", "who", "result", "talk", "cause")
        yield paper.paint(_joined([voice.screen(f"column-{name}") for name in names], widths), "heading")
    for row in rows:
        line = _line(row, voice, widths, paper.width)
        yield paper.paint(line, "error") if is_wrong(row) else line


def _widths(width: int) -> Widths:
    """Cells of each column but the last; 0 where a column is left out."""
    if width < _USUAL - 1:  # a cause that is longer than its column has room taken from the others
        return _NUMBER, _MINUTE, 0, _SHORT_WHO + max(0, width - _NARROW), _SHORT_RESULT, 0
    talk = _TALK if width > _USUAL + _TALK else 0
    left = width - _USUAL - (talk and talk + 1)
    return _NUMBER, _TIME, _KIND, max(_WHO, min(_WIDEST, _WHO + left)), _RESULT, talk


def dated_list(rows: Iterable[CallRow], voice: Voice, paper: Paper, is_wrong: Callable[[CallRow], bool] = has_failed) -> Iterator[str]:
    """The list, each day under its date and zone; without times under a word that there are none."""
    days = groupby(rows, lambda row: _day(row.start, voice))
    for at, (day, of_day) in enumerate(days):
        yield from [""] if at else []
        yield paper.paint(day, "heading")
        yield from call_list(of_day, voice, paper, has_heading=not at, is_wrong=is_wrong)


def _day(start: int, voice: Voice) -> str:
    return f"{date_of(start, voice.zone)} {zone_of(start, voice.zone)}" if voice.has_time(start) else voice.screen("no-time")


def _line(row: CallRow, voice: Voice, widths: Widths, width: int) -> str:
    """The line of a row; a cause that is too long stands farther left, where the outcome leaves room, or takes some of the parties'."""
    fields = _fields(row, voice, widths)
    line = _joined(fields, widths)
    if (over := cells(line) - width) <= 0:
        return line
    number, time, kind, who, result, talk = widths
    taken = min(over, max(0, result - cells(fields[_RESULT_AT])))
    who = max(_LEAST_WHO, who - over + taken)
    narrower = number, time, kind, who, result - taken, talk
    line = _joined(_fields(row, voice, narrower), narrower)
    if cells(line) > width and row.cause:  # which tells more than the outcome
        return _joined(fields, (number, time, kind, who, 0, talk))
    return line


def _fields(row: CallRow, voice: Voice, widths: Widths) -> list[str]:
    _, time, _, who, _, talk = widths
    status = f" {row.status}" if row.status and row.status >= 300 else ""
    return [
        str(row.number).rjust(_NUMBER),
        time_of(row.start, voice.zone)[:time] if voice.has_time(row.start) else "",
        word(KIND_SHORT, row.kind, voice.lang),
        parties_within(row, who),
        result_of_one(ended(row.result, row.cause), row.kind, voice.lang) + status,
        clock(row.talk).rjust(talk) if row.talk is not None and not voice.is_timeless else "",
        harmless(row.cause or "", 60),
    ]


def _joined(fields: list[str], widths: Widths) -> str:
    cut = [pad(field, width) for field, width in zip(fields, widths, strict=False) if width]
    return " ".join([*cut, fields[-1]]).rstrip()
