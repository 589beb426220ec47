"""One decoder of PyAV, fed frame by frame; the package is loaded only here, and only when somebody listens."""

from __future__ import annotations

import struct
from importlib import import_module
from typing import Any

import numpy as np

from sipwhy.media.sound.codecs import Decodable
from sipwhy.media.sound.frames import Coded
from sipwhy.media.sound.g711 import TABLES, Samples

__all__ = ["Decoder", "NoDecoderError", "Samples", "library", "resampled"]

PACKAGE = "av"


class NoDecoderError(Exception):
    """PyAV is not installed; the message is what the import says."""


def library() -> Any:
    """The package `av`; NoDecoderError if it is not there."""
    try:
        return import_module(PACKAGE)
    except ImportError as error:
        raise NoDecoderError(str(error)) from None


_ILBC_SILENCE = {
    size: bytes.fromhex(frame)
    for size, frame in (
        ("38", "ffa6340001b00000000000000049ffffffffffffffffffffffffffffc0000d962c6c6c6c3636"),
        ("50", "ffa63ffa6320006c0000000000000004d9b36310fffffffffffffffffffffffffffff00003658b0d8d86c6c363616361d876"),
    )
}
"""
A frame of iLBC in which nothing is heard, by its size in bytes; the encoder of WebRTC gives it for zeros.

Where the first frame that FFmpeg's decoder gets is voice, as in a capture begun in mid call, it comes out at full scale (measured
with FFmpeg 8: RMS 24,000 to 30,000 for voice of 30 to 2,200). Behind silence it does not.
"""


class Decoder:
    """The state of one stream's decoder."""

    def __init__(self, codec: Decodable, clock: int, wanted: int, options: dict[str, str] | None = None) -> None:
        """
        `clock` is the rate where the codec has none of its own; what it gives has the rate `wanted`.

        NoDecoderError if PyAV is not installed; G.711 at its own rate does without.
        """
        self.rate = codec.rate or clock
        self.broken = 0
        """Frames that it would not take."""
        self._table = TABLES.get(codec.decoder) if self.rate == wanted else None
        if self._table is not None:
            return
        self._av = library()
        self._resampler = None if self.rate == wanted else self._av.AudioResampler(format="s16", layout="mono", rate=wanted)
        self._context = self._av.CodecContext.create(codec.decoder, "r")
        self._context.sample_rate = self.rate
        self._context.layout = "mono"
        self._context.options = {**codec.options, **(options or {})}
        self._is_speex = codec.decoder == "speex"
        if self._is_speex:
            self._context.extradata = _speex_header(self.rate)
        if silence := _ILBC_SILENCE.get((options or {}).get("block_align", "")):
            self._context.decode(self._av.Packet(silence))

    @property
    def is_plain(self) -> bool:
        """Whether each byte is one sample, whatever stands before it: then any number of frames can be taken as one."""
        return self._table is not None

    def take(self, frame: Coded) -> Samples:
        """The samples of one frame; none if it is malformed."""
        if self._table is not None:
            return self._table[np.frombuffer(frame.data, dtype=np.uint8)]
        try:
            found = [_samples(one) for one in self._context.decode(self._av.Packet(frame.data))]
        except (self._av.FFmpegError, ValueError):
            self.broken += 1
            return np.zeros(0, dtype=np.int16)
        # FFmpeg takes bytes that its Speex decoder has left over for more frames of the same packet.
        found = found[:1] if self._is_speex else found
        samples = np.concatenate(found) if found else np.zeros(0, dtype=np.int16)
        return samples if self._resampler is None else _through(self._av, self._resampler, samples, self.rate)


def _speex_header(rate: int) -> bytes:
    """The head of a Speex file (speex_header.h): which of its three modes, one frame in a packet."""
    mode, size = {8000: (0, 160), 16000: (1, 320)}.get(rate, (2, 640))
    numbers = (1, 80, rate, mode, 4, 1, -1, size, 0, 1, 0, 0, 0)
    return struct.pack("<8s20s13i", b"Speex   ", b"1.2", *numbers)


def _samples(frame: Any) -> Samples:
    """The first channel of a decoded frame as 16-bit samples, whatever their form."""
    values = frame.to_ndarray()
    channels = len(frame.layout.channels)
    first = values[0] if frame.format.is_planar else values.reshape(-1, channels)[:, 0]
    if first.dtype.kind == "f":
        first = np.clip(np.rint(first * 32767.0), -32768, 32767)
    return np.asarray(first, dtype=np.int16)


def resampled(samples: Samples, rate: int, wanted: int) -> Samples:
    """The same sound at another rate."""
    if rate == wanted or not len(samples):
        return samples
    av = library()
    resampler = av.AudioResampler(format="s16", layout="mono", rate=wanted)
    found = _through(av, resampler, samples, rate)
    return np.concatenate((found, *(piece.to_ndarray().reshape(-1) for piece in resampler.resample(None))))


def _through(av: Any, resampler: Any, samples: Samples, rate: int) -> Samples:
    """What a resampler makes of these samples so far."""
    if not len(samples):
        return samples
    frame = av.AudioFrame.from_ndarray(np.ascontiguousarray(samples).reshape(1, -1), format="s16", layout="mono")
    frame.sample_rate = rate
    pieces = [piece.to_ndarray().reshape(-1) for piece in resampler.resample(frame)]
    return np.concatenate(pieces).astype(np.int16) if pieces else np.zeros(0, dtype=np.int16)
