"""How far the reading is, on a terminal's standard error, for whatever takes over a second."""

from __future__ import annotations

import sys
import time

from sipwhy.texts.catalogue import say
from sipwhy.texts.errors import ERROR
from sipwhy.texts.language import Language

_PATIENCE, _INTERVAL = 1.0, 0.2
CLEAR = "\r\x1b[K"
"""Back to the beginning of the terminal's line, and what stood there is gone."""


class Progress:
    """Call it with the share of bytes read (0 to 1); as a context it wipes its line at the end."""

    def __init__(self, lang: Language) -> None:
        self._lang = lang
        self._next = time.monotonic() + _PATIENCE
        self._is_shown = False

    def __enter__(self) -> Progress:
        return self

    def __exit__(self, *_: object) -> None:
        if self._is_shown:
            sys.stderr.write(CLEAR)
            sys.stderr.flush()

    def __call__(self, share: float) -> None:
        """Shows `share` as a percentage, a few times a second and not at once."""
        now = time.monotonic()
        if now < self._next or not sys.stderr.isatty():
            return
        self._next, self._is_shown = now + _INTERVAL, True
        sys.stderr.write(CLEAR + say(ERROR, "reading", self._lang, share=min(max(share, 0.0), 1.0)))
        sys.stderr.flush()
