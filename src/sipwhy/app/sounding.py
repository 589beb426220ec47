"""What one call sounds like: its packets put in order, decoded, and listened to."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from msgspec.structs import replace

from sipwhy.app.coding import codings_of
from sipwhy.media.series import series_of
from sipwhy.media.sound.bursts import RATE
from sipwhy.media.sound.decoder import NoDecoderError, resampled
from sipwhy.media.sound.ear import Line, echoes_in, sound_of
from sipwhy.media.sound.track import Source, track_of
from sipwhy.model import Call, Endpoint, Stream
from sipwhy.model.sound import Sound, Sounds
from sipwhy.wire.evidence import Evidence
from sipwhy.wire.extractor import Packet, Wanted, packets

Way = tuple[int, Endpoint, Endpoint]
"""File, from where, to where."""


def sounds_of_calls(evidence: Evidence, files: int, calls: Sequence[Call]) -> Iterator[Sounds]:
    """What some calls sound like, one after the other; their packets are read at once."""
    sorted_packets = by_way(packets(evidence, files, wanted_of(calls)))
    return (sounds_of(call, sorted_packets) for call in calls)


def by_way(found: Iterable[Packet]) -> dict[Way, list[Packet]]:
    """Packets by file and direction."""
    ways: dict[Way, list[Packet]] = {}
    for packet in found:
        if packet.kind == "udp":
            ways.setdefault((packet.file, packet.src, packet.dst), []).append(packet)
    return ways


def wanted_of(calls: Sequence[Call]) -> Wanted:
    """The packets of voice of some calls."""
    wanted = Wanted()
    for stream in (stream for call in calls for stream in call.streams if stream.is_audio):
        wanted.add_socket(stream.dst, (stream.first_ts, stream.last_ts))
    return wanted


def sounds_of(call: Call, ways: Mapping[Way, list[Packet]]) -> Sounds:
    """What the streams of a call sound like, out of packets by file and direction."""
    lines: list[Line] = []
    unheard = 0
    for stream in call.streams:
        if not stream.is_audio or stream.leg is None:
            continue
        try:
            lines.extend(_line(call, stream, ways.get((stream.file, stream.src, stream.dst), [])))
        except NoDecoderError:
            unheard += 1
    known: dict[bytes, Sound] = {}
    heard = [(line, _sound(line, known)) for line in lines]
    return Sounds(tuple(sound for _, sound in heard), tuple(echoes_in(call.streams, heard)), unheard)


def _sound(line: Line, known: dict[bytes, Sound]) -> Sound:
    """What a stream sounds like; a server that passes voice on as it is gives two streams with the same sound."""
    key = line.samples.tobytes() + repr((line.gaps, line.pauses)).encode()
    if key not in known:
        known[key] = sound_of(line)
    return replace(known[key], stream=line.stream, start=line.start)


def _line(call: Call, stream: Stream, found: list[Packet]) -> Iterator[Line]:
    """The sound of one stream; none if it stays shut, or nothing in it can be decoded."""
    codings = codings_of(call, stream)
    if not codings or not found:
        return
    if _may_be_sealed(call, stream):
        from sipwhy.app.unlocking import unlock  # noqa: PLC0415  # hashes and ciphers take their time, and most voices are in the clear

        found, lock = unlock(call, stream, found)
        if lock.locked:
            return
    track = track_of(Source(series_of(found, stream), codings))
    if len(track.samples):
        yield Line(stream.index, track.start, resampled(track.samples, track.rate, RATE), track.gaps, track.pauses)


def _may_be_sealed(call: Call, stream: Stream) -> bool:
    """Whether a description of the stream's leg speaks of keys, or asks for SRTP."""
    described = (message for message in call.legs[stream.leg or 0].messages if message.sdp)
    return any(b"a=crypto:" in m.body.lower() or any(media.is_secure for media in m.sdp.media) for m in described if m.sdp)
