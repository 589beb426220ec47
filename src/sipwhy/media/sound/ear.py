"""From the decoded voice of a call to what it sounds like: each stream by itself, and each with what comes the other way."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Literal

from msgspec import Struct
from msgspec.structs import replace

from sipwhy.media.sound.bursts import RATE
from sipwhy.media.sound.decoder import Samples
from sipwhy.media.sound.echo import echo_in
from sipwhy.media.sound.laws import better_law
from sipwhy.media.sound.timeline import heard_in
from sipwhy.model import Endpoint, Stream
from sipwhy.model.sound import Echo, Sound, is_torn

_TOGETHER = 5.0
"""Seconds that two directions must last together before an echo is looked for."""


class Line(Struct, frozen=True):
    """The decoded voice of one stream at `RATE` samples a second."""

    stream: int
    """Its index in the whole evidence."""
    start: int
    """When it begins, µs since 1970 UTC."""
    samples: Samples
    gaps: tuple[tuple[float, float], ...] = ()
    """Where packets were lost, seconds from its start."""
    pauses: tuple[tuple[float, float], ...] = ()
    """Where nothing was sent, in the same way."""

    missing: float = 0.0
    """The share of its packets that are missing."""
    law: str = ""
    """FFmpeg's name of the law by which it was decoded, if that is one of G.711 all along."""

    @property
    def seconds(self) -> float:
        """How long it is."""
        return len(self.samples) / RATE


def sound_of(line: Line) -> Sound:
    """What one stream sounds like."""
    level, spells = heard_in(line.samples, line.gaps, line.pauses)
    if is_torn(spells, line.seconds, line.missing):
        level = replace(level, active=None, activity=0.0, noise=None, clipped=0.0)  # that of the rest is not that of the whole
    better_as = _NAMES[better_law(line.samples, line.law)] if line.law and level.active is not None else ""
    return Sound(line.stream, line.start, line.seconds, level, spells, line.missing, better_as)


_NAMES: Mapping[str, Literal["", "PCMA", "PCMU"]] = {"": "", "pcm_alaw": "PCMA", "pcm_mulaw": "PCMU"}


def echoes_in(streams: Sequence[Stream], heard: Sequence[tuple[Line, Sound]]) -> Iterator[Echo]:
    """Echoes between the two directions of each pair of sockets."""
    known = {stream.index: stream for stream in streams}
    long = [(known[voice.stream], voice, sound) for voice, sound in heard if voice.seconds >= _TOGETHER]
    ways: dict[tuple[int, Endpoint, Endpoint], list[Line]] = {}
    for stream, voice, _ in long:
        ways.setdefault((stream.file, stream.src, stream.dst), []).append(voice)
    for stream, voice, sound in long:
        for back in ways.get((stream.file, stream.dst, stream.src), ()):
            yield from _echo(voice, sound, back)


def _echo(voice: Line, sound: Sound, back: Line) -> Iterator[Echo]:
    begin = max(voice.start, back.start)
    one, other = (line.samples[round((begin - line.start) * RATE / 1e6) :] for line in (voice, back))
    length = min(len(one), len(other))
    if length < _TOGETHER * RATE:
        return
    late = (begin - voice.start) / 1e6
    spoken = [(max(spell.at - late, 0.0), spell.until - late) for spell in sound.spells if spell.nature in _ALIKE_ONCE]
    found = echo_in(one[:length], other[:length], spoken)
    if found:
        yield Echo(voice.stream, back.stream, found.delay, found.loss, found.share, found.alone)


_ALIKE_ONCE = ("speech", "steady")
"""What can be found again at one delay only."""
