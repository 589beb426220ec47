"""What may have been done to a password before a digest was made with it, and the verdict on one digest."""

from __future__ import annotations

from enum import StrEnum

from msgspec import Struct


class Slip(StrEnum):
    """How the password behind a digest differs from the one that was given."""

    RIGHT = "right"
    """It does not differ."""
    TRUNCATED = "truncated"
    """Only its first characters."""
    CUT = "cut"
    """Only its first bytes, cut within a character."""
    TAIL = "tail"
    """Without its first character."""
    CASE = "case"
    """Upper and lower case differ."""
    BLANK = "blank"
    """A blank at the beginning or the end, or one less."""
    LINE_END = "line-end"
    """A line end behind it."""
    QUOTES = "quotes"
    """With quotation marks about it, or without those that belong to it."""
    LAYOUT = "layout"
    """The same keys on a keyboard with another layout."""
    ENCODING = "encoding"
    """The same characters as other bytes: another character set, another Unicode form."""
    ESCAPED = "escaped"
    """Escaped for HTML, XML, a URL or a configuration file, or the escapes taken away."""
    DOUBLED = "doubled"
    """Twice in a row."""
    LOOKALIKE = "lookalike"
    """Characters that look alike: 0 and O, 1, l and I, Latin and Cyrillic."""
    SWAPPED = "swapped"
    """Two neighbouring characters are swapped."""
    MISSING = "missing"
    """One character is missing inside, or is there twice."""
    EMPTY = "empty"
    """No password at all."""
    SAME_AS_USER = "same-as-user"
    """The user name."""
    OTHER_ACCOUNT = "other-account"
    """The password of another account that was given."""
    NAME = "name"
    """The right password, hashed with another user name than the message names."""
    REALM = "realm"
    """The right password, hashed with another realm than the message names."""
    FORMULA = "formula"
    """The right password, and a digest that is not computed as the message says."""
    NONE = "none"
    """None of these."""
    UNKNOWN_ALGORITHM = "unknown-algorithm"
    """A digest of a kind that cannot be checked (AKA of mobile networks, or one that this machine lacks)."""


OPEN = frozenset({Slip.NONE, Slip.UNKNOWN_ALGORITHM})
"""Nothing was proved but that none of the others holds."""


class Verdict(Struct, frozen=True):
    """What one digest was made with; `length` of a cut password in characters (or bytes), `other` the name or realm it was made for."""

    slip: Slip
    length: int = 0
    other: str = ""
