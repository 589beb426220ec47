"""Digits that are heard in the sound itself, at their place on its time line."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice, takewhile

from msgspec.structs import replace

from sipwhy.media.sound.tones import Tone
from sipwhy.model.sound import Sound, Spell

_TOGETHER = 1.0
"""Seconds between two digits from which they are told apart."""
_EDGE = 0.1
"""Seconds of what is left beside digits that nobody tells."""


def with_digits(sound: Sound, tones: Sequence[Tone]) -> Sound:
    """The sound with what digits were heard in it, in place of what else was said of that time; tones with a meaning stay."""
    keys = list(_spells(tones))
    if not keys:
        return sound
    ends = [key.until for key in keys]
    spells = [piece for spell in sound.spells for piece in ([spell] if spell.times else _beside(spell, _within(spell, keys, ends)))]
    return replace(sound, spells=tuple(sorted([*spells, *keys], key=lambda spell: spell.at)))


def _spells(tones: Sequence[Tone]) -> Iterator[Spell]:
    """Digits one behind the other, as one spell."""
    last: Spell | None = None
    for tone in tones:
        if last and tone.at - last.until < _TOGETHER:
            last = replace(last, seconds=tone.at + tone.seconds - last.at, keys=last.keys + tone.key)
            continue
        if last:
            yield last
        last = Spell("key", tone.at, tone.seconds, keys=tone.key)
    if last:
        yield last


def _within(spell: Spell, keys: Sequence[Spell], ends: Sequence[float]) -> Iterator[Spell]:
    """The digits that reach into a spell."""
    return takewhile(lambda key: key.at < spell.until, islice(keys, bisect_right(ends, spell.at), None))


def _beside(spell: Spell, keys: Iterable[Spell]) -> Iterator[Spell]:
    """What of a spell is left outside the digits."""
    at = spell.at
    for key in keys:
        if key.at - at >= _EDGE:
            yield replace(spell, at=at, seconds=key.at - at)
        at = key.until
    if spell.until - at >= _EDGE or at == spell.at:
        yield replace(spell, at=at, seconds=spell.until - at)
