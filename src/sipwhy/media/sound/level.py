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
_FULL = 32768.0
_SILENT = 16
"""Within so much lie all samples of digital silence: the two codes of A-law next to zero are 16 apart."""
_CLIPPED, _IN_A_ROW = 30_000, 3
"""From where on a sample may be the largest, and how many of the largest in a row are a waveform cut off."""
_SPEECH = -60.0
"""dBov below which nobody speaks, however quiet it is otherwise."""


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
    active, activity = _active(samples, rate)
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
    )


def frames_of(samples: Samples, rate: int) -> Frames:
    """Rows of `FRAME`; what is left over is left out."""
    size = round(FRAME * rate)
    rows = samples[: len(samples) // size * size].reshape(-1, size)
    return Frames(rows, _loudness(rows), _is_silent(rows))


def _loudness(frames: Samples) -> Reals:
    """The level of each row in dBov, direct current left out."""
    values = frames.astype(np.float64)
    power = values.var(axis=1)
    return np.asarray(10 * np.log10(np.maximum(power, 0.25) / _FULL**2))


def _is_silent(frames: Samples) -> Flags:
    """Which rows are digital silence."""
    return np.asarray(frames.max(axis=1).astype(np.int32) - frames.min(axis=1) <= _SILENT)


def _active(samples: Samples, rate: int) -> tuple[float | None, float]:
    """The active level in dBov and the share of time: at the threshold that lies the margin below the level it gives."""
    size = round(_BLOCK * rate)
    blocks = samples[: len(samples) // size * size].reshape(-1, size).astype(np.float64)
    blocks = blocks - float(samples.mean())
    total = float((blocks**2).sum())
    if not len(blocks) or not total:
        return None, 0.0
    envelope = _smoothed(np.abs(blocks).mean(axis=1))
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
            return (active, activity) if active >= _SPEECH else (None, 0.0)
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
