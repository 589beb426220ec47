"""Whether encrypted voice of no call has its keys by DTLS: its SIP may be inside TLS, and would not have them."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from operator import itemgetter

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

_Said = tuple[int, Endpoint, bytes]
"""When, by whom and what."""


def strange_voice(evidence: Evidence, files: int, strangers: Sequence[Stream], logs: KeyLogs, *, is_asked: bool) -> StrangeVoice:
    """Those of the size of SRTP; in a large capture the packets are read a second time only if that is asked for."""
    sized = [stream for stream in strangers if stream.extra in TAGS]
    if not sized or not (is_asked or int(evidence.media.streams("packets").sum()) <= MOST_READ):
        return StrangeVoice(len(sized))
    wanted = Wanted()
    for stream in sized:
        for socket in (stream.src, stream.dst):
            wanted.add_socket(socket, (stream.first_ts - _BEFORE, stream.first_ts + _AFTER))
    near: dict[frozenset[Endpoint], list[_Said]] = {_ends(stream): [] for stream in sized}
    for packet in packets(evidence, files, wanted):
        between = near.get(frozenset((packet.src, packet.dst)))
        if between is not None and packet.kind == "udp" and packet.payload and packet.payload[0] in _DTLS:
            between.append((packet.ts, packet.src, packet.payload))
    found = Counter(_agreed(near, sized, logs))
    return StrangeVoice(len(sized), found[False] + found[True], found[True])


def _agreed(near: Mapping[frozenset[Endpoint], list[_Said]], sized: Iterable[Stream], logs: KeyLogs) -> Iterator[bool]:
    """Of each stream before which a handshake was seen, whether a key log has a line of that; what is asked again is known."""
    for between in near.values():
        between.sort(key=itemgetter(0))
    known: dict[tuple[frozenset[Endpoint], int, int], bool | None] = {}
    for stream in sized:
        ends, at = _ends(stream), stream.first_ts
        since = bisect_left(near[ends], at - _BEFORE, key=itemgetter(0))
        until = bisect_right(near[ends], at + _AFTER, key=itemgetter(0))
        if (ends, since, until) not in known:
            agreed = list(agreements((src, payload) for _, src, payload in near[ends][since:until]))
            known[ends, since, until] = any(has_line(one, logs.texts) for one in agreed) if agreed else None
        if (has_its_line := known[ends, since, until]) is not None:
            yield has_its_line


def _ends(stream: Stream) -> frozenset[Endpoint]:
    return frozenset((stream.src, stream.dst))
