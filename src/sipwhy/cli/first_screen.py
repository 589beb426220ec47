"""The first screen as wide as the terminal: it is written for 80 columns, and a narrower one must not break it within words."""

from __future__ import annotations

import re
import textwrap
from collections.abc import Iterator
from itertools import groupby

from sipwhy.texts.catalogue import say
from sipwhy.texts.language import Language
from sipwhy.texts.start import START

_GAP = re.compile(r"\s{2,}")
"""What parts columns."""


def first_screen(lang: Language, width: int) -> str:
    """What `sipwhy` alone and `sipwhy --help` say, in lines of at most `width` characters."""
    text = say(START, "screen", lang)
    lines = text.splitlines()
    if max(map(len, lines)) <= width:
        return text
    return "".join(f"{line}\n" for line in _fitted(lines, width))


def _fitted(lines: list[str], width: int) -> Iterator[str]:
    for is_prose, group in groupby(lines, _is_prose):
        if is_prose:
            yield from textwrap.wrap(" ".join(group), width, break_long_words=False, break_on_hyphens=False)
            continue
        for line in group:
            yield from _in_columns(line, width)


def _is_prose(line: str) -> bool:
    """Whether a line is one of a paragraph: it neither has columns nor parts paragraphs."""
    return bool(line) and len(_GAP.split(line.strip())) == 1


def _in_columns(line: str, width: int) -> Iterator[str]:
    """A line of pairs, a pair a line; the second of a pair that does not fit stands below the first."""
    indent = line[: len(line) - len(line.lstrip())]
    words = _GAP.split(line.strip())
    if len(words) % 2:
        yield from textwrap.wrap(" ".join(words), width, break_on_hyphens=False) or [""]
        return
    for name, meaning in zip(words[::2], words[1::2], strict=True):
        if len(whole := f"{indent}{name}  {meaning}") <= width:
            yield whole
            continue
        below = f"{indent}    "
        yield indent + name
        yield from textwrap.wrap(meaning, width, initial_indent=below, subsequent_indent=below, break_on_hyphens=False)
