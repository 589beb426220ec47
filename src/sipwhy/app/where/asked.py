"""An expression with what its times are counted from."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from datetime import tzinfo

from msgspec import Struct

from sipwhy.texts.statuses import is_one
from sipwhy.where import Expression, Moment
from sipwhy.where.fields import VALUES
from sipwhy.where.nodes import Compare, Interval, Node, Text, Value, Within, fields_of, parts

_OF_VERDICTS = frozenset({"cause", "fault", "finding"})
_OF_RULES = ("cause", "finding")
_CLASS = 99


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
    return [value.text for value in _values(root, _OF_RULES, ("=", "!=")) if isinstance(value, Text)]


def never_so(root: Node) -> Iterator[tuple[str, str]]:
    """Which fields that have few values are compared with what is none of them, and with what."""
    for name, values in VALUES.items():
        for value in _values(root, (name,), ("=", "!=")):
            if isinstance(value, Text) and value.text.casefold() not in values:
                yield name, value.text


def foreign_statuses(root: Node) -> tuple[str, ...]:
    """The statuses that are asked for and that SIP has not, as they are typed: 7xx, 700."""
    asked = dict.fromkeys(value for value in _values(root, ("status",), ("=",)) if isinstance(value, Interval))
    return tuple(
        f"{value.low / 100:.0f}xx" if value.high - value.low == _CLASS else f"{value.low:.0f}" for value in asked if not is_one(value.low)
    )


def _values(root: Node, names: Collection[str], operators: Collection[str]) -> Iterator[Value]:
    """What fields of these names are compared with by such operators; a list of values is as good as "="."""
    waiting = [root]
    while waiting:
        node = waiting.pop()
        waiting.extend(reversed(parts(node)))
        if isinstance(node, Within) and node.field.name in names:
            yield from node.values
        if isinstance(node, Compare) and node.operator in operators and node.field.name in names:
            yield node.value
