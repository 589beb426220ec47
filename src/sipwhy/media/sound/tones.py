"""
Digits that are heard as pairs of tones, by the bounds of ITU-T Q.23 and Q.24.

Goertzel's sums at the eight frequencies, all of them at once, over windows that overlap. A window tells a digit if both tones are loud
enough and alike enough, if nearly all of its sound is in them (which voice never is for long), and if their
phase advances as fast as it should.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from msgspec import Struct

from sipwhy.media.sound.decoder import Samples
from sipwhy.wire.columns import ArrayOf

RATE = 8000
"""Samples a second that `tones_in` takes."""

_ROWS = (697.0, 770.0, 852.0, 941.0)
_COLUMNS = (1209.0, 1336.0, 1477.0, 1633.0)
_KEYS = "123A456B789C*0#D"

_WINDOW, _HOP = 205, 40
"""Samples: 25.6 ms, of which every 5 ms one begins."""
_FULL_SCALE = 3.14
"""dBm0 of the loudest sine of G.711 (ITU-T G.711 table 5)."""
_LEAST = -36.0
"""dBm0 of each tone. Q.24 asks for -25 (AT&T) to -29 (NTT does not answer below that), and none below -55."""
_COLUMN_OVER, _ROW_OVER = 10 ** (6 / 20), 10 ** (10 / 20)
"""Twist: Q.24 asks for 4 dB of the high tone over the low one and 8 dB the other way; 2 dB are for codecs."""
_PURE = 0.75
"""The share of a window's power in both tones."""
_OFF = 0.025
"""Between the 1.5 % that must be taken and the 3.5 % that must not."""
_SHORTEST = 0.030
"""Seconds; Q.24: 40 ms must be taken, 23 ms must not."""
_MOSTLY = 0.5
"""The share of windows that must tell the digit while it lasts: a vowel's harmonics are two such tones for a moment."""
_BRIDGED = 4
"""Hops of interruption within one digit: 10 ms must be, 40 ms must not."""
_LONGEST_BREAK = _BRIDGED + 2 * (_WINDOW // _HOP)
"""Hops between windows that are wholly before and wholly behind such an interruption."""
_BLOCK = 12_000
"""Windows that are looked at at once: a minute."""

Reals = ArrayOf[np.float64]


class Tone(Struct, frozen=True):
    """One digit that was heard."""

    key: str
    at: float
    """Seconds from the first sample."""
    seconds: float


def tones_in(samples: Samples) -> tuple[Tone, ...]:
    """The digits in sound of `RATE` samples a second, in order."""
    count = max((len(samples) - _WINDOW) // _HOP + 1, 0)
    blocks = [_looked_at(samples, at, min(at + _BLOCK, count)) for at in range(0, count, _BLOCK)]
    if not blocks:
        return ()
    keys, loud = (np.concatenate(column) for column in zip(*blocks, strict=True))
    return tuple(_tones(keys, loud))


def _looked_at(samples: Samples, begin: int, end: int) -> tuple[ArrayOf[np.int64], Reals]:
    """Of each window its digit (-1: none), and how loud each of the eight tones is."""
    first = max(begin - 1, 0)  # one more, for the phase of the first one
    part = samples[first * _HOP : (end - 1) * _HOP + _WINDOW].astype(np.float64)
    windows = np.lib.stride_tricks.sliding_window_view(part, _WINDOW)[::_HOP] * _SHAPE
    sums = np.asarray(windows @ _WAVES, dtype=np.complex128)
    power = (windows**2).sum(axis=1)
    skipped = begin - first
    keys = _keys(sums, power)
    return keys[skipped:], np.abs(sums)[skipped:] * 2 / _SHAPE.sum()


def _keys(sums: ArrayOf[np.complex128], power: Reals) -> ArrayOf[np.int64]:
    loud = np.abs(sums) * 2 / _SHAPE.sum()
    at = np.arange(len(loud))
    row, column = loud[:, :4].argmax(axis=1), loud[:, 4:].argmax(axis=1)
    low, high = loud[at, row], loud[at, 4 + column]
    least = 32768 * 10 ** ((_LEAST - _FULL_SCALE) / 20)
    taken = (low >= least) & (high >= least) & (high <= low * _COLUMN_OVER) & (low <= high * _ROW_OVER)
    low_off, high_off = _off(sums, at, row), _off(sums, at, 4 + column)
    taken &= (np.abs(low_off) <= _OFF * _ALL[row]) & (np.abs(high_off) <= _OFF * _ALL[4 + column]) & (at > 0)
    # A tone beside its frequency is louder than the sum at that frequency says.
    whole = (low / _response(low_off)) ** 2 + (high / _response(high_off)) ** 2
    taken &= whole / 2 * (_SHAPE**2).sum() >= _PURE * power
    return np.where(taken, 4 * row + column, -1)


def _off(sums: ArrayOf[np.complex128], at: ArrayOf[np.int64], tone: ArrayOf[np.int64]) -> Reals:
    """By how many Hz a tone is off its frequency, by its phase since the window before; the first window has none before it."""
    here, before = sums[at, tone], sums[np.maximum(at - 1, 0), tone]
    wanted = np.exp(-2j * np.pi * _ALL[tone] * _HOP / RATE)
    return np.asarray(np.angle(here * np.conj(before) * wanted) * RATE / _HOP / (2 * np.pi))


def _response(off: Reals) -> Reals:
    """What a window lets through of a tone so many Hz beside."""
    return np.asarray(np.interp(np.abs(off), _BESIDE, _THROUGH))


def _tones(keys: ArrayOf[np.int64], loud: Reals) -> Iterator[Tone]:
    """Windows of one digit put together; it begins and ends where its tones are half as loud, for there an edge is in a window's middle."""
    until = 0
    taken = np.flatnonzero(keys >= 0)
    while len(taken):
        begin = int(taken[0])
        key = int(keys[begin])
        both = loud[:, key // 4] + loud[:, 4 + key % 4]
        end = _end(taken, keys, both)
        half = float(both[begin : end + 1].max()) / 2
        first, last = begin, end
        while first > until and both[first - 1] >= half:
            first -= 1
        while last + 1 < len(both) and both[last + 1] >= half and keys[last + 1] in (-1, key):
            last += 1
        seconds = (last - first + 1) * _HOP / RATE
        share = float((keys[first : last + 1] == key).mean())
        if seconds >= _SHORTEST and share >= _MOSTLY:
            yield Tone(_KEYS[key], (first * _HOP + _WINDOW / 2) / RATE, seconds)
            until = last + 1
        taken = taken[taken > max(last, end)]


def _end(taken: ArrayOf[np.int64], keys: ArrayOf[np.int64], both: Reals) -> int:
    """The last window of the digit that `taken` begins with: until another one, or until its tones were away for more than a moment."""
    end = int(taken[0])
    for at in taken[1:].tolist():
        if keys[at] != keys[end] or at - end > _LONGEST_BREAK or (both[end:at] < both[end] / 2).sum() > _BRIDGED:
            break
        end = at
    return end


_ALL = np.array(_ROWS + _COLUMNS)
_SHAPE = np.hanning(_WINDOW)
_BESIDE = np.arange(0.0, _OFF * _COLUMNS[-1] + 1.0)
_THROUGH = np.abs(np.exp(-2j * np.pi * np.outer(_BESIDE, np.arange(_WINDOW)) / RATE) @ _SHAPE) / _SHAPE.sum()
_WAVES = np.exp(-2j * np.pi * np.outer(np.arange(_WINDOW), _ALL) / RATE)
