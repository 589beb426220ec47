"""The segments of a series that chance does not explain (M. Kulldorff's scan statistic, with Bernoulli trials, in time)."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from math import log

import numpy as np
from msgspec import Struct

from sipwhy.cdr.shifts.series import BIN, Counts, Series

_ODDS = (1.7, 2.5, 4.0, 8.0, 20.0, 60.0, 300.0, 2_000.0)
"""How much worse the odds may have become."""
_HOUR = 3600 // BIN
_DAY = 24 * _HOUR
_MOST = 12
"""Segments of one series."""
_PRIOR = 4.0
_TINY = 5e-4
_EVENTS = 8
_MARGIN = 9.0
"""Beyond the logarithm of how many segments were looked at: an alarm by chance in some 8,000 months."""


class Segment(Struct, frozen=True):
    """From one bin up to and without another, how much is in it, and how sure it is (log-likelihood ratio)."""

    first: int
    last: int
    hits: float
    total: float
    expected: float
    score: float


class Least(Struct, frozen=True):
    """What a segment must have to be worth telling."""

    events: int
    """Beyond those expected."""
    rise: float
    """Of the share."""
    times: float
    """So many times the share that was expected."""

    def has(self, found: Segment) -> bool:
        """Whether it has it."""
        excess = found.hits - found.expected
        return excess >= max(self.events, self.rise * found.total) and found.hits >= self.times * found.expected


def usual(hits: Counts, total: Counts) -> float:
    """
    The share of a usual time: the median of equal spans, four hours each or as long as some events need, which an incident of
    some days does not move.
    """
    days = len(hits) / _DAY
    spans = int(np.clip(hits.sum() / _EVENTS, 3, max(6 * days, 3)))
    if days < 2:
        return _quiet(hits, total)
    edges = np.linspace(0, len(hits), spans + 1).astype(int)
    parts = [(hits[low:high].sum(), total[low:high].sum()) for low, high in pairwise(edges.tolist())]
    shares = sorted((k / n, n) for k, n in parts if n > 0)
    half, so_far = sum(n for _, n in shares) / 2, 0.0
    for share, n in shares:
        so_far += n
        if so_far >= half:
            return float(max(share, _TINY))
    return _TINY


def _quiet(hits: Counts, total: Counts) -> float:
    """Of less than two days: the share of the calmer half of the hours, and some of the others'."""
    hours = [(hits[at : at + _HOUR].sum(), total[at : at + _HOUR].sum()) for at in range(0, len(hits), _HOUR)]
    shares = sorted((k / n, k, n) for k, n in hours if n > 0)
    half = shares[: max(1, (len(shares) + 1) // 2)]
    calm = sum(k for _, k, _ in half) / sum(n for _, _, n in half) if half else 0.0
    every = hits.sum() / total.sum() if total.sum() else 0.0
    return max(0.9 * calm + 0.1 * every, _TINY)


def expected(series: Series, base: float) -> Counts:
    """The share that is expected of each bin."""
    share = np.full(len(series.hits), min(base, 0.97))
    if series.others_total.sum() < 100:
        return share
    theirs = usual(series.others_hits, series.others_total)
    window = np.ones(2 * _HOUR + 1)
    hits = np.convolve(series.others_hits, window, "same")
    due = np.convolve(series.others_total, window, "same") * theirs
    worse = (hits + _PRIOR) / (due + _PRIOR)
    every = np.convolve(series.others_total, window, "same")
    theirs_now = np.where(hits >= _EVENTS, 0.8 * hits / np.maximum(every, 1), 0.0)
    if series.symptom[0] not in ("user", "brief", "short"):
        worse = np.maximum(worse, 1.0)
    due_share: Counts = np.clip(np.maximum(share * worse, theirs_now), _TINY, 0.97)
    return due_share


def scatter(series: Series, share: Counts) -> float:
    """How much more hours differ from each other than chance would have it, 1 or more; the wildest tenth is left out."""
    hits, total = _hourly(series.hits), _hourly(series.total)
    due = _hourly(series.total * share)
    fit = (due > 0.5) & (total > 0)
    if fit.sum() < 24:
        return 1.0
    rate = due[fit] / total[fit]
    squares = np.sort((hits[fit] - due[fit]) ** 2 / np.maximum(due[fit] * (1 - rate), 1e-9))
    kept = squares[: max(1, int(0.9 * len(squares)))]
    return float(max(1.0, kept.mean() / 0.62))  # what is left of a chi square's mean without its largest tenth


def _hourly(counts: Counts) -> Counts:
    whole = len(counts) // _HOUR * _HOUR
    by_hour: Counts = counts[:whole].reshape(-1, _HOUR).sum(axis=1)
    return by_hour


def segments(series: Series, looked_at: int, least: Least) -> Iterator[Segment]:
    """
    The segments that stand out and are worth telling, the clearest first; `looked_at` series are searched in all.

    What is not worth telling is passed over while it is sought: else a week of a small share would hide its evenings of a large one.
    """
    base = usual(series.hits, series.total)
    share = expected(series, base)
    spread = scatter(series, share)
    threshold = log(max(looked_at, 1)) + 2 * log(len(series.hits)) + _MARGIN
    hits, total = series.hits.copy(), series.total.copy()
    for _ in range(_MOST):
        best = _best(hits, total, share, least)
        if best is None or best.score / spread < threshold:
            return
        yield Segment(best.first, best.last, best.hits, best.total, best.expected, best.score / spread)
        hits[best.first : best.last] = 0
        total[best.first : best.last] = 0


def _best(hits: Counts, total: Counts, share: Counts, least: Least) -> Segment | None:
    best: Segment | None = None
    for odds in _ODDS:
        worse = odds * share / (1 - share + odds * share)
        gain = hits * np.log(worse / share) + (total - hits) * np.log((1 - worse) / (1 - share))
        sums = np.concatenate(([0.0], np.cumsum(gain)))
        lowest = np.minimum.accumulate(sums)
        last = int(np.argmax(sums - lowest))
        if sums[last] - lowest[last] <= 0:
            continue
        first = int(np.flatnonzero(sums[: last + 1] == lowest[last])[-1])
        found = measured(hits, total, share, first, last)
        if least.has(found) and (best is None or found.score > best.score):
            best = found
    return best


def measured(hits: Counts, total: Counts, share: Counts, first: int, last: int) -> Segment:
    """A segment with its own likelihood ratio: of its true odds against those expected."""
    k, n = float(hits[first:last].sum()), float(total[first:last].sum())
    due = float((total[first:last] * share[first:last]).sum())
    if n <= 0 or k <= due:
        return Segment(first, last, k, n, due, 0.0)
    rate, p = min(k / n, 1 - 1e-9), max(due / n, 1e-9)
    return Segment(first, last, k, n, due, k * log(rate / p) + (n - k) * log(max(1 - rate, 1e-9) / (1 - p)))


def ramp(series: Series, found: Segment) -> int | None:
    """
    The bin at which something that came slowly began, if that fits much better than a step; else None.

    The share rises in a straight line from its usual height. Beginning, length and height of the line are sought together, and the
    beginning told is the median over all lengths and heights, each as likely as it explains the counts.
    """
    share = expected(series, usual(series.hits, series.total))
    low, high = max(0, found.first - _DAY // 2), min(len(share), found.last)
    hits, total, base = series.hits[low:high], series.total[low:high], float(share[low:high].mean())
    top = found.hits / max(found.total, 1)
    away = np.arange(1 - len(hits), len(hits))
    step = _fitted(hits, total, (base, top), (away >= 0).astype(float)).max()
    lines = np.concatenate([_fitted(hits, total, (base, top), np.clip(away / (length * _HOUR), 0, 1)) for length in _LENGTHS])
    if lines.max() <= step + _BETTER:
        return None
    likely = np.exp(lines - lines.max()).sum(axis=0)
    return low + int(np.searchsorted(np.cumsum(likely), likely.sum() / 2))


def _fitted(hits: Counts, total: Counts, heights: tuple[float, float], grown: Counts) -> Counts:
    """The likelihood of each height (row) and beginning (column) of a shape; `grown` is the shape, by distance from it."""
    base, top = heights
    fits = []
    for more in _HEIGHTS:
        p = np.clip(base + (max(min(more * top, 0.97), base) - base) * grown, _TINY, 1 - _TINY)
        fits.append((_slid(hits, np.log(p)) + _slid(total - hits, np.log(1 - p)))[: max(1, len(hits) - _HOUR)])
    return np.array(fits)


def _slid(counts: Counts, weights: Counts) -> Counts:
    """For each beginning the sum of counts by the weight of their distance from it."""
    return np.correlate(weights, counts, "valid")[::-1]


_LENGTHS = (*np.arange(1, 12, 0.5).tolist(), *range(12, 25, 2))
"""Hours in which it grew."""
_HEIGHTS = (0.8, 0.9, 1.0, 1.1, 1.25, 1.4, 1.6, 1.8, 2.0)
"""Of the top, as parts of the mean share."""
_BETTER = 8.0
"""By so much a line must fit better than a step (log-likelihood)."""
