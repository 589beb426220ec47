"""What is compared in SQL: columns of the messages table, pairs of address and port, and what is read from the bytes of a message."""

from __future__ import annotations

from collections.abc import Collection
from ipaddress import ip_address

from sipwhy.reference.payload_types import STATIC
from sipwhy.texts.when import Moment
from sipwhy.where.condition import Sql, fits
from sipwhy.where.fields import Field
from sipwhy.where.nodes import Compare, Like, Within
from sipwhy.where.predicate import check_of
from sipwhy.where.raw import CAPITALS, EMPTY_LINE, FOLD, RTPMAP, SDP, format_pattern, header_pattern, small

CALL_COLUMNS = {"call_number": "number"}
"""Columns of the calls table that are called otherwise there."""
_SOCKETS = {
    "src": [("src_ip", "src_port")],
    "dst": [("dst_ip", "dst_port")],
    "addr": [("src_ip", "src_port"), ("dst_ip", "dst_port")],
}
"""Address and port, each as a pair."""
_SMALL_ALREADY = frozenset({"transport", "direction"})
"""Columns of names that hold small letters alone; so do those of the calls table."""
_AS_ASCII = (  # a cast writes what is not printed as \\x0A, the backslash itself as \\x5C
    r"replace(regexp_replace(replace(replace(replace(replace(replace(CAST(raw AS VARCHAR), '\x0D', chr(13)), '\x0A', chr(10)), "
    r"'\x09', chr(9)), '\x22', chr(34)), '\x27', chr(39)), '\\x(?:[0-46-9A-F][0-9A-F]|5[0-9ABD-F])', '?', 'g'), '\x5C', '\')"
)
_ALL = f"coalesce(try(decode(raw)), {_AS_ASCII})"
"""The message as text, as `raw.text_of` has it."""
_CR_LF = "chr(13) || chr(10), chr(10)"
_BODY = f"nullif(replace(regexp_extract({_ALL}, '{EMPTY_LINE}((?s:.*))', 1), {_CR_LF}), '')"
_SDP = "nullif(regexp_extract({}, '{}', 1), '')".format(_BODY, SDP.format(end=r"\z"))
_HEAD = f"regexp_replace({_ALL}, '{EMPTY_LINE}(?s:.*)', '')"
_UNFOLDED = f"regexp_replace({_HEAD}, '{FOLD}', ' ', 'g')"
_FROM_BYTES = {"raw": f"replace({_ALL}, {_CR_LF})", "body": _BODY, "sdp": _SDP}
_NOW = Moment(0)
"""Names of codecs do not depend on the time."""


def sockets(field: Field, own: Collection[str]) -> list[tuple[str, str]]:
    """Pairs of address and port; `own` are the addresses of whoever sent what was not received."""
    if field.column != "remote":
        return _SOCKETS[field.column]
    ours = f"OR src_ip IS NULL OR src_ip IN ({', '.join(map(_literal, sorted(own)))})" if own else ""
    ip, port = (f"(CASE WHEN direction = 'sent' {ours} THEN dst_{part} ELSE src_{part} END)" for part in ("ip", "port"))
    return [(ip, port)]


def _literal(ip: str) -> str:
    return f"'{ip_address(ip)}'"


def column(field: Field) -> str:
    """SQL for the one value of a field of messages."""
    if field.place == "raw":
        return _FROM_BYTES[field.column]
    return _small(field.column) if field.kind == "name" and field.column not in _SMALL_ALREADY else field.column


def _small(sql: str) -> str:
    return f"translate({sql}, '{CAPITALS}', '{CAPITALS.lower()}')"


def headers(field: Field) -> Sql:
    """A list of the values of a header."""
    return f"regexp_extract_all({_UNFOLDED}, ?, 1)", [header_pattern(field.header)]


def codec(node: Compare | Within | Like | None) -> Sql:
    """Whether any codec of a session description fits; with None whether there is any."""
    check = check_of(node, _NOW) if node else None
    numbers = "|".join(str(number) for number, name in STATIC.items() if check is None or check(small(name)))
    named, values = fits(_small("v"), node, _NOW) if node else ("TRUE", list[object]())
    found = f"len([v for v in regexp_extract_all({_SDP}, '{RTPMAP}', 1) if {named}]) > 0"
    if not numbers:
        return f"({found})", values
    return f"({found} OR regexp_matches({_SDP}, ?))", [*values, format_pattern(numbers)]
