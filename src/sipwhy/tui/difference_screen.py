"""Two messages, and where they differ."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import zip_longest
from typing import ClassVar

from sipwhy.model import Message
from sipwhy.texts.harmless import cells, harmless, pad
from sipwhy.tui.ink import Line, plain, worded, wrapped
from sipwhy.tui.keys import DIFFERENCE, Key
from sipwhy.tui.lines import Stop
from sipwhy.tui.message_ink import message_text
from sipwhy.tui.text_page import TextPage
from sipwhy.views.difference import Pair, Span, differences

_SIDE_FROM = 110
_SIGNS = {"same": " ", "changed": "~", "removed": "-", "added": "+"}


class DifferenceScreen(TextPage):
    """Side by side where there is room, else one below the other; signs tell what colours tell."""

    KEYS: ClassVar[tuple[Key, ...]] = DIFFERENCE
    SCOPE = "difference"

    def __init__(self, left: Message, right: Message) -> None:
        super().__init__()
        self._left, self._right = left, right
        self._is_turned = False

    def title_text(self) -> str:
        """Which two."""
        return self.say("difference-title", left=self._left.number, right=self._right.number)

    def made(self, width: int) -> tuple[Sequence[Line], Sequence[Stop]]:
        """The lines of both."""
        pairs = differences(message_text(self._left), message_text(self._right))
        count = sum(pair.kind != "same" for pair in pairs)
        said = self.say("differences", n=count) if count else self.say("same")
        is_beside = (width >= _SIDE_FROM) is not self._is_turned
        body = self._beside(pairs, width) if is_beside else self._below(pairs, width)
        return [((said, "heading"),), (("", ""),), *body], ()

    def _below(self, pairs: Sequence[Pair], width: int) -> Iterator[Line]:
        names = {"-": self._named(self._left), "+": self._named(self._right)}
        for sign, name in names.items():
            yield from worded(((f"{sign} {name}", "removed" if sign == "-" else "added"),), width, "  ")
        yield (("", ""),)
        for pair in pairs:
            if pair.kind == "same":
                yield from wrapped((("  ", ""), (pair.left or "", "dim")), width)
                continue
            if pair.left is not None:
                yield from wrapped((("- ", "removed"), *_spans(pair.left, pair.left_spans, "removed")), width)
            if pair.right is not None:
                yield from wrapped((("+ ", "added"), *_spans(pair.right, pair.right_spans, "added")), width)

    def _beside(self, pairs: Sequence[Pair], width: int) -> Iterator[Line]:
        half = (width - 3) // 2
        names = [worded(((self._named(message), "head"),), half) for message in (self._left, self._right)]
        for one, other in zip_longest(*names, fillvalue=()):
            yield ((pad(plain(one), half), "head"), ("   ", "head"), (pad(plain(other), half), "head"))
        for pair in pairs:
            sign = _SIGNS[pair.kind]
            style = "dim" if pair.kind == "same" else ""
            left = wrapped(_spans(pair.left or "", pair.left_spans, style or "removed"), half)
            right = wrapped(_spans(pair.right or "", pair.right_spans, style or "added"), half)
            for at in range(max(len(left), len(right))):
                one = left[at] if at < len(left) else (("", ""),)
                other = right[at] if at < len(right) else (("", ""),)
                yield (*_filled(one, half), (f" {sign} ", "mark" if pair.kind != "same" else "dim"), *other)

    def _named(self, message: Message) -> str:
        named = self.program.voice.screen("in-message", number=message.number)
        return f"{named} · {harmless(message.label, 40)} · {message.src} → {message.dst}"

    def action_sides(self) -> None:
        """Side by side, or not."""
        self._is_turned = not self._is_turned
        self.show_again()


def _spans(text: str, spans: Sequence[Span], style: str) -> Line:
    """The text with its parts that differ."""
    if not spans:
        return ((text, style),)
    pieces, at = [], 0
    for start, end in spans:
        pieces += [(text[at:start], style), (text[start:end], "changed")]
        at = end
    return tuple(piece for piece in (*pieces, (text[at:], style)) if piece[0])


def _filled(line: Line, width: int) -> Line:
    return (*line, (" " * max(width - cells(plain(line)), 0), ""))
