"""One call to listen to: what the caller said on the left, what the callee said on the right, as it was in time."""

from __future__ import annotations

import shutil
import subprocess
import tempfile
import time
from collections.abc import Mapping, Sequence
from typing import Literal

import numpy as np
from msgspec import Struct

from sipwhy.app.coding import codings_of, events_of
from sipwhy.app.media import Listened, listen_to
from sipwhy.app.whole_file import written_whole
from sipwhy.diagnosis.conversation import heard_on, shown_legs
from sipwhy.diagnosis.report import Report
from sipwhy.export.sound import Stereo, write_sound
from sipwhy.export.waveform import Kind, Mark, write_picture
from sipwhy.media.sound.bursts import RATE
from sipwhy.media.sound.decoder import NoDecoderError, resampled
from sipwhy.media.sound.digits import with_digits
from sipwhy.media.sound.ear import Line, echoes_in, sound_of
from sipwhy.media.sound.events import Pressed
from sipwhy.media.sound.laws import law_of
from sipwhy.media.sound.tones import RATE as TONES_RATE
from sipwhy.media.sound.tones import Tone, tones_in
from sipwhy.media.sound.track import LONGEST, Coding, Source, Track, track_of
from sipwhy.model import Call, Stream
from sipwhy.model.lock import Lock, Locked
from sipwhy.model.sound import Echo, Sound

__all__ = ["PLAYERS", "Heard", "NoDecoderError", "Playing", "Voice", "begin", "draw", "hear_call", "hear_leg", "heard_keys", "play", "save"]

PLAYERS = (
    ("ffplay", "-nodisp", "-autoexit", "-loglevel", "error"),
    ("pw-play",),
    ("paplay",),
    ("aplay", "-q"),
    ("afplay",),
)
"""Programs that play WAV, and their words before its name."""
_STARTS = 0.4
"""Seconds within which a program that cannot play says so."""

Side = Literal["left", "right"]
Mute = Locked | Literal["no-decoder", "not-voice", "broken"]
"""Why a stream is not heard: SRTP that stays shut, a codec that nothing here decodes, no voice at all, or nothing that could be decoded."""


class Voice(Struct, frozen=True):
    """One stream of the leg that was listened to."""

    stream: Stream
    side: Side
    track: Track | None
    mute: Mute | None
    keys: tuple[Pressed, ...]
    unheard: int = 0
    """Packets of payload types that nothing here decodes, or that no description names."""
    lock: Lock = Lock()
    tones: tuple[Pressed, ...] = ()
    """Keys that are heard in the sound itself."""
    sound: Sound | None = None
    """What it sounds like."""


class Heard(Struct, frozen=True):
    """A leg of a call as sound."""

    leg: int
    voices: tuple[Voice, ...]
    """The left ones first."""
    sound: Stereo
    rate: int
    start: int
    """When it begins, µs since 1970 UTC; where nothing is heard, when the call does."""
    echoes: tuple[Echo, ...] = ()
    """What of one side comes back to it."""

    @property
    def seconds(self) -> float:
        """How long it is."""
        return len(self.sound) / self.rate if self.rate else 0.0


def hear_call(report: Report, number: int, *, leg: int | None = None, conceal: bool = False) -> Heard | None:
    """
    Decodes the voice of call `number` on one of its legs (None: the first one with voice both ways, else with any).

    None if no RTP of that leg is there; NoDecoderError if PyAV is not installed.
    """
    call = report.call(number)
    chosen = _leg(call) if leg is None else leg
    return None if chosen is None else hear_leg(report, call, chosen, conceal=conceal)


