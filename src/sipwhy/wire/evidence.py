"""What a finished reading knows: columns over legs and messages, and single messages, streams and errors as values."""

from __future__ import annotations

from collections.abc import Callable
from functools import cached_property, lru_cache

import numpy as np

from sipwhy import _core
from sipwhy.model import Endpoint, Message, NetworkError, Stream
from sipwhy.model.connection import Connection
from sipwhy.model.lookup import Lookup
from sipwhy.model.message import REASSEMBLY_TIMED_OUT, TOO_LARGE
from sipwhy.wire.beginnings import connection_from, lookup_from
from sipwhy.wire.columns import Array
from sipwhy.wire.methods import METHODS, TRANSPORTS, Mark, Method
from sipwhy.wire.parsing import parsed_fields

Fetch = Callable[[int, int, int], bytes]
"""(file, offset, length) -> bytes of that file, decompressed."""

NONE = 0xFFFF_FFFF
_FORWARD, _COPY, _REPEAT = int(Mark.FORWARD), int(Mark.COPY), int(Mark.REPEAT)
_IN_DIALOG, _MALFORMED = int(Mark.IN_DIALOG), int(Mark.MALFORMED)
_PLAIN_METHODS = frozenset(Method) - {Method.NONE, Method.OTHER}
_Place = tuple[int, int, int, int, bool]
_REPORTED = ("icmp", "tcp-reset")
_ERROR_KINDS = ("icmp", "tcp-refused", "tcp-reset", "tcp-unanswered", "fragment-lost")


class Evidence:
    """Legs, messages, streams and network errors of a finished reading; indices are from 0."""

    def __init__(self, tables: _core.Tables, fetch: Fetch) -> None:
        self._tables = tables
        self.fetch = fetch
        self._columns: dict[str, Array] = {}
        counts = tables.counts()
        self.packets, self.sip_messages, self.duplicates, self.start, self.end = counts[:5]
        self.dropped, self.clock_steps_back = counts[5:7]
        self.cut, self.fragments_lost, self.tcp_gaps = counts[7:10]
        self.hep_other, self.secrets, self.until = counts[10], tables.secrets(), tables.until()
        self.leg_count, self.call_id_count, _, _, self.ip_count, self.stream_count = tables.sizes()
        self.nodes = tables.nodes()
        self.text = lru_cache(maxsize=65536)(tables.text)
        self.reason = lru_cache(maxsize=4096)(tables.reason)
        self.ip = lru_cache(maxsize=65536)(tables.ip)
        self.endpoints = lru_cache(maxsize=64)(self._endpoints)
        """Who sent the first request of a leg, and to whom."""
        self.node = lru_cache(maxsize=64)(self._node)
        """The capture point of a leg, where the source names it."""

    def legs(self, name: str) -> Array:
        """A column over legs, as `_core.Tables.leg_column` names them."""
        if name not in self._columns:
            self._columns[name] = _array(self._tables.leg_column(name))
        return self._columns[name]

    def messages(self, name: str) -> Array:
        """A column over messages: ts, leg, status, method, marks."""
        return _array(self._tables.message_column(name))

    def traffic(self) -> tuple[Array, Array, Array]:
        """Messages sent, messages received and requests sent, by number of address."""
        sent, received, requests = map(_array, self._tables.traffic())
        return sent, received, requests

    def streams(self, name: str) -> Array:
        """A column over streams: leg, packets."""
        return _array(self._tables.stream_column(name))

    def links(self) -> tuple[Array, Array, Array]:
        """What joins legs of different Call-IDs: leg, kind (0 Session-ID, 1 a named Call-ID, 2 icid), value."""
        leg, kind, value = self._tables.links()
        return _array(leg), _array(kind), _array(value)

    def text_keys(self) -> Array:
        """A key for each text by which one dialled number is known again in another format."""
        return _array(self._tables.text_keys())

    def call_id(self, number: int) -> str:
        """A Call-ID by its number."""
        return self._tables.call_id(number)

    def initiator_tag(self, leg: int) -> str:
        """The From tag of a leg's first message; "" if it has none."""
        return self._tables.initiator_tag(leg)

    def broken(self) -> list[tuple[int, str, int, int]]:
        """What could not be read: file, reason, first frame, times."""
        return self._tables.broken()

    def leg_messages(self, leg: int) -> list[int]:
        """The messages of one leg in order, copies included."""
        return self._tables.leg_messages(leg)

    def leg_transactions(self, leg: int) -> list[tuple[int, int]]:
        """For each message of a leg, copies left out: its index and the number of its transaction in the leg."""
        return self._tables.leg_transactions(leg)

    def _endpoints(self, leg: int) -> tuple[Endpoint, Endpoint]:
        src = Endpoint(self.ip(int(self.legs("src_ip")[leg])), int(self.legs("src_port")[leg]))
        return src, Endpoint(self.ip(int(self.legs("dst_ip")[leg])), int(self.legs("dst_port")[leg]))

    def _node(self, leg: int) -> str | None:
        return self.nodes[int(self.legs("node")[leg])] or None

    def raw(self, index: int) -> bytes:
        """The bytes of one message."""
        return self._raw(self._tables.message(index)[0])

    def _raw(self, place: _Place) -> bytes:
        file, _, offset, length, spilled = place
        return self._tables.spilled(offset, length) if spilled else self.fetch(file, offset, length)

    def place(self, index: int) -> tuple[int, int]:
        """File and frame of one message."""
        file, frame, *_ = self._tables.message(index)[0]
        return file, frame

    def message(self, index: int) -> Message:
        """One message; its bytes are read and parsed when somebody asks for what the core has not kept."""
        place, ts, leg, marks, transport, method, status = self._tables.message(index)
        src, dst = self.endpoints(leg)
        if not marks & _FORWARD:
            src, dst = dst, src
        known = {
            "number": index + 1,
            "ts": ts,
            "file": place[0],
            "frame": place[1],
            "src": src,
            "dst": dst,
            "transport": TRANSPORTS[transport],
            "is_copy": bool(marks & _COPY),
            "is_repeat": bool(marks & _REPEAT),
            "node": self.node(leg),
            "is_in_dialog": bool(marks & _IN_DIALOG),
        }
        if not marks & _MALFORMED and method in _PLAIN_METHODS:
            known |= {"method": METHODS[method], "status": status or None}
        return Message.unread(known, lambda: parsed_fields(self._raw(place)))

    @cached_property
    def errors(self) -> tuple[tuple[int | None, NetworkError], ...]:
        """What the network reported, each with its leg if that is known."""
        return tuple(_error(row) for row in self._tables.errors())

    @cached_property
    def connections(self) -> tuple[Connection, ...]:
        """How TCP connections began whose beginning matters (TLS, WebSocket, SIP in the open on a TLS port), in order of time."""
        return tuple(map(connection_from, self._tables.connections()))

    @cached_property
    def lookups(self) -> tuple[Lookup, ...]:
        """How SIP servers were looked up by DNS, in order of time."""
        return tuple(map(lookup_from, self._tables.lookups()))

    @cached_property
    def keep_alives(self) -> dict[tuple[Endpoint, Endpoint], int]:
        """How many packets without SIP in them kept the way from one socket to another open."""
        return {(Endpoint(*src), Endpoint(*dst)): count for src, dst, count, _, _ in self._tables.keep_alives()}

    @cached_property
    def errors_by_leg(self) -> dict[int, tuple[NetworkError, ...]]:
        """What the network reported about each leg."""
        found: dict[int, list[NetworkError]] = {}
        for leg, error in self.errors:
            if leg is not None:
                found.setdefault(leg, []).append(error)
        return {leg: tuple(errors) for leg, errors in found.items()}

    @cached_property
    def streams_by_leg(self) -> dict[int, list[int]]:
        """The streams of each leg; those of none under -1."""
        found: dict[int, list[int]] = {}
        for index, leg in enumerate(self.streams("leg").tolist()):
            found.setdefault(-1 if leg == NONE else leg, []).append(index)
        return found

    def stream(self, index: int) -> Stream:
        """One stream, its codec and jitter as for a static payload type; `leg` is not set here."""
        ssrc, src, dst, payload_type, packets, lost, _, first, last, file, frame, _ = self._tables.stream(index)
        return Stream(
            index=index,
            ssrc=ssrc,
            src=Endpoint(*src),
            dst=Endpoint(*dst),
            codec=None,
            payload_type=payload_type,
            packets=packets,
            lost=lost,
            jitter_ms=self.jitter_ms(index, 8000),
            first_ts=first,
            last_ts=last,
            file=file,
            first_frame=frame,
        )

    def jitter_ms(self, index: int, clock: int) -> float:
        """A stream's interarrival jitter in ms (RFC 3550 section 6.4.1) for a codec clock in Hz."""
        return self._tables.jitter_ms(index, clock)


