"""In whose language, zone and width the state of a server is told."""

from __future__ import annotations

import shlex
from collections.abc import Iterator, Sequence
from datetime import tzinfo

from msgspec import Struct

from sipwhy.render.paper import Paper
from sipwhy.texts.catalogue import say
from sipwhy.texts.harmless import harmless
from sipwhy.texts.language import Language
from sipwhy.texts.moment import full_moment
from sipwhy.texts.pbx_screen import PBX

_LONGEST = 600


class Speech(Struct, frozen=True):
    """The reader's language, zone and paper."""

    lang: Language
    paper: Paper
    zone: tzinfo | None = None

    def say(self, key: str, **values: object) -> str:
        """A fixed text."""
        return say(PBX, key, self.lang, **values)

    def at(self, seconds: float) -> str:
        """A point in time, in seconds since 1970: 2026-11-23 15:04:05 MSK."""
        ts = round(seconds * 1_000_000)
        return full_moment(ts, self.zone)

    def heading(self, text: str) -> str:
        """`text`, painted as what stands above others."""
        return self.paper.paint(text, "heading")

    def item(self, text: str, depth: int = 1, mark: str = "") -> Iterator[str]:
        """A paragraph, set in; `mark` stands before its first line."""
        indent = "  " * depth
        yield from self.paper.paragraph(harmless(text, _LONGEST), indent + " " * len(mark), indent + mark)

    def typed(self, label: str, words: Sequence[str], depth: int = 2) -> Iterator[str]:
        """A command to be typed; it is never broken or cut, so that it can be copied."""
        yield f"{'  ' * depth}{label}: {command(words)}"


def command(words: Sequence[str]) -> str:
    """A command as a shell takes it."""
    return harmless(shlex.join(words), 2000)
