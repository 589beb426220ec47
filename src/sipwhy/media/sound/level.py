"""
How loud sound is, and what spoils it: level while somebody speaks, noise, clipping, direct current.

The active level follows ITU-T P.56 method B (envelope of two stages of 30 ms, hang-over 200 ms, margin 15.9 dB); as only blocks of 5 ms
are looked at, it is an estimate.
"""

from __future__ import annotations

import numpy as np
from msgspec import Struct

from sipwhy.media.sound.decoder import Samples
from sipwhy.model.sound import Level
from sipwhy.wire.columns import ArrayOf, quantile

Reals = ArrayOf[np.float64]
Flags = ArrayOf[np.bool_]

FRAME = 0.020
"""Seconds of one look."""
_BLOCK = 0.005
_DECAY, _HANG_OVER, _MARGIN = 0.030, 0.200, 15.9
"""Seconds, seconds and dB of P.56."""
_FULL, _LEAST_POWER = 32768.0, 0.25
_STILL, _STEP = 16, 8
"""Within so much lie all samples of digital silence, whatever a codec with memory makes of it; the least step of G.711, which has none."""
_NEXT_TO_ZERO = 8
"""The two codes of A-law next to zero, without any between them, are silence too (ITU-T G.711 table 1)."""
_ROWS = 1 << 13
"""Rows that are looked at at once as floating point numbers: of a long call they would be ten times what was recorded."""
_NONE = 10 * np.log10(_LEAST_POWER / _FULL**2)
"""dBov of digital silence, whichever value stands for it."""
_CLIPPED, _IN_A_ROW = 30_000, 3
"""From where on a sample may be the largest, and how many of the largest in a row are a waveform cut off."""
_SPEECH, _FAINTEST = -60.0, -72.0
"""dBov below which what is heard is the noise of a room unless it has syllables, and below which nothing can have any: a step of mu-law."""
_SYLLABLES = 9.0
"""dB between the loud and the quiet tenth of sound with syllables, of which A-law leaves little at -64 dBov; noise that swells has 6."""
_EMPTY, _WHOLLY = (-32124, -5504), 0.99
"""What a byte of zero is in mu-law and A-law (ITU-T G.711, tables 2 and 1), and how much of what is not zero must be it."""


class Frames(Struct, frozen=True):
    """Sound cut into rows of `FRAME`."""

    samples: Samples
    loud: Reals
    """The level of each row in dBov, direct current left out."""
    silent: Flags
    """Which rows are digital silence."""


def level_in(samples: Samples, rate: int, frames: Frames) -> Level:
    """The level of sound of `rate` samples a second, which makes up `frames`; an empty one of less than a frame."""
    if not len(frames.samples):
        return Level()
    active, activity = _active(_stilled(samples, frames), rate)
    is_emptied = _is_emptied(samples)
    if is_emptied or (active is not None and active < _SPEECH and not has_syllables(frames)):
        active, activity = None, 0.0
    rest = frames.loud[~frames.silent]
    largest = int(np.abs(samples.astype(np.int32)).max())
    return Level(
        active=active,
        activity=activity,
        noise=quantile(rest, 0.1) if len(rest) else None,
        peak=min(largest / _FULL, 1.0),
        clipped=_clipped(frames.samples, frames.loud > (active or 0.0) - _MARGIN) if largest >= _CLIPPED and active is not None else 0.0,
        offset=float(samples.mean()) / _FULL,
        silent=float(frames.silent.mean()),
        is_emptied=is_emptied,
    )


