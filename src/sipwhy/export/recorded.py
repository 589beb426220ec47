"""Messages without packets as packets: what was recorded of a wire, a HEP port or a log."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from sipwhy.export.datagrams import MOST, UDP, Fragmented, ip_packet, tcp, udp, udp_header
from sipwhy.export.pcapng import RAW_IP, Record
from sipwhy.model import Endpoint
from sipwhy.reference.ports import SIP
from sipwhy.wire.messages import Told

_UNKNOWN = "0.0.0.0"
_PUSH = 0x18


def records(messages: Iterable[Told]) -> Iterator[Record]:
    """
    A packet for each message, several for a long one; copies are left out.

    By UDP as they are; by TCP, TLS, WebSocket and SCTP as segments of a TCP connection, so that any program sees the text.
    """
    sent: dict[tuple[Endpoint, Endpoint], int] = {}
    for ident, (ts, src, src_port, dst, dst_port, transport, node, _, is_copy, raw) in enumerate(messages, 1):
        if is_copy:
            continue
        source, target = Endpoint(src or _UNKNOWN, src_port or SIP), Endpoint(dst or _UNKNOWN, dst_port or SIP)
        packets = _datagram(source, target, raw, ident) if transport == "udp" else _segments(source, target, raw, sent)
        for packet in packets:
            yield Record(ts, node or transport, RAW_IP, packet, len(packet))


def _datagram(src: Endpoint, dst: Endpoint, raw: bytes, ident: int) -> Iterator[bytes]:
    if len(raw) <= MOST:
        yield udp(src, dst, raw, ident & 0xFFFF)
        return
    whole = udp_header(src, dst, len(raw)) + raw
    step = MOST // 8 * 8
    for at in range(0, len(whole), step):
        yield ip_packet(src.ip, dst.ip, UDP, whole[at : at + step], ident=ident, fragment=Fragmented(at, at + step < len(whole)))


def _segments(src: Endpoint, dst: Endpoint, raw: bytes, sent: dict[tuple[Endpoint, Endpoint], int]) -> Iterator[bytes]:
    for at in range(0, len(raw), MOST):
        piece = raw[at : at + MOST]
        number = sent.get((src, dst), 1)
        yield tcp(src, dst, (number, sent.get((dst, src), 1)), _PUSH, piece)
        sent[src, dst] = number + len(piece)
