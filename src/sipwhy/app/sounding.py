"""What one call sounds like: its packets put in order, decoded, and listened to."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from heapq import merge
from operator import attrgetter

from msgspec.structs import replace

from sipwhy.app.coding import codings_of
from sipwhy.app.sealed import may_be_sealed
from sipwhy.app.voice_packets import VoicePackets
from sipwhy.diagnosis.pace import drifts
from sipwhy.diagnosis.streams import is_disordered
from sipwhy.media.buffers import tried
from sipwhy.media.series import series_of
from sipwhy.media.sound.bursts import RATE
from sipwhy.media.sound.decoder import NoDecoderError, resampled
from sipwhy.media.sound.digits import with_digits
from sipwhy.media.sound.ear import Line, echoes_in, sound_of
from sipwhy.media.sound.laws import law_of
from sipwhy.media.sound.tones import tones_in
from sipwhy.media.sound.track import LONGEST, Coding, Source, track_of
from sipwhy.media.timing import timing_of, voice_of
from sipwhy.model import Call, Stream
from sipwhy.model.lock import Lock
from sipwhy.model.sound import Sound, Sounds, Thrown
from sipwhy.reference import hearing
from sipwhy.wire.evidence import Evidence
from sipwhy.wire.extractor import Packet, packets
from sipwhy.wire.keys import KeyLogs

_CLOCKS = (8_000, 16_000, 48_000, 90_000)
"""Hz, of those streams whose jitter is known (`Stream.mean_jitter_ms`)."""


def sounds_of_calls(
    evidence: Evidence,
    files: int,
    calls: Sequence[Call],
    logs: KeyLogs,
    *,
    named_only: bool = False,
    has_digits: bool = False,
    longest: float = LONGEST,
) -> Iterator[Sounds]:
    """
    What some calls sound like, one after the other; their packets are read at once.

    `named_only`: of the codecs that SDP names; `has_digits`: with digits, which cost more than all else; `longest`: so many seconds of
    each stream.
    """
    found = VoicePackets(calls, longest)
    found.sort(packets(evidence, files, found.wanted))
    return (sounds_of(call, found, logs, named_only=named_only, has_digits=has_digits) for call in calls)


def sounds_of(call: Call, packets_of: VoicePackets, logs: KeyLogs, *, named_only: bool = False, has_digits: bool = False) -> Sounds:
    """What the streams of a call sound like."""
    lines: list[Line] = []
    locks: dict[int, Lock] = {}
    unheard = 0
    for stream in call.streams:
        if not stream.is_audio or stream.leg is None:
            continue
        found = packets_of.of(stream)
        if may_be_sealed(call, stream):
            found, locks[stream.index] = _unlocked(call, stream, packets_of, logs)
            if locks[stream.index].locked:
                continue
        try:
            lines.extend(_line(stream, found, codings_of(call, stream, named_only=named_only)))
        except NoDecoderError:
            unheard += 1
    thrown = {one.index: told for one in call.streams if is_disordered(one) and (told := _thrown(one, packets_of.of(one)))}
    drifted = {one.index: _drift(one, packets_of.of(one)) for one in call.streams if one.is_audio and drifts(one)}
    known: dict[bytes, Sound] = {}
    heard = [(line, _sound(line, known, has_digits)) for line in lines]
    cut = sum(packets_of.is_cut(stream) for stream in call.streams if stream.is_audio)
    return Sounds(tuple(sound for _, sound in heard), tuple(echoes_in(call.streams, heard)), unheard, locks, thrown, cut, drifted)


def _thrown(stream: Stream, found: list[Packet]) -> Thrown | None:
    """What buffers make of a stream, whose packets tell so even where they are encrypted; None if nothing of its voice is there."""
    series = series_of(found, stream)
    voice = voice_of(series, stream.payload_type)
    buffers = tried(series, voice, _clock(stream), None, (hearing.SMALL_BUFFER,))
    return Thrown(*(one.discarded / len(one.late) for one in buffers)) if buffers else None


def _drift(stream: Stream, found: list[Packet]) -> float | None:
    series = series_of(found, stream)
    return timing_of(series, voice_of(series, stream.payload_type), _clock(stream)).drift


def _clock(stream: Stream) -> int:
    return min(_CLOCKS, key=lambda rate: abs(rate - (stream.clock or _CLOCKS[0])))


def _unlocked(call: Call, stream: Stream, packets_of: VoicePackets, logs: KeyLogs) -> tuple[list[Packet], Lock]:
    from sipwhy.app.unlocking import by_handshake, unlock  # noqa: PLC0415  # hashes and ciphers take their time, and most voices are in the clear

    beside = packets_of.beside(call, stream)
    keys = by_handshake(call, stream, beside, logs)
    return unlock(call, stream, list(merge(packets_of.of(stream), beside, key=attrgetter("ts"))), keys)


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
