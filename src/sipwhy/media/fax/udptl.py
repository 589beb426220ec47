"""
UDPTL: a number, the packet itself, and earlier packets again or parity of them, so that losses heal (ITU-T T.38 section 9.1).

Parity is not used to mend anything: it only counts as a packet that has it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from msgspec import Struct

from sipwhy.media.fax.ifp import Ifp, ifp_of
from sipwhy.media.fax.t30 import signal_of
from sipwhy.model import Endpoint
from sipwhy.model.fax import Fax, FaxSignal, FaxWay
from sipwhy.wire.extractor import Packet

_FEWEST = 3
"""Packets that one way must have."""
_MOST_AGAIN = 40
"""Earlier packets that one may repeat: nobody repeats more."""
_LONGEST_FRAME = 400
"""Bytes of HDLC beyond which it is a page and no signal."""
_CNG, _CED = 1, 2


class Datagram(Struct, frozen=True):
    """One UDPTL packet."""

    number: int
    primary: bytes
    again: tuple[bytes, ...] = ()
    """Earlier packets, the latest first."""
    has_parity: bool = False
    """Whether parity stands in their place."""


def datagram_of(payload: bytes) -> Datagram | None:
    """The UDPTL packet in a datagram; None if it is none."""
    if len(payload) < 4:
        return None
    number, size = int.from_bytes(payload[:2], "big"), payload[2]
    if payload[2] & 0x80:  # longer than 127
        size, at = (payload[2] & 0x3F) << 8 | payload[3], 4
    else:
        at = 3
    if not size or at + size > len(payload):
        return None
    rest = payload[at + size :]
    return Datagram(number, payload[at : at + size], tuple(_again(rest)), has_parity=len(rest) > 1 and bool(rest[0] & 0x80))


def _again(rest: bytes) -> Iterator[bytes]:
    """Earlier packets; nothing if there is parity in their place."""
    if len(rest) < 2 or rest[0] & 0x80:
        return
    count, at = rest[1], 2
    for _ in range(min(count, _MOST_AGAIN)):
        if at >= len(rest):
            return
        size, at = rest[at], at + 1
        if size & 0x80 and at < len(rest):  # longer than 127
            size, at = (size & 0x3F) << 8 | rest[at], at + 1
        if at + size > len(rest):
            return
        yield rest[at : at + size]
        at += size


def fax_of(packets: Sequence[Packet]) -> Fax | None:
    """The fax in the packets of a call; None if there is none."""
    ways: dict[tuple[int, Endpoint, Endpoint], list[tuple[Packet, Datagram]]] = {}
    for packet in packets:
        datagram = datagram_of(packet.payload)
        if datagram and ifp_of(datagram.primary):
            ways.setdefault((packet.file, packet.src, packet.dst), []).append((packet, datagram))
    found = [way for way in ways.values() if len(way) >= _FEWEST and _is_numbered(way)]
    if not found:
        return None
    signals = sorted((signal for way in found for signal in _signals(way)), key=lambda signal: signal.ts)
    return Fax(tuple(_way(way) for way in found), tuple(_without_repeats(signals)))


def _is_numbered(way: Sequence[tuple[Packet, Datagram]]) -> bool:
    """Whether the numbers count up: in voice that still comes to the socket the first two bytes are nearly always the same."""
    return 2 * len({datagram.number for _, datagram in way}) >= len(way)


def _way(way: Sequence[tuple[Packet, Datagram]]) -> FaxWay:
    first, last = way[0][0], way[-1][0]
    had: set[int] = set()
    for _, datagram in way:
        had.update(datagram.number - at for at in range(len(datagram.again) + 1))
    numbers = {datagram.number for _, datagram in way}
    sent = range(min(numbers), max(numbers) + 1)
    lost = sum(number not in had for number in sent)
    healed = len(sent) - len(numbers) - lost
    parity = any(datagram.has_parity for _, datagram in way)
    return FaxWay(first.src, first.dst, len(way), lost, first.ts, last.ts, first.file, first.frame, healed, parity)


def _signals(way: Sequence[tuple[Packet, Datagram]]) -> Iterator[FaxSignal]:
    """What each packet that is new says, and what earlier ones said that were lost."""
    had: set[int] = set()
    frame = bytearray()
    for packet, datagram in way:
        for ahead in range(len(datagram.again), -1, -1):
            number = datagram.number - ahead
            data = datagram.again[ahead - 1] if ahead else datagram.primary
            if number in had or number < 0:
                continue
            had.add(number)
            ifp = ifp_of(data)
            if ifp:
                yield from _said(ifp, frame, packet)


def _said(ifp: Ifp, frame: bytearray, packet: Packet) -> Iterator[FaxSignal]:
    """Signals of one packet; `frame` is the HDLC that has come so far."""

    def signal(name: str, text: str = "") -> FaxSignal:
        return FaxSignal(name, packet.ts, packet.src, text, packet.file, packet.frame)

    if ifp.indicator in (_CNG, _CED):
        yield signal("CNG" if ifp.indicator == _CNG else "CED")
    for part in ifp.parts if ifp.rate == 0 else ():
        if part.kind == "hdlc" and len(frame) < _LONGEST_FRAME:
            frame.extend(part.data)
        elif part.kind in ("whole", "whole-end"):
            found = signal_of(bytes(frame))
            frame.clear()
            if found:
                yield signal(*found)
        elif part.kind != "hdlc":
            frame.clear()


def _without_repeats(signals: Sequence[FaxSignal]) -> Iterator[FaxSignal]:
    before: FaxSignal | None = None
    for signal in signals:
        if before is None or (before.name, before.src) != (signal.name, signal.src):
            yield signal
        before = signal
