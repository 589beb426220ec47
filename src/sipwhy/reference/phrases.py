"""
Phrases by which products and carriers say more than the status does, as rules look for them: in the status line, Reason or Warning.

They are entries of the reference that name a diagnosis (`rule` in the TOML files); sources stand there. `exact` are whole
reason phrases, `parts` words found anywhere in phrase, Reason text or Warning text, both compared as `spelling.normalised`.
"""

from __future__ import annotations

from functools import cache
from typing import Literal

from msgspec import Struct

from sipwhy.reference.book import phrase_rows


class Phrase(Struct, frozen=True):
    """What a phrase means; `statuses` empty for any of 400 and above, `methods` empty for any."""

    text: str
    slug: str
    statuses: frozenset[int] = frozenset()
    methods: frozenset[str] = frozenset()
    entry: str = ""
    """The id of the entry that explains it."""
    is_whole: bool = True
    """Whether it is the whole phrase, and not words inside a longer text."""

    @property
    def confidence(self) -> Literal["certain", "likely"]:
        """A whole phrase beside the statuses it comes with is sure; words inside a text, or beside any status, are not."""
        return "certain" if self.is_whole and self.statuses else "likely"


SAID_BY: dict[str, str] = {"kamailio-no-destination": "Kamailio"}
"""Entries whose words anybody may say in another sense, and the product that they are of: an answer by another one does not mean them."""


@cache
def exact() -> tuple[Phrase, ...]:
    """Whole reason phrases; read when somebody asks, for where nothing is refused nobody does."""
    return _rows("whole")


@cache
def parts() -> tuple[Phrase, ...]:
    """Words within what is said."""
    return _rows("part")


def _rows(match: str) -> tuple[Phrase, ...]:
    return tuple(
        Phrase(text, slug, frozenset(statuses), frozenset(methods), entry, how == "whole")
        for text, slug, statuses, methods, how, entry in phrase_rows()
        if how == match
    )
