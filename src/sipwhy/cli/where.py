"""The expression of --where: read, or its fault shown with a caret below the character where it is."""

from __future__ import annotations

import sys
from datetime import tzinfo

from sipwhy.app.where.asked import Asked
from sipwhy.cli.failure import FailureError
from sipwhy.cli.slips import no_such_rule
from sipwhy.diagnosis.registry import rules
from sipwhy.texts.language import Language
from sipwhy.where import Expression, WhereError, parse, warnings
from sipwhy.where.nodes import Compare, Node, Text, Within, parts

_OF_RULES = ("cause", "finding")


class ExpressionError(FailureError):
    """An expression that is none."""

    def __init__(self, error: WhereError) -> None:
        super().__init__(error.key, 2)
        self._error = error

    def said(self, lang: Language) -> str:
        """The expression, a caret below the fault, and what is wrong there."""
        return f"--where:\n{self._error.said(lang)}"


def asked(text: str, zone: tzinfo | None, lang: Language) -> Asked:
    """What --where asks; on standard error it says where a real Asterisk would read it otherwise. FailureError if it is no expression."""
    return Asked(expression(text, lang), zone)


def expression(text: str, lang: Language, strict: bool = False) -> Expression:
    """The expression that `text` is, read as Asterisk reads it if `strict`."""
    try:
        read = parse(text, strict=strict)
    except WhereError as error:
        raise ExpressionError(error) from None
    for slug in _slugs(read.root):
        if slug not in rules():
            raise no_such_rule(slug)
    for warned in warnings(read):
        sys.stderr.write(f"sipwhy: --where: {warned.said(lang)}\n")
    return read


def _slugs(root: Node) -> list[str]:
    """The names of rules that are asked for."""
    found: list[str] = []
    waiting = [root]
    while waiting:
        node = waiting.pop()
        waiting.extend(parts(node))
        if isinstance(node, Compare | Within) and node.field.name in _OF_RULES:
            values = node.values if isinstance(node, Within) else (node.value,)
            found += [value.text for value in values if isinstance(value, Text)]
    return found
