"""Whether encrypted voice of no call has its keys by DTLS: its SIP may be inside TLS, and would not have them."""

from __future__ import annotations

from collections.abc import Sequence

from sipwhy.app.seals import MOST_READ
from sipwhy.diagnosis.report import StrangeVoice
from sipwhy.media.srtp.exporter import has_line
from sipwhy.media.srtp.handshake import agreements
from sipwhy.model import Endpoint, Stream
from sipwhy.reference.hearing import TAGS
from sipwhy.wire.evidence import Evidence
from sipwhy.wire.extractor import Wanted, packets
from sipwhy.wire.keys import KeyLogs

_BEFORE, _AFTER = 30_000_000, 2_000_000
"""µs around the first packet of a stream within which its handshake is looked for."""
_DTLS = range(20, 64)
"""First bytes of DTLS where it shares a port with RTP (RFC 7983)."""


def strange_voice(evidence: Evidence, files: int, strangers: Sequence[Stream], logs: KeyLogs, *, is_asked: bool) -> StrangeVoice:
    """Those of the size of SRTP; in a large capture the packets are read a second time only if that is asked for."""
    sized = [stream for stream in strangers if stream.extra in TAGS]
    if not sized or not (is_asked or int(evidence.media.streams("packets").sum()) <= MOST_READ):
        return StrangeVoice(len(sized))
    wanted = Wanted()
    for stream in sized:
        for socket in (stream.src, stream.dst):
            wanted.add_socket(socket, (stream.first_ts - _BEFORE, stream.first_ts + _AFTER))
    near: dict[frozenset[Endpoint], list[tuple[Endpoint, bytes]]] = {_ends(stream): [] for stream in sized}
    for packet in packets(evidence, files, wanted):
        between = near.get(frozenset((packet.src, packet.dst)))
        if between is not None and packet.kind == "udp" and packet.payload and packet.payload[0] in _DTLS:
            between.append((packet.src, packet.payload))
    agreed = {ends: list(agreements(datagrams)) for ends, datagrams in near.items()}
    by_dtls = [found for stream in sized if (found := agreed[_ends(stream)])]
    return StrangeVoice(len(sized), len(by_dtls), sum(any(has_line(one, logs.texts) for one in found) for found in by_dtls))


def _ends(stream: Stream) -> frozenset[Endpoint]:
    return frozenset((stream.src, stream.dst))
