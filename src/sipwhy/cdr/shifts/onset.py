"""
When a change began, from the attempts around it.

Theory. A change is a beginning, a share of symptoms that it reaches, and the time in which it gets there: none for what comes at once.
For each beginning (by the minute) the likelihood of all attempts is averaged over shares and rises, so that nothing has to be chosen
first, and what is left is how probable each beginning is. The likeliest single moment is a bad answer, for it is the first attempt with
the symptom or the end of a lucky row before it; told is the middle of a half hour that holds nearly the most of the probability, which is
the answer that is oftenest right within a quarter of an hour, and of such moments the nearest to the median.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from msgspec import Struct
from numpy.typing import NDArray

from sipwhy.cdr.shifts.series import Counts

Attempts = Sequence[tuple[int, bool]]
"""Moment (µs since 1970 UTC) and whether it has the symptom, in order of time."""

_NEAR = 15
"""Minutes on either side of what is told."""
_NEARLY = 0.02
"""So much of the probability is given up for a moment nearer to the median."""
_MINUTE = 60_000_000
_SHARES = (0.03, 0.06, 0.1, 0.15, 0.2, 0.27, 0.35, 0.45, 0.55, 0.65, 0.75, 0.85, 0.92, 0.97)
"""That a change may reach, of what is left above the usual share."""
_RISES = (30, 45, 60, 90, 120, 150, 180, 240, 300, 360, 420, 480, 600, 720, 960, 1440)
"""Minutes in which it gets there."""
_SLOW = 8.0
"""By so much, as a logarithm, slow must be more probable than sudden: slow ones are rarer, and nothing in the world is quite a step."""
_FOLLOWS = 5 * _MINUTE
_LULL = 60 * _MINUTE
"""Without a call for so long no moment in between is worth naming: told is the first call that failed."""


class Onset(Struct, frozen=True):
    """A beginning (µs since 1970 UTC), and whether the change came slowly."""

    at: int
    grows: bool


def onset(attempts: Attempts, usual: float, may_grow: bool = True) -> Onset | None:
    """When the symptom, of which `usual` is the share before, became likelier; None without attempts."""
    if not attempts:
        return None
    base = min(max(usual, 1e-3), 0.95)
    first = attempts[0][0]
    at = np.array([moment for moment, _ in attempts], dtype=np.int64)
    hit = np.array([bool(hit) for _, hit in attempts])
    minutes = int(at[-1] - first) // _MINUTE + 2
    minute = (at - first) // _MINUTE
    hits = np.bincount(minute[hit], minlength=minutes).astype(float)
    total = np.bincount(minute, minlength=minutes).astype(float)
    spectra = _Spectra(hits, total - hits)
    sudden = spectra.likelihood(base, 0)
    slow = [spectra.likelihood(base, rise) for rise in _RISES if rise < minutes] if may_grow else []
    top = max(float(one.max()) for one in [sudden, *slow])
    at_once = np.exp(sudden - top)
    by_degrees = sum((np.exp(one - top) for one in slow), np.zeros(minutes)) / max(len(slow), 1) * np.exp(-_SLOW)
    grows = bool(by_degrees.sum() > at_once.sum())
    told = first + _middle(by_degrees if grows else at_once) * _MINUTE
    return Onset(told if grows else _call(at, hit, int(told)), grows)


def _call(at: NDArray[np.int64], hit: NDArray[np.bool_], told: int) -> int:
    """
    The first attempt with the symptom, a call that can be looked at, if it follows within five minutes.

    Also if nobody had called for an hour, so that any moment in between would be a guess.
    """
    following = np.flatnonzero(hit & (at >= told))
    if not len(following):
        return told
    first = int(following[0])
    is_next = first > 0 and at[first - 1] < told and at[first] - at[first - 1] > _LULL
    return int(at[first]) if at[first] - told <= _FOLLOWS or is_next else told


def _middle(likely: Counts) -> int:
    """The minute around which nearly most lies; of such ones the nearest to the median, where a sharp beginning is."""
    sums = np.concatenate(([0.0], np.cumsum(likely))) / likely.sum()
    centre = np.arange(len(likely))
    within = sums[np.minimum(centre + _NEAR + 1, len(likely))] - sums[np.maximum(centre - _NEAR, 0)]
    best = np.flatnonzero(within >= within.max() - _NEARLY)
    median = int(np.searchsorted(sums[1:], 0.5))
    return int(best[np.argmin(np.abs(best - median))])


class _Spectra:
    """The likelihood of counts by minute, for every beginning at once."""

    def __init__(self, hits: Counts, others: Counts) -> None:
        self._many = len(hits)
        self._size = 1 << (3 * self._many - 1).bit_length()
        self._hits = np.fft.rfft(hits, self._size)
        self._others = np.fft.rfft(others, self._size)
        self._away = np.arange(1 - self._many, self._many)

    def likelihood(self, base: float, rise: int) -> Counts:
        """Of each beginning, averaged over the shares that may be reached (logarithm)."""
        grown = np.clip((self._away + 0.5) / rise, 0, 1) if rise else (self._away >= 0).astype(float)
        every = []
        for share in _SHARES:
            p = base + (1 - base) * share * grown
            weighed = self._hits * self._shape(np.log(p)) + self._others * self._shape(np.log1p(-p))
            every.append(np.fft.irfft(weighed, self._size)[self._many - 1 : 2 * self._many - 1])
        fits = np.array(every)
        top = fits.max()
        found: Counts = top + np.log(np.exp(fits - top).mean(axis=0) + 1e-300)
        return found

    def _shape(self, weights: Counts) -> NDArray[np.complex128]:
        spectrum: NDArray[np.complex128] = np.fft.rfft(weights[::-1], self._size)
        return spectrum
