"""Whether G.711 is of the other law than it is said to be: A-law played as mu-law, or the other way (ITU-T G.711)."""

from __future__ import annotations

import numpy as np

from sipwhy.media.sound.decoder import Samples
from sipwhy.media.sound.g711 import TABLES
from sipwhy.media.sound.track import Source
from sipwhy.wire.columns import ArrayOf, among, median, quantile

Reals = ArrayOf[np.float64]

_FRAME = 160
"""Samples of one look: 20 ms."""
_LOOKED_AT = 30_000
"""Frames that are looked at, evenly spread: what holds of ten minutes holds of hours, which would fill the memory."""
_LEAST, _MOST = 100, 400
"""Loud frames from which it can be told, and so many that are enough."""
_LOUD = 0.7
"""The share of frames that are quieter than those by which it is told."""
_LAGS = 4
_CLEARER, _VOICED = 1.2, 2.0
"""
dB by which a sample is foretold better from the four before it, and how well voice is at least: through its own law voice has 4 to 7,
music more, through the other half of that, and noise has none through either.
"""
_KNOWN, _TELLING = 16_000, 0.95
"""Samples that are looked at, and the share of them that must be values of the law."""
_QUIETER = 10.0
"""dB by which pauses are quieter: the smallest steps of one law are large ones of the other."""
_FULL = 32768.0


def _across(law: str, other: str) -> Samples:
    """For each sample of one law, by its value, what the same byte is in the other."""
    found = np.zeros(1 << 16, dtype=np.int16)
    found[TABLES[law].astype(np.int32) + (1 << 15)] = TABLES[other]
    return found


_OTHER = {"pcm_alaw": "pcm_mulaw", "pcm_mulaw": "pcm_alaw"}
_ACROSS = {law: _across(law, other) for law, other in _OTHER.items()}


def law_of(source: Source) -> str:
    """FFmpeg's name of the law by which all voice of a stream is decoded; "" if it is not G.711, or of both laws."""
    decoders = {source.codings[kind].codec.decoder for kind in set(source.series.kind.tolist()) & source.codings.keys()}
    return decoders.pop() if len(decoders) == 1 and decoders <= _ACROSS.keys() else ""


def better_law(samples: Samples, law: str) -> str:
    """
    FFmpeg's name of the law by which samples decoded by `law` would be voice, where they are none as they are; "" if there is none such.

    Two things must say so: how well each sample follows from those before it, and how quiet pauses are.
    """
    if law not in _ACROSS or _are_of_law(samples[:_KNOWN], law) < _TELLING:
        return ""  # stretched by a clock that drifts: no byte can be told from these samples any more
    rows = samples[: len(samples) // _FRAME * _FRAME].reshape(-1, _FRAME)
    rows = rows[:: max(len(rows) // _LOOKED_AT, 1)]
    own, other = (_frames(one) for one in (rows, _ACROSS[law][rows.astype(np.int32) + (1 << 15)]))
    if min(len(own), len(other)) < _LEAST / (1 - _LOUD):
        return ""
    foretold = _foretold(other)
    if foretold < _VOICED or foretold - _foretold(own) < _CLEARER or _low(own) - _low(other) < _QUIETER:
        return ""
    return _OTHER[law]


def _are_of_law(samples: Samples, law: str) -> float:
    """The share of samples that the law has a byte for, or that are silence."""
    told = among(samples.view(np.uint16), TABLES[law].view(np.uint16)) | (samples == 0)
    return float(told.mean())


def _frames(coded: Samples) -> Reals:
    """Rows without direct current; those of digital silence are left out."""
    rows = coded.astype(np.float64)
    rows -= rows.mean(axis=1, keepdims=True)
    return np.asarray(rows[np.abs(rows).max(axis=1) > 0])


def _power(frames: Reals) -> Reals:
    return np.asarray((frames**2).mean(axis=1))


def _low(frames: Reals) -> float:
    """The level of the quiet tenth in dBov."""
    return float(10 * np.log10(quantile(_power(frames), 0.1) / _FULL**2))


def _foretold(frames: Reals) -> float:
    """The median gain, in dB, of predicting the samples of loud frames linearly (Levinson and Durbin's recursion)."""
    power = _power(frames)
    loud = frames[power >= quantile(power, _LOUD)]
    loud = loud[:: max(len(loud) // _MOST, 1)]
    sums = [np.einsum("ij,ij->i", loud[:, lag:], loud[:, : _FRAME - lag]) for lag in range(_LAGS + 1)]
    left, weights = sums[0] * (1 + 1e-4), [np.ones(len(loud))]
    for order in range(1, _LAGS + 1):
        turn = -sum(weight * sums[order - at] for at, weight in enumerate(weights)) / left
        padded = [*weights, np.zeros(len(loud))]
        weights = [one + turn * back for one, back in zip(padded, reversed(padded), strict=True)]
        left = left * (1 - turn**2)
    return median(10 * np.log10(sums[0] / np.maximum(left, 1e-9)))
