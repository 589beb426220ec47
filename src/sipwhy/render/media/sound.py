"""What was decoded of a call, before somebody listens to it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Protocol

from sipwhy.diagnosis.report import CallRow
from sipwhy.media.sound.events import Pressed
from sipwhy.media.sound.track import LONGEST, Track
from sipwhy.model import Stream
from sipwhy.model.lock import Lock
from sipwhy.model.sound import Echo, Sound
from sipwhy.render.json import SCHEMA, Json, encoded, lock_entry, stream_entry
from sipwhy.render.media.heard import echo_entry, echo_sentences, heard_sentences, sound_entry
from sipwhy.render.media.keys import pressed, pressed_entries, pressed_entry, pressed_sentences
from sipwhy.render.media.lock import Locks
from sipwhy.render.media.table import way
from sipwhy.render.paper import Paper
from sipwhy.render.voice import Voice
from sipwhy.texts.catalogue import say
from sipwhy.texts.harmless import harmless
from sipwhy.texts.language import Language
from sipwhy.texts.media import MEDIA
from sipwhy.texts.moment import iso_utc


class Spoken(Protocol):
    """One stream of the leg."""

    @property
    def stream(self) -> Stream:
        """What it was made of."""

    @property
    def side(self) -> str:
        """`left` or `right`."""

    @property
    def track(self) -> Track | None:
        """Its sound."""

    @property
    def mute(self) -> str | None:
        """Why it has none."""

    @property
    def unheard(self) -> int:
        """Packets that nothing here decodes."""

    @property
    def lock(self) -> Lock:
        """Its encryption."""

    @property
    def keys(self) -> tuple[Pressed, ...]:
        """Keys that were pressed."""

    @property
    def tones(self) -> tuple[Pressed, ...]:
        """Keys that are heard in the sound."""

    @property
    def sound(self) -> Sound | None:
        """What it sounds like."""


class Sounding(Protocol):
    """A leg as sound."""

    @property
    def rate(self) -> int:
        """Samples a second."""

    @property
    def leg(self) -> int:
        """Which leg, from 0."""

    @property
    def voices(self) -> Sequence[Spoken]:
        """Its streams."""

    @property
    def start(self) -> int:
        """When it begins, µs since 1970 UTC."""

    @property
    def seconds(self) -> float:
        """How long it is."""

    @property
    def echoes(self) -> tuple[Echo, ...]:
        """What of one side comes back to it."""


def sound_lines(heard: Sounding, began: int, voice: Voice, paper: Paper, *, is_strange: bool = False) -> Iterator[str]:
    """
    Which leg, how long, and of each stream whether and how it is heard, and its keys.

    Moments count from `began` (µs since 1970 UTC), the beginning of the call, as in `media --listen`; where the sound begins is said.
    `is_strange`: it is of no call, and `began` is when its first packet came.
    """
    lang = voice.lang
    late = into(heard, began)
    if heard.seconds:
        title = "sound-strange" if is_strange else "sound"
        head = paper.paragraph(say(MEDIA, title, lang, leg=heard.leg + 1, seconds=heard.seconds, late=late))
        yield from (paper.paint(line, "heading") for line in head)
    locks = Locks()
    for one in heard.voices:
        codec = harmless(one.stream.codec or f"PT {one.stream.payload_type}", 20)
        yield paper.line(f"{say(MEDIA, one.side, lang)}: {way(one.stream, 60)}, {codec}", "  ")
        for text in (*locks.sentences(one.lock, one.stream, lang), *_words(one, voice)):
            yield from paper.paragraph(text, "      ", "    ")
        for text in heard_sentences(one.sound, began, voice) if one.sound else ():
            yield from paper.paragraph(text, "      ", "    ")
        heard_keys = pressed(one.tones, began, voice, "keys-heard")
        for text in (*pressed_sentences(one.keys, began, voice, one.sound), *((heard_keys,) if heard_keys else ())):
            yield from paper.paragraph(text, "      ", "    ")

    for text in echo_sentences(heard.echoes, [one.stream for one in heard.voices], voice):
        yield from paper.paragraph(text, "    ", "  ")


def into(heard: Sounding, began: int) -> float:
    """Seconds from the beginning of the call (`began`, µs since 1970 UTC) to the first sample."""
    return max(heard.start - began, 0) / 1e6


def saved_line(path: str, heard: Sounding, row: CallRow | None, lang: Language) -> str:
    """Which file was written, how long it is, where in the call it begins, and who is on which side; without a call, from where."""
    if row:
        who = {"left": say(MEDIA, "the-caller", lang, who=row.caller or ""), "right": say(MEDIA, "the-callee", lang, who=row.callee or "")}
    else:
        who = {one.side: str(one.stream.src) for one in heard.voices}
        who = {"left": "", "right": ""} | who
    there = {one.side for one in heard.voices if one.track is not None}
    shut = {one.side for one in heard.voices if one.lock.locked}
    none = {side: say(MEDIA, "nobody-shut" if side in shut else "nobody", lang) for side in who}
    sides = {side: said.strip() if side in there else none[side] for side, said in who.items()}
    values = {"path": path, "seconds": heard.seconds, "rate": float(heard.rate), "late": into(heard, row.start) if row else 0.0}
    return say(MEDIA, "saved" if row else "saved-strange", lang, **values, **sides)


def json_sound(call: int | None, began: int, heard: Sounding, fax: Sequence[Json] = ()) -> Iterator[str]:
    """What `sipwhy audio --json` writes: moments of spells are seconds from the first sample of their own stream."""
    yield f'{{"schema": {SCHEMA},\n"call": {call or "null"},\n"leg": {heard.leg},\n'
    yield f'"start": "{iso_utc(heard.start)}",\n"into_call_s": {into(heard, began):.3f},\n'
    yield f'"seconds": {heard.seconds:.3f},\n"streams": ['
    yield ",\n".join(encoded(_entry(one)) for one in heard.voices)
    yield f'],\n"fax": [{", ".join(map(encoded, fax))}],\n"echoes": [{", ".join(encoded(echo_entry(echo)) for echo in heard.echoes)}]}}\n'


def _entry(one: Spoken) -> Json:
    return {
        **stream_entry(one.stream),
        "side": one.side,
        "mute": one.mute,
        "srtp": lock_entry(one.lock),
        "undecoded": one.unheard,
        "lost_packets": one.track.lost if one.track else None,
        "broken_frames": one.track.broken if one.track else None,
        "heard": sound_entry(one.sound),
        **pressed_entries(one.keys),
        "dtmf_in_band": [pressed_entry(key) for key in one.tones],
    }


def _words(one: Spoken, voice: Voice) -> Iterator[str]:
    lang = voice.lang
    if one.mute and not one.lock.locked:
        yield say(MEDIA, f"mute-{one.mute}", lang)
    if one.track and one.track.lost:
        yield say(MEDIA, "sound-lost", lang, n=one.track.lost)
    if one.unheard:
        yield say(MEDIA, "sound-unheard", lang, n=one.unheard)
    if one.track and one.track.is_cut:
        yield say(MEDIA, "sound-cut", lang, seconds=LONGEST)
    if one.track and one.track.broken:
        yield say(MEDIA, "sound-broken", lang, n=one.track.broken)
