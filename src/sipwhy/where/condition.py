"""The comparison of one value as SQL."""

from __future__ import annotations

from sipwhy.texts.when import Moment, When
from sipwhy.where.network import Network, v4_prefix, v6_digits, v6_text
from sipwhy.where.nodes import Compare, Interval, Like, Operator, Text, Value, Within
from sipwhy.where.predicate import bounds

Sql = tuple[str, list[object]]
"""A condition and its parameters, in order."""


def fits(sql: str, node: Compare | Within | Like, moment: Moment) -> Sql:
    """Whether the value that `sql` gives fits; of != whether it is equal."""
    match node:
        case Like():
            return f"regexp_matches({sql}, ?)", [node.pattern.re2]
        case Within():
            texts = [value.text for value in node.values if isinstance(value, Text)]
            if texts:
                return f"({sql} IN ({', '.join('?' * len(texts))}))", list(texts)
            return _any_of([_compared(sql, "=", value, moment) for value in node.values])
        case Compare():
            return _compared(sql, "=" if node.operator == "!=" else node.operator, node.value, moment)


def _any_of(conditions: list[Sql]) -> Sql:
    return f"({' OR '.join(sql for sql, _ in conditions)})", [value for _, values in conditions for value in values]


def _compared(sql: str, operator: Operator, value: Value, moment: Moment) -> Sql:
    match value:
        case Text():
            return f"({sql} = ?)", [value.text]
        case Network():
            raise TypeError(value)  # an address is two columns
        case Interval() | When():
            low, high = bounds(value, moment)
    place = "make_timestamp(?)" if isinstance(value, When) else "?"
    match operator:
        case "<" | ">=":
            return f"({sql} {operator} {place})", [low]
        case ">" | "<=":
            return f"({sql} {operator} {place})", [high]
    if low == high:
        return f"({sql} = {place})", [low]
    return f"({sql} BETWEEN {place} AND {place})", [low, high]


def network(ip: str, port: str, node: Compare | Within | Like) -> Sql:
    """Whether the address in the column `ip` with the port in `port` lies in the networks of `node`."""
    values = node.values if isinstance(node, Within) else (node.value,) if isinstance(node, Compare) else ()
    return _any_of([_in_network(ip, port, value) for value in values if isinstance(value, Network)])


def _in_network(ip: str, port: str, wanted: Network) -> Sql:
    if wanted.is_one:
        found, values = f"{ip} = ?", list[object]([wanted.ip])
    elif ":" in wanted.ip:
        digits, following = v6_digits(wanted)
        found, values = f"contains({ip}, ':') AND NOT contains({ip}, '.') AND starts_with({v6_text(ip)}, ?)", [digits]
        if following:
            found, values = f"{found} AND contains(?, substr({v6_text(ip)}, {len(digits) + 1}, 1))", [digits, following]
    else:
        prefix, pattern = v4_prefix(wanted)
        found, values = f"NOT contains({ip}, ':') AND starts_with({ip}, ?)", [prefix]
        if pattern:
            found, values = f"{found} AND regexp_matches({ip}, ?)", [prefix, pattern]
    return (f"({found})", values) if wanted.port is None else (f"({found} AND {port} = ?)", [*values, wanted.port])
