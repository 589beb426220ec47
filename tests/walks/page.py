"""
A page that is walked: its commands, and what it shows of their output.

A block of ```sh is commands, one a line. A block of ```text behind it is what the last of them prints; a line `...` in it stands for
any number of lines. ```text now is a block whose times, dates, durations and process numbers are those of the moment.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from difflib import SequenceMatcher

from msgspec import Struct

_BLOCK = re.compile(r"^```(sh|text(?: now)?)\n(.*?)^```$", re.DOTALL | re.MULTILINE)
_WANTED = re.compile(r"^(.*?) ~~ (\d+)$")
_MOMENT = (
    (re.compile(r"\d{4}-\d\d-\d\d"), "DATE"),
    (re.compile(r"\b\d\d:\d\d(?::\d\d)?(?:[.,]\d+)?"), "TIME"),
    (re.compile(r"(process |процесс |debug-)\d+"), r"\1PID"),
    (re.compile(r"\d+(?:[.,]\d+)? (?:messages|сообщени\w+)/[sс]\b"), "RATE"),
    (re.compile(r"\b\d+(?:[.,]\d+)? (?:ms|s|мс|с)\b"), "LASTS"),
)
GAP = "..."


class Step(Struct, frozen=True):
    """One command, and the block that shows its output, if there is one."""

    command: str
    shown: str | None = None
    is_now: bool = False
    span: tuple[int, int] = (0, 0)
    """Where the shown text stands in the page."""


def steps(page: str) -> Iterator[Step]:
    """The commands of a page in their order."""
    waiting: list[Step] = []
    for found in _BLOCK.finditer(page):
        if found[1] == "sh":
            yield from waiting
            waiting = [Step(line) for line in found[2].splitlines() if line.strip()]
        elif waiting:
            yield from waiting[:-1]
            yield Step(waiting[-1].command, found[2], found[1].endswith("now"), found.span(2))
            waiting = []
    yield from waiting


def agrees(step: Step, printed: str) -> bool:
    """Whether the page shows what was printed."""
    if step.shown is None:
        return True
    plain: Callable[[str], str] = _timeless if step.is_now else lambda text: text
    lines, at = [line.rstrip() for line in plain(printed).splitlines()], 0
    chunks = _chunks(plain(step.shown).splitlines())
    for number, chunk in enumerate(chunks):
        starts = [at] if number == 0 else range(at, len(lines) - len(chunk) + 1)
        if number and number == len(chunks) - 1:
            starts = [len(lines) - len(chunk)] if len(lines) - len(chunk) >= at else []
        if len(chunks) == 1 and len(lines) != len(chunk):
            return False
        found = next((start for start in starts if lines[start : start + len(chunk)] == chunk), None)
        if found is None:
            return False
        at = found + len(chunk)
    return True


def renewed(step: Step, printed: str) -> str:
    """The block as the output is now: every part begins at the line that is likest to its first one, and is as long as it was."""
    lines, at = [line.rstrip() for line in printed.splitlines()], 0
    chunks = _chunks((step.shown or "").splitlines())
    shown: list[str] = []
    for number, chunk in enumerate(chunks):
        if number:
            shown.append(GAP)
        if not chunk:
            continue
        wanted = _WANTED.match(chunk[0])
        first, length = (wanted[1], int(wanted[2])) if wanted else (chunk[0], len(chunk))
        if len(chunks) == 1:
            start, length = 0, len(lines)
        elif number == 0:
            start = 0
        else:
            start = max(range(at, max(len(lines), at + 1)), key=lambda one: _likeness(first.strip(), "".join(lines[one : one + 1]).strip()))
        if number == len(chunks) - 1 and number:
            length = len(lines) - start
        shown += lines[start : start + length]
        at = start + length
    return "".join(f"{line}\n" for line in shown)


def _chunks(lines: list[str]) -> list[list[str]]:
    """Lines between the gaps."""
    found: list[list[str]] = [[]]
    for line in lines:
        if line == GAP:
            found.append([])
        else:
            found[-1].append(line.rstrip())
    return found


def _likeness(one: str, other: str) -> float:
    return 2.0 if other.startswith(one) else SequenceMatcher(None, one, other).ratio()


def _timeless(text: str) -> str:
    for pattern, said in _MOMENT:
        text = pattern.sub(said, text)
    return text
