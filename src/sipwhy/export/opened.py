"""
Messages that were read out of TLS, written in the open in place of the records that held them.

The keys would open the whole connection, which between two servers carries everybody's calls; a call's own messages open that call alone.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from sipwhy.export.segments import ABRUPT, Segments
from sipwhy.model import Endpoint, Message
from sipwhy.wire.extractor import Packet

_SEALED = ("tls", "wss")


class Opened:
    """Knows which packets held something that was opened; nothing of them is written as it was."""

    def __init__(self, messages: Sequence[Message]) -> None:
        found = [message for message in messages if message.transport in _SEALED and message.line is None]
        self._by_place: dict[tuple[int, int], list[Message]] = {}
        for message in found:
            self._by_place.setdefault((message.file, message.frame), []).append(message)
        self._pairs: set[frozenset[Endpoint]] = {frozenset((message.src, message.dst)) for message in found}
        self._segments = Segments()

    def holds(self, packet: Packet) -> bool:
        """Whether a packet belongs to a connection that was opened."""
        return packet.kind == "tcp" and frozenset((packet.src, packet.dst)) in self._pairs

    def packets(self, packet: Packet) -> Iterator[bytes]:
        """IP packets in place of it: one for each message that ended in it, or its SYN, FIN or RST alone; none for anything else."""
        for message in self._by_place.get((packet.file, packet.frame), ()):
            if (message.src, message.dst) == (packet.src, packet.dst):
                yield from self._segments.message(message.src, message.dst, message.raw, is_web=message.transport == "wss")
        if packet.bits & ABRUPT:
            yield self._segments.segment(packet.src, packet.dst, packet.bits)
