"""What a finished reading knows: columns over legs and messages, and single messages, streams and errors as values."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cached_property, lru_cache

from sipwhy import _core
from sipwhy.model import Endpoint, LogAccount, LogLine, Message, NetworkError
from sipwhy.model.connection import Connection, Decryption
from sipwhy.model.dtls import Dtls
from sipwhy.model.lookup import Lookup
from sipwhy.wire.beginnings import connection_from, decryption_from, dtls_from, lookup_from
from sipwhy.wire.columns import Array, array_of
from sipwhy.wire.log_difference import LogDifference
from sipwhy.wire.media import MediaEvidence
from sipwhy.wire.methods import METHODS, TRANSPORTS, Mark, Method
from sipwhy.wire.network_errors import network_error
from sipwhy.wire.originals import about_originals
from sipwhy.wire.parsing import parsed_fields

Fetch = Callable[[int, int, int], bytes]
"""(file, offset, length) -> bytes of that file, decompressed."""

Log = tuple[LogAccount, Sequence[LogLine]]
"""What became of a text log, and the lines kept of it."""

_MOST_LOOKED_AT = 20_000
_MANY, _APART, _AT_ONCE = 1000, 50, 2000
"""Messages from which on a file is read in pieces if there are no more than so many others between two of them; how many at a time."""
_FORWARD, _COPY, _REPEAT = int(Mark.FORWARD), int(Mark.COPY), int(Mark.REPEAT)
_CREDENTIALS, _IN_DIALOG, _MALFORMED = int(Mark.CREDENTIALS), int(Mark.IN_DIALOG), int(Mark.MALFORMED)
_PLAIN_METHODS = frozenset(Method) - {Method.NONE, Method.OTHER}
_Place = tuple[int, int, int, int, bool]


class Evidence:
    """Legs, messages, media and network errors of a finished reading; indices are from 0."""

    def __init__(self, tables: _core.Tables, fetch: Fetch, logs: Iterable[Log] = (), file_count: int = 1) -> None:
        self._tables = tables
        self.fetch = fetch
        self.file_count = file_count
        """How many files were read, those included in which nothing was found."""
        told = list(logs)
        self.logs: tuple[LogAccount, ...] = tuple(account for account, _ in told)
        """How much of each text log was understood, in order of file; captures have none."""
        self._log_lines = tuple(line for _, lines in told for line in lines)
        self._log_files = frozenset(account.file for account in self.logs)
        self._columns: dict[str, Array] = {}
        counts = tables.counts()
        self.packets, self.sip_messages, self.duplicates, self.start, self.end = counts[:5]
        self.dropped, self.clock_steps_back = counts[5:7]
        self.cut, self.fragments_lost, self.tcp_gaps = counts[7:10]
        self.hep_other, self.secrets, self.until = counts[10], tables.secrets(), tables.until()
        self.leg_count, self.call_id_count, _, _, self.ip_count = tables.sizes()
        media = tables.media()
        if media is None:
            raise ValueError("the media of these tables were taken before")
        self.media = MediaEvidence(media)
        """What was heard of media."""
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
            self._columns[name] = array_of(self._tables.leg_column(name))
        return self._columns[name]

    def fresh(self) -> Array:
        """Which legs are told now, where the others are there to be judged beside; elsewhere all of them."""
        told: Array = array_of(self._tables.fresh()) != 0
        return told

    def messages(self, name: str) -> Array:
        """A column over messages: ts, leg, status, method, marks."""
        return array_of(self._tables.message_column(name))

    def traffic(self) -> tuple[Array, Array, Array]:
        """Messages sent, messages received and requests sent, by number of address."""
        sent, received, requests = map(array_of, self._tables.traffic())
        return sent, received, requests

    def answers_from(self, hosts: Sequence[int]) -> Iterator[tuple[Array, Array]]:
        """Of each of some addresses (by number), in order of time: when it sent an answer, and the number of the address it went to."""
        for times, receivers in self._tables.answers_from(hosts):
            yield array_of(times), array_of(receivers)

    def attempts(self, name: str) -> Array:
        """A column over attempts to register (REGISTER transactions), as `_core.Tables.attempt_column` names them."""
        return array_of(self._tables.attempt_column(name))

    def number_forms(self) -> tuple[Array, Array]:
        """For each text how the number in it is written (0: it is none), and its last ten digits."""
        form, tail = self._tables.number_forms()
        return array_of(form), array_of(tail)

    @cached_property
    def long_numbers(self) -> Array:
        """Which texts are numbers of the public network and no extensions: seven digits or more."""
        form, _ = self.number_forms()
        long: Array = form != 0
        return long

    def links(self) -> tuple[Array, Array, Array]:
        """What joins legs of different Call-IDs: leg, kind (0 Session-ID, 1 a named Call-ID, 2 icid), value."""
        leg, kind, value = self._tables.links()
        return array_of(leg), array_of(kind), array_of(value)

    def text_keys(self) -> Array:
        """A key for each text by which one dialled number is known again in another format."""
        return array_of(self._tables.text_keys())

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

    def raws(self, indices: Array) -> Iterator[bytes]:
        """The bytes of messages of rising indices; where many stand close together, files are read in large pieces."""
        if len(indices) < _MANY or (int(indices[-1]) - int(indices[0])) // len(indices) > _APART:
            yield from map(self.raw, indices.tolist())
            return
        for start in range(0, len(indices), _AT_ONCE):
            yield from self._tables.raws(indices[start : start + _AT_ONCE].tolist(), self.fetch)

    def _raw(self, place: _Place) -> bytes:
        file, _, offset, length, spilled = place
        return self._tables.spilled(offset, length) if spilled else self.fetch(file, offset, length)

    def second_look(self, leg: int) -> tuple[int, int]:
        """All bits of `model.quirk` of one leg, for which its messages are read again; Max-Forwards of its first request, or 255."""
        return self._tables.second_look(leg, [self.raw(index) for index in self.leg_messages(leg)[:_MOST_LOOKED_AT]])

    @cached_property
    def second_looks(self) -> tuple[Array, Array]:
        """The same of every leg, for who asks for many: the files are read once, in order."""
        quirks, hops = self._tables.second_looks(self.fetch)
        return array_of(quirks), array_of(hops)

    def log_lines(self) -> Sequence[LogLine]:
        """Lines of text logs that hold a word which somebody asked for, file by file in order."""
        return self._log_lines

    def log_differences(self) -> Sequence[LogDifference]:
        """How each log that shares messages with a capture differs from it."""
        return [LogDifference(*row) for row in self._tables.log_differences()]

    def is_log(self, file: int) -> bool:
        """Whether a file is a text log: places in it are lines, not frames."""
        return file in self._log_files

    def place(self, index: int) -> tuple[int, int]:
        """File and frame of one message; of a message in a text log the number of its line."""
        file, frame, *_ = self._tables.message(index)[0]
        return file, frame

    def message(self, index: int, raw: bytes | None = None) -> Message:
        """One message; its bytes (`raw`, if somebody has read them) are parsed when somebody asks for what the core has not kept."""
        place, ts, leg, marks, transport, method, status = self._tables.message(index)
        src, dst = self.endpoints(leg)
        if not marks & _FORWARD:
            src, dst = dst, src
        known = {
            "number": index + 1,
            "ts": ts,
            "file": place[0],
            "frame": 0 if place[0] in self._log_files else place[1],
            "line": place[1] if place[0] in self._log_files else None,
            "src": src,
            "dst": dst,
            "transport": TRANSPORTS[transport],
            "is_copy": bool(marks & _COPY),
            "is_repeat": bool(marks & _REPEAT),
            "node": self.node(leg),
            "is_in_dialog": bool(marks & _IN_DIALOG),
        }
        if not marks & _MALFORMED and method in _PLAIN_METHODS:
            known |= {"method": METHODS[method], "status": status or None, "has_credentials": bool(marks & _CREDENTIALS)}
            if not status:
                known["reason"] = None
        return Message.unread(known, lambda: parsed_fields(self._raw(place) if raw is None else raw))

    @cached_property
    def errors(self) -> tuple[tuple[int | None, NetworkError], ...]:
        """What the network reported, each with its leg if that is known, and the message that it is about, no copy of it."""
        found = tuple(map(network_error, self._tables.errors()))
        is_needed = found and self.duplicates
        return about_originals(found, *map(self.messages, ("leg", "method", "status", "marks"))) if is_needed else found

    @cached_property
    def connections(self) -> tuple[Connection, ...]:
        """How TCP connections began whose beginning matters (TLS, WebSocket, SIP in the open on a TLS port), in order of time."""
        return tuple(map(connection_from, self._tables.connections()))

    @cached_property
    def decryptions(self) -> tuple[Decryption, ...]:
        """What became of TLS connections, if there were any keys, in order of time and file."""
        return tuple(map(decryption_from, self._tables.sealed()))

    @cached_property
    def key_log(self) -> bytes:
        """The TLS key logs that captures bring along (pcapng decryption secrets)."""
        return self._tables.key_log()

    @cached_property
    def lookups(self) -> tuple[Lookup, ...]:
        """How SIP servers were looked up by DNS, in order of time."""
        return tuple(map(lookup_from, self._tables.lookups()))

    @cached_property
    def keep_alives(self) -> dict[tuple[Endpoint, Endpoint], int]:
        """How many packets without SIP in them kept the way from one socket to another open."""
        return {(Endpoint(*src), Endpoint(*dst)): count for src, dst, count, _, _ in self._tables.keep_alives()}

    @cached_property
    def handshakes(self) -> tuple[Dtls, ...]:
        """How keys for voice were made by DTLS, by sockets, in order of time."""
        return tuple(map(dtls_from, self._tables.handshakes()))

    @cached_property
    def errors_by_leg(self) -> dict[int, tuple[NetworkError, ...]]:
        """What the network reported about each leg."""
        found: dict[int, list[NetworkError]] = {}
        for leg, error in self.errors:
            if leg is not None:
                found.setdefault(leg, []).append(error)
        return {leg: tuple(errors) for leg, errors in found.items()}
