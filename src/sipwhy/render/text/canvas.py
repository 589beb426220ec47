"""One line of cells on which lifelines, arrows and labels are written over each other."""

from __future__ import annotations

from collections.abc import Callable

from sipwhy.texts.harmless import cell_width, is_narrow


class Canvas:
    """A row of cells, each with a character and a style; a wide character takes two cells."""

    def __init__(self, width: int) -> None:
        self._chars = [" "] * width
        self._styles = [""] * width

    def write(self, at: int, text: str, style: str = "") -> None:
        """Writes `text` from cell `at`; what does not fit is left out."""
        if is_narrow(text):
            end = min(at + len(text), len(self._chars))
            if 0 <= at < end:
                self._chars[at:end], self._styles[at:end] = text[: end - at], [style] * (end - at)
            return
        for char in text:
            wide = cell_width(char)
            if wide == 0 or at < 0 or at + wide > len(self._chars):
                continue
            self._chars[at], self._styles[at] = char, style
            if wide == 2:
                self._chars[at + 1] = ""
            at += wide

    def line(self, paint: Callable[[str, str], str]) -> str:
        """The whole line, runs of one style painted together, trailing blanks left out."""
        end = len(self._chars)
        while end and self._chars[end - 1] == " ":
            end -= 1
        parts, start = [], 0
        for at in range(1, end + 1):
            if at == end or self._styles[at] != self._styles[start]:
                parts.append(paint("".join(self._chars[start:at]), self._styles[start]))
                start = at
        return "".join(parts) if end else ""
