"""One stream as sound: every packet where it belongs in time, whatever its jitter was."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from msgspec import Struct

from sipwhy.media.series import Numbers, Series
from sipwhy.media.sound.codecs import Decodable
from sipwhy.media.sound.decoder import Decoder, Samples
from sipwhy.media.sound.filling import concealed, noise
from sipwhy.media.sound.frames import Coded, Noise, ilbc_size
from sipwhy.reference.comfort import rfc3389_level

_CN = (13, 19)
LONGEST = 4 * 3600
"""Seconds of sound at most: beyond that it would not fit into memory, and nobody listens to it."""
_SET_ANEW = 1.0


class Track(Struct, frozen=True):
    """Sound of one stream from its first packet on."""

    samples: Samples
    rate: int
    start: int
    """When it begins, µs since 1970 UTC."""
    lost: int
    """Packets that are missing in it."""
    broken: int
    """Frames that could not be decoded."""
    gaps: tuple[tuple[float, float], ...] = ()
    """Where packets are missing: from when to when, seconds from its start."""
    is_cut: bool = False
    """Whether there was more than `LONGEST`."""


class Source(Struct, frozen=True):
    """What a track is made of."""

    series: Series
    kind: int
    """The payload type of its voice."""
    clock: int
    codec: Decodable
    fmtp: str = ""


def track_of(source: Source, *, conceal: bool = False) -> Track:
    """
    Decodes a stream; where packets were lost it is silent, or with `conceal` covered as a telephone would.

    NoDecoderError if PyAV is not there.
    """
    series = source.series
    decoder = Decoder(source.codec, source.clock, _options(source))
    order = np.argsort(series.number, kind="stable")
    missing = np.concatenate(([0], np.cumsum(np.maximum(np.diff(series.number[order]) - 1, 0)))) if len(order) else order
    is_heard = np.isin(series.kind[order], (source.kind, *_CN))
    order, missing = order[is_heard], missing[is_heard]
    if not len(order):
        return Track(np.zeros(0, dtype=np.int16), decoder.rate, 0, 0, 0)
    places = _places(series, order, source.clock)
    start = int(places[0])
    made = _Tape(decoder.rate, conceal)
    before = int(missing[0])
    for index, place, gone in zip(order.tolist(), places.tolist(), missing.tolist(), strict=True):
        made.go_to(round((place - start) * decoder.rate / 1e6), is_loss=gone > before)
        before = gone
        for piece in _decoded(source, decoder, index):
            made.put(piece)
    return Track(made.samples(), decoder.rate, start, before - int(missing[0]), decoder.broken, made.gaps, made.is_full)


def _options(source: Source) -> dict[str, str]:
    """ILBC's frames have two sizes, of which the decoder must be told before the first one."""
    if source.codec.decoder != "ilbc":
        return {}
    voice = np.flatnonzero(source.series.kind == source.kind).tolist()
    return {"block_align": str(ilbc_size(source.series.payloads[voice[0]], source.fmtp))} if voice else {}


def _decoded(source: Source, decoder: Decoder, index: int) -> Iterator[Samples | Noise]:
    payload = source.series.payloads[index]
    if int(source.series.kind[index]) != source.kind:
        yield Noise(rfc3389_level(payload))
        return
    for frame in source.codec.split(payload, source.fmtp):
        yield decoder.take(frame) if isinstance(frame, Coded) else frame


def _places(series: Series, order: Numbers, clock: int) -> np.ndarray:
    """When each packet is to be heard, µs: by its timestamp, from the fastest packet on; anew where the sender set its clock anew."""
    ts, stamp = series.ts[order].astype(np.float64), series.stamp[order].astype(np.float64) * 1e6 / clock
    late = ts - stamp
    spurt = np.concatenate(([0], np.cumsum(np.abs(np.diff(late)) > _SET_ANEW * 1e6)))
    least = np.full(int(spurt[-1]) + 1, np.inf)
    np.minimum.at(least, spurt, late)
    return np.maximum.accumulate(stamp + least[spurt])


class _Tape:
    """Sound that is written on from left to right."""

    def __init__(self, rate: int, conceal: bool) -> None:
        self._rate, self._conceal = rate, conceal
        self._pieces: list[Samples] = []
        self._end = 0
        self._noise: float | None = None
        self._gaps: list[tuple[int, int]] = []

    def go_to(self, at: int, is_loss: bool) -> None:
        """Fills up to sample `at`: with noise if that was described, else with silence; a loss as it was asked for."""
        count = min(at, LONGEST * self._rate) - self._end
        if count <= self._rate // 1000:
            return  # less than a millisecond: rounding, or a clock that drifts
        if is_loss:
            self._gaps.append((self._end, self._end + count))
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
