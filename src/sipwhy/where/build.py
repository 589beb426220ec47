"""The nodes of the tree, made from what the grammar found: fields and values looked up, operators checked against them."""

from __future__ import annotations

import re
from typing import Literal, NoReturn

from msgspec import Struct

from sipwhy.texts.measure import length_of
from sipwhy.texts.when import When
from sipwhy.where.fields import MAIN, TOKEN, Field, field_named, header_named, near, one
from sipwhy.where.literals import fault_of, value_of
from sipwhy.where.nodes import And, Compare, Interval, Like, Node, Not, Null, Operator, Value, Within
from sipwhy.where.pattern import PatternError, pattern_of
from sipwhy.where.problem import WhereError

_SAME: dict[str, Operator] = {"==": "=", "<>": "!="}
_EQUAL = ("=", "!=", "in", "is null")
_KNOWN = {
    "number": ("=", "!=", "<", "<=", ">", ">=", "in", "between", "is null"),
    "time": ("=", "!=", "<", "<=", ">", ">=", "in", "between", "last", "since", "until"),
    "seconds": ("=", "!=", "<", "<=", ">", ">=", "in", "between", "is null"),
    "text": ("=", "!=", "like", "in", "is null"),
    "address": _EQUAL,
}
"""Which operators each kind of field takes."""
_ORDERED = frozenset({"<", "<=", ">", ">=", "between"})
_ESCAPE = re.compile(r"\\([\"'\\“”„‘’«»])")
_OF_LINES = frozenset({"sdp", "body", "raw"})
"""Fields of many lines: in their patterns ^ and $ are ends of lines."""


class Word(Struct, frozen=True):
    """A value as it was written: its text without quotation marks, and where it begins."""

    text: str
    at: int
    is_quoted: bool = False


class Builder:
    """Makes nodes of the expression `text`; WhereError tells what is wrong and where."""

    def __init__(self, text: str) -> None:
        self._text = text

    def word(self, written: str, at: int, is_quoted: bool) -> Word:
        """A value: of a quoted one the marks are taken off, and a backslash before a mark or a backslash."""
        return Word(_ESCAPE.sub(r"\1", written[1:-1]), at, True) if is_quoted else Word(written, at)

    def field(self, name: str, at: int, header: Word | None) -> Field:
        """The field of that name, or the header that stands in brackets behind it."""
        if header is not None:
            if name.lower().rpartition(".")[2] not in ("header", "headers"):
                self._no_field(name, at)
            if not TOKEN.fullmatch(header.text):
                raise WhereError(self._text, header.at, "bad-header", got=header.text)
            return header_named(header.text)
        return field_named(name) or self._no_field(name, at)

    def compare(self, field: Field, sign: str, at: int, word: Word) -> Node:
        """A field against a value."""
        operator = _SAME.get(sign) or _sign(sign)
        if operator in _ORDERED:
            self._takes(field, sign, at)
        return Compare(field, operator, self._value(field, word))

    def like(self, field: Field, at: int, word: Word, negated: bool) -> Node:
        """A field in which a pattern is found."""
        self._takes(field, "like", at)
        try:
            pattern = pattern_of(word.text, field.name in _OF_LINES)
        except PatternError as error:
            place = word.at + word.is_quoted + min(error.at, len(word.text))
            raise WhereError(self._text, min(place, len(self._text)), error.key) from None
        found = Like(field, pattern)
        return And((Not(Null(field)), Not(found))) if negated else found

    def within(self, field: Field, words: list[Word], negated: bool) -> Node:
        """A field that is one of some values."""
        found = Within(field, tuple(self._value(field, word) for word in words))
        return And((Not(Null(field)), Not(found))) if negated else found

    def between(self, field: Field, at: int, low: Word, high: Word, negated: bool) -> Node:
        """A field from one value to another, both included."""
        self._takes(field, "between", at)
        first, last = self._value(field, low), self._value(field, high)
        if isinstance(first, Interval) and isinstance(last, Interval) and first.low > last.high:
            raise WhereError(self._text, high.at, "backwards", low=low.text, high=high.text)
        found = And((Compare(field, ">=", first), Compare(field, "<=", last)))
        return And((Not(Null(field)), Not(found))) if negated else found

    def null(self, field: Field, negated: bool) -> Node:
        """A field that is missing."""
        return Not(Null(field)) if negated else Null(field)

    def last(self, word: Word) -> Node:
        """The last 15 minutes."""
        length = length_of(word.text)
        if length is None:
            raise WhereError(self._text, word.at, "length", got=word.text)
        return Compare(one("timestamp"), ">=", When("now", -length))

    def bound(self, operator: Literal["<", ">="], word: Word) -> Node:
        """Since a time, or before it."""
        field = one("timestamp")
        return Compare(field, operator, self._value(field, word))

    def _value(self, field: Field, word: Word) -> Value:
        value = value_of(field, word.text)
        if value is None:
            raise WhereError(self._text, word.at, fault_of(field), name=field.name, got=word.text)
        return value

    def _takes(self, field: Field, sign: str, at: int) -> None:
        kind = "text" if field.kind == "name" else field.kind
        if sign not in _KNOWN[kind]:
            raise WhereError(self._text, at, f"operator-of-{kind}", name=field.name, known=" ".join(_KNOWN[kind]), got=sign)

    def _no_field(self, name: str, at: int) -> NoReturn:
        guess = near(name)
        raise WhereError(self._text, at, "no-field-like" if guess else "no-field", got=name, near=guess, known=", ".join(MAIN))


def _sign(sign: str) -> Operator:
    match sign:
        case "=" | "!=" | "<" | "<=" | ">" | ">=":
            return sign
        case _:
            raise ValueError(sign)  # the grammar knows no other