def _array(column: tuple[str, bytes]) -> Array:
    kind, data = column
    return np.frombuffer(data, dtype=kind)


_ICMP = {0: "network unreachable", 1: "host unreachable", 2: "protocol unreachable", 3: "port unreachable", 4: TOO_LARGE[0]}
_ICMP |= dict.fromkeys((9, 10, 13), "administratively prohibited")
_OTHER_ICMP = {
    (4, 11): "time exceeded",
    (4, 12): "parameter problem",
    (6, 2): TOO_LARGE[1],
    (6, 3): "time exceeded",
    (6, 4): "parameter problem",
}
_ICMP6 = {0: "no route", 1: "administratively prohibited", 3: "address unreachable", 4: "port unreachable"}


_Row = tuple[int, int, int, int, int, int, int, tuple[str, int], tuple[str, int], str, int, int]


def _error(row: _Row) -> tuple[int | None, NetworkError]:
    kind, version, icmp_type, icmp_code, ts, file, frame, src, dst, reporter, leg, message = row
    error = NetworkError(
        kind=_ERROR_KINDS[kind],  # type: ignore[arg-type]  # the tuple's order is that of siptrack::tracker::NetError::kind
        ts=ts,
        file=file,
        frame=frame,
        src=Endpoint(*src),
        dst=Endpoint(*dst),
        reporter=reporter if _ERROR_KINDS[kind] in _REPORTED else None,
        detail=_icmp_words(version, icmp_type, icmp_code) if kind == 0 else "",
        message=None if message == NONE else message + 1,
    )
    return (None if leg == NONE else leg), error


def _icmp_words(version: int, icmp_type: int, code: int) -> str:
    """RFC 792 and RFC 1812 section 5.2.7.1; RFC 4443 sections 3.1 to 3.4."""
    if version == 4 and icmp_type == 3:
        return _ICMP.get(code, f"unreachable, code {code}")
    if version == 6 and icmp_type == 1:
        return _ICMP6.get(code, f"unreachable, code {code}")
    if (version, icmp_type, code) in ((4, 11, 1), (6, 3, 1)):
        return REASSEMBLY_TIMED_OUT
    return _OTHER_ICMP.get((version, icmp_type), f"type {icmp_type}, code {code}")
