"""What may follow in an expression that is being written: fields, operators, words, and the values that a field can have."""

from __future__ import annotations

import re

from lark import UnexpectedInput
from msgspec import Struct

from sipwhy.where.fields import FIELDS, VALUES, field_named
from sipwhy.where.reading import grammar

_PARTIAL = re.compile(r"[\w.-]*\Z", re.ASCII)
_FIELD = re.compile(r'([A-Za-z_][\w.-]*)(?:\["[^"]*"\])?\s*(?:[=!<>]+|(?:not\s+)?(?:in\s*\([^()]*|like|between))\s*\Z', re.IGNORECASE)
_WORDS = {
    "_OR": ("or",), "_AND": ("and",), "_NOT": ("not",), "NOT": ("not",), "LIKE": ("like",), "IN": ("in (",), "BETWEEN": ("between",),
    "IS": ("is null", "is not null"), "NULL": ("null",), "LAST": ("last 15m",), "SINCE": ("since",), "UNTIL": ("until",),
    "_OPEN": ("(",), "_CLOSE": (")",),
}  # fmt: skip
_SIGNS = {"text": ("=", "!="), "name": ("=", "!="), "address": ("=", "!=")}
_ALL_SIGNS = ("=", "!=", "<", "<=", ">", ">=")
_METHODS = (
    "INVITE",
    "ACK",
    "BYE",
    "CANCEL",
    "REGISTER",
    "OPTIONS",
    "SUBSCRIBE",
    "NOTIFY",
    "REFER",
    "INFO",
    "UPDATE",
    "PRACK",
    "MESSAGE",
    "PUBLISH",
)
_VALUES: dict[str, tuple[str, ...]] = {
    **VALUES, "method": _METHODS, "request.method": _METHODS, "status": ("4xx", "5xx", "486", "404", "403"),
    "timestamp": ("today", "yesterday", "now-15m", "now"), "codec": ("pcma", "pcmu", "g722", "g729", "opus"),
}  # fmt: skip
HEADERS = ("header.user-agent", "header.contact", "header.via", "header.reason", "header.p-asserted-identity", "header.diversion")
"""Headers that are named for the others."""


class Following(Struct, frozen=True):
    """Words that may stand from the place `start` of the text on, each beginning with what is there already."""

    start: int
    words: tuple[str, ...]


def following(text: str, slugs: tuple[str, ...] = ()) -> Following:
    """What may follow `text`, which ends where somebody writes; `slugs` are the names of diagnoses."""
    found = _PARTIAL.search(text)
    start = found.start() if found else len(text)
    typed = text[start:].lower()
    words = dict.fromkeys(word for word in _possible(text[:start], slugs) if word.lower().startswith(typed))
    return Following(start, tuple(words))


def _possible(before: str, slugs: tuple[str, ...]) -> list[str]:
    try:
        state = grammar().parse_interactive(before)
        state.exhaust_lexer()
        accepted = state.accepts()  # type: ignore[no-untyped-call]  # a set of terminals
    except UnexpectedInput:
        return []
    field = _FIELD.search(before)
    words: list[str] = []
    if "WORD" in accepted and field:
        words += _values(field[1], slugs)
    if "NAME" in accepted:
        words += [*(one.name for one in FIELDS), "sip.msg.request.method", "sip.msg.call-id", *HEADERS]
    if "OPERATOR" in accepted:
        return [*words, *_operators(before)]
    return [*words, *(word for terminal in sorted(accepted) for word in _WORDS.get(terminal, ()))]


def _values(name: str, slugs: tuple[str, ...]) -> tuple[str, ...]:
    field = field_named(name)
    if field is None:
        return ()
    return slugs if field.name in ("cause", "finding") else _VALUES.get(field.name, ())


def _operators(before: str) -> list[str]:
    """Those that the field at the end takes."""
    name = re.search(r'([A-Za-z_][\w.-]*)(?:\["[^"]*"\])?\s*\Z', before)
    field = field_named(name[1]) if name else None
    kind = field.kind if field else "text"
    signs = [*_SIGNS.get(kind, _ALL_SIGNS), "in (", "is null", "is not null"]
    return [*signs, *(["like"] if kind in ("text", "name") else []), *([] if kind in _SIGNS else ["between"])]
