"""G.711 without a decoder: a table of 256 samples for each law, so that plain voice is heard where PyAV is not installed."""

from __future__ import annotations

import numpy as np

from sipwhy.wire.columns import ArrayOf

Samples = ArrayOf[np.int16]


def _a_law() -> Samples:
    """ITU-T G.711 table 1: even bits inverted, a sign, three bits of segment, four of step."""
    code = np.arange(256) ^ 0x55
    segment, step = (code >> 4) & 7, code & 15
    size = np.where(segment == 0, (step << 4) + 8, ((step << 4) + 0x108) << np.maximum(segment - 1, 0))
    return np.where(code & 0x80, size, -size).astype(np.int16)


def _mu_law() -> Samples:
    """ITU-T G.711 table 2: all bits inverted."""
    code = ~np.arange(256) & 0xFF
    size = (((code & 15) << 3) + 0x84 << ((code >> 4) & 7)) - 0x84
    return np.where(code & 0x80, -size, size).astype(np.int16)


TABLES = {"pcm_alaw": _a_law(), "pcm_mulaw": _mu_law()}
"""By FFmpeg's name of the decoder."""
