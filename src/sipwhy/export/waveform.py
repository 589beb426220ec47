"""A picture of sound as PNG: of each channel its waveform, and below it which frequencies were loud when."""

from __future__ import annotations

import struct
import zlib
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Literal

import numpy as np
from msgspec import Struct
from numpy.typing import NDArray

from sipwhy.export.digits import marks_of
from sipwhy.export.sound import Stereo

Pixels = NDArray[np.uint8]
"""Rows of red, green, blue."""

WIDTH, WAVE, SPECTRUM, STRIP, TICKS = 1200, 120, 160, 16, 24
HEIGHT = 2 * (WAVE + SPECTRUM + STRIP) + TICKS
_WINDOW = 0.032
"""Seconds that a column of the spectrum looks at."""
_FLOOR, _CEILING = -90.0, -10.0
"""dB below full scale that are black, and white."""
_PAPER, _INK, _LINE, _LOST = (250, 250, 248), (11, 98, 168), (195, 202, 211), (253, 214, 208)
_MOST_TICKS = 60

_LABEL_APART = 60
"""Pixels from one time to the next, at least."""
_STEPS = (1, 2, 5, 10, 30, 60, 120, 300, 600, 1800)

Gaps = Sequence[tuple[float, float]]
"""Where packets were lost, seconds from the beginning of the sound."""
Kind = Literal["speech", "steady", "tone", "noise", "silent"]
COLOURS: Mapping[Kind, tuple[int, int, int]] = {
    "speech": (86, 140, 205),
    "steady": (104, 170, 104),
    "tone": (236, 150, 40),
    "noise": (170, 150, 190),
    "silent": (215, 215, 212),
}

SHAPES: Mapping[Kind, int] = {"speech": 13, "tone": 13, "steady": 9, "noise": 5, "silent": 2}
"""How high each stands in the strip, in pixels: whoever cannot tell the colours tells the heights. A tone has a dark edge above."""


class Mark(Struct, frozen=True):
    """What is heard for a while, seconds from the beginning of the sound; `label`: digits, as of a frequency."""

    begin: float
    end: float
    kind: Kind
    label: str = ""


def write_picture(
    path: Path, sound: Stereo, rate: int, gaps: tuple[Gaps, Gaps], marks: tuple[Sequence[Mark], Sequence[Mark]] = ((), ())
) -> None:
    """
    Draws the left channel above the right one; lost packets are red behind the waveform, `marks` a strip below the spectrum.

    OSError if `path` cannot be written.
    """
    pixels = np.full((HEIGHT, WIDTH, 3), _PAPER, dtype=np.uint8)
    seconds = len(sound) / rate
    for channel in (0, 1):
        top = channel * (WAVE + SPECTRUM + STRIP)
        _wave(pixels[top : top + WAVE], sound[:, channel], [(a / seconds, b / seconds) for a, b in gaps[channel]])
        _spectrum(pixels[top + WAVE : top + WAVE + SPECTRUM], sound[:, channel], rate)
        _strip(pixels[top + WAVE + SPECTRUM : top + WAVE + SPECTRUM + STRIP], marks[channel], seconds)
    _ticks(pixels[-TICKS:], seconds)
    path.write_bytes(png(pixels))


def png(pixels: Pixels) -> bytes:
    """RGB pixels as PNG (ISO/IEC 15948): one block, each row unfiltered."""
    height, width, _ = pixels.shape
    rows = np.concatenate((np.zeros((height, 1), dtype=np.uint8), pixels.reshape(height, -1)), axis=1)
    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + _chunk(b"IHDR", head) + _chunk(b"IDAT", zlib.compress(rows.tobytes(), 6)) + _chunk(b"IEND", b"")


def _chunk(name: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))


def _wave(pixels: Pixels, samples: NDArray[np.int16], gaps: Sequence[tuple[float, float]]) -> None:
    for begin, end in gaps:
        pixels[:, int(begin * WIDTH) : max(int(end * WIDTH), int(begin * WIDTH) + 1)] = _LOST
    middle = WAVE // 2
    pixels[middle] = _LINE
    edges = np.linspace(0, len(samples), WIDTH + 1).astype(int)
    for column in range(WIDTH):
        part = samples[edges[column] : max(edges[column + 1], edges[column] + 1)]
        if len(part):
            high, low = (middle - int(value) * (middle - 2) // 32768 for value in (part.max(), part.min()))
            pixels[high : low + 1, column] = _INK


def _spectrum(pixels: Pixels, samples: NDArray[np.int16], rate: int) -> None:
    size = int(_WINDOW * rate)
    padded = np.concatenate((samples, np.zeros(size, dtype=np.int16)))
    starts = np.linspace(0, max(len(samples) - 1, 0), WIDTH).astype(int)
    window = np.hanning(size)
    rows = SPECTRUM - 1 - np.arange(size // 2) * SPECTRUM // (size // 2)
    bright = np.zeros((SPECTRUM, WIDTH))
    for column, start in enumerate(starts):
        power = np.abs(np.fft.rfft(padded[start : start + size] * window))[: size // 2] / (size / 4 * 32768)
        level = (20 * np.log10(power + 1e-9) - _FLOOR) / (_CEILING - _FLOOR)
        np.maximum.at(bright[:, column], rows, level)
    shade = np.clip(bright, 0, 1)
    pixels[:, :, 0] = 255 * np.clip(shade * 2 - 0.6, 0, 1)
    pixels[:, :, 1] = 255 * np.clip(shade * 1.6 - 0.7, 0, 1)
    pixels[:, :, 2] = 255 * np.clip(0.12 + shade * 0.9 - np.clip(shade - 0.5, 0, 0.4) * 1.2, 0, 1)


def _strip(pixels: Pixels, marks: Sequence[Mark], seconds: float) -> None:
    for mark in marks:
        begin = min(int(mark.begin / seconds * WIDTH), WIDTH - 1)
        end = min(max(int(mark.end / seconds * WIDTH), begin + 1), WIDTH)
        pixels[-1 - SHAPES[mark.kind] : -1, begin:end] = COLOURS[mark.kind]
        if mark.kind == "tone":
            pixels[2:4, begin:end] = 0
        pixels[2:-1, begin] = _INK
        _write(pixels, mark.label, begin + 3, 5, end)


def _write(pixels: Pixels, text: str, column: int, row: int, end: int = WIDTH) -> None:
    """Digits in black, if they fit."""
    letters = marks_of(text)
    high, wide = letters.shape
    if wide and column + wide <= end:
        pixels[row : row + high, column : column + wide][letters] = 0


def _ticks(pixels: Pixels, seconds: float) -> None:
    """A mark each second, of longer sound each minute; times as far apart as they can be read."""
    unit = 1 if seconds <= _MOST_TICKS else 60
    step = next((step for step in _STEPS if step / seconds * WIDTH >= _LABEL_APART), 3600)
    for at in range(0, int(seconds) + 1):
        column = min(int(at / seconds * WIDTH), WIDTH - 1)
        if at % step == 0:
            pixels[:10, column] = 0
            _write(pixels, f"{at // 60}:{at % 60:02d}", column + 3, 12)
        elif at % unit == 0:
            pixels[:5, column] = 0
