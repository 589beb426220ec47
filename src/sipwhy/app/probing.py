"""Whether keys open the first packets of encrypted voice: of many calls at once, in one reading."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from msgspec.structs import replace

from sipwhy.app.rekeying import KeyChange, key_change, with_change
from sipwhy.app.sealed import handshakes, may_be_sealed
from sipwhy.app.unlocking import by_handshake, is_by_dtls, unlock
from sipwhy.media.rtp import HEAD, is_of, is_rtp
from sipwhy.model import Call, Endpoint, Stream
from sipwhy.model.lock import Lock
from sipwhy.reference.hearing import TAGS
from sipwhy.wire.evidence import Evidence
from sipwhy.wire.extractor import Packet, Wanted, packets
from sipwhy.wire.keys import KeyLogs

TRIED = 25
"""So many packets of a stream are tried: half a second."""
_WHILE = 2_000_000
"""µs after the first packet of a stream for which its packets are looked at."""
Way = tuple[Endpoint, Endpoint]


def locks_of(evidence: Evidence, files: int, calls: Sequence[Call], logs: KeyLogs) -> list[Mapping[int, Lock]]:
    """
    What became of the streams of each call that may be encrypted, by their index.

    With `files` 0 nothing is read, and of what comes live nothing is left to be read: what only packets tell stays untold then, a lock
    that neither locks nor has opened.
    """
    sealed = [[stream for stream in call.streams if stream.is_audio and may_be_sealed(call, stream)] for call in calls]
    if not files:
        return [{stream.index: _lock(call, stream, {}, logs) for stream in streams} for call, streams in zip(calls, sealed, strict=True)]
    pairs = [(call, stream) for call, streams in zip(calls, sealed, strict=True) for stream in streams]
    changes = {stream.index: change for call, stream in pairs if (change := key_change(call, stream))}
    ways, late = _packets(evidence, files, calls, sealed, changes)
    return [
        {
            stream.index: with_change(_lock(call, stream, ways, logs), stream, changes.get(stream.index), late.get(stream.index, ()))
            for stream in streams
        }
        for call, streams in zip(calls, sealed, strict=True)
    ]


def _packets(
    evidence: Evidence, files: int, calls: Sequence[Call], sealed: Sequence[Sequence[Stream]], changes: Mapping[int, KeyChange]
) -> tuple[dict[Way, list[Packet]], dict[int, list[Packet]]]:
    """The first packets of each source by direction, and all that is no RTP; and the first ones of a stream since its key was changed."""
    wanted = Wanted()
    changed: dict[Way, list[Stream]] = {}
    for call, stream in ((call, stream) for call, streams in zip(calls, sealed, strict=True) for stream in streams):
        begun = call.start if stream.extra in TAGS else stream.first_ts  # ZRTP says hello before
        wanted.add_socket(stream.dst, (min(begun, stream.first_ts), min(stream.first_ts + _WHILE, stream.last_ts)))
        for socket, (since, _) in handshakes(call, stream) if is_by_dtls(call, stream) else ():
            wanted.add_socket(socket, (since, min(stream.first_ts + _WHILE, stream.last_ts)))
        if stream.index in changes:
            wanted.add_socket(stream.dst, (changes[stream.index].since, changes[stream.index].since + _WHILE))
            changed.setdefault((stream.src, stream.dst), []).append(stream)
    late: dict[int, list[Packet]] = {}
    ways: dict[Way, list[Packet]] = {}
    seen: dict[tuple[Way, bytes], int] = {}
    for packet in packets(evidence, files, wanted):
        if packet.kind != "udp":
            continue
        for stream in changed.get((packet.src, packet.dst), ()):
            kept = late.setdefault(stream.index, [])
            if packet.ts >= changes[stream.index].since and len(kept) < TRIED and is_of(packet, stream):
                kept.append(replace(packet, data=b""))
        if is_rtp(packet.payload):
            source = (packet.src, packet.dst), packet.payload[8:HEAD]
            seen[source] = seen.get(source, 0) + 1
            if seen[source] > TRIED:
                continue
        ways.setdefault((packet.src, packet.dst), []).append(replace(packet, data=b""))
    return ways, late


def _lock(call: Call, stream: Stream, ways: Mapping[Way, list[Packet]], logs: KeyLogs) -> Lock:
    there, back = ways.get((stream.src, stream.dst), []), ways.get((stream.dst, stream.src), [])
    if there:
        keys = by_handshake(call, stream, sorted([*there, *back], key=lambda packet: packet.ts), logs)
    elif is_by_dtls(call, stream):
        return Lock() if logs else Lock("dtls")
    else:
        keys = ()
    return replace(unlock(call, stream, there, keys)[1], refused=0)
