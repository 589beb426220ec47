"""Two messages compared line by line: which lines are the same, which differ, and where in the line."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher
from typing import Literal

from msgspec import Struct

Same = Literal["same", "changed", "removed", "added"]
Span = tuple[int, int]
_LIKE = 0.55
"""From such a likeness on two lines count as one that was changed."""
_MOST_LINES = 2000


class Pair(Struct, frozen=True):
    """A line of the first message beside its twin in the second; None where there is none; spans that differ within each."""

    kind: Same
    left: str | None
    right: str | None
    left_spans: tuple[Span, ...] = ()
    right_spans: tuple[Span, ...] = ()


def differences(left: Sequence[str], right: Sequence[str]) -> list[Pair]:
    """The lines of both in order, those that belong together side by side. Headers are matched by their names, wherever they stand."""
    left, right = left[:_MOST_LINES], right[:_MOST_LINES]
    pairs: list[Pair] = []
    for what, a, b, c, d in SequenceMatcher(None, left, right, autojunk=False).get_opcodes():
        if what == "equal":
            pairs += [Pair("same", line, line) for line in left[a:b]]
        else:
            pairs += _replaced(left[a:b], right[c:d])
    return pairs


def _replaced(left: Sequence[str], right: Sequence[str]) -> Iterator[Pair]:
    """Lines that stand in each other's place: those of one header, or that look alike, are pairs."""
    rest = list(right)
    for line in left:
        twin = next((other for other in rest if _belong(line, other)), None)
        if twin is None:
            yield Pair("removed", line, None)
            continue
        rest.remove(twin)
        yield _changed(line, twin)
    yield from (Pair("added", None, one) for one in rest)


def _belong(left: str, right: str) -> bool:
    name, colon, _ = left.partition(":")
    if colon and " " not in name:
        return right.partition(":")[0].lower() == name.lower()
    return left[:2] == right[:2] if left[1:2] == "=" else SequenceMatcher(None, left, right, autojunk=False).ratio() >= _LIKE


def _changed(left: str, right: str) -> Pair:
    spans = [code for code in SequenceMatcher(None, left, right, autojunk=False).get_opcodes() if code[0] != "equal"]
    left_spans = tuple((a, b) for _, a, b, _, _ in spans if a < b)
    return Pair("changed" if spans else "same", left, right, left_spans, tuple((c, d) for _, _, _, c, d in spans if c < d))