def hear_leg(report: Report, call: Call, chosen: int, *, conceal: bool = False) -> Heard | None:
    """The same of one leg of a call that need not be one of the report's."""
    wanted = {stream.index for stream in heard_on(call, chosen)}
    streams = [one for one in listen_to(report, call, keep_voice=True) if one.hearing.stream.index in wanted] if wanted else []
    if not streams:
        return None
    voices = tuple(sorted((_voice(call, one, conceal) for one in streams), key=lambda voice: voice.side == "right"))
    sound, rate, start = _mixed([(voice.side, voice.track) for voice in voices if voice.track is not None and len(voice.track.samples)])
    return Heard(chosen, voices, sound, rate, start or call.start, _echoes(call, voices))


def save(heard: Heard, output: str) -> None:
    """Writes the sound in the format that `output` ends with; OSError if that cannot be done. Nothing is left of a failed try."""
    with written_whole(output) as part:
        write_sound(part, heard.sound, heard.rate, output)


def draw(heard: Heard, output: str) -> None:
    """Draws waveforms and spectra as PNG; OSError if that cannot be done. Nothing is left of a failed try."""
    marks = (_marks(heard, "left"), _marks(heard, "right"))
    with written_whole(output) as part:
        write_picture(part, heard.sound, heard.rate, (_gaps(heard, "left"), _gaps(heard, "right")), marks)


def play(heard: Heard) -> str | None:
    """Plays the sound by the first program that is there; its name, or None if there is none or it failed."""
    for program, *words in PLAYERS:
        if path := shutil.which(program):
            with tempfile.TemporaryDirectory(prefix="sipwhy-") as folder:
                save(heard, f"{folder}/call.wav")
                done = subprocess.run([path, *words, f"{folder}/call.wav"], capture_output=True, check=False)
            if done.returncode == 0:
                return program
    return None


class Playing:
    """Sound that plays while the program goes on; it ends by itself, or is stopped."""

    def __init__(self, command: Sequence[str], heard: Heard) -> None:
        self._folder = tempfile.TemporaryDirectory(prefix="sipwhy-")
        save(heard, f"{self._folder.name}/call.wav")
        quiet = subprocess.DEVNULL
        self._process = subprocess.Popen([*command, f"{self._folder.name}/call.wav"], stdin=quiet, stdout=quiet, stderr=quiet)

    @property
    def is_on(self) -> bool:
        """Whether it still plays."""
        return self._process.poll() is None

    @property
    def has_failed(self) -> bool:
        """Whether the program could not play it, as far as it has said so."""
        return bool(self._process.poll())

    def stop(self) -> None:
        """Ends it; nothing is left."""
        if self.is_on:
            self._process.terminate()
            self._process.wait()
        self._folder.cleanup()


def begin(heard: Heard) -> Playing | None:
    """Begins to play by the first program that is there and takes it; None if none does."""
    for program, *words in PLAYERS:
        if path := shutil.which(program):
            playing = Playing([path, *words], heard)
            time.sleep(_STARTS)
            if not playing.has_failed:
                return playing
            playing.stop()
    return None


def _gaps(heard: Heard, side: Side) -> list[tuple[float, float]]:
    found: list[tuple[float, float]] = []
    for voice in heard.voices:
        if voice.side == side and voice.track is not None:
            late = (voice.track.start - heard.start) / 1e6
            found.extend((begin + late, end + late) for begin, end in voice.track.gaps)
    return found


_KINDS: Mapping[str, Kind] = {
    "speech": "speech", "sound": "speech", "steady": "steady", "noise": "noise",
    "quiet": "silent", "silence": "silent", "unsent": "silent", "lost": "silent", "torn": "silent",
}  # fmt: skip


def _marks(heard: Heard, side: Side) -> list[Mark]:
    """What is heard on one side; what is no word of voice or silence is a tone."""
    found = []
    for voice in heard.voices:
        if voice.side == side and voice.sound:
            late = (voice.sound.start - heard.start) / 1e6
            for spell in voice.sound.spells:
                label = "+".join(f"{frequency:.0f}" for frequency in spell.frequencies)
                found.append(Mark(spell.at + late, spell.until + late, _KINDS.get(spell.nature, "tone"), label))
    return found


