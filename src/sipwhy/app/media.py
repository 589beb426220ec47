"""One call's voice, packet by packet: its media are read a second time, and nobody else's."""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from collections.abc import Container, Iterable, Iterator, Sequence
from heapq import merge
from operator import itemgetter

import numpy as np
from msgspec import Struct
from msgspec.structs import replace

from sipwhy.app.listening import packets_of_rows
from sipwhy.app.probing import TRIED
from sipwhy.app.report import FullReport
from sipwhy.app.sealed import handshakes, may_be_sealed
from sipwhy.app.sounding import sounds_of_calls
from sipwhy.app.unlocking import by_handshake, is_by_dtls, is_hello, unlock, with_reports
from sipwhy.diagnosis.report import Report
from sipwhy.media.hearing import Hearing, hear
from sipwhy.media.picture import Second, seconds_of
from sipwhy.media.rtp import HEAD, is_rtp
from sipwhy.media.series import Series, series_of
from sipwhy.media.sound.events import Pressed, keys_of
from sipwhy.media.timing import running_jitter, voice_of
from sipwhy.model import Call, Endpoint, Stream
from sipwhy.model.lock import Lock
from sipwhy.model.sound import Sound, Sounds
from sipwhy.reference.hearing import TAGS
from sipwhy.wire.extractor import Packet, Wanted, packets
from sipwhy.wire.keys import KeyLogs

_DYNAMIC = 35
"""Payload types from which only a description says what they are, and what their timestamps count (RFC 3551)."""
_AFTER = 5_000_000
"""How long after the last packet of a stream RTCP may still speak of it, µs."""


_MOST_PACKETS = 500_000
"""So many packets are looked at for the pictures of a page; an hour's call has 360,000."""


class Listened(Struct, frozen=True):
    """One stream of a call, and its packets."""

    hearing: Hearing
    series: Series
    lock: Lock = Lock()
    """What became of its encryption; of voice that is not kept only the first packets are tried."""
    keys: tuple[Pressed, ...] = ()
    """Keys that its telephone events tell (RFC 4733)."""


def listen(report: Report, number: int, *, keep_voice: bool = False) -> tuple[Listened, ...]:
    """
    The streams of call `number`, in the order of its `streams`; `keep_voice`: with what is in the packets, not only their headers,
    and SRTP opened where its keys are told.

    KeyError if there is no such call.
    """
    return listen_to(report, report.call(number), keep_voice=keep_voice)


def listen_to(report: Report, call: Call, *, keep_voice: bool = False) -> tuple[Listened, ...]:
    """The same of a call that need not be one of the report's: streams of no call are put together as one."""
    if not isinstance(report, FullReport):
        raise TypeError("only a report of files has packets to listen to")
    if not call.streams:
        return ()
    logs = report.key_logs
    wanted = _wanted(call)
    for stream in call.streams:
        for socket, span in handshakes(call, stream) if is_by_dtls(call, stream) or stream.extra in TAGS else ():
            wanted.add_socket(socket, span)
    read = packets(report.table.evidence, len(report.files), wanted)
    events = {kind for stream in call.streams for kind in _events(call, stream)}
    sealed = frozenset(stream.ssrc for stream in call.streams if may_be_sealed(call, stream))
    found = sorted(read if keep_voice else _sampled(read, events, sealed), key=lambda packet: packet.ts)
    near, beside = _Near(found), _Beside(call)
    return tuple(_listened(call, stream, near.of(stream), beside, logs, keep_voice=keep_voice) for stream in call.streams)


