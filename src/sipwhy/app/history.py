"""Histories of messages: of files, and of what was recorded."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import tzinfo
from functools import cached_property
from typing import Any, cast

from sipwhy.app.filters import Filters
from sipwhy.app.run import Gathered
from sipwhy.app.search import Search
from sipwhy.app.settings import Settings
from sipwhy.app.where.asked import Asked
from sipwhy.calls import CallTable
from sipwhy.history.asterisk import UNKNOWN
from sipwhy.model import Endpoint, Message, Transport
from sipwhy.store.reader import Store
from sipwhy.views.hit import Hit
from sipwhy.where import Expression, Moment, sql
from sipwhy.wire.parsing import parsed_fields

_COLUMNS = "number, epoch_us(ts), src_ip, src_port, dst_ip, dst_port, transport, node, duplicate, raw"


class FileMessages:
    """The messages of what was read; `own` are addresses of the server whose history it is, where somebody names them."""

    def __init__(self, gathered: Gathered, settings: Settings, zone: tzinfo | None, own: frozenset[str] = frozenset()) -> None:
        self._gathered, self._settings, self._zone, self._own = gathered, settings, zone, own
        self._evidence = gathered.table.evidence

    @property
    def names(self) -> Sequence[str]:
        """The files."""
        return self._gathered.files

    @property
    def count(self) -> int:
        """How many messages there are."""
        return self._evidence.sip_messages

    @cached_property
    def own(self) -> frozenset[str]:
        """The addresses of the server: as named, or that of the host that most messages come from or go to."""
        return self._own or own_of(self._gathered.table)

    @cached_property
    def is_timeless(self) -> bool:
        """Whether they are of logs without times."""
        return Search(self._gathered, Filters(), None, self._settings).is_timeless

    def hits(self, expression: Expression | None, limit: int | None = None) -> Iterator[Hit]:
        """The messages that fit, in order."""
        asked = Asked(expression, self._zone, self.own if expression.strict else frozenset()) if expression else None
        return Search(self._gathered, Filters(where=asked), None, self._settings).hits(limit)

    def hit(self, number: int) -> Hit | None:
        """The message of that number."""
        if not 0 < number <= self.count:
            return None
        leg = int(self._evidence.messages("leg")[number - 1])
        call = int(self._gathered.table.row_of_leg[leg]) + 1
        return Hit(self._evidence.message(number - 1), call, self._evidence.raw(number - 1))


def own_of(table: CallTable) -> frozenset[str]:
    """Whose history it may be: who wrote the log, or else the host that most messages pass, of equals the PBX."""
    hosts = table.hosts.all
    if any(host.ip == UNKNOWN for host in hosts) or not hosts:
        return frozenset({UNKNOWN})
    return frozenset({max(hosts, key=lambda host: (host.messages_from + host.messages_to, host.role == "pbx")).ip})


class StoreMessages:
    """The messages of a store; `now` is µs since 1970 UTC."""

    names = ("",)
    is_timeless = False

    def __init__(self, store: Store, now: int, zone: tzinfo | None, own: frozenset[str] = frozenset()) -> None:
        self._store, self._moment, self._own = store, Moment(now, zone), own

    @cached_property
    def count(self) -> int:
        """The number of the latest message."""
        return int(self._store.ask("SELECT coalesce(max(number), 0) FROM messages")[0][0])

    @cached_property
    def own(self) -> frozenset[str]:
        """The addresses of the server: as named, or that which most messages come from or go to."""
        if self._own:
            return self._own
        both = "SELECT src_ip AS ip FROM messages UNION ALL SELECT dst_ip FROM messages"
        found = self._store.ask(f"SELECT ip FROM ({both}) WHERE ip IS NOT NULL GROUP BY ip ORDER BY count(*) DESC, ip LIMIT 1")
        return frozenset(ip for (ip,) in found) or frozenset({UNKNOWN})

    def hits(self, expression: Expression | None, limit: int | None = None) -> Iterator[Hit]:
        """The messages that fit, in order."""
        condition, values = "TRUE", list[object]()
        if expression and (self.count or not expression.strict):  # in an empty history Asterisk finds no fault
            condition, values = sql(expression, self._moment, self.own if expression.strict else ())
        if limit is not None:
            return map(_hit, self._store.latest(_COLUMNS, condition, values, limit))
        return map(_hit, self._store.ask(f"SELECT {_COLUMNS} FROM messages WHERE {condition} ORDER BY number", values))

    def hit(self, number: int) -> Hit | None:
        """The message of that number."""
        found = self._store.ask(f"SELECT {_COLUMNS} FROM messages WHERE number = ?", (number,))
        return _hit(found[0]) if found else None


def _hit(row: Sequence[Any]) -> Hit:
    """A row of the store as a message."""
    number, ts, src_ip, src_port, dst_ip, dst_port, transport, node, is_copy, raw = row
    known: Mapping[str, object] = {
        "number": number,
        "ts": ts,
        "file": 0,
        "frame": 0,
        "line": None,
        "src": Endpoint(src_ip or UNKNOWN, src_port or 0),
        "dst": Endpoint(dst_ip or UNKNOWN, dst_port or 0),
        "transport": cast(Transport, transport),
        "is_copy": is_copy,
        "is_repeat": False,
        "node": node,
    }
    return Hit(Message.unread(known, lambda: parsed_fields(raw)), 0, raw)
