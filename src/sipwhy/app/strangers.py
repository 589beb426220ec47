"""Voice of no call, as of a capture without SIP, made one to listen to: two ways between two sockets, and what their packets are."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

from msgspec import Struct
from msgspec.structs import replace

from sipwhy.app.report import FullReport
from sipwhy.diagnosis.report import Report
from sipwhy.media.rtp import HEAD, is_rtp
from sipwhy.media.series import series_of
from sipwhy.media.sound.guess import guess
from sipwhy.model import Call, Durations, Endpoint, Leg, Message, Stream
from sipwhy.model.sdp import Codec, Media, Sdp
from sipwhy.reference.payload_types import EVENTS, NOISE, STATIC
from sipwhy.wire.extractor import Packet, Wanted, packets

_APART = 5_000_000
"""µs between two streams of the same sockets up to which they are one conversation."""
_LOOKED_AT = 3000
"""Packets of each format of each source by which it is guessed: a minute of them."""
_MOST = 100
"""Streams of one conversation that are put together: who looks at one reads no more, and each takes milliseconds."""
_CLOCK = 8000
"""That of every static type of voice (RFC 3551 section 4.5)."""


class Strange(Struct, frozen=True):
    """Streams of no call as a call of one leg: what the user or a guess says of them stands where a description would."""

    call: Call
    numbers: tuple[int, ...]
    """Their numbers among the streams of no call, from 1, in the order of `call.streams`."""
    guessed: tuple[Codec, ...] = ()
    """What was told by the look of the packets alone."""
    unknown: tuple[int, ...] = ()
    """Payload types of which nothing is known."""
    left_out: int = 0
    """How many more sources the conversation has than are put together."""


def strange_call(report: Report, number: int, told: Sequence[Codec] = ()) -> Strange | None:
    """
    Stream `number` (from 1) of those of no call, with what goes either way between its sockets at that time.

    `told`: formats that the user names; of payload type -1 that of every type that is neither static nor telephone events. None if
    there is no such stream.
    """
    if not isinstance(report, FullReport) or not 0 < number <= len(report.strangers):
        return None
    first = report.strangers[number - 1]
    chosen = [(at + 1, stream) for at, stream in enumerate(report.strangers) if _ends(stream) == _ends(first)]
    whole = next(group for group in _split(chosen) if any(one is first for _, one in group))
    chosen = _around(whole, number)
    first = chosen[0][1]
    named, guessed, unknown = _formats(report, [stream for _, stream in chosen], told)
    streams = tuple(_as_of_leg(stream, first, named) for _, stream in chosen)
    start, end = min(one.first_ts for one in streams), max(one.last_ts for one in streams)
    leg = Leg(0, None, None, first.src, first.dst, (_described(first, named),), (), None, None, "incomplete")
    call = Call(0, "call", (), None, None, start, end, "incomplete", None, None, Durations(), None, (leg,), streams)
    return Strange(call, tuple(at for at, _ in chosen), tuple(guessed), tuple(unknown), len(whole) - len(chosen))


def conversations(report: Report) -> Iterator[int]:
    """The number of the first stream of each conversation of no call."""
    by_ends: dict[tuple[int, frozenset[Endpoint]], list[tuple[int, Stream]]] = {}
    for at, stream in enumerate(report.strangers):
        by_ends.setdefault(_ends(stream), []).append((at + 1, stream))
    yield from sorted(group[0][0] for same in by_ends.values() for group in _split(same))


def _ends(stream: Stream) -> tuple[int, frozenset[Endpoint]]:
    return stream.file, frozenset((stream.src, stream.dst))


def _split(streams: Sequence[tuple[int, Stream]]) -> Iterator[list[tuple[int, Stream]]]:
    """Streams of the same sockets in order of time as conversations: a port may serve another one later."""
    group: list[tuple[int, Stream]] = []
    until = 0
    for number, stream in streams:
        if group and stream.first_ts > until + _APART:
            yield group
            group = []
        until = max(until if group else 0, stream.last_ts)
        group.append((number, stream))
    if group:
        yield group


def _around(streams: list[tuple[int, Stream]], number: int) -> list[tuple[int, Stream]]:
    """As many as are put together: from the one of that number on, and the last ones before it where there are no more behind."""
    place = next(at for at, (one, _) in enumerate(streams) if one == number)
    begin = max(min(place, len(streams) - _MOST), 0)
    return streams[begin : begin + _MOST]


def _formats(report: FullReport, streams: Sequence[Stream], told: Sequence[Codec]) -> tuple[list[Codec], list[Codec], list[int]]:
    """What each payload type is, as it is fixed, told or guessed; what of it was guessed; the types of which nothing is known."""
    known = {codec.payload_type: codec for codec in told if codec.payload_type >= 0}
    other = next((codec for codec in told if codec.payload_type < 0), None)
    named, guessed, unknown = list[Codec](), list[Codec](), list[int]()
    for kind, found in _looks(report, streams):
        if kind in known:
            named.append(known[kind])
        elif kind in STATIC:
            named.append(Codec(kind, STATIC[kind], _CLOCK))
        elif other and not (found and found.name == EVENTS):
            named.append(replace(other, payload_type=kind))
        elif found:
            named.append(found)
            guessed.append(found)
        else:
            unknown.append(kind)
    return named, guessed, unknown


def _looks(report: FullReport, streams: Sequence[Stream]) -> Iterator[tuple[int, Codec | None]]:
    """Each payload type once, and what its packets look like, where it is no static one."""
    kinds = dict.fromkeys(kind for stream in streams for kind, _ in stream.payload_types if kind not in NOISE)
    if all(kind in STATIC for kind in kinds):
        yield from ((kind, None) for kind in kinds)
        return
    wanted = Wanted()
    for stream in streams:
        wanted.add_socket(stream.dst, (stream.first_ts, stream.last_ts))
    sources: dict[tuple[int, Endpoint, Endpoint, bytes], list[Packet]] = {}
    for packet in _first_ones(packets(report.table.evidence, len(report.files), wanted)):
        sources.setdefault((packet.file, packet.src, packet.dst, packet.payload[8:HEAD]), []).append(packet)
    series = [series_of(sources.get((one.file, one.src, one.dst, one.ssrc.to_bytes(4, "big")), []), one) for one in streams]
    for kind in kinds:
        looks = (guess(one, kind) for one in series if kind not in STATIC)
        yield kind, next(filter(None, looks), None)


def _first_ones(read: Iterable[Packet]) -> Iterator[Packet]:
    """RTP alone, and of hours of it no more than tells what it is."""
    seen = Counter[tuple[Endpoint, Endpoint, bytes, int]]()
    for packet in read:
        if is_rtp(packet.payload):
            source = (packet.src, packet.dst, packet.payload[8:HEAD], packet.payload[1] & 0x7F)
            seen[source] += 1
            if seen[source] <= _LOOKED_AT:
                yield packet


def _as_of_leg(stream: Stream, first: Stream, named: Sequence[Codec]) -> Stream:
    codec = next((codec.name for codec in named if codec.payload_type == stream.payload_type), stream.codec)
    way = "second" if stream.src == first.src else "first"
    return replace(stream, leg=0, codec=codec, toward=way, is_audio=True)


def _described(first: Stream, named: Sequence[Codec]) -> Message:
    media = Media("audio", first.dst.port, "RTP/AVP", None, "sendrecv", tuple(named), tuple(str(codec.payload_type) for codec in named))
    sdp = Sdp(None, None, None, None, (media,))
    return Message(0, first.first_ts, first.file, 0, first.src, first.dst, "udp", "", None, None, None, (), b"", b"", sdp)
