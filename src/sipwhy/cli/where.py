"""The expression of --where: read, or its fault shown with a caret below the character where it is."""

from __future__ import annotations

from datetime import tzinfo

from sipwhy.app.where.asked import Asked, foreign_statuses, never_so, slugs_of
from sipwhy.cli.failure import FailureError
from sipwhy.cli.slips import no_such_rule, no_such_value
from sipwhy.cli.wrapped import tell_beside
from sipwhy.diagnosis.registry import rules
from sipwhy.texts.catalogue import say
from sipwhy.texts.errors import ERROR
from sipwhy.texts.language import Language
from sipwhy.where import Expression, WhereError, parse, warnings
from sipwhy.where.fields import VALUES


class ExpressionError(FailureError):
    """An expression that is none; `name` says where it was given."""

    def __init__(self, error: WhereError, name: str) -> None:
        super().__init__(error.key, 2)
        self._error, self._name = error, name

    def said(self, lang: Language) -> str:
        """The expression, a caret below the fault, and what is wrong there."""
        return f"{self._name}:\n{self._error.said(lang)}" if self._name else self._error.said(lang)


def asked(text: str, zone: tzinfo | None, lang: Language) -> Asked:
    """What --where asks; on standard error it says where a real Asterisk would read it otherwise. FailureError if it is no expression."""
    return Asked(expression(text, lang), zone, text=text)


def expression(text: str, lang: Language, strict: bool = False, name: str = "--where") -> Expression:
    """The expression that `text` is, read as Asterisk reads it if `strict`; `name` says where it was given."""
    try:
        read = parse(text, strict=strict)
    except WhereError as error:
        raise ExpressionError(error, name) from None
    for slug in slugs_of(read.root):
        if slug not in rules():
            raise no_such_rule(slug)
    for field, value in never_so(read.root):
        raise no_such_value(field, value, VALUES[field])
    if foreign := foreign_statuses(read.root):
        tell_beside(say(ERROR, "foreign-status", lang, name=name, statuses=foreign))
    for warned in warnings(read):
        tell_beside(warned.said(lang))
    return read
