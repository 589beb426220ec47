"""An expression as a question to one row, for what is in memory: files, live traffic, the terminal program."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from operator import attrgetter
from typing import Any

from sipwhy.texts.when import Moment, When
from sipwhy.where.fields import Field
from sipwhy.where.network import Network
from sipwhy.where.nodes import Always, And, Compare, Expression, Failing, Interval, Like, Node, Not, Null, Operator, Or, Text, Value, Within
from sipwhy.where.raw import body_of, codecs_of, header_values, sdp_of, small, text_of
from sipwhy.where.row import Row

Test = Callable[[Row], bool]
Check = Callable[[Any], bool]
"""Whether a value that is there fits: by the kind of the field a text, a number, or a pair of address and port."""


class AsteriskError(ValueError):
    """Asterisk gives up at this expression, and says why."""


def predicate_of(expression: Expression, moment: Moment) -> Test:
    """Whether a row fits; AsteriskError at the first row if Asterisk, read strictly, would fail."""
    return test_of(expression.root, moment)


def test_of(node: Node, moment: Moment) -> Test:
    """Whether a row fits one node."""
    match node:
        case And():
            tests = [test_of(part, moment) for part in node.operands]
            return lambda row: all(test(row) for test in tests)
        case Or():
            tests = [test_of(part, moment) for part in node.operands]
            return lambda row: any(test(row) for test in tests)
        case Not():
            test = test_of(node.operand, moment)
            return lambda row: not test(row)
        case Always():
            truth = node.truth
            return lambda row: truth
        case Failing():
            return _fails(node.complaint)
    values = values_of(node.field)
    if isinstance(node, Null):
        return lambda row: not values(row)
    check = check_of(node, moment)
    if isinstance(node, Compare) and node.operator == "!=":
        return lambda row: _differs(values(row), check)
    return lambda row: any(map(check, values(row)))


def _differs(found: list[object], equal: Check) -> bool:
    return bool(found) and not any(map(equal, found))


def _fails(complaint: str) -> Test:
    def fail(_: Row) -> bool:
        raise AsteriskError(complaint)

    return fail


def check_of(node: Compare | Within | Like, moment: Moment) -> Check:
    """Whether one value fits; of != whether it is equal, as one equal value of several is enough to refuse."""
    match node:
        case Compare():
            return _compared(node.operator if node.operator != "!=" else "=", node.value, moment)
        case Within():
            checks = [_compared("=", value, moment) for value in node.values]
            return lambda value: any(check(value) for check in checks)
        case Like():
            is_in = node.pattern.is_in
            return lambda value: is_in(str(value))


def _compared(operator: Operator, value: Value, moment: Moment) -> Check:
    match value:
        case Text():
            return value.text.__eq__
        case Network():
            return lambda socket: value.holds(*socket)
        case Interval() | When():
            low, high = bounds(value, moment)
    match operator:
        case "<":
            return lambda number: number < low
        case "<=":
            return lambda number: number <= high
        case ">":
            return lambda number: number > high
        case ">=":
            return lambda number: number >= low
    return lambda number: low <= number <= high


def bounds(value: Interval | When, moment: Moment) -> tuple[float, float]:
    """The least and the greatest number that is equal to it."""
    return (value.low, value.high) if isinstance(value, Interval) else value.span(moment)


def values_of(field: Field) -> Callable[[Row], list[object]]:
    """What a row has in a field: no value, one, or several; of an address pairs of address and port."""
    if field.kind == "address":
        return _SOCKETS[field.column]
    match field.place, field.column:
        case "raw", "header":
            return lambda row: list(header_values(row.raw, field.header))
        case "raw", column:
            read = _FROM_BYTES[column]
            return lambda row: read(row.raw)
        case _, "request_method":
            return lambda row: [row.method] if row.method is not None and row.status is None else []
        case _, "findings":
            return lambda row: list(row.findings)
    get = attrgetter(field.column)
    return _folded(get) if field.kind == "name" else lambda row: [] if (value := get(row)) is None else [value]


def _folded(get: Callable[[Row], str | None]) -> Callable[[Row], list[object]]:
    return lambda row: [] if (value := get(row)) is None else [small(value)]


def _present(values: Iterable[tuple[str | None, int | None]]) -> list[object]:
    return [pair for pair in values if pair[0] is not None]


def _remote(row: Row) -> list[object]:
    sent = row.direction == "sent"
    return _present([(row.dst_ip, row.dst_port) if sent else (row.src_ip, row.src_port)])


_SOCKETS: dict[str, Callable[[Row], list[object]]] = {
    "src": lambda row: _present([(row.src_ip, row.src_port)]),
    "dst": lambda row: _present([(row.dst_ip, row.dst_port)]),
    "addr": lambda row: _present([(row.src_ip, row.src_port), (row.dst_ip, row.dst_port)]),
    "remote": _remote,
}


def _one(text: str | None) -> list[object]:
    return [] if text is None else [text]


_FROM_BYTES: dict[str, Callable[[bytes | None], list[object]]] = {
    "sdp": lambda raw: _one(sdp_of(raw)),
    "body": lambda raw: _one(body_of(raw)),
    "raw": lambda raw: _one(None if raw is None else text_of(raw).replace("\r\n", "\n")),
    "codec": lambda raw: list(codecs_of(raw)),
}
