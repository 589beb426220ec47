"""What was heard, on a time line and in figures."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from sipwhy.model import Stream
from sipwhy.model.sound import Echo, Hum, Level, Sound, Spell
from sipwhy.render.json import Json, rounded
from sipwhy.render.media.table import way
from sipwhy.render.voice import Voice
from sipwhy.texts.catalogue import say
from sipwhy.texts.heard import HEARD

_MANY = 60
"""Spells of one stream that are told in text; JSON has all."""


def heard_sentences(sound: Sound, start: int, voice: Voice) -> Iterator[str]:
    """The spells of a stream with their minutes and seconds since `start` (µs), and how loud it is."""
    late = (sound.start - start) / 1e6
    told = [spell for spell in sound.spells if spell.seconds >= _SHORT or spell.times or spell.keys]
    if told:
        said = "; ".join(_spell(spell, beside, late, voice) for spell, beside in _with_beside(told[:_MANY]))
        more = f"; {_say('more', voice, n=len(told) - _MANY)}" if len(told) > _MANY else ""
        yield f"{_say('heard', voice)}: {said}{more}"
    elif sound.seconds < _WORD:
        yield f"{_say('heard', voice)}: {_say('too-little', voice, seconds=sound.seconds)}"
    if sound.seconds >= _WORD and sound.is_torn:
        yield _say("mostly-lost", voice, share=sound.missing)
    if sound.better_as:
        yield _say("better-as", voice, law=sound.better_as)
    yield from _level(sound.level, voice)
    if hum := sound.level.hum:
        yield _say("hum", voice, lines=tuple(map(str, hum.lines)), level=round(hum.level, 1))


_FAINT = -55.0
"""dBov below which sound without pauses may be a voice of which noise leaves the loudest moments."""
_PLAIN = 5.0
"""Seconds from which tenths do not matter."""
_TOUCHES = 0.1
"""Seconds between two spells that are one moment."""
_WORD = 0.6
"""Seconds below which nobody can tell what a sound is."""
_SHORT = 0.1
"""Seconds below which a spell without meaning is an edge."""


def _with_beside(spells: Sequence[Spell]) -> Iterator[tuple[Spell, tuple[bool, bool]]]:
    """Each spell, and whether what touches it before and behind is short: one moment is told alike for both."""
    for at, spell in enumerate(spells):
        before, behind = spells[at - 1] if at else None, spells[at + 1] if at + 1 < len(spells) else None
        yield (
            spell,
            (
                before is not None and before.seconds < _PLAIN and spell.at - before.until < _TOUCHES,
                behind is not None and behind.seconds < _PLAIN and behind.at - spell.until < _TOUCHES,
            ),
        )


def _spell(spell: Spell, beside: tuple[bool, bool], late: float, voice: Voice) -> str:
    digits = [0 if spell.seconds >= _PLAIN and not is_short else 1 for is_short in beside]
    moment = f"{_minutes(spell.at + late, digits[0], voice)}–{_minutes(spell.until + late, digits[1], voice)}"
    is_faint = spell.nature == "steady" and spell.level is not None and spell.level < _FAINT
    text = f"{moment} {_say('steady-faint' if is_faint else spell.nature, voice)}"
    if spell.keys:
        text += f": {spell.keys}"
    if spell.frequencies:
        text += f" {_say('hz', voice, hz='+'.join(f'{frequency:.0f}' for frequency in spell.frequencies))}"
    if spell.where and spell.nature != "tone":
        text += f" ({_say('as-in', voice, where=_first(spell.where))})"
    if spell.reversals:
        text += f", {_say('reversals', voice, n=spell.reversals)}"
    return text


def _first(where: str) -> str:
    """The first few of many countries."""
    codes = where.split()
    return " ".join(codes[:4]) + (" …" if len(codes) > 4 else "") if all(len(code) == 2 for code in codes) else where


def _minutes(seconds: float, digits: int, voice: Voice) -> str:
    """As 1:05, or 1:05.3 with one digit."""
    tenths = round(max(seconds, 0.0) * 10)
    if not digits:
        whole = (tenths + 5) // 10
        return f"{whole // 60}:{whole % 60:02d}"
    return f"{tenths // 600}:{tenths // 10 % 60:02d}{',' if voice.lang == 'ru' else '.'}{tenths % 10}"


def _level(level: Level, voice: Voice) -> Iterator[str]:
    parts = []
    if level.active is not None:
        parts.append(_say("active", voice, level=level.active, share=level.activity))
    if level.floor is not None:
        parts.append(_say("floor", voice, level=level.floor))
    if level.clipped >= _CLIPPED:
        parts.append(_say("clipped", voice, share=level.clipped))
    if level.is_emptied:
        parts.append(_say("emptied", voice))
    elif abs(level.offset) >= _OFFSET:
        parts.append(_say("offset", voice, share=abs(level.offset)))
    if parts:
        yield "; ".join(parts)


_CLIPPED, _OFFSET = 0.01, 0.01


def echo_sentences(echoes: Sequence[Echo], streams: Sequence[Stream], voice: Voice) -> Iterator[str]:
    """Each echo with the way on which it comes back."""
    for echo in echoes:
        back = next((stream for stream in streams if stream.index == echo.back), None)
        if back:
            values = {"way": way(back, 60), "delay": echo.delay * 1000, "loss": echo.loss}
            yield _say("echo-alone" if echo.alone else "echo", voice, **values)


def sound_entry(sound: Sound | None) -> Json | None:
    """The same for JSON; null if it was not heard."""
    if sound is None:
        return None
    level, is_torn = sound.level, sound.is_torn
    return {
        "start_us": sound.start,
        "seconds": round(sound.seconds, 3),
        "missing": round(sound.missing, 4),
        "better_as": sound.better_as or None,
        "level": {
            "active_dbov": rounded(level.active, 1),
            "activity": None if is_torn else round(level.activity, 4),
            "noise_dbov": rounded(level.floor, 1),
            "peak": round(level.peak, 4),
            "clipped": None if is_torn else round(level.clipped, 4),
            "offset": round(level.offset, 5),
            "hum": _hum_entry(level.hum),
            "digital_silence": None if is_torn else round(level.silent, 4),
        },
        "spells": [_entry(spell) for spell in sound.spells],
    }


def _hum_entry(hum: Hum | None) -> Json | None:
    return {"mains_hz": hum.mains, "lines_hz": list(hum.lines), "dbov": round(hum.level, 1)} if hum else None


def _entry(spell: Spell) -> Json:
    return {
        "nature": spell.nature,
        "at_s": round(spell.at, 3),
        "seconds": round(spell.seconds, 3),
        "frequencies_hz": [round(frequency, 1) for frequency in spell.frequencies],
        "where": spell.where or None,
        "times": spell.times,
        "level_dbov": rounded(spell.level, 1),
        "reversals": spell.reversals,
        "is_swaying": spell.is_swaying,
        "keys": spell.keys or None,
    }


def echo_entry(echo: Echo) -> Json:
    """One echo for JSON: streams by their index in the whole evidence."""
    return {
        "voice_stream": echo.voice,
        "back_stream": echo.back,
        "delay_ms": round(echo.delay * 1000, 1),
        "loss_db": round(echo.loss, 1),
        "share": round(echo.share, 3),
        "alone": echo.alone,
    }


def _say(key: str, voice: Voice, **values: object) -> str:
    return say(HEARD, key, voice.lang, **values)
