"""
Tones that last: one or two frequencies at a time that hold nearly all of the sound and do not move.

Spectra of windows that overlap; a window is tonal if what is within two bins of its one or two strongest peaks is nearly all there is.
Windows one after the other with the same frequencies are a burst. Voice is that pure only for moments, and moves.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from msgspec import Struct

from sipwhy.media.sound.decoder import Samples
from sipwhy.wire.columns import ArrayOf, median

RATE = 8000
"""Samples a second that `bursts_in` takes."""
WINDOW, HOP = 512, 160
"""Samples: 64 ms, of which every 20 ms one begins."""
_PURE = 0.80
"""The share of a window's power in its peaks: with noise 10 dB below the tone it is 0.9."""
_SECOND = 0.03
"""The share of the stronger one from which the weaker is a tone, too: 15 dB below."""
_LEAST = -55.0
"""dBov below which nothing is looked for: tones are sent at -10 to -30 dBm0."""
_LOBE = 2
"""Bins to either side of a peak that a Hann window spreads a tone to."""
_LOWEST = 4
"""The first bin that is looked at: 62 Hz, above direct current and hum."""
_MOVES = 12.0
"""Hz within which a tone stays."""
_BRIDGED = 4
"""Windows of interruption within one burst: a lost packet, or a reversal of phase, spoils as many as touch it."""
_EDGE = 3
"""Windows by which an end may lie beside the last pure one: half of a window is half of the tone."""
_SHORTEST = 0.06
"""Seconds."""
_SEAM, _COVERED = 0.15, 0.4
"""Seconds that such a place lasts at most, and the share of it that its neighbours cover."""
_LASTING, _APART = 2.0, 0.06
"""Seconds from which pieces are one steady tone, and that they lie apart at most: less than the pauses of any cadence."""
_BLOCK = 3000
"""Windows looked at at once: a minute."""

Reals = ArrayOf[np.float64]


class Burst(Struct, frozen=True):
    """One tone, or two at once, from beginning to end."""

    at: float
    """Seconds from the first sample."""
    seconds: float
    frequencies: tuple[float, ...]
    """Hz, in order."""
    level: float
    """dBov."""

    @property
    def until(self) -> float:
        """Its end."""
        return self.at + self.seconds


class _Looks(Struct, frozen=True):
    """Of each window: the two frequencies (0: none), and the level of all of it."""

    low: Reals
    high: Reals
    level: Reals


