"""A tree as an expression again, with every parenthesis: what was understood, in the words of the language."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from sipwhy.texts.when import When
from sipwhy.where.network import Network
from sipwhy.where.nodes import And, Compare, Interval, Like, Node, Not, Null, Or, Text, Value, Within

_NAMES = {"request.method": "sip.msg.request.method", "call-id": "sip.msg.call-id"}
"""Names that Asterisk knows by another one."""
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_SECOND, _DAY = 1_000_000, 86_400_000_000
_FORMATS = {_DAY: "%Y-%m-%d", 60 * _SECOND: "%Y-%m-%dT%H:%M", _SECOND: "%Y-%m-%dT%H:%M:%S"}


def written(node: Node) -> str:
    """The expression that is read as `node`."""
    match node:
        case And() | Or():
            word = " and " if isinstance(node, And) else " or "
            return word.join(f"({written(part)})" if isinstance(part, And | Or) else written(part) for part in node.operands)
        case Not():
            return f"not ({written(node.operand)})"
        case Compare():
            return f"{_name(node)} {node.operator} {_value(node.value)}"
        case Within():
            return f"{_name(node)} in ({', '.join(map(_value, node.values))})"
        case Like():
            return f"{_name(node)} like {_quoted(node.pattern.source)}"
        case Null():
            return f"{_name(node)} is null"
        case _:
            return "…"  # what Asterisk takes for true or gives up at has no words


def _name(node: Compare | Within | Like | Null) -> str:
    field = node.field
    if field.header:
        return f'header["{field.header}"]'
    return _NAMES.get(field.name, field.name)


def _quoted(text: str) -> str:
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'


def _value(value: Value) -> str:
    match value:
        case Text():
            return _quoted(value.text)
        case Interval(low=low, high=high):
            return f"{int(low) // 100}xx" if low != high else _number(low)
        case Network():
            return _network(value)
        case When():
            return _when(value)


def _number(number: float) -> str:
    return str(number) if isinstance(number, int) else f"{number:.6f}".rstrip("0").rstrip(".")


def _network(network: Network) -> str:
    address = network.ip if network.is_one else f"{network.ip}/{network.prefix}"
    if network.port is None:
        return address
    return f"[{address}]:{network.port}" if ":" in address else f"{address}:{network.port}"


def _when(when: When) -> str:
    match when.base:
        case "now":
            return "now" if not when.start else f"now{'-' if when.start < 0 else '+'}{_length(abs(when.start))}"
        case "day":
            return "today" if not when.start else "yesterday"
        case "clock":
            return _dated(when).partition("T")[2]
        case "local":
            return _dated(when)
        case _:
            return f"{_dated(when)}Z"


def _length(start: int) -> str:
    return f"{start // 1000}ms" if start % 1000 == 0 else f"{start / 1000:.3f}ms"


def _dated(when: When) -> str:
    moment = _EPOCH + timedelta(microseconds=when.start)
    if when.width in _FORMATS:
        return _year(moment, moment.strftime(_FORMATS[when.width]))
    digits = 6 - (len(str(when.width)) - 1)
    return _year(moment, moment.strftime("%Y-%m-%dT%H:%M:%S")) + f".{moment.microsecond:06d}"[: digits + 1]


def _year(moment: datetime, text: str) -> str:
    """Strftime writes years before 1000 with fewer digits."""
    return f"{moment.year:04d}{text[text.index('-') :]}"
