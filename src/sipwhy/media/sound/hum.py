"""
Hum of the mains in a voice: lines at 50 or 60 Hz and their multiples that are there all the time and equally loud.

A voice at that pitch moves and pauses, a tone of the network stands at frequencies of its own. Speech is looked for in what is left.
"""

from __future__ import annotations

import numpy as np

from sipwhy.media.sound.bursts import RATE
from sipwhy.media.sound.decoder import Samples
from sipwhy.model.sound import Hum
from sipwhy.wire.columns import ArrayOf, median, quantile

Reals = ArrayOf[np.float64]

_MAINS = (50, 60)
_MULTIPLES = 8
_BELOW = 25.0
"""dB below the whole of the quiet seconds that a hum may be, and below its loudest line another one: what lies deeper may be made by the
steps of a codec from what is loud."""
_HIGHEST = _MAINS[-1] * _MULTIPLES + 16
"""Hz up to which lines, and what is beside them, are looked at."""
_AT_ONCE = 64
"""Seconds in memory at a time: an hour's call has thousands."""
_HALF = 2
"""Bins of 1 Hz beside a line that are part of it: those of the window, and what the mains are off."""
_BESIDE = range(6, 16)
"""Bins beside a line that tell what is there without it."""
_CLEAR = 10.0
"""dB above what is beside it."""
_EVEN = 3.0
"""dB between the usual loudness of a line and that of the quiet tenth of seconds."""
_FAINTEST = -55.0
"""dBov below which nobody hears it."""
_LEAST = 6
"""Seconds with sound in them."""
_FULL = 32768.0


def hum_in(samples: Samples) -> Hum | None:
    """The hum in sound of `RATE` samples a second; None if there is none, or too little sound."""
    power, whole = _seconds(samples)
    if len(power) < _LEAST:
        return None
    least = float(10 * np.log10(max(quantile(whole, 0.1), 1e-12))) - _BELOW
    found = [hum for mains in _MAINS if (hum := _of(power, mains, least))]
    return max(found, key=lambda hum: hum.level, default=None)


def without(samples: Samples, hum: Hum) -> Samples:
    """The sound less the lines of a hum: windows of a second that overlap by half, less these bins."""
    half = RATE // 2
    out = np.empty(len(samples), dtype=np.int16)  # and no more of it as floating point than a window: hours of it would fill the memory
    kept = np.ones(half + 1)
    for line in hum.lines:
        kept[max(line - _HALF, 0) : line + _HALF + 1] = 0.0
    behind = np.zeros(half)
    for at in range(-half, len(samples), half):
        window = np.zeros(RATE)
        there = samples[max(at, 0) : at + RATE]
        window[max(-at, 0) : max(-at, 0) + len(there)] = there
        found = np.fft.irfft(np.fft.rfft(window * _SHAPE) * kept, RATE)
        if at >= 0:
            out[at : at + half] = np.clip(np.rint(behind + found[:half]), -32768, 32767)[: len(samples) - at]
        behind = found[half:]
    return out


def _seconds(samples: Samples) -> tuple[Reals, Reals]:
    """
    The power of each Hz up to the highest line, and of all, in each second that has sound all the time; a sine of full scale has 0.5 in
    the bins of its line.
    """
    rows = samples[: len(samples) // RATE * RATE].reshape(-1, RATE)
    there = np.count_nonzero(rows[:, 1:] != rows[:, :-1], axis=1) > RATE // 4
    scale = 2 / (RATE * float((_SHAPE**2).sum()))
    heard = rows[there]
    power, whole = np.zeros((len(heard), _HIGHEST)), np.zeros(len(heard))
    for at in range(0, len(heard), _AT_ONCE):
        shaped = heard[at : at + _AT_ONCE].astype(np.float64) / _FULL * _SHAPE
        found = np.abs(np.fft.rfft(shaped, axis=1)) ** 2 * scale
        power[at : at + _AT_ONCE], whole[at : at + _AT_ONCE] = found[:, :_HIGHEST], found.sum(axis=1)
    return power, whole


def _of(power: Reals, mains: int, least: float) -> Hum | None:
    heard = {line: level for number in range(1, _MULTIPLES + 1) if (level := _line(power, line := mains * number))}
    loudest = max(heard.values(), default=0.0)
    heard = {line: level for line, level in heard.items() if level >= loudest * 10 ** (-_BELOW / 10)}
    level = 10 * np.log10(sum(heard.values())) if heard else -np.inf
    if level < max(_FAINTEST, least) or not _is_of_mains(list(heard), mains):
        return None
    return Hum(mains, tuple(heard), float(level))


def _line(power: Reals, line: int) -> float:
    """How strong a line is that is always there and equally loud; 0 if it is none."""
    own = power[:, line - _HALF : line + _HALF + 1].sum(axis=1)
    beside = power[:, [*(line - off for off in _BESIDE), *(line + off for off in _BESIDE)]]
    quiet, usual = quantile(own, 0.1), median(own)
    around = max(median(beside.ravel()) * (2 * _HALF + 1), 1e-12)
    is_line = quiet > around * 10 ** (_CLEAR / 10) and usual <= quiet * 10 ** (_EVEN / 10)
    return float(usual) if is_line else 0.0


def _is_of_mains(lines: list[int], mains: int) -> bool:
    """Whether it has the mains' own line, or twice that and another one: 120 Hz alone is a disk's 7,200 turns a minute as well."""
    return mains in lines or (2 * mains in lines and len(lines) > 1)


_SHAPE = np.hanning(RATE + 1)[:RATE]
"""Halves of two windows beside one another add up to one."""
