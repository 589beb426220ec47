"""What one call sounds like: its packets put in order, decoded, and listened to."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from msgspec.structs import replace

from sipwhy.app.coding import codings_of
from sipwhy.app.sealed import handshakes, may_be_sealed
from sipwhy.diagnosis.streams import is_disordered
from sipwhy.media.buffers import tried
from sipwhy.media.series import series_of
from sipwhy.media.sound.bursts import RATE
from sipwhy.media.sound.decoder import NoDecoderError, resampled
from sipwhy.media.sound.digits import with_digits
from sipwhy.media.sound.ear import Line, echoes_in, sound_of
from sipwhy.media.sound.laws import law_of
from sipwhy.media.sound.tones import tones_in
from sipwhy.media.sound.track import Coding, Source, track_of
from sipwhy.media.timing import voice_of
from sipwhy.model import Call, Endpoint, Stream
from sipwhy.model.lock import Lock
from sipwhy.model.sound import Sound, Sounds, Thrown
from sipwhy.reference import hearing
from sipwhy.wire.evidence import Evidence
from sipwhy.wire.extractor import Packet, Wanted, packets
from sipwhy.wire.keys import KeyLogs

_CLOCKS = (8_000, 16_000, 48_000, 90_000)
"""Hz, of those streams whose jitter is known (`Stream.mean_jitter_ms`)."""
Way = tuple[int, Endpoint, Endpoint]
"""File, from where, to where."""


def sounds_of_calls(
    evidence: Evidence, files: int, calls: Sequence[Call], logs: KeyLogs, *, named_only: bool = False, has_digits: bool = False
) -> Iterator[Sounds]:
    """
    What some calls sound like, one after the other; their packets are read at once.

    `named_only`: of the codecs that SDP names; `has_digits`: with digits, which cost more than all else.
    """
    sorted_packets = by_way(packets(evidence, files, wanted_of(calls)))
    return (sounds_of(call, sorted_packets, logs, named_only=named_only, has_digits=has_digits) for call in calls)


def by_way(found: Iterable[Packet]) -> dict[Way, list[Packet]]:
    """Packets by file and direction."""
    ways: dict[Way, list[Packet]] = {}
    for packet in found:
        if packet.kind == "udp":
            ways.setdefault((packet.file, packet.src, packet.dst), []).append(packet)
    return ways


def wanted_of(calls: Sequence[Call]) -> Wanted:
    """The packets of voice of some calls, and of the handshakes that may have agreed on their keys."""
    wanted = Wanted()
    for call, stream in ((one, stream) for one in calls for stream in one.streams if stream.is_audio):
        wanted.add_socket(stream.dst, (stream.first_ts, stream.last_ts))
        for socket, span in handshakes(call, stream) if may_be_sealed(call, stream) else ():
            wanted.add_socket(socket, span)
    return wanted


def sounds_of(call: Call, ways: Mapping[Way, list[Packet]], logs: KeyLogs, *, named_only: bool = False, has_digits: bool = False) -> Sounds:
    """What the streams of a call sound like, out of packets by file and direction."""
    lines: list[Line] = []
    locks: dict[int, Lock] = {}
    unheard = 0
    for stream in call.streams:
        if not stream.is_audio or stream.leg is None:
            continue
        found = ways.get((stream.file, stream.src, stream.dst), [])
        if may_be_sealed(call, stream):
            found, locks[stream.index] = _unlocked(call, stream, ways, logs)
            if locks[stream.index].locked:
                continue
        try:
            lines.extend(_line(stream, found, codings_of(call, stream, named_only=named_only)))
        except NoDecoderError:
            unheard += 1
    thrown = {one.index: told for one in call.streams if is_disordered(one) and (told := _thrown(one, ways))}
    known: dict[bytes, Sound] = {}
    heard = [(line, _sound(line, known, has_digits)) for line in lines]
    return Sounds(tuple(sound for _, sound in heard), tuple(echoes_in(call.streams, heard)), unheard, locks, thrown)


def _thrown(stream: Stream, ways: Mapping[Way, list[Packet]]) -> Thrown | None:
    """What buffers make of a stream, whose packets tell so even where they are encrypted; None if nothing of its voice is there."""
    series = series_of(ways.get((stream.file, stream.src, stream.dst), []), stream)
    voice = voice_of(series, stream.payload_type)
    clock = min(_CLOCKS, key=lambda rate: abs(rate - (stream.clock or _CLOCKS[0])))
    buffers = tried(series, voice, clock, None, (hearing.SMALL_BUFFER,))
    return Thrown(*(one.discarded / len(one.late) for one in buffers)) if buffers else None


def _unlocked(call: Call, stream: Stream, ways: Mapping[Way, list[Packet]], logs: KeyLogs) -> tuple[list[Packet], Lock]:
    from sipwhy.app.unlocking import by_handshake, unlock  # noqa: PLC0415  # hashes and ciphers take their time, and most voices are in the clear

    both = ((stream.src, stream.dst), (stream.dst, stream.src))
    between = [packet for file in {way[0] for way in ways} for src, dst in both for packet in ways.get((file, src, dst), [])]
    keys = by_handshake(call, stream, sorted(between, key=lambda packet: packet.ts), logs)
    return unlock(call, stream, ways.get((stream.file, stream.src, stream.dst), []), keys)


def _sound(line: Line, known: dict[bytes, Sound], has_digits: bool) -> Sound:
    """What a stream sounds like; a server that passes voice on as it is gives two streams with the same sound."""
    key = line.samples.tobytes() + repr((line.gaps, line.pauses, line.missing, line.law)).encode()
    if key not in known:
        known[key] = with_digits(sound_of(line), tones_in(line.samples)) if has_digits else sound_of(line)
    return replace(known[key], stream=line.stream, start=line.start)


def _line(stream: Stream, found: list[Packet], codings: Mapping[int, Coding]) -> Iterator[Line]:
    """The sound of one stream; none if nothing in it can be decoded."""
    if not codings or not found:
        return
    source = Source(series_of(found, stream), codings)
    track = track_of(source)
    if len(track.samples):
        samples = resampled(track.samples, track.rate, RATE)
        yield Line(stream.index, track.start, samples, track.gaps, track.pauses, stream.share_lost, law_of(source))
