"""Tones as networks play them, at a level and with noise."""

from __future__ import annotations

import numpy as np

from sipwhy.media.sound.bursts import RATE
from sipwhy.media.sound.decoder import Samples
from sipwhy.reference.call_tones import Row
from tests.rules.sounds import Sound


def pcm(sound: Sound) -> Samples:
    """Samples of 16 bits, cut off where they are too large."""
    return np.clip(np.rint(sound), -32768, 32767).astype(np.int16)


def sine(frequencies: tuple[float, ...], seconds: float) -> Sound:
    """One tone or several at once, of the power one."""
    at = np.arange(round(seconds * RATE)) / RATE
    return np.asarray(sum(np.sin(2 * np.pi * f * at + n) for n, f in enumerate(frequencies)) * np.sqrt(2 / len(frequencies)))


def cadence(row: Row, seconds: float) -> Sound:
    """A tone with its pauses, for so many seconds."""
    if not row.cadence:
        return sine(row.frequencies, seconds)
    pieces: list[Sound] = []
    while sum(map(len, pieces)) < seconds * RATE:
        for on, off in row.cadence:
            pieces.extend((sine(row.frequencies, on), np.zeros(round(off * RATE))))
    return np.concatenate(pieces)[: round(seconds * RATE)]


def noisy(sound: Sound, level: float, noise: float, seed: int = 1) -> Sound:
    """A tone of `level` dBov in noise that is `noise` dB below it."""
    loud = 32768 * 10 ** (level / 20)
    return loud * (sound + 10 ** (-noise / 20) * np.random.default_rng(seed).standard_normal(len(sound)))
