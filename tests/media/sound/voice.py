"""Something like speech: a pitch that glides, formants, syllables and pauses."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Samples = NDArray[np.int16]


def speech(rate: int, seconds: float = 4.0) -> Samples:
    """Voiced syllables, three a second, at a pitch between 100 and 160 Hz."""
    at = np.arange(round(rate * seconds)) / rate
    phase = 2 * np.pi * np.cumsum(130 + 30 * np.sin(2 * np.pi * 0.7 * at)) / rate
    formants = ((500, 120), (1500, 180), (2500, 250))
    harmonics = [n for n in range(1, 24) if n * 165 < 3400]
    loud = {n: sum(np.exp(-(((n * 130 - f) / w) ** 2)) for f, w in formants) + 0.1 for n in harmonics}
    voiced = sum(loud[n] * np.sin(n * phase) for n in harmonics)
    syllables = np.clip(np.sin(2 * np.pi * 3 * at), 0, 1) ** 0.5
    sound = voiced * syllables
    return np.asarray(9000 * sound / np.abs(sound).max(), dtype=np.int16)


def likeness(one: Samples, other: Samples, rate: int) -> float:
    """How alike two sounds are by how loud each band is over time, from -1 to 1, at the lag up to 60 ms that fits best."""
    best = -1.0
    for lag in range(0, int(0.06 * rate), rate // 1000):
        here, there = one[: len(one) - lag], other[lag:]
        size = min(len(here), len(there))
        best = max(best, float(np.corrcoef(_bands(here[:size], rate).ravel(), _bands(there[:size], rate).ravel())[0, 1]))
    return best


def _bands(sound: Samples, rate: int) -> NDArray[np.float64]:
    window = rate // 50
    rows = sound[: len(sound) // window * window].reshape(-1, window) * np.hanning(window)
    power = np.abs(np.fft.rfft(rows, axis=1))[:, : int(3600 * window / rate)] ** 2
    return np.log10(power + 1e4)


def signal_to_noise(one: Samples, other: Samples, rate: int) -> float:
    """dB by which a sound is louder than what another one differs from it, at the lag up to 10 ms that fits best."""
    best = -99.0
    for lag in range(0, int(0.01 * rate)):
        here, there = one[: len(one) - lag].astype(float), other[lag:].astype(float)
        size = min(len(here), len(there))
        noise = float(((here[:size] - there[:size]) ** 2).sum()) or 1e-9
        best = max(best, 10 * float(np.log10((here[:size] ** 2).sum() / noise)))
    return best
