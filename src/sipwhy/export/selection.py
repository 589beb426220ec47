"""Which packets belong to one call."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from sipwhy.model import Call, Endpoint, Message, NetworkError
from sipwhy.reference.networks import network_kind
from sipwhy.wire.extractor import Packet, Wanted

_SECOND = 1_000_000
_BEFORE, _AFTER = 60 * _SECOND, 5 * _SECOND
"""How long before its first message a connection may have been opened, and how long after its last one it may be closed."""
_ABRUPT = 1 | 2 | 4
"""FIN, SYN, RST (RFC 9293 section 3.1)."""
_HALF = 1 << 31
_BLOCK, _BLOCKS = 16, 0xFFFF
"""Sequence numbers are looked up by blocks of 64 KiB, of which the circle of 32 bits has 65,536."""
_STREAMS = ("tcp", "tls", "ws", "wss")

Place = tuple[int, int]
"""(file, frame)"""


def wanted_of(call: Call, messages: Iterable[Message]) -> Wanted:
    """What to look for: `messages` are all of the call's, captured copies included."""
    wanted = Wanted()
    for message in messages:
        wanted.frames.add((message.file, message.frame))
        if message.transport in _STREAMS:
            wanted.add_socket(_client(message.src, message.dst), (message.ts - _BEFORE, message.ts + _AFTER))
        pair = (message.src.ip, message.dst.ip)
        since, until = wanted.hosts.get(pair, (message.ts, message.ts))
        wanted.hosts[pair] = (min(since, message.ts - 30 * _SECOND), max(until, message.ts + _SECOND))
        _want_announced(message, call, wanted)
    for error in _errors(call):
        wanted.frames.add((error.file, error.frame))
        if error.kind.startswith("tcp"):
            wanted.add_socket(_client(error.src, error.dst), (error.ts - _BEFORE, error.ts + _AFTER))
    for stream in call.streams:
        for socket in (stream.src, stream.dst):
            span = (stream.first_ts, stream.last_ts)
            wanted.add_socket(socket, span)
            wanted.add_socket(Endpoint(socket.ip, socket.port + 1), (span[0], span[1] + _AFTER))
    return wanted


def pick(found: Iterable[Packet], messages: Sequence[Message], call: Call) -> Iterator[Packet]:
    """The packets that are the call's own, among those that share its sockets and hosts, by time."""
    packets = sorted(found, key=lambda packet: (packet.ts, packet.file, packet.frame))
    frames = {(m.file, m.frame) for m in messages} | {(error.file, error.frame) for error in _errors(call)}
    pairs = {frozenset((m.src, m.dst)) for m in messages} | {frozenset((e.src, e.dst)) for e in _errors(call)}
    idents = {_datagram(packet) for packet in packets if packet.kind == "fragment" and (packet.file, packet.frame) in frames}
    needed = _needed(packets, messages)
    for packet in packets:
        if packet.kind == "fragment":
            keep = _datagram(packet) in idents
        elif packet.kind == "tcp":
            abrupt = bool(packet.bits & _ABRUPT) and frozenset((packet.src, packet.dst)) in pairs
            ranges = needed.get((packet.src, packet.dst))
            keep = abrupt or (ranges is not None and ranges.touches(packet))
        else:
            keep = True
        if keep or (packet.file, packet.frame) in frames:
            yield packet


def _errors(call: Call) -> list[NetworkError]:
    return [error for leg in call.legs for error in leg.errors]


def _client(src: Endpoint, dst: Endpoint) -> Endpoint:
    """The end of a connection that is its own: servers listen on low ports."""
    return src if src.port > dst.port else dst


def _want_announced(message: Message, call: Call, wanted: Wanted) -> None:
    """The sockets that a description announces, from then to the end of the call."""
    for media in message.sdp.media if message.sdp else ():
        if media.port and media.address and network_kind(media.address) != "unspecified":
            for port in (media.port, media.port + 1):
                wanted.add_socket(Endpoint(media.address, port), (message.ts, call.end + _SECOND))


def _datagram(packet: Packet) -> tuple[str, str, int]:
    return (packet.src.ip, packet.dst.ip, packet.ident)


class _Ranges:
    """Where the messages of one direction of a connection begin and end, in sequence numbers, which go in a circle."""

    def __init__(self) -> None:
        self._by_block: dict[int, list[tuple[int, int]]] = {}

    def add(self, start: int, end: int) -> None:
        """Wants the bytes from `start` to before `end`; both may lie beyond the circle's seam."""
        for block in range(start >> _BLOCK, (end - 1 >> _BLOCK) + 1):
            self._by_block.setdefault(block & _BLOCKS, []).append((start, end))

    def touches(self, segment: Packet) -> bool:
        """Whether a segment has wanted bytes."""
        number, size = segment.number, len(segment.payload)
        for block in range(number >> _BLOCK, (number + size - 1 >> _BLOCK) + 1 if size else 0):
            for start, end in self._by_block.get(block & _BLOCKS, ()):
                at = (number - start + _HALF) % (2 * _HALF) - _HALF
                if at < end - start and at + size > 0:
                    return True
        return False


def _needed(packets: Iterable[Packet], messages: Iterable[Message]) -> dict[tuple[Endpoint, Endpoint], _Ranges]:
    """For each direction of a connection, where its messages stand."""
    sizes: dict[Place, int] = {}
    for message in messages:
        frame = 14 if message.transport in ("ws", "wss") else 0
        sizes[message.file, message.frame] = sizes.get((message.file, message.frame), 0) + len(message.raw) + frame
    found: dict[tuple[Endpoint, Endpoint], _Ranges] = {}
    for packet in packets:
        size = sizes.get((packet.file, packet.frame))
        if packet.kind == "tcp" and size:
            start, end = packet.number, packet.number + len(packet.payload)
            found.setdefault((packet.src, packet.dst), _Ranges()).add(min(end - size, start), end)
    return found
