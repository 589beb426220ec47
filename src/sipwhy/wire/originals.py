"""What the network reported of a packet that was captured twice: it is about the message itself, of which calls have no copies."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from msgspec.structs import replace

from sipwhy.model import NetworkError
from sipwhy.wire.columns import Array
from sipwhy.wire.methods import Mark

_BEFORE = 256
"""Messages before a copy among which its original is: they come within milliseconds."""
Told = tuple[int | None, NetworkError]
"""A leg, and what was reported of it."""


class Originals:
    """Of which message each copy is one, by columns over all messages."""

    def __init__(self, leg: Array, method: Array, status: Array, marks: Array) -> None:
        self._columns = leg, method, status
        self._is_copy = marks & int(Mark.COPY) != 0

    def told(self, errors: Iterator[Told]) -> Iterator[Told]:
        """The same reports, each about an original."""
        for leg, error in errors:
            place = (error.message or 0) - 1
            is_about_copy = 0 <= place < len(self._is_copy) and self._is_copy[place]
            yield leg, replace(error, message=self._original(place) + 1) if is_about_copy else error

    def _original(self, place: int) -> int:
        """The nearest message before that is no copy and has the same leg, method and status; the copy itself where none is near."""
        near = slice(max(place - _BEFORE, 0), place)
        same = ~self._is_copy[near]
        for column in self._columns:
            same &= column[near] == column[place]
        found = np.flatnonzero(same)
        return near.start + int(found[-1]) if len(found) else place
