"""The tables beside the messages: calls that were judged, and what was found about them."""

from __future__ import annotations

import json
from collections.abc import Mapping

Columns = Mapping[str, str]
"""Name to type of DuckDB."""

CALLS: Columns = {
    "number": "UBIGINT",
    "kind": "VARCHAR",
    "call_ids": "VARCHAR[]",
    "from_user": "VARCHAR",
    "to_user": "VARCHAR",
    "src": "VARCHAR",
    "dst": "VARCHAR",
    "start": "TIMESTAMP",
    "result": "VARCHAR",
    "status": "USMALLINT",
    "reason": "VARCHAR",
    "pdd": "DOUBLE",
    "ring": "DOUBLE",
    "setup": "DOUBLE",
    "talk": "DOUBLE",
    "duration": "DOUBLE",
    "hung_up": "VARCHAR",
    "cause": "VARCHAR",
    "at_fault": "VARCHAR",
    "severity": "VARCHAR",
    "title": "VARCHAR",
    "title_ru": "VARCHAR",
    "findings": "VARCHAR[]",
    "messages": "UINTEGER",
    "legs": "UINTEGER",
    "entry": "VARCHAR",
}
"""One row per call, registration or other entry; `entry` is what `sipwhy --jsonl` says of it. Times are UTC, durations seconds."""

FINDINGS: Columns = {
    "call": "UBIGINT",
    "rule": "VARCHAR",
    "severity": "VARCHAR",
    "confidence": "VARCHAR",
    "at_fault": "VARCHAR",
    "title": "VARCHAR",
    "title_ru": "VARCHAR",
    "explanation": "VARCHAR",
    "explanation_ru": "VARCHAR",
    "fix": "VARCHAR[]",
    "fix_ru": "VARCHAR[]",
    "messages": "UBIGINT[]",
}
"""One row per finding; `messages` are the numbers of those that prove it."""


TOLD = "epoch_us(ts), src_ip, src_port, dst_ip, dst_port, transport, node, direction, duplicate, raw"
"""What is asked of the messages that are to be judged again: the columns of `wire.messages.Told`."""


def empty_select(columns: Columns) -> str:
    """A query without rows that has these columns."""
    return "SELECT " + ", ".join(f'NULL::{kind} AS "{name}"' for name, kind in columns.items()) + " WHERE false"


def as_json(columns: Columns) -> str:
    """The columns as `from_json` wants to be told them."""
    return json.dumps(dict(columns))