def _listened(call: Call, stream: Stream, near: Sequence[Packet], beside: _Beside, logs: KeyLogs, *, keep_voice: bool) -> Listened:
    kinds = _events(call, stream)
    near = with_reports(call, stream, near, logs.texts)
    keys = by_handshake(call, stream, near, logs)
    opened, lock = unlock(
        call, stream, near if keep_voice else [packet for packet in near if len(packet.payload) > HEAD or is_hello(packet)], keys
    )
    heads = opened if keep_voice else [_without_voice(packet, kinds) for packet in near]
    clock = _clock(call, stream)
    hearing, series = hear(heads, stream, beside.back(stream), clock or 8000)
    if not clock and stream.payload_type >= _DYNAMIC:  # what its timestamps count is not known
        hearing = replace(hearing, timing=replace(hearing.timing, pace=None))
    told = series_of([packet for packet in opened if _kind(packet) in kinds], beside.with_late_events(stream))
    pressed = () if lock.locked else keys_of(told, frozenset(kinds), next(iter(kinds.values()), 8000))
    return Listened(hearing, series, lock if keep_voice else replace(lock, refused=0), pressed)


def _sampled(read: Iterable[Packet], kept: Container[int], sealed: Container[int]) -> Iterator[Packet]:
    """Packets without their voice, but for the first ones of each source that may be encrypted."""
    seen = Counter[tuple[Endpoint, Endpoint, bytes]]()
    for packet in read:
        source = packet.payload[8:HEAD]
        if int.from_bytes(source, "big") in sealed and seen[packet.src, packet.dst, source] < TRIED and is_rtp(packet.payload):
            seen[packet.src, packet.dst, source] += 1
            yield replace(packet, data=b"")
        else:
            yield _without_voice(packet, kept)


def with_voice(report: Report) -> list[int]:
    """The numbers of the calls of which voice is here, whatever the filters let pass."""
    return [row + 1 for row in np.flatnonzero(packets_of_rows(report.table)).tolist()] if isinstance(report, FullReport) else []


def sounds(report: Report, number: int) -> Sounds:
    """What one call sounds like, answered or not; KeyError if there is no such call."""
    return sounds_in(report, report.call(number))


def sounds_in(report: Report, call: Call) -> Sounds:
    """The same of a call that need not be one of the report's."""
    if not isinstance(report, FullReport):
        raise TypeError("only a report of files has packets to listen to")
    return next(sounds_of_calls(report.table.evidence, len(report.files), [call], report.key_logs, has_digits=True))


def heard(report: Report, numbers: Sequence[int]) -> dict[int, Sound]:
    """What the streams of the calls `numbers` sound like, by their index, as far as the report has listened to them."""
    if not isinstance(report, FullReport):
        return {}
    return {sound.stream: sound for number in dict.fromkeys(numbers) for sound in report.scene.sounds(number).sounds}


def curves(report: Report, numbers: Sequence[int]) -> dict[int, tuple[Second, ...]]:
    """The seconds of every stream of the calls `numbers`, by the stream's index: one reading for all; beyond the most packets none."""
    if not isinstance(report, FullReport):
        return {}
    calls, left = [], _MOST_PACKETS
    for number in dict.fromkeys(numbers):
        call = report.call(number)
        left -= sum(stream.packets for stream in call.streams)
        if left < 0:
            break
        calls.append(call)
    streams = [(call, stream) for call in calls for stream in call.streams]
    if not streams:
        return {}
    ways: dict[tuple[Endpoint, Endpoint], list[Packet]] = {}
    for packet in map(_without_voice, packets(report.table.evidence, len(report.files), _wanted(*calls))):
        ways.setdefault((packet.src, packet.dst), []).append(packet)
    return {
        stream.index: _seconds(ways.get((stream.src, stream.dst), []), stream, _clock(call, stream) or 8000) for call, stream in streams
    }


def _seconds(found: list[Packet], stream: Stream, clock: int) -> tuple[Second, ...]:
    series = series_of(sorted(found, key=lambda packet: packet.ts), stream)
    voice = voice_of(series, stream.payload_type)
    return seconds_of(series, voice, running_jitter(series, voice, clock))


def _without_voice(packet: Packet, kept: Container[int] = ()) -> Packet:
    """RTP as its fixed header alone but for the payload types `kept`, RTCP whole: an hour's call is as large as its headers."""
    payload = packet.payload
    if is_rtp(payload) and payload[1] & 0x7F not in kept:
        payload = b"\x80" + payload[1:12]
    return replace(packet, data=b"", payload=payload)


