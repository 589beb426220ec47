"""Sound to a file: WAV by the standard library, Opus and MP3 by PyAV."""

from __future__ import annotations

import wave
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from sipwhy.media.sound.decoder import library

FORMATS = {".wav": "", ".opus": "libopus", ".ogg": "libopus", ".mp3": "libmp3lame"}
"""Names of files, and FFmpeg's encoder where one is needed."""
_OPUS_RATE = 48000
_BLOCK = 1 << 16
"""Samples that are encoded at once."""

Stereo = NDArray[np.int16]
"""Rows of a left and a right sample."""


def write_sound(path: Path, sound: Stereo, rate: int, name: str) -> None:
    """Writes `sound` in the format that `name` ends with; OSError if `path` cannot be written, NoDecoderError without PyAV."""
    encoder = FORMATS[Path(name).suffix.lower()]
    if encoder:
        _encode(path, sound, rate, encoder)
    else:
        _wav(path, sound, rate)


def _wav(path: Path, sound: Stereo, rate: int) -> None:
    with path.open("wb") as file, wave.open(file, "wb") as out:
        out.setnchannels(2)
        out.setsampwidth(2)
        out.setframerate(rate)
        out.writeframes(sound.astype("<i2").tobytes())


def _encode(path: Path, sound: Stereo, rate: int, encoder: str) -> None:
    av = library()
    with path.open("wb") as file, av.open(file, "w", format="mp3" if "mp3" in encoder else "ogg") as container:
        wanted = _OPUS_RATE if encoder == "libopus" else rate
        stream = container.add_stream(encoder, rate=wanted, layout="stereo")
        resampler = av.AudioResampler(format=stream.format.name, layout="stereo", rate=wanted, frame_size=_frame_size(encoder))
        for at in range(0, len(sound), _BLOCK):
            frame = av.AudioFrame.from_ndarray(np.ascontiguousarray(sound[at : at + _BLOCK]).reshape(1, -1), format="s16", layout="stereo")
            frame.sample_rate, frame.pts = rate, at
            for piece in resampler.resample(frame):
                container.mux(stream.encode(piece))
        for piece in resampler.resample(None):
            container.mux(stream.encode(piece))
        container.mux(stream.encode(None))


def _frame_size(encoder: str) -> int:
    return 960 if encoder == "libopus" else 1152
