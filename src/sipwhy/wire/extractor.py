"""A second reading of captures that picks whole packets: those of one call."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal

from msgspec import Struct, field

from sipwhy import _core
from sipwhy.model import Endpoint
from sipwhy.wire.evidence import Evidence

_BLOCK = 1 << 20
Span = tuple[int, int]
"""From when to when, µs since 1970 UTC, both ends within."""


class Wanted(Struct):
    """Which packets to pick; everything but `frames` is for all files alike."""

    frames: set[tuple[int, int]] = field(default_factory=set)
    """(file, frame)"""
    sockets: dict[Endpoint, Span] = field(default_factory=dict)
    """Media sockets, and the clients' sockets of TCP connections."""
    hosts: dict[tuple[str, str], Span] = field(default_factory=dict)
    """Pairs between which IP fragments are wanted."""

    def add_socket(self, socket: Endpoint, span: Span) -> None:
        """Wants a socket for a span of time, and for all between two spans; a port that cannot be is passed over."""
        if not 0 < socket.port < 1 << 16:
            return
        since, until = self.sockets.get(socket, span)
        self.sockets[socket] = (min(since, span[0]), max(until, span[1]))


class Packet(Struct, frozen=True):
    """
    One packet as captured, and what is in it below the link layer and tunnels.

    `length` is that on the wire. Of TCP `number` is the sequence number and `bits` the flags; of a fragment its offset,
    and whether more follow; of an ICMP error the ports are type and code, `payload` what it quotes of the payload.
    """

    ts: int
    file: int
    frame: int
    link: int
    length: int
    data: bytes
    kind: Literal["udp", "tcp", "fragment", "icmp", "other"]
    src: Endpoint
    dst: Endpoint
    payload: bytes
    number: int
    bits: int
    ident: int

    @property
    def cut(self) -> int:
        """How many bytes the capture left out (snap length)."""
        return max(self.length - len(self.data), 0)


def packets(evidence: Evidence, files: int, wanted: Wanted) -> Iterator[Packet]:
    """The wanted packets, file by file in the order of each."""
    sockets = [(socket.ip, socket.port, *span) for socket, span in wanted.sockets.items()]
    hosts = [(*pair, *span) for pair, span in wanted.hosts.items()]
    known: dict[tuple[str, int], Endpoint] = {}
    for file in range(files):
        extractor = _core.Extractor([frame for at, frame in wanted.frames if at == file], sockets, hosts)
        offset = 0
        while block := evidence.fetch(file, offset, _BLOCK):
            offset += len(block)
            for ts, frame, link, length, data, parts in extractor.feed(block):
                kind, src, src_port, dst, dst_port, payload, number, bits, ident = parts
                ends = _end(known, src, src_port), _end(known, dst, dst_port)
                yield Packet(ts, file, frame, link, length, data, kind, *ends, payload, number, bits, ident)  # type: ignore[arg-type]  # the core's words are the kinds


def _end(known: dict[tuple[str, int], Endpoint], ip: str, port: int) -> Endpoint:
    """One object for each socket: a call has millions of packets, and two or four of those."""
    return known.get((ip, port)) or known.setdefault((ip, port), Endpoint(ip, port))
