"""What is heard when: speech, sound without pauses, noise, silence, and tones with what they say."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Literal

import numpy as np
from msgspec.structs import replace

from sipwhy.media.sound.bursts import RATE, bursts_in
from sipwhy.media.sound.cadence import is_same_tone, tones_said
from sipwhy.media.sound.decoder import Samples
from sipwhy.media.sound.holes import flags_of, torn_in
from sipwhy.media.sound.hum import hum_in, without
from sipwhy.media.sound.level import FRAME, Frames, frames_of, has_syllables, level_in
from sipwhy.model.sound import Level, Spell
from sipwhy.wire.columns import ArrayOf

Reals = ArrayOf[np.float64]
Codes = ArrayOf[np.int8]
Gaps = Sequence[tuple[float, float]]

_QUIET, _SILENT, _UNSENT, _LOST, _ACTIVE, _TONE, _TORN = range(7)
_NATURE: dict[int, Literal["quiet", "silence", "unsent", "lost", "torn"]] = {
    _QUIET: "quiet", _SILENT: "silence", _UNSENT: "unsent", _LOST: "lost", _TORN: "torn",
}  # fmt: skip
_BELOW = 16.0
"""dB below the active level from which a frame is a pause (the margin of P.56)."""
_OVER_NOISE = 6.0
"""dB above the noise that voice must be: what is nearer is noise."""
_FAINTEST, _FAINTEST_VOICE = -60.0, -78.0
"""dBov below which it is quiet, however quiet the rest is; of voice that is known by its syllables it may be less."""
_JOINED = 1.0
"""Seconds of pause that are part of speech."""
_TOLD = 1.0
"""Seconds from which a spell is told; shorter ones belong to what is around them."""
_WORD = 0.6
"""Seconds of sound that nobody can tell what it is."""
_BLIP = 0.12
"""Seconds of sound that are a click."""
_HOLE = 0.06
"""Seconds of digital silence that are a hole in what is around them: three packets."""
_REST = 0.25
"""Seconds beside a tone that are its edge."""
_STEPS = 30.0
"""dB below a hum at which the steps of G.711 leave noise of it (37 dB) when it is taken out."""
_EVEN = 2.0
"""dB by which the loudness of noise varies."""
_LOW_SHARE = 0.12
"""
The share of 20 ms that are less than a quarter as loud (12 dB below the mean power of two seconds): of speech it is 0.2 to 0.6, of music
and machines less.
"""
_LOW = 12.0
_WINDOW = 2.0
"""Seconds over which loudness is compared."""
_STEADY_LEAST = 4.0
"""Seconds from which sound without pauses is no speech."""


def heard_in(samples: Samples, gaps: Gaps = (), pauses: Gaps = ()) -> tuple[Level, tuple[Spell, ...]]:
    """
    Level and spells of sound of `RATE` samples a second, in order, without gaps between them.

    `gaps`: where packets were lost; `pauses`: where none was sent; both in seconds.
    """
    samples = _without(samples, gaps)
    frames = frames_of(samples, RATE)
    level = level_in(samples, RATE, frames)
    if hum := hum_in(samples):
        samples = without(samples, hum)
        frames = replace(frames_of(samples, RATE), silent=frames.silent)  # what is hum alone is no digital silence
        rest = level_in(samples, RATE, frames)
        level = replace(level, active=rest.active, activity=rest.activity, noise=rest.noise, hum=hum)
    there = ~flags_of(len(frames.silent), FRAME, gaps)
    if gaps:  # what is missing is no silence that somebody sent
        level = replace(level, silent=float(frames.silent[there].mean()) if there.any() else 0.0)
    tones = tones_said(bursts_in(samples), samples)
    codes = _codes(frames, level)
    _mark(codes, pauses, _UNSENT)
    _mark(codes, gaps, _LOST)
    codes[torn_in(len(codes), FRAME, gaps, pauses)] = _TORN
    _mark(codes, [(tone.at, tone.until) for tone in tones], _TONE)
    spells = [spell for begin, end, code in _spans(codes) if code != _TONE for spell in _spell(begin, end, code, frames.loud)]
    return level, _merged(sorted([*spells, *tones], key=lambda spell: spell.at))


def _without(samples: Samples, gaps: Gaps) -> Samples:
    """The sound without what a loss was covered with: nobody sent that."""
    if not gaps:
        return samples
    return np.where(flags_of(len(samples), 1 / RATE, gaps), np.int16(0), samples)


def _codes(frames: Frames, level: Level) -> Codes:
    """What each frame is, tones and what is missing aside."""
    wanted = (level.active if level.active is not None else 0.0) - _BELOW
    threshold = max(wanted, _floor(frames, level) if wanted < _FAINTEST else _FAINTEST)
    if level.noise is not None and level.active is not None and level.active - level.noise > 2 * _OVER_NOISE:
        threshold = max(threshold, level.noise + _OVER_NOISE)
    if level.hum:
        threshold = max(threshold, level.hum.level - _STEPS)
    codes = np.where(frames.loud >= threshold, _ACTIVE, _QUIET).astype(np.int8)
    codes[frames.silent] = _SILENT
    return codes


def _floor(frames: Frames, level: Level) -> float:
    """What faint sound must be louder than to be voice: the noise between words, and below the usual floor it must have syllables."""
    if not has_syllables(frames):
        return _FAINTEST
    noise = level.noise if level.noise is not None else _FAINTEST_VOICE
    return min(max(noise + _OVER_NOISE, _FAINTEST_VOICE), _FAINTEST)


def _mark(codes: Codes, spans: Gaps, code: int) -> None:
    for begin, end in spans:
        codes[round(begin / FRAME) : max(round(end / FRAME), round(begin / FRAME))] = code


def _spans(codes: Codes) -> list[tuple[int, int, int]]:
    """Frames in a row that are one thing: pauses of speech are part of it, and what is short belongs to what is before it."""
    joined = _bridged(codes)
    spans = _runs(joined)
    kept: list[tuple[int, int, int]] = []
    for begin, end, code in spans:
        is_told = code in (_TONE, _ACTIVE) or (end - begin) * FRAME >= _TOLD
        if kept and (not is_told or kept[-1][2] == code):
            kept[-1] = (kept[-1][0], end, kept[-1][2]) if kept[-1][2] != _TONE else kept[-1]
            if kept[-1][2] == _TONE:
                kept.append((begin, end, code))
        else:
            kept.append((begin, end, code))
    return kept


def _runs(codes: Codes) -> list[tuple[int, int, int]]:
    edges = np.flatnonzero(np.diff(codes)) + 1
    bounds = [0, *edges.tolist(), len(codes)]
    return [(begin, end, int(codes[begin])) for begin, end in pairwise(bounds) if end > begin]


def _bridged(codes: Codes) -> Codes:
    """Clicks taken out, and pauses within speech filled; a short loss amid one thing is no end of it, nor is a hole in a sound."""
    found = codes.copy()
    _fill_holes(found)
    runs = _runs(found)
    for before, here, behind in zip(runs, runs[1:], runs[2:], strict=False):
        if here[2] == _LOST and before[2] == behind[2] and (here[1] - here[0]) * FRAME < _TOLD:
            found[here[0] : here[1]] = before[2]
    for begin, end, code in _runs(found):
        if code == _ACTIVE and (end - begin) * FRAME < _BLIP:
            beside = codes[begin - 1] if begin else codes[end] if end < len(codes) else _QUIET
            found[begin:end] = _QUIET if beside in (_ACTIVE, _TONE) else beside
    runs = _runs(found)
    for before, here, behind in zip(runs, runs[1:], runs[2:], strict=False):
        if before[2] == behind[2] == _ACTIVE and here[2] not in (_TONE, _TORN) and (here[1] - here[0]) * FRAME < _JOINED:
            found[here[0] : here[1]] = _ACTIVE
    return found


def _fill_holes(codes: Codes) -> None:
    """Digital silence of a packet or so between longer sounds is made part of them, that these are no clicks amid silence."""
    runs = _runs(codes)
    for before, here, behind in zip(runs, runs[1:], runs[2:], strict=False):
        around = min(before[1] - before[0], behind[1] - behind[0])
        is_hole = here[2] == _SILENT and here[1] - here[0] <= min(around, round(_HOLE / FRAME))
        if is_hole and {before[2], behind[2]} <= {_ACTIVE, _QUIET}:
            codes[here[0] : here[1]] = before[2]


def _spell(begin: int, end: int, code: int, loud: Reals) -> Iterator[Spell]:
    at, seconds, inside = begin * FRAME, (end - begin) * FRAME, loud[begin:end]
    mean = float(10 * np.log10(np.mean(10 ** (inside / 10))))
    if code != _ACTIVE:
        yield Spell(_NATURE[code], at, seconds, level=None if code in (_LOST, _TORN) else mean)
    elif seconds >= _TOLD and float(inside.std()) <= _EVEN:
        yield Spell("noise", at, seconds, level=mean)
    elif seconds < _WORD:
        yield Spell("sound", at, seconds, level=mean)
    else:
        yield Spell("steady" if seconds >= _STEADY_LEAST and _low_share(inside) < _LOW_SHARE else "speech", at, seconds, level=mean)


def _low_share(loud: Reals) -> float:
    """How much of the time it is far quieter than on average over two seconds."""
    size = round(_WINDOW / FRAME)
    power = 10 ** (loud / 10)
    means = np.convolve(power, np.ones(min(size, len(power))) / min(size, len(power)), mode="same")
    return float((loud < 10 * np.log10(means) - _LOW).mean())


def _merged(spells: Sequence[Spell]) -> tuple[Spell, ...]:
    """Spells of the same nature one behind the other become one; pauses inside a tone with a cadence are part of it."""
    kept: list[Spell] = []
    for spell in spells:
        last = kept[-1] if kept else None
        if last and not spell.times and spell.seconds < _REST and last.times:
            continue  # where a tone ends, not what comes behind it
        if last and not last.times and last.seconds < _REST and spell.times:
            kept.pop()
            last = kept[-1] if kept else None
        if last and last.nature == spell.nature == "tone" and spell.at - last.until < _REST and is_same_tone(last, spell):
            kept[-1] = replace(last, seconds=max(spell.until, last.until) - last.at)
            continue
        if last and last.times > 1 and spell.at < last.until and spell.times == 0:
            if spell.until <= last.until:
                continue
            spell = replace(spell, at=last.until, seconds=spell.until - last.until)  # noqa: PLW2901  # its rest
        if last and last.nature == spell.nature and not spell.times and not last.times and spell.at - last.until < _JOINED:
            kept[-1] = replace(last, seconds=spell.until - last.at)
        else:
            kept.append(spell)
    return tuple(kept)
