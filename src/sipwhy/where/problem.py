"""What is wrong with an expression: where, what was expected there, and what stands there instead."""

from __future__ import annotations

from collections.abc import Sequence

from sipwhy.texts.catalogue import say
from sipwhy.texts.harmless import cells, harmless
from sipwhy.texts.language import Language
from sipwhy.texts.where import EXPECTED, WHERE_ERROR

_WIDTH = 76
"""Characters of an expression that are shown; of a longer one those around the fault."""


class WhereError(ValueError):
    """
    `position` is the place of the first wrong character, from 0; `got` is what stands there, "" at the end.

    `expected` are keys of `texts.where.EXPECTED`; `key` names a text of `texts.where.WHERE_ERROR` with `values`.
    """

    def __init__(self, text: str, position: int, key: str, expected: Sequence[str] = (), got: str = "", **values: object) -> None:
        super().__init__(f"{key} at {position} of {text!r}")
        self.text, self.position, self.key = text, position, key
        self.expected, self.got, self.values = tuple(expected), got, values

    def reason(self, lang: Language) -> str:
        """What is wrong, in a line of words."""
        words = [say(EXPECTED, key, lang) for key in self.expected] or [say(EXPECTED, "end", lang)]
        expected = f" {say(EXPECTED, 'or', lang)} ".join([", ".join(words[:-1]), words[-1]] if words[1:] else words)
        return say(WHERE_ERROR, self.key, lang, expected=expected, got=harmless(self.got, 40), **self.values)

    def said(self, lang: Language) -> str:
        """The expression, a caret below the wrong character, and what is wrong, in three lines."""
        shown, at = self._window()
        return f"{shown}\n{' ' * at}^ {self.reason(lang)}"

    def _window(self) -> tuple[str, int]:
        """The part of the expression around the fault, and how many cells lie before it."""
        start = max(0, min(self.position - _WIDTH // 2, len(self.text) - _WIDTH)) if len(self.text) > _WIDTH else 0
        end = start + _WIDTH
        before = ("…" if start else "") + harmless(self.text[start : self.position], _WIDTH + 1)
        after = harmless(self.text[self.position : end], _WIDTH + 1) + ("…" if end < len(self.text) else "")
        return before + after, cells(before)
