"""Whether what is typed into the filter box is an expression of the filter language, and how far it is one while it is being written."""

from __future__ import annotations

import re
from datetime import tzinfo
from importlib import import_module

from sipwhy.app.where.asked import Asked, never_so, slugs_of
from sipwhy.diagnosis.registry import rules
from sipwhy.where import WhereError, parse
from sipwhy.where.fields import VALUES, field_named, near

_QUOTED = re.compile(r"\"[^\"]*\"|'[^']*'|“[^”]*”|«[^»]*»")
_CONDITION = re.compile(
    r"""(?:^|[\s(!&|])(?P<name>[A-Za-z_][\w.-]*)(?:\["_*"\])?
    (?P<sign>\s*(?:[=!<>]=|[=<>]|<>)|\s+(?:not\s+)?(?:in\s*\(|like\b|between\b)|\s+is\s+(?:not|null)\b|\s+(?:i|is|in|l|li|lik|b|be|bet\w*)$)""",
    re.VERBOSE | re.IGNORECASE,
)
_MOMENT = re.compile(r"(?:^|[\s(!])(?:last|since|until)\s+\S", re.IGNORECASE)
_MOST_NEXT = 12


class FilterError(ValueError):
    """What was typed cannot be meant; `key` and `values` say why (texts.tui.TUI)."""

    def __init__(self, key: str, **values: object) -> None:
        super().__init__(key)
        self.key, self.values = key, values


class ExpressionFaultError(FilterError):
    """An expression that is none, and where it is not."""

    def __init__(self, fault: WhereError) -> None:
        super().__init__("fault")
        self.fault = fault


class UnfinishedError(FilterError):
    """The beginning of an expression; `words` may come next, `fault` says what is missed where nothing can be proposed."""

    def __init__(self, words: tuple[str, ...], fault: WhereError | None = None) -> None:
        super().__init__("next", words="  ".join(words[:_MOST_NEXT]))
        self.words, self.fault = words, fault


def conditions_in(text: str) -> list[str]:
    """The names of the fields that are compared with something in `text`; what stands in quotes is no condition."""
    shape = _QUOTED.sub(lambda found: f'"{"_" * (len(found[0]) - 2)}"', text)
    return [found["name"] for found in _CONDITION.finditer(shape) if _is_meant(found["name"], found["sign"])]


def has_moment(text: str) -> bool:
    """Whether it may speak of a time: last 15m, since 10:00."""
    return bool(_MOMENT.search(text))


def read(text: str, zone: tzinfo | None) -> Asked:
    """
    The expression that `text` is.

    UnfinishedError or ExpressionFaultError if it is none, FilterError if it names what is no rule, or what a field never is.
    """
    try:
        expression = parse(text)
    except WhereError as fault:
        words = words_after(text, fault.position)
        if words or fault.key == "ended":
            raise UnfinishedError(words, fault) from None
        raise ExpressionFaultError(fault) from None
    for slug in slugs_of(expression.root):
        if slug not in rules():
            if words := words_after(text, len(text)):
                raise UnfinishedError(words)
            raise FilterError("no-such-rule", value=slug)
    for field, value in never_so(expression.root):
        if words := words_after(text, len(text)):
            raise UnfinishedError(words)
        raise FilterError("no-such-value", name=field, value=value, known=VALUES[field])
    return Asked(expression, zone)


def words_after(text: str, position: int = 0) -> tuple[str, ...]:
    """What may stand at the end of `text`, beginning with what stands there already; nothing if the fault at `position` is before it."""
    found = import_module("sipwhy.where.following").following(text, tuple(rules()))
    return found.words if position >= found.start and found.words != (text[found.start :].lower(),) else ()


def completed(text: str) -> str | None:
    """`text` with its last word completed to what may stand there; None if nothing may, or if no word was begun."""
    found = import_module("sipwhy.where.following").following(text, tuple(rules()))
    typed = text[found.start :]
    words = [word for word in found.words if len(word) > len(typed)]
    return text + words[0][len(typed) :] if typed and words else None


def _is_meant(name: str, sign: str) -> bool:
    """A name that is no field is text ("tag=" stands in many a Call-ID), unless it looks like a slip in an expression."""
    return field_named(name) is not None or (sign[:1].isspace() and near(name) is not None)
