"""When packets came, by the sender's clock: jitter, delay, drift, pauses, and timestamps that do not fit."""

from __future__ import annotations

import math

import numpy as np
from msgspec import Struct

from sipwhy.media.series import Flags, Numbers, Series
from sipwhy.wire.columns import ArrayOf, median

Reals = ArrayOf[np.float64]

_LONG_ENOUGH = 20.0
"""Seconds from which the drift of two clocks is told from jitter."""
_PAUSE = 0.1
"""Seconds of the sender's clock between packets from which it kept silent."""
_SET_ANEW = 1.0
"""Seconds by which arrival and timestamp differ where the sender set its clock anew."""

_STEP = 0.015
"""Seconds by which no clock drifts from one second to the next: there the sender or the network made a step."""
_RESET = 20.0
"""Milliseconds by which a talk spurt must be shifted for a buffer to begin anew at its marker."""
_NEAR = 50
"""Packets before and behind a marker that are compared."""
_OFF = 0.05
"""The share by which the step of a timestamp and the time between packets differ at least where the step is wrong."""
_NO_DRIFT = 10_000.0
"""Millionths above which the timestamp counts wrongly: the worst crystals are off by some hundred."""


class Timing(Struct, frozen=True):
    """Times are in ms unless they say otherwise; None where too little came."""

    ptime: float | None
    """Voice in a packet."""
    jitter: float
    """At the end (RFC 3550 section 6.4.1)."""
    mean_jitter: float
    worst_jitter: float
    drift: float | None
    """How much faster the sender's clock runs than that of the capture, in millionths."""
    pauses: int
    """How often nothing was sent, without loss: nobody spoke."""
    paused: float
    """Seconds of that."""
    marker_faults: int
    """Markers in the midst of a talk spurt, and talk spurts without one (RFC 3551 section 4.1)."""
    timestamp_faults: int
    """Steps of the timestamp that fit neither one packet nor a pause."""
    pace: float | None = None
    """How many times as fast as time the timestamp runs, where that is no drift of a clock: its step is wrong."""


def voice_of(series: Series, kind: int) -> Flags:
    """Which packets are of the voice: those of its payload type."""
    return np.equal(series.kind, kind)


def timing_of(series: Series, voice: Flags, clock: int) -> Timing:
    """The timing of the voice of a stream whose timestamps count `clock` units a second."""
    ts, number, stamp, marker = series.ts[voice], series.number[voice], series.stamp[voice], series.marker[voice]
    steps, counts = np.diff(stamp), np.diff(number)
    follows = counts == 1
    samples = _usual(steps[follows & (steps > 0)])
    waited = np.diff(ts) / 1e6
    sent = steps / clock
    fits = np.abs(waited - sent) < _SET_ANEW
    pause = follows & (sent > max(_PAUSE, 1.5 * samples / clock)) & fits
    jitter = running_jitter(series, voice, clock)
    drift = _drift(ts, stamp, clock, fits)
    is_wrong = drift is not None and abs(drift) > _NO_DRIFT
    odd = follows & ~pause & (steps != samples)
    return Timing(
        ptime=1000.0 * samples / clock if samples else None,
        jitter=float(jitter[-1]) if len(jitter) else 0.0,
        mean_jitter=float(jitter.mean()) if len(jitter) else 0.0,
        worst_jitter=float(jitter.max()) if len(jitter) else 0.0,
        drift=None if is_wrong else drift,
        pauses=int(pause.sum()),
        paused=float(sent[pause].sum()),
        marker_faults=int((marker[1:] & follows & ~pause & (steps == samples)).sum() + (pause & ~marker[1:]).sum()),
        timestamp_faults=int(odd.sum()) if samples else 0,
        pace=_pace(ts, stamp, clock) if is_wrong and _is_off(samples / clock, waited[follows]) else None,
    )


def running_jitter(series: Series, voice: Flags, clock: int) -> Reals:
    """The jitter after each packet of the voice but the first, ms; pauses and clocks set anew do not count."""
    waited = np.diff(series.ts[voice]) / 1000.0
    apart = np.abs(waited - np.diff(series.stamp[voice]) * 1000.0 / clock)
    counts = np.where(apart < 1000.0 * _SET_ANEW, apart, np.nan).tolist()
    found, now = [], 0.0
    for one in counts:
        now += 0.0 if math.isnan(one) else (one - now) / 16.0
        found.append(now)
    return np.array(found, dtype=np.float64)


def transit(series: Series, voice: Flags, clock: int, drift: float | None = None) -> Reals:
    """
    How much later than the fastest one each packet of the voice came, ms; a clock that was set anew begins anew.

    `drift` of the sender's clock, in millionths, is not lateness.
    """
    ts, stamp = series.ts[voice], series.stamp[voice]
    if not len(ts):
        return np.zeros(0)
    elapsed = (ts - ts[0]) / 1000.0
    late = elapsed * (1.0 + (drift or 0.0) / 1e6) - (stamp - stamp[0]) * 1000.0 / clock
    anew = np.abs(np.diff(late)) > 1000.0 * _SET_ANEW
    anew[[at - 1 for at in np.flatnonzero(series.marker[voice]).tolist() if at and _is_shifted(late, at)]] = True
    spurts = np.concatenate(([0], np.cumsum(anew)))
    least = np.full(int(spurts[-1]) + 1, np.inf)
    np.minimum.at(least, spurts, late)
    return np.asarray(late - least[spurts], dtype=np.float64)


def _is_shifted(late: Reals, at: int) -> bool:
    """Whether from that packet on all come later or earlier by the sender's clock than those before."""
    return abs(float(late[at : at + _NEAR].min()) - float(late[max(at - _NEAR, 0) : at].min())) > _RESET


def _is_off(step: float, waited: Reals) -> bool:
    """Whether the usual step of the timestamp is another than the time between two packets; else it stood still where nothing was sent."""
    return abs(step / max(median(waited), 1e-6) - 1.0) > _OFF


def _pace(ts: Numbers, stamp: Numbers, clock: int) -> float:
    return float(1e6 * (stamp[-1] - stamp[0]) / clock / (ts[-1] - ts[0]))


def _usual(steps: Numbers) -> int:
    if not len(steps):
        return 0
    values, counts = np.unique(steps, return_counts=True)
    return int(values[counts.argmax()])


def _drift(ts: Numbers, stamp: Numbers, clock: int, fits: Flags) -> float | None:
    """By a line through the fastest packet of each second, up to a step: queues make packets late, never early."""
    if len(ts) < 2 or not fits.all() or (ts[-1] - ts[0]) / 1e6 < _LONG_ENOUGH:
        return None
    seconds = (ts - ts[0]) / 1e6
    late = seconds - (stamp - stamp[0]) / clock
    bins = seconds.astype(np.int64)
    order = np.lexsort((late, bins))
    fastest = order[np.unique(bins[order], return_index=True)[1]]
    at, least = seconds[fastest], late[fastest]
    overall = float(np.polyfit(at, least, 1)[0])
    if abs(overall) * 1e6 > _NO_DRIFT:
        return -overall * 1e6
    runs = np.split(np.arange(len(at)), np.flatnonzero(np.abs(np.diff(least)) > _STEP) + 1)
    run = max(runs, key=len)
    return -float(np.polyfit(at[run], least[run], 1)[0]) * 1e6 if at[run[-1]] - at[run[0]] >= _LONG_ENOUGH - 2 else None