def bursts_in(samples: Samples) -> tuple[Burst, ...]:
    """The bursts in sound of `RATE` samples a second, in order."""
    count = max((len(samples) - WINDOW) // HOP + 1, 0)
    if not count:
        return ()
    blocks = [_looked_at(samples, at, min(at + _BLOCK, count)) for at in range(0, count, _BLOCK)]
    looks = _Looks(*(np.concatenate(column) for column in zip(*((one.low, one.high, one.level) for one in blocks), strict=True)))
    found = [burst for first, last in _runs(looks) if (burst := _burst(looks, first, last)).seconds >= _SHORTEST]
    return tuple(_steady(list(_without_seams(found))))


def _looked_at(samples: Samples, begin: int, end: int) -> _Looks:
    part = samples[begin * HOP : (end - 1) * HOP + WINDOW].astype(np.float64)
    windows = np.lib.stride_tricks.sliding_window_view(part, WINDOW)[::HOP] * _SHAPE
    spectrum = np.abs(np.fft.rfft(windows, axis=1))
    spectrum[:, :_LOWEST] = 0.0
    power = spectrum**2
    total = power.sum(axis=1)
    level = 10 * np.log10(np.maximum(total * 2 / (WINDOW * (_SHAPE**2).sum()), 1e-3) / 32768.0**2)
    first, strong = _peak(spectrum, power)
    second, weak = _peak(spectrum, power)
    has_second = weak > _SECOND * strong
    share = (strong + np.where(has_second, weak, 0.0)) / np.maximum(total, 1e-9)
    pure = (share >= _PURE) & (level >= _LEAST)
    low, high = np.minimum(first, second), np.maximum(first, second)
    return _Looks(np.where(pure, np.where(has_second, low, first), 0.0), np.where(pure & has_second, high, 0.0), level)


def _peak(spectrum: Reals, power: Reals) -> tuple[Reals, Reals]:
    """The frequency of the strongest peak of each window and the power in it; it is taken out of `power`."""
    at, rows = power[:, 1:-1].argmax(axis=1) + 1, np.arange(len(power))
    here, before, behind = spectrum[rows, at], spectrum[rows, at - 1], spectrum[rows, at + 1]
    # A Hann window's main lobe: the ratio of neighbours tells where between the bins the tone is.
    ratio = np.maximum(before, behind) / np.maximum(here, 1e-9)
    shift = np.clip((2 * ratio - 1) / (ratio + 1), -0.5, 0.5) * np.where(behind >= before, 1.0, -1.0)
    held = np.zeros(len(power))
    for offset in range(-_LOBE, _LOBE + 1):
        column = np.clip(at + offset, 0, power.shape[1] - 1)
        held += power[rows, column]
        power[rows, column] = 0.0
    return (at + shift) * RATE / WINDOW, held


def _runs(looks: _Looks) -> list[tuple[int, int]]:
    """First and last pure window of each burst."""
    found: list[tuple[int, int]] = []
    pure = np.flatnonzero(looks.low > 0)
    if not len(pure):
        return found
    low, high = looks.low[pure], looks.high[pure]
    same = (np.abs(np.diff(low)) <= _MOVES) & (np.abs(np.diff(high)) <= _MOVES) & (np.diff(pure) <= _BRIDGED)
    edges = np.flatnonzero(~same)
    for first, last in zip(np.concatenate(([0], edges + 1)).tolist(), np.concatenate((edges, [len(pure) - 1])).tolist(), strict=True):
        found.append((int(pure[first]), int(pure[last])))
    return found


def _burst(looks: _Looks, first: int, last: int) -> Burst:
    inside = slice(first, last + 1)
    pure = looks.low[inside] > 0
    frequencies = tuple(median(column[inside][pure]) for column in (looks.low, looks.high))
    level = median(looks.level[inside][pure])
    begin, end = _edge(looks.level, first, -1, level), _edge(looks.level, last, 1, level)
    middle = WINDOW / 2
    at = (begin * HOP + middle) / RATE
    return Burst(at, (end - begin) * HOP / RATE, frequencies if frequencies[1] else frequencies[:1], level)


def _without_seams(bursts: list[Burst]) -> Iterator[Burst]:
    """Where one tone follows another, windows hold both of them; and the edge of one is no other tone."""
    for at, burst in enumerate(bursts):
        beside = [one for one in bursts[max(at - 1, 0) : at + 2] if one is not burst and one.seconds > burst.seconds]
        covered = sum(max(min(one.until, burst.until) - max(one.at, burst.at), 0.0) for one in beside)
        if burst.seconds > _SEAM or covered < _COVERED * burst.seconds:
            yield burst


def _steady(bursts: list[Burst]) -> Iterator[Burst]:
    """
    One tone that goes on for seconds as one, though windows of it seem to move: where its sender leaves out samples, or says them twice.

    Voice is never that: its moments of one pitch lie apart, or the pitch of the next one is another.
    """
    at = 0
    while at < len(bursts):
        behind = at + 1
        while behind < len(bursts) and _goes_on(bursts[at], bursts[behind - 1], bursts[behind]):
            behind += 1
        whole = bursts[at:behind]
        seconds = max(one.until for one in whole) - whole[0].at
        if len(whole) > 1 and seconds >= _LASTING:
            longest = max(whole, key=lambda one: one.seconds)
            yield Burst(whole[0].at, seconds, longest.frequencies, median([one.level for one in whole]))
        else:
            yield from whole
        at = behind


def _goes_on(first: Burst, last: Burst, burst: Burst) -> bool:
    near = all(abs(one - other) <= _MOVES for one, other in zip(first.frequencies, burst.frequencies, strict=False))
    return near and len(first.frequencies) == len(burst.frequencies) and burst.at - last.until <= _APART


def _edge(level: Reals, at: int, step: int, full: float) -> int:
    """The window in whose middle the tone begins or ends: there half of it is heard."""
    for _ in range(_EDGE):
        beside = at + step
        if not 0 <= beside < len(level) or level[beside] < full - _HALF:
            break
        at = beside
    while 0 < at < len(level) - 1 and level[at] < full - _HALF:
        at -= step
    return at


_HALF = 6.0
"""dB: half of the amplitude."""
_SHAPE = np.hanning(WINDOW)
