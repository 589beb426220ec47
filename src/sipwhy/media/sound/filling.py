"""What is heard where nothing was decoded: comfort noise, and the voice that a lost packet is covered with."""

from __future__ import annotations

import numpy as np

from sipwhy.media.sound.decoder import Samples

_SHORTEST, _LONGEST = 0.005, 0.015
"""Seconds of one period of voice that are looked for (ITU-T G.711 appendix I: 66 to 200 Hz)."""
_FADES = 0.060
"""Seconds after which a covered loss is silent (the same)."""
_FULL = 0.010
"""Seconds of it without fading."""
_KEPT = 3
"""How many periods of the past are compared."""


def noise(level: float, count: int, seed: int) -> Samples:
    """`count` samples of soft noise at a level in dB below full scale; the same `seed` gives the same noise."""
    if count <= 0:
        return np.zeros(0, dtype=np.int16)
    white = np.random.default_rng(seed).standard_normal(count + 3)
    soft = np.convolve(white, (0.25, 0.5, 0.5, 0.25), mode="valid")
    soft *= 32768.0 * 10 ** (level / 20) / np.sqrt(0.625)
    return np.asarray(np.clip(soft, -32768, 32767), dtype=np.int16)


def concealed(past: Samples, count: int, rate: int) -> Samples:
    """`count` samples that go on from `past`: its last period again and again, fading."""
    longest = int(_LONGEST * rate)
    if len(past) < _KEPT * longest:
        return np.zeros(count, dtype=np.int16)
    period = _period(past[-_KEPT * longest :].astype(np.float64), int(_SHORTEST * rate), longest)
    again = np.resize(past[-period:].astype(np.float64), count)
    at = np.arange(count) / rate
    fading = np.clip(1.0 - (at - _FULL) / (_FADES - _FULL), 0.0, 1.0)
    return np.asarray(again * fading, dtype=np.int16)


def _period(past: np.ndarray, shortest: int, longest: int) -> int:
    """The lag at which the past resembles itself most."""
    end = past[-longest:]
    scores = []
    for lag in range(shortest, longest + 1):
        before = past[-longest - lag : -lag]
        scores.append(float(end @ before) / (float(np.sqrt(before @ before)) or 1.0))
    return shortest + int(np.argmax(scores))