def frames_of(samples: Samples, rate: int) -> Frames:
    """Rows of `FRAME`; what is left over is left out."""
    size = round(FRAME * rate)
    rows = samples[: len(samples) // size * size].reshape(-1, size)
    silent = _is_silent(rows)
    return Frames(rows, np.where(silent, _NONE, _loudness(rows)), silent)


def _loudness(frames: Samples) -> Reals:
    """The level of each row in dBov, direct current left out."""
    pieces = [frames[at : at + _ROWS].astype(np.float64).var(axis=1) for at in range(0, len(frames), _ROWS)]
    power = np.concatenate(pieces) if pieces else np.zeros(0)
    return np.asarray(10 * np.log10(np.maximum(power, _LEAST_POWER) / _FULL**2))


def _is_silent(frames: Samples) -> Flags:
    """Which rows are digital silence."""
    high, low = frames.max(axis=1), frames.min(axis=1).astype(np.int32)
    still = high.astype(np.int32) - low <= _STILL
    moved = np.flatnonzero(still & (high != low))
    steps, is_pair = (frames[moved] % _STEP == 0).all(axis=1), (np.abs(frames[moved]) == _NEXT_TO_ZERO).all(axis=1)
    still[moved[steps & ~is_pair]] = False
    return np.asarray(still)


def has_syllables(frames: Frames) -> bool:
    """Whether faint sound comes and goes as speech does."""
    rest = frames.loud[~frames.silent]
    return len(rest) > 1 and quantile(rest, 0.9) - quantile(rest, 0.1) >= _SYLLABLES


def _stilled(samples: Samples, frames: Frames) -> Samples:
    """The sound with nothing at all where there is digital silence, whichever value stands for it."""
    if not frames.silent.any() or frames.silent.all():
        return samples
    rows = frames.samples.copy()
    rows[frames.silent] = np.int16(round(float(rows[~frames.silent].mean())))
    return rows.reshape(-1)


def _is_emptied(samples: Samples) -> bool:
    """Whether every byte was zero, what was covered with silence aside."""
    there = samples[samples != 0]
    return bool(len(there)) and any(float((there == value).mean()) >= _WHOLLY for value in _EMPTY)


def _active(samples: Samples, rate: int) -> tuple[float | None, float]:
    """The active level in dBov and the share of time: at the threshold that lies the margin below the level it gives."""
    size = round(_BLOCK * rate)
    blocks, mean = samples[: len(samples) // size * size].reshape(-1, size), float(samples.mean())
    total, means = 0.0, []
    for at in range(0, len(blocks), _ROWS):
        piece = blocks[at : at + _ROWS] - mean
        total += float((piece**2).sum())
        means.append(np.abs(piece).mean(axis=1))
    if not total:
        return None, 0.0
    envelope = _smoothed(np.concatenate(means))
    hang = round(_HANG_OVER / _BLOCK)
    before: tuple[float, float, float] | None = None
    for threshold in _FULL * 2.0 ** -np.arange(15, 0, -1):
        count = int(_held(envelope >= threshold, hang).sum())
        if not count:
            break
        level = 10 * np.log10(total / (count * size) / _FULL**2)
        margin = level - 20 * np.log10(threshold / _FULL)
        if margin <= _MARGIN:
            active, activity = _between(before, (margin, level, count / len(blocks)))
            return (active, activity) if active >= _FAINTEST else (None, 0.0)
        before = (margin, level, count / len(blocks))
    return None, 0.0


def _between(before: tuple[float, float, float] | None, found: tuple[float, float, float]) -> tuple[float, float]:
    """Level and activity where the margin is right, between two thresholds."""
    if before is None or before[0] == found[0]:
        return float(found[1]), float(found[2])
    part = (before[0] - _MARGIN) / (before[0] - found[0])
    return float(before[1] + part * (found[1] - before[1])), float(before[2] + part * (found[2] - before[2]))


def _smoothed(values: Reals) -> Reals:
    """Two stages of exponential averaging."""
    keep = np.exp(-_BLOCK / _DECAY)
    at = np.arange(round(10 * _DECAY / _BLOCK))
    kernel = (1 - keep) ** 2 * (at + 1) * keep**at
    return np.convolve(values, kernel)[: len(values)]


def _held(active: Flags, hang: int) -> Flags:
    """What was active a moment ago still is."""
    last = np.maximum.accumulate(np.where(active, np.arange(len(active)), -hang - 1))
    return np.asarray(np.arange(len(active)) - last <= hang)


def _clipped(frames: Samples, active: Flags) -> float:
    """The share of active frames in which the largest sample of all stands several times in a row."""
    values = frames[active].astype(np.int32)
    if not len(values):
        return 0.0
    high, low = int(values.max()), int(values.min())
    at_top = (values == high) if high >= _CLIPPED else np.zeros(values.shape, dtype=bool)
    at_bottom = (values == low) if low <= -_CLIPPED else np.zeros(values.shape, dtype=bool)
    return float((_any_run(at_top) | _any_run(at_bottom)).mean())


def _any_run(flags: Flags) -> Flags:
    run = flags[:, : -_IN_A_ROW + 1].copy()
    for offset in range(1, _IN_A_ROW):
        run &= flags[:, offset : flags.shape[1] - _IN_A_ROW + 1 + offset]
    return np.asarray(run.any(axis=1))
