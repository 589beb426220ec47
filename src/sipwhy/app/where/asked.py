"""An expression with what its times are counted from."""

from __future__ import annotations

from datetime import tzinfo

from msgspec import Struct

from sipwhy.where import Expression, Moment
from sipwhy.where.nodes import Compare, Node, Text, Within, fields_of, parts

_OF_VERDICTS = frozenset({"cause", "fault", "finding"})
_OF_RULES = ("cause", "finding")


class Asked(Struct, frozen=True):
    """
    An expression; `zone` is that of its times (None is the machine's own).

    `own` are the addresses of the server whose history is asked as Asterisk would be: it only knows the address of the other side.
    """

    expression: Expression
    zone: tzinfo | None = None
    own: frozenset[str] = frozenset()
    text: str = ""
    """As it was typed, where a report says so."""

    def moment(self, start: int, end: int) -> Moment:
        """In files "now" is their end, and 10:00 is that of the day when they begin; µs since 1970 UTC."""
        return Moment(end, self.zone, start)


def asks_verdicts(asked: Asked) -> bool:
    """Whether calls must be judged to answer it."""
    return any(field.name in _OF_VERDICTS for field in fields_of(asked.expression.root))


def slugs_of(root: Node) -> list[str]:
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
