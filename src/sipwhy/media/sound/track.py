"""One stream as sound: every packet where it belongs in time, whatever its jitter was."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import accumulate

import numpy as np
from msgspec import Struct

from sipwhy.media.series import Numbers, Series
from sipwhy.media.sound.codecs import Decodable
from sipwhy.media.sound.decoder import Decoder, Samples
from sipwhy.media.sound.frames import Coded, Noise, ilbc_size
from sipwhy.media.sound.tape import LONGEST, Tape
from sipwhy.reference.comfort import rfc3389_level
from sipwhy.wire.columns import ArrayOf

__all__ = ["LONGEST", "Coding", "Source", "Track", "track_of"]

_CN = (13, 19)
_SET_ANEW = 1e6
"""How far arrival and timestamp are apart where the sender set its clock anew, µs."""
_HEARD_APART = 0.02
"""Seconds by which a drifting clock may move the end of a track before it is put right."""


class Coding(Struct, frozen=True):
    """How one payload type is read."""

    codec: Decodable
    clock: int
    """Units of its timestamps in a second."""
    fmtp: str = ""


class Source(Struct, frozen=True):
    """What a track is made of."""

    series: Series
    codings: Mapping[int, Coding]
    """Each payload type of voice that can be decoded."""
    drift: float | None = None
    """By how many millionths the sender's clock is faster than the capture's."""
    pace: float = 1.0
    """How many times as fast as time its timestamps run, where their step is wrong."""


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
    pauses: tuple[tuple[float, float], ...] = ()
    """Where nothing was sent, in the same way."""
    is_cut: bool = False
    """Whether there was more than `LONGEST`."""


def track_of(source: Source, *, conceal: bool = False) -> Track:
    """
    Decodes a stream; where packets were lost it is silent, or with `conceal` covered as a telephone would.

    Its rate is the highest of its codecs. NoDecoderError if PyAV is not there.
    """
    series = source.series
    rate = max(coding.codec.rate or coding.clock for coding in source.codings.values())
    decoders = {kind: Decoder(coding.codec, coding.clock, rate, _options(series, kind, coding)) for kind, coding in source.codings.items()}
    order, missing = _heard(source)
    if not len(order):
        return Track(np.zeros(0, dtype=np.int16), rate, 0, 0, 0)
    places = _places(source, order)
    plain = _plain(series, decoders)
    made, before = Tape(rate, conceal), int(missing[0])
    starts = np.rint((places - places[0]) * rate / 1e6).astype(np.int64)
    for index, start, gone in zip(order.tolist(), starts.tolist(), missing.tolist(), strict=True):
        made.go_to(start, is_loss=gone > before)
        before = gone
        for piece in (plain[index],) if index in plain else _decoded(source, decoders, index):
            made.put(piece)
    broken = sum(decoder.broken for decoder in decoders.values())
    samples = _undrifted(made.samples(), rate, source.drift)
    return Track(samples, rate, _start(source, order, places), before - int(missing[0]), broken, made.gaps, made.pauses, made.is_full)


def _heard(source: Source) -> tuple[Numbers, Numbers]:
    """The packets of voice and of noise in order of sending, and how many packets are missing before each."""
    series = source.series
    order = np.argsort(series.number, kind="stable")
    steps = np.maximum(np.diff(series.number[order]) - 1, 0)
    missing = np.concatenate((np.zeros(min(len(order), 1), dtype=np.int64), np.cumsum(steps)))
    heard = np.isin(series.kind[order], (*source.codings, *_CN))
    return order[heard], missing[heard]


def _options(series: Series, kind: int, coding: Coding) -> dict[str, str]:
    """Frames of iLBC have two sizes, of which the decoder must be told before the first one."""
    if coding.codec.decoder != "ilbc":
        return {}
    voice = np.flatnonzero(series.kind == kind).tolist()
    return {"block_align": str(ilbc_size(series.payloads[voice[0]], coding.fmtp))} if voice else {}


def _plain(series: Series, decoders: Mapping[int, Decoder]) -> dict[int, Samples]:
    """The packets of codecs without memory, by index: all of them are decoded at once."""
    found: dict[int, Samples] = {}
    for kind, decoder in decoders.items():
        if decoder.is_plain:
            indices = np.flatnonzero(series.kind == kind).tolist()
            payloads = [series.payloads[index] for index in indices]
            samples = decoder.take(Coded(b"".join(payloads)))
            ends = list(accumulate(map(len, payloads), initial=0))
            found.update((index, samples[begin:end]) for index, begin, end in zip(indices, ends[:-1], ends[1:], strict=True))
    return found


def _decoded(source: Source, decoders: Mapping[int, Decoder], index: int) -> Iterator[Samples | Noise]:
    payload, kind = source.series.payloads[index], int(source.series.kind[index])
    coding = source.codings.get(kind)
    if coding is None:
        yield Noise(rfc3389_level(payload))
        return
    for frame in coding.codec.split(payload, coding.fmtp):
        yield decoders[kind].take(frame) if isinstance(frame, Coded) else frame


def _sent(source: Source, order: Numbers) -> ArrayOf[np.float64]:
    """When each packet was sent by the sender's clock, µs: each codec counts in its own units, noise in those of the first."""
    clocks = {kind: coding.clock for kind, coding in source.codings.items()}
    usual = next(iter(clocks.values()))
    units = np.array([clocks.get(kind, usual) for kind in source.series.kind[order].tolist()], dtype=np.float64)
    return np.asarray(source.series.stamp[order] * 1e6 / (units * source.pace), dtype=np.float64)


def _places(source: Source, order: Numbers) -> ArrayOf[np.float64]:
    """When each packet is to be heard, µs: by its timestamp, from the fastest packet on; anew where the sender set its clock anew."""
    sent = _sent(source, order)
    late = source.series.ts[order] - sent
    spurt = np.concatenate(([0], np.cumsum(np.abs(np.diff(late)) > _SET_ANEW)))
    least = np.full(int(spurt[-1]) + 1, np.inf)
    np.minimum.at(least, spurt, late)
    return np.asarray(np.maximum.accumulate(sent + least[spurt]), dtype=np.float64)


def _start(source: Source, order: Numbers, places: ArrayOf[np.float64]) -> int:
    """When the track begins: with a clock that drifts, the fastest packet is that after the drift is put right."""
    if not source.drift:
        return int(places[0])
    sent = _sent(source, order)
    return int((source.series.ts[order] - (sent - sent[0]) / (1.0 + source.drift / 1e6)).min())


def _undrifted(samples: Samples, rate: int, drift: float | None) -> Samples:
    """The sound by the capture's clock: two sides of an hour's call stay together."""
    if drift is None or len(samples) / rate * abs(drift) / 1e6 < _HEARD_APART:
        return samples
    count = round(len(samples) / (1.0 + drift / 1e6))
    return np.asarray(np.interp(np.linspace(0, len(samples) - 1, count), np.arange(len(samples)), samples), dtype=np.int16)
