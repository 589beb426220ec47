"""Sound that is written on from left to right, and what stands where nothing was decoded."""

from __future__ import annotations

import numpy as np

from sipwhy.media.sound.decoder import Samples
from sipwhy.media.sound.filling import concealed, noise
from sipwhy.media.sound.frames import Noise

LONGEST = 4 * 3600
"""Seconds of sound at most: beyond that it would not fit into memory, and nobody listens to it."""


class Tape:
    """Sound that is written on from left to right."""

    def __init__(self, rate: int, conceal: bool) -> None:
        self._rate, self._conceal = rate, conceal
        self._pieces: list[Samples] = []
        self._end = 0
        self._noise: float | None = None
        self._gaps: list[tuple[int, int]] = []
        self._pauses: list[tuple[int, int]] = []

    def go_to(self, at: int, is_loss: bool) -> None:
        """Fills up to sample `at`: with noise if that was described, else with silence; a loss as it was asked for."""
        count = min(at, LONGEST * self._rate) - self._end
        if count <= self._rate // 1000:
            return  # less than a millisecond: rounding, or a clock that drifts
        if is_loss:
            self._gaps.append((self._end, self._end + count))
        else:
            self._pauses.append((self._end, self._end + count))
        if self._noise is not None and not is_loss:
            piece = noise(self._noise, count, self._end)
        elif is_loss and self._conceal:
            piece = concealed(self._past(), count, self._rate)
        else:
            piece = np.zeros(count, dtype=np.int16)
        self._write(piece)

    def put(self, piece: Samples | Noise) -> None:
        """Goes on with voice, or remembers the noise that stands in its place."""
        if isinstance(piece, Noise):
            self._noise = piece.level
            return
        if len(piece) and not self.is_full:
            self._noise = None
            self._write(piece)

    @property
    def gaps(self) -> tuple[tuple[float, float], ...]:
        """Where something was lost, in seconds."""
        return tuple((begin / self._rate, end / self._rate) for begin, end in self._gaps)

    @property
    def pauses(self) -> tuple[tuple[float, float], ...]:
        """Where nothing was sent, in seconds."""
        return tuple((begin / self._rate, end / self._rate) for begin, end in self._pauses)

    @property
    def is_full(self) -> bool:
        """Whether no more is written."""
        return self._end >= LONGEST * self._rate

    def samples(self) -> Samples:
        """All of it."""
        return np.concatenate(self._pieces) if self._pieces else np.zeros(0, dtype=np.int16)

    def _write(self, piece: Samples) -> None:
        self._pieces.append(piece)
        self._end += len(piece)

    def _past(self) -> Samples:
        wanted, found = self._rate // 10, []
        for piece in reversed(self._pieces):
            found.append(piece)
            wanted -= len(piece)
            if wanted <= 0:
                break
        return np.concatenate(found[::-1]) if found else np.zeros(0, dtype=np.int16)
