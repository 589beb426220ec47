"""Keys that were pressed during a call, however they were sent."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from sipwhy.media.digits_by_info import Informed, informed
from sipwhy.media.sound.events import Pressed
from sipwhy.model import Leg
from sipwhy.model.sound import Sound
from sipwhy.render.json import Json
from sipwhy.render.paper import Paper
from sipwhy.render.voice import Voice
from sipwhy.texts.catalogue import say
from sipwhy.texts.media import MEDIA
from sipwhy.texts.moment import iso_utc


def pressed(keys: Sequence[Pressed], start: int, voice: Voice, title: str = "keys") -> str:
    """Keys of a stream, with seconds since `start`; "" without any."""
    said = tuple(say(MEDIA, "key", voice.lang, digit=key.key, at=(key.ts - start) / 1e6, seconds=key.seconds) for key in keys)
    return f"{say(MEDIA, title, voice.lang)}: {', '.join(said)}" if said else ""


def pressed_sentences(keys: Sequence[Pressed], start: int, voice: Voice, sound: Sound | None) -> Iterator[str]:
    """Keys of a stream, what of its events is no key, and whether the digits are hidden with the voice."""
    digits = [key for key in keys if key.is_key]
    for title, some in (("keys", digits), ("keys-other", [key for key in keys if not key.is_key])):
        if text := pressed(some, start, voice, title):
            yield text
    if digits and sound and sound.level.is_emptied and all(key.key == "0" for key in digits):
        yield say(MEDIA, "keys-hidden", voice.lang)


def pressed_entry(key: Pressed) -> Json:
    """One key for JSON."""
    return {"key": key.key, "time": iso_utc(key.ts), "seconds": round(key.seconds, 3), "has_end": key.has_end}


def pressed_entries(keys: Sequence[Pressed]) -> Json:
    """The telephone events of a stream for JSON: keys, and what is none."""
    return {
        "dtmf": [pressed_entry(key) for key in keys if key.is_key],
        "events": [pressed_entry(key) for key in keys if not key.is_key],
    }


def informed_lines(legs: Sequence[Leg], start: int, voice: Voice, paper: Paper) -> Iterator[str]:
    """Keys that INFO told on these legs, a paragraph for each side that pressed any; seconds since `start`."""
    for leg in legs:
        for is_by_first in (True, False):
            keys = [key for key in informed(leg) if key.is_by_first == is_by_first]
            if keys:
                way = (leg.src, leg.dst) if is_by_first else (leg.dst, leg.src)
                place = say(MEDIA, "keys-by-info", voice.lang, leg=leg.index + 1, src=str(way[0]), dst=str(way[1]))
                said = ", ".join(_informed(key, start, voice) for key in keys)
                yield from paper.paragraph(f"{place}: {said}", "    ", "  ")


def _informed(key: Informed, start: int, voice: Voice) -> str:
    values = {"digit": key.key or "?", "at": (key.ts - start) / 1e6, "seconds": key.seconds}
    text = say(MEDIA, "key-at" if key.seconds is None else "key", voice.lang, **values)
    if key.status is None:
        return f"{text} {say(MEDIA, 'key-unanswered', voice.lang)}"
    return text if key.status < 300 else f"{text} {say(MEDIA, 'key-refused', voice.lang, status=key.status)}"
