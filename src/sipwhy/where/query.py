"""
An expression as a condition of SQL (DuckDB) over the messages table, and over the calls table by Call-ID.

Where a column is missing (NULL) a comparison is NULL, which WHERE takes for false as the predicate does; only under NOT, where that
would turn into NULL again, it is made false first. So nothing stands between a plain comparison and the index of its column.
"""

from __future__ import annotations

from collections.abc import Collection

from sipwhy.texts.when import Moment
from sipwhy.where.condition import Sql, fits, network
from sipwhy.where.fields import Field
from sipwhy.where.nodes import Always, And, Compare, Expression, Failing, Like, Node, Not, Null, Or, Within
from sipwhy.where.predicate import AsteriskError
from sipwhy.where.subject import CALL_COLUMNS, codec, column, headers, sockets

_CALLS = "(call_id IN (SELECT unnest(call_ids) FROM calls WHERE {}))"


def query_of(expression: Expression, moment: Moment, own: Collection[str] = ()) -> Sql:
    """
    The condition, for WHERE; `own` are the addresses of the server whose history it is.

    AsteriskError if Asterisk, read strictly, would fail at the first message.
    """
    return _node(expression.root, moment, own)


def _node(node: Node, moment: Moment, own: Collection[str]) -> Sql:
    match node:
        case And():
            return _joined(" AND ", [_node(part, moment, own) for part in node.operands])
        case Or():
            return _joined(" OR ", [_node(part, moment, own) for part in node.operands])
        case Not(operand=Null() as missing):
            return _present(missing.field, own)
        case Not():
            return _contrary(_node(node.operand, moment, own))
        case Always():
            return ("TRUE" if node.truth else "FALSE"), []
        case Failing():
            raise AsteriskError(node.complaint)
        case Null():
            return _contrary(_present(node.field, own))
    found = _condition(node, moment, own)
    if isinstance(node, Compare) and node.operator == "!=":
        return _joined(" AND ", [_present(node.field, own), _contrary(found)])
    return found


def _contrary(condition: Sql) -> Sql:
    return f"(({condition[0]}) IS NOT TRUE)", condition[1]


def _joined(word: str, conditions: list[Sql]) -> Sql:
    return f"({word.join(sql for sql, _ in conditions)})", [value for _, values in conditions for value in values]


def _present(field: Field, own: Collection[str]) -> Sql:
    """Whether there is any value."""
    if field.kind == "address":
        return _joined(" OR ", [(f"{ip} IS NOT NULL", []) for ip, _ in sockets(field, own)])
    if field.place == "call":
        name = CALL_COLUMNS.get(field.column, field.column)
        return _CALLS.format(f"len({name}) > 0" if field.is_many else f"{name} IS NOT NULL"), []
    if field.column == "codec":
        return codec(None)
    if field.column == "header":
        sql, values = headers(field)
        return f"(len({sql}) > 0)", values
    sql = "method IS NOT NULL AND status IS NULL" if field.column == "request_method" else f"{column(field)} IS NOT NULL"
    return f"({sql})", []


def _condition(node: Compare | Within | Like, moment: Moment, own: Collection[str]) -> Sql:
    """Whether any value fits; of != whether it is equal."""
    field = node.field
    if field.kind == "address":
        return _joined(" OR ", [network(*socket, node) for socket in sockets(field, own)])
    if field.place == "call":
        name = CALL_COLUMNS.get(field.column, field.column)
        found, values = _any(name, [], node, moment) if field.is_many else fits(name, node, moment)
        return _CALLS.format(found), values
    if field.column == "codec":
        return codec(node)
    if field.column == "header":
        return _any(*headers(field), node, moment)
    found, values = fits("method" if field.column == "request_method" else column(field), node, moment)
    return (f"({found} AND status IS NULL)" if field.column == "request_method" else found), values


def _any(sql: str, values: list[object], node: Compare | Within | Like, moment: Moment) -> Sql:
    """Whether any element of a list fits."""
    found, more = fits("v", node, moment)
    return f"(len([v for v in {sql} if {found}]) > 0)", [*values, *more]
