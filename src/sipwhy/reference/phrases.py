"""
Phrases by which products and carriers say more than the status does, as rules look for them: in the status line, Reason or Warning.

They are entries of the reference that name a diagnosis (`rule` in the TOML files); sources stand there. `EXACT` are whole
reason phrases, `PARTS` words found anywhere in phrase, Reason text or Warning text, both compared as `spelling.normalised`.
"""

from __future__ import annotations

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


def _rows(match: str) -> tuple[Phrase, ...]:
    return tuple(
        Phrase(text, slug, frozenset(statuses), frozenset(methods), entry, how == "whole")
        for text, slug, statuses, methods, how, entry in phrase_rows()
        if how == match
    )


SAID_BY: dict[str, str] = {"kamailio-no-destination": "Kamailio"}
"""Entries whose words anybody may say in another sense, and the product that they are of: an answer by another one does not mean them."""

EXACT: tuple[Phrase, ...] = _rows("whole")
PARTS: tuple[Phrase, ...] = _rows("part")
