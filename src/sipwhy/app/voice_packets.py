"""The packets of voice of some calls, by stream: nothing else of a socket is kept, and nothing behind what is listened to."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from operator import attrgetter

from msgspec.structs import replace

from sipwhy.app.sealed import handshakes, may_be_sealed
from sipwhy.media.rtp import HEAD, is_rtp
from sipwhy.model import Call, Endpoint, Stream
from sipwhy.wire.extractor import Packet, Span, Wanted

_Way = tuple[int, Endpoint, Endpoint]
"""File, from where, to where."""
_TIME = attrgetter("ts")
_MOST = 1_500_000
"""Packets in memory at a time, 0.7 GB: as many as two ways have in four hours, 20 ms in each. Only a flood has more."""


class VoicePackets:
    """Packets are sorted when they come: calls that use one port one after the other, or sources on one port, cost nothing for it."""

    def __init__(self, calls: Sequence[Call], longest: float) -> None:
        """`longest`: the seconds of each stream from its first packet on that are wanted."""
        self._longest = round(longest * 1e6)
        self._spans: dict[tuple[_Way, bytes], list[Span]] = {}
        self._found: dict[tuple[_Way, bytes], list[Packet]] = {}
        self._others: dict[frozenset[Endpoint], list[Packet]] = {}
        self._full: dict[int, int] = {}
        """By file, the time of the first packet that found no room."""
        self.wanted = Wanted()
        """Where they are, and where the handshakes that may have agreed on their keys."""
        for call, stream in ((one, stream) for one in calls for stream in one.streams if stream.is_audio):
            span = (stream.first_ts, self._end(stream))
            self.wanted.add_socket(stream.dst, span)
            self._spans.setdefault(_key(stream), []).append(span)
            for socket, shake in handshakes(call, stream) if may_be_sealed(call, stream) else ():
                self.wanted.add_socket(socket, (shake[0], min(shake[1], span[1])))
                self._others.setdefault(frozenset((stream.src, stream.dst)), [])

    def sort(self, found: Iterable[Packet]) -> None:
        """Takes what was read, without its frames around it."""
        room = _MOST
        for packet in found:
            if packet.kind != "udp" or (kept := self._place(packet)) is None:
                continue
            if room:
                kept.append(replace(packet, data=b""))
                room -= 1
            else:
                self._full.setdefault(packet.file, packet.ts)
        for kept in (*self._found.values(), *self._others.values()):
            kept.sort(key=_TIME)

    def of(self, stream: Stream) -> list[Packet]:
        """Those of a stream in order of time, and what else of its time has its SSRC."""
        return _within(self._found.get(_key(stream), []), stream.first_ts, self._end(stream))

    def beside(self, call: Call, stream: Stream) -> list[Packet]:
        """What is no RTP between the sockets of a stream that may be encrypted, either way, from the beginning of its call on."""
        near = self._others.get(frozenset((stream.src, stream.dst)), [])
        return _within(near, min(call.start, stream.first_ts), self._end(stream))

    def is_cut(self, stream: Stream) -> bool:
        """Whether more of it came than is wanted."""
        return self._end(stream) < stream.last_ts or self._full.get(stream.file, stream.last_ts + 1) <= stream.last_ts

    def _place(self, packet: Packet) -> list[Packet] | None:
        """Among which ones a packet is kept; None if nobody wants it."""
        key = (packet.file, packet.src, packet.dst), packet.payload[8:HEAD]
        if any(since <= packet.ts <= until for since, until in self._spans.get(key, ())):
            return self._found.setdefault(key, [])
        return None if is_rtp(packet.payload) else self._others.get(frozenset((packet.src, packet.dst)))

    def _end(self, stream: Stream) -> int:
        return min(stream.last_ts, stream.first_ts + self._longest)


def _key(stream: Stream) -> tuple[_Way, bytes]:
    return (stream.file, stream.src, stream.dst), stream.ssrc.to_bytes(4, "big")


def _within(found: list[Packet], since: int, until: int) -> list[Packet]:
    return found[bisect_left(found, since, key=_TIME) : bisect_right(found, until, key=_TIME)]
