"""
One call's packets made anew with pseudonyms.

Theory of operation. Every packet is built from what was understood of it, never patched: SIP is rewritten header by
header, RTP and RTCP keep their headers and statistics, ICMP and fragments keep what they prove. Packets of another kind
(STUN, DTLS, T.38) may hold names or content and are left out. Messages are rewritten twice, so that free text of the
first is searched for names that only the last one tells.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from sipwhy.export import datagrams
from sipwhy.export.disguise import Disguise
from sipwhy.export.media import silenced
from sipwhy.export.pcapng import RAW_IP, Record
from sipwhy.export.segments import ABRUPT, Segments
from sipwhy.export.sip_text import SipText
from sipwhy.model import Endpoint, Message
from sipwhy.model.headers import END_OF_HEAD
from sipwhy.wire.extractor import Packet

_QUOTED = 548
"""Bytes of a message that an ICMP error quotes at most."""

Place = tuple[int, int]


class LeakError(Exception):
    """An identity would still be readable in an anonymous export."""


class Anonymous:
    """Makes the records; `left_out` counts packets that were not understood."""

    def __init__(self, messages: Sequence[Message], errors: Mapping[Place, int | None], disguise: Disguise) -> None:
        self._disguise = disguise
        self._text = SipText(disguise)
        for message in messages:
            self._text.rewritten(message.raw)
        self._raw = {message.number: self._checked(message) for message in messages}
        self._by_number = {message.number: message for message in messages}
        self._by_place: dict[Place, list[Message]] = {}
        for message in messages:
            self._by_place.setdefault((message.file, message.frame), []).append(message)
        self._errors = errors
        self._segments = Segments()
        self.left_out = 0

    def records(self, packets: Sequence[Packet]) -> Iterator[Record]:
        """The packets under pseudonyms, in the same order."""
        for packet in packets:
            messages = self._by_place.get((packet.file, packet.frame))
            made = self._messages(packet, messages) if messages else self._other(packet)
            for data in made:
                yield Record(packet.ts, "anonymous", RAW_IP, data, len(data) + (packet.cut if messages else 0))

    def _checked(self, message: Message) -> bytes:
        """
        The rewritten message; LeakError if a name or number of anybody can still be read in its header.

        Its body is built of what is known to name nobody; a name that is also a codec's or a product's may stand there.
        """
        raw = self._text.rewritten(message.raw)
        end = END_OF_HEAD.search(raw)
        head, rest = (raw[: end.start()], raw[end.start() :]) if end else (raw, b"")
        if self._disguise.leaks(_readable(head)):
            head = self._disguise.forced(head.decode("utf-8", "surrogateescape")).encode("utf-8", "surrogateescape")
        if leaks := self._disguise.leaks(_readable(head)):
            raise LeakError(f"message {message.number}: {len(leaks)} identities are left")
        return head + rest

    def _messages(self, packet: Packet, messages: Sequence[Message]) -> Iterator[bytes]:
        for message in messages:
            src, dst = self._ends(message.src, message.dst)
            payload = self._raw[message.number]
            if message.transport in ("udp", "sctp"):
                yield datagrams.udp(src, dst, payload[: datagrams.MOST], self._ident(packet))
            else:
                yield from self._segments.message(src, dst, payload, is_web=message.transport in ("ws", "wss"))

    def _other(self, packet: Packet) -> list[bytes]:
        src, dst = self._ends(packet.src, packet.dst)
        if packet.kind == "tcp" and packet.bits & ABRUPT:
            return [self._segments.segment(src, dst, packet.bits)]
        if packet.kind == "tcp":
            return []  # a piece of a message that is written whole at its end
        if packet.kind == "icmp":
            return self._icmp(packet)
        if packet.kind == "fragment":
            return self._fragment(packet)
        quiet = silenced(packet.payload) if packet.kind == "udp" else None
        if quiet is None:
            self.left_out += 1
            return []
        return [datagrams.udp(src, dst, quiet, self._ident(packet))]

    def _fragment(self, packet: Packet) -> list[bytes]:
        """A fragment whose datagram was never whole: the first one with its message's beginning, the others empty."""
        if (packet.file, packet.frame) not in self._errors:
            return []
        where = datagrams.Fragmented(packet.number, bool(packet.bits))
        if packet.number:
            content = bytes(len(packet.payload))
        else:
            content = packet.payload[:8] + self._text.rewritten(packet.payload[8:])
            content = content[: len(content) & ~7]
        src, dst = self._ends(packet.src, packet.dst)
        return [datagrams.ip_packet(src.ip, dst.ip, datagrams.UDP, content, ident=packet.ident, fragment=where)]

    def _icmp(self, packet: Packet) -> list[bytes]:
        message = self._by_number.get(self._errors.get((packet.file, packet.frame)) or 0)
        if message is None:
            self.left_out += 1
            return []
        src, dst = self._ends(message.src, message.dst)
        payload = self._raw[message.number]
        head = datagrams.udp_header(src, dst, len(payload))
        quoted = datagrams.ip_packet(src.ip, dst.ip, datagrams.UDP, head + payload[: min(_QUOTED, len(packet.payload))])
        reporter, target = self._disguise.address(packet.src.ip), self._disguise.address(packet.dst.ip)
        return [datagrams.icmp(reporter, target, (packet.src.port, packet.dst.port), quoted)]

    def _ends(self, src: Endpoint, dst: Endpoint) -> tuple[Endpoint, Endpoint]:
        other = self._disguise.address
        return Endpoint(other(src.ip), src.port), Endpoint(other(dst.ip), dst.port)

    def _ident(self, packet: Packet) -> int:
        """Equal where it was equal: that is how copies of one packet are known."""
        return packet.ident & 0xFFFF


def _readable(head: bytes) -> str:
    """A header block without what products call themselves."""
    lines = head.decode("utf-8", "surrogateescape").split("\n")
    return "\n".join(line for line in lines if not line.lower().startswith(("user-agent:", "server:")))


def anonymous(messages: Sequence[Message], errors: Mapping[Place, int | None], packets: Sequence[Packet]) -> tuple[list[Record], int]:
    """
    The packets under pseudonyms, and how many of another kind were left out.

    `errors` maps the (file, frame) of each network error to the number of the message it is about. LeakError if an
    identity could still be read.
    """
    maker = Anonymous(messages, errors, Disguise())
    return list(maker.records(packets)), maker.left_out
