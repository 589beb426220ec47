"""What was heard in a call's voice, as values that rules read."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Literal

from msgspec import Struct, field

from sipwhy.model.lock import Lock
from sipwhy.reference.call_tones import CallTone

Nature = Literal["speech", "steady", "sound", "noise", "quiet", "silence", "unsent", "lost", "torn", "key"] | CallTone
"""
What a spell of sound is: `speech` comes in syllables and pauses; `steady` goes on without pauses (music, or noise of a machine);
`sound` is too short to tell; `noise` sounds the same all the time; `quiet` is the noise of a room; `silence` is digital; `unsent`:
the sender was silent on purpose; `torn`: so many packets are missing here and there that the rest does not tell;
`key`: digits (DTMF), where those were looked for.
"""


class Spell(Struct, frozen=True):
    """A while in which one thing is heard."""

    nature: Nature
    at: float
    """Seconds from the first sample."""
    seconds: float
    frequencies: tuple[float, ...] = ()
    """Of a tone, Hz."""
    where: str = ""
    """Of a tone, whose it is: codes of countries, or a recommendation."""
    times: int = 0
    """Of a tone with pauses, how often it was heard."""
    level: float | None = None
    """dBov."""
    reversals: int = 0
    """Of a fax's answer, how often its phase was reversed (echo cancellers off)."""
    is_swaying: bool = False
    """Of a fax's answer, whether its loudness sways: ANSam of V.8."""
    keys: str = ""
    """Of digits in the sound, which."""

    @property
    def until(self) -> float:
        """Its end, seconds from the first sample."""
        return self.at + self.seconds


class Hum(Struct, frozen=True):
    """Hum of the mains that goes through all of a voice."""

    mains: int
    """50 or 60 Hz."""
    lines: tuple[int, ...]
    """The multiples of it that are heard, Hz."""
    level: float
    """dBov of all of them."""


class Level(Struct, frozen=True):
    """How loud sound is; dBov: below the loudest that 16 bits hold, as mean power of a square wave of full scale."""

    active: float | None = None
    """While somebody speaks: an estimate after ITU-T P.56 method B; None if nobody does."""
    activity: float = 0.0
    """The share of time in which somebody does."""
    noise: float | None = None
    """The quiet tenth of what is not digital silence."""
    peak: float = 0.0
    """The loudest sample, as a share of the largest."""
    clipped: float = 0.0
    """The share of active time (20 ms each) in which the waveform is cut off at its largest."""
    offset: float = 0.0
    """The mean of all samples, as a share of the largest: direct current."""
    silent: float = 0.0
    """The share of time that is digital silence."""
    hum: Hum | None = None
    """What of it the mains hum; levels are those of the rest."""
    is_emptied: bool = False
    """Whether every byte of G.711 was zero: loud direct current, and no voice."""

    @property
    def floor(self) -> float | None:
        """The noise between what is heard; None where there is no between: of a tone without pauses the quiet tenth is the tone."""
        if self.noise is None or self.active is None or self.active - self.noise < _PAUSE:
            return None
        return self.noise


_PAUSE = 6.0
"""dB by which pauses are quieter at least than what they divide."""


class Sound(Struct, frozen=True):
    """What one stream sounds like."""

    stream: int
    """Its index in the whole evidence."""
    start: int
    """When its first sample is heard, µs since 1970 UTC."""
    seconds: float
    level: Level
    spells: tuple[Spell, ...]
    missing: float = 0.0
    """The share of its packets that are missing."""
    better_as: Literal["", "PCMA", "PCMU"] = ""
    """Of G.711 that is no voice as it is marked, the law by which it would be some."""

    @property
    def is_torn(self) -> bool:
        """Whether so much is missing that neither what it is nor how loud it is can be told."""
        return is_torn(self.spells, self.seconds, self.missing)

    @property
    def says_nothing(self) -> bool:
        """Whether it is digital silence or even noise from beginning to end, pauses of the sender aside."""
        heard = [spell for spell in self.spells if spell.nature not in ("unsent", "lost", "torn")]
        return bool(heard) and all(spell.nature in ("silence", "noise") for spell in heard)


def is_torn(spells: Sequence[Spell], seconds: float, missing: float) -> bool:
    """
    Whether half of the time or more is missing or torn, and the rest is torn, too, or next to nothing.

    A pause in which one packet was lost is no such time; what was heard well before the line went is told.
    """
    lost, torn = (sum(spell.seconds for spell in spells if spell.nature == nature) for nature in ("lost", "torn"))
    left = sum(spell.seconds for spell in spells if spell.nature not in ("lost", "torn", "unsent"))
    return missing >= _MUCH and lost + torn >= seconds / 2 and (torn >= left or left < _LITTLE)


_MUCH = 0.1
_LITTLE = 5.0
"""Seconds of which neither what is heard nor a level of speech means much."""


class Echo(Struct, frozen=True):
    """What one side says comes back to it."""

    voice: int
    """Index of the stream that carries the voice."""
    back: int
    """Index of the stream that brings it back."""
    delay: float
    """Seconds from when the voice passes the capture point until its echo does."""
    loss: float
    """dB by which the echo is quieter."""
    share: float
    """Of the times looked at, those in which it was found."""
    alone: bool = False
    """Whether from its first time on nothing but the echo comes back."""


class Thrown(Struct, frozen=True):
    """What jitter buffers would have thrown away of a stream that comes out of order, as shares of its packets."""

    fixed: float
    """By one that always waits as long as small fixed ones do (`hearing.SMALL_BUFFER`)."""
    adaptive: float
    """By one that waits as long as lateness lately asked for; of what comes at random it gives up 3 % by design."""


class Sounds(Struct, frozen=True):
    """All that was listened to of one call."""

    sounds: tuple[Sound, ...] = ()
    echoes: tuple[Echo, ...] = ()
    unheard: int = 0
    """Streams of voice that could not be decoded for want of a package."""
    locks: Mapping[int, Lock] = field(default_factory=dict)
    """What became of the encryption of streams that may have one, by their index."""

    thrown: Mapping[int, Thrown] = field(default_factory=dict)
    """What buffers make of streams that come out of order, by their index."""
    cut: int = 0
    """Streams that were longer than what was listened to."""
    drifts: Mapping[int, float | None] = field(default_factory=dict)
    """Millionths by which the clock runs fast of streams that seem off, by their index; None where it made a step, or does so unevenly."""

    def of(self, stream: int) -> Sound | None:
        """What a stream sounds like; None if it was not heard."""
        return next((sound for sound in self.sounds if sound.stream == stream), None)