def _wanted(*calls: Call) -> Wanted:
    wanted = Wanted()
    for stream in (stream for call in calls for stream in call.streams):
        for socket in (stream.src, stream.dst):
            wanted.add_socket(socket, (stream.first_ts, stream.last_ts + _AFTER))
            wanted.add_socket(Endpoint(socket.ip, socket.port + 1), (stream.first_ts, stream.last_ts + _AFTER))
    return wanted


class _Near:
    """Packets of a call, sorted by the hosts between which they went: a call may have thousands of sources on one port."""

    def __init__(self, found: Sequence[Packet]) -> None:
        self._of_source: dict[tuple[frozenset[str], bytes], list[tuple[int, Packet]]] = {}
        self._others: dict[frozenset[str], list[tuple[int, Packet]]] = {}
        for place, packet in enumerate(found):
            hosts = frozenset((packet.src.ip, packet.dst.ip))
            if is_rtp(packet.payload):
                self._of_source.setdefault((hosts, packet.payload[8:HEAD]), []).append((place, packet))
            else:
                self._others.setdefault(hosts, []).append((place, packet))

    def of(self, stream: Stream) -> list[Packet]:
        """RTP of its source, either way, and what is no RTP between its hosts, in order."""
        hosts = frozenset((stream.src.ip, stream.dst.ip))
        own = self._of_source.get((hosts, stream.ssrc.to_bytes(4, "big")), [])
        return [packet for _, packet in merge(own, self._others.get(hosts, []), key=itemgetter(0))]


class _Beside:
    """The streams of a call by their way, and by their source: there may be thousands."""

    def __init__(self, call: Call) -> None:
        self._of_way: dict[tuple[Endpoint, Endpoint, int], Stream] = {}
        self._begun: dict[tuple[Endpoint, Endpoint, int, int], list[int]] = {}
        for stream in call.streams:
            way = (stream.src, stream.dst, stream.file)
            self._of_way.setdefault(way, stream)
            self._begun.setdefault((*way, stream.ssrc), []).append(stream.first_ts)
        for begun in self._begun.values():
            begun.sort()

    def back(self, stream: Stream) -> Stream | None:
        """The stream the other way between the same sockets."""
        return self._of_way.get((stream.dst, stream.src, stream.file))

    def with_late_events(self, stream: Stream) -> Stream:
        """A stream ends with its voice; keys may follow, as long as the socket is read and no later stream of the sender has begun."""
        begun = self._begun[stream.src, stream.dst, stream.file, stream.ssrc]
        later = begun[bisect_right(begun, stream.last_ts) :][:1]
        return replace(stream, last_ts=min((stream.last_ts + _AFTER, *(one - 1 for one in later))))


def _kind(packet: Packet) -> int:
    """Its payload type, as far as it is RTP."""
    return packet.payload[1] & 0x7F if len(packet.payload) > 1 else -1


def _events(call: Call, stream: Stream) -> dict[int, int]:
    """The payload types of the telephone events that the descriptions of its leg name, and their clocks."""
    leg = call.legs[stream.leg] if stream.leg is not None else None
    codecs = (codec for m in (leg.messages if leg else ()) if m.sdp for media in m.sdp.media for codec in media.codecs)
    return {codec.payload_type: codec.clock for codec in codecs if codec.name.lower() == "telephone-event"}


def _clock(call: Call, stream: Stream) -> int:
    """The clock of its codec in Hz, as the descriptions of its leg name it; 0 if none does."""
    leg = call.legs[stream.leg] if stream.leg is not None else None
    codecs = (codec for m in (leg.messages if leg else ()) if m.sdp for media in m.sdp.media for codec in media.codecs)
    return next((codec.clock for codec in codecs if codec.payload_type == stream.payload_type), 0)
