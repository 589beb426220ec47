"""Where messages come from: files, or the store."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Protocol

from sipwhy.views.hit import Hit
from sipwhy.where import Expression


class MessageSource(Protocol):
    """Messages in order of number, from 1."""

    @property
    def names(self) -> Sequence[str]:
        """The files that they are from."""

    @property
    def own(self) -> frozenset[str]:
        """The addresses of the server whose history it is: what it sent came from there."""

    @property
    def count(self) -> int:
        """How many there are; the last has this number, or a greater one where old ones were deleted."""

    @property
    def is_timeless(self) -> bool:
        """Whether the evidence has no times."""

    def hits(self, expression: Expression | None, limit: int | None = None) -> Iterator[Hit]:
        """Those that an expression lets pass, or only the last `limit` of them; `where.AsteriskError` as in `where.predicate`."""

    def hit(self, number: int) -> Hit | None:
        """The message of that number."""