def _leg(call: Call) -> int | None:
    """The first leg with voice both ways; else the first with any."""
    ways: dict[int, set[str]] = {}
    legs = shown_legs(call)
    for stream in call.streams:
        if stream.leg is not None and stream.is_audio:
            ways.setdefault(legs[stream.index], set()).add(_side(call, stream))
    both = [leg for leg, sides in ways.items() if len(sides) == 2]
    return min(both or ways, default=None)


def _side(call: Call, stream: Stream) -> Side:
    """Left is who sent the leg's first request."""
    if stream.toward != "unknown":
        return "left" if stream.toward == "second" else "right"
    leg = call.legs[stream.leg or 0]
    return "left" if stream.src.ip == leg.src.ip else "right"


def _voice(call: Call, one: Listened, conceal: bool) -> Voice:
    stream = one.hearing.stream
    events = events_of(call, stream)
    kinds = frozenset(codec.payload_type for codec in events)
    side, codings = _side(call, stream), codings_of(call, stream)
    mute: Mute | None = "not-voice" if not stream.is_audio else one.lock.locked or (None if codings else "no-decoder")
    if mute:
        return Voice(stream, side, None, mute, one.keys, lock=one.lock)
    source = Source(one.series, codings, one.hearing.timing.drift, one.hearing.timing.pace or 1.0)
    track = track_of(source, conceal=conceal)
    tones = heard_keys(track)
    return Voice(
        stream,
        side,
        track,
        None if len(track.samples) else "broken",
        one.keys,
        _unheard(stream, codings, kinds),
        one.lock,
        tones,
        _sound(_line(stream, track, law_of(source)), tones) if len(track.samples) else None,
    )


def _sound(line: Line, tones: Sequence[Pressed]) -> Sound:
    sound = sound_of(line)
    return with_digits(sound, [Tone(tone.key, (tone.ts - sound.start) / 1e6, tone.seconds) for tone in tones])


def _line(stream: Stream, track: Track, law: str = "") -> Line:
    samples = resampled(track.samples, track.rate, RATE)
    return Line(stream.index, track.start, samples, track.gaps, track.pauses, stream.share_lost, law)


def _echoes(call: Call, voices: Sequence[Voice]) -> tuple[Echo, ...]:
    heard = [(_line(voice.stream, voice.track), voice.sound) for voice in voices if voice.track and voice.sound]
    return tuple(echoes_in(call.streams, heard))


def heard_keys(track: Track) -> tuple[Pressed, ...]:
    """Keys that are heard in the sound of a track."""
    found = tones_in(resampled(track.samples, track.rate, TONES_RATE))
    return tuple(Pressed(tone.key, track.start + round(tone.at * 1e6), tone.seconds, has_end=True) for tone in found)


def _unheard(stream: Stream, codings: Mapping[int, Coding], events: frozenset[int]) -> int:
    """Packets of payload types that are neither decoded nor known for something else than voice."""
    return sum(count for kind, count in stream.payload_types if kind not in codings and kind not in events and kind not in (13, 19))


def _mixed(tracks: list[tuple[Side, Track]]) -> tuple[Stereo, int, int]:
    """All tracks at their place in time; several of one side are added."""
    if not tracks:
        return np.zeros((0, 2), dtype=np.int16), 0, 0
    rate = max(track.rate for _, track in tracks)
    start = min(track.start for _, track in tracks)
    placed = [
        (0 if side == "left" else 1, round((track.start - start) * rate / 1e6), resampled(track.samples, track.rate, rate))
        for side, track in tracks
    ]
    length = min(max(at + len(samples) for _, at, samples in placed), LONGEST * rate)
    sound = np.zeros((length, 2), dtype=np.int16)
    for channel, at, samples in placed:
        part = sound[at : at + len(samples), channel]
        np.copyto(part, np.clip(part.astype(np.int32) + samples[: len(part)], -32768, 32767), casting="unsafe")
    return sound, rate, start
