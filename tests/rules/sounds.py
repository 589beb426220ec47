"""What cases let people and networks say: speech, tones with their cadence, echoes; as G.711 A-law in 20 ms."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from sipwhy.media.sound.g711 import TABLES

RATE = 8000
Sound = NDArray[np.float64]
_FULL = 32768.0
_TONES: dict[str, tuple[tuple[float, ...], tuple[float, float]]] = {
    "ringback": ((425.0,), (1.0, 4.0)),
    "ringback-us": ((440.0, 480.0), (2.0, 4.0)),
    "busy": ((425.0,), (0.35, 0.35)),
    "congestion": ((425.0,), (0.17, 0.17)),
    "dial": ((425.0,), (60.0, 0.1)),
    "digit": ((770.0, 1336.0), (0.1, 0.4)),
    "cng": ((1100.0,), (0.5, 3.0)),
    "ced": ((2100.0,), (3.3, 60.0)),
}


def packet_of(spec: str, number: int, law: str = "pcm_alaw") -> bytes:
    """
    The payload of the packet of that number: `speech` (of one person, `speech2` another), `music`, `noise`, a name of a tone; several one
    behind the other as `ringback:6,speech` (seconds), `speech@-45` for a level in dBov, `speech2+speech~0.2@-38` with an echo of the first
    0.2 s later.
    """
    sound = _whole(spec)
    part = sound[number * 160 : number * 160 + 160]
    return encoded(np.pad(part, (0, 160 - len(part))), law)


def encoded(samples: Sound, law: str = "pcm_alaw") -> bytes:
    """Samples as A-law, or mu-law."""
    table = TABLES[law].astype(np.int32)
    order = np.argsort(table, kind="stable")
    middles = (table[order][1:] + table[order][:-1]) / 2
    return bytes(order[np.searchsorted(middles, samples)].astype(np.uint8))


@lru_cache(maxsize=64)
def _whole(spec: str) -> Sound:
    whole: Sound = np.clip(np.concatenate(list(_pieces(spec))), -32768, 32767)
    return whole


def _pieces(spec: str) -> Iterator[Sound]:
    for piece in spec.split(","):
        name, _, seconds = piece.partition(":")
        yield _mixed(name, float(seconds or 60))


def _mixed(name: str, seconds: float) -> Sound:
    return np.asarray(sum(_one(part, seconds) for part in name.split("+")), dtype=np.float64)


def _one(name: str, seconds: float) -> Sound:
    name, _, level = name.partition("@")
    name, _, late = name.partition("~")
    if name == "zeros":  # the two smallest values by turns, A-law's D5 and 55
        return np.where(np.arange(round(seconds * RATE)) % 2, 8.0, -8.0)
    sound = made(name, seconds)
    if late:
        gap = round(float(late) * RATE)
        sound = np.concatenate((np.zeros(gap), sound))[: len(sound)]
    return sound * 10 ** (float(level or -22) / 20) * _FULL


def made(name: str, seconds: float) -> Sound:
    """Sound whose loud parts have a power of one."""
    count = round(seconds * RATE)
    if name in _TONES:
        frequencies, (on, off) = _TONES[name]
        at = np.arange(count) / RATE
        waves = sum(np.sin(2 * np.pi * frequency * at) for frequency in frequencies) * np.sqrt(2 / len(frequencies))
        return np.asarray(waves * (at % (on + off) < on), dtype=np.float64)
    if name == "sit":
        at = np.arange(round(0.33 * RATE)) / RATE
        three = np.concatenate([np.sqrt(2) * np.sin(2 * np.pi * frequency * at) for frequency in (950, 1400, 1800)])
        return np.resize(np.concatenate((three, np.zeros(RATE))), count)
    if name == "noise":
        return np.random.default_rng(1).standard_normal(count)
    if name == "silence":
        return np.zeros(count)
    return spoken(count, seed=sum(name.encode()), pauses=name != "music")


def spoken(count: int, seed: int, *, pauses: bool = True) -> Sound:
    """Something like speech: syllables of a gliding pitch or of noise, through formants, with pauses between words."""
    rng = np.random.default_rng(seed)
    pieces: list[Sound] = []
    size = 0
    while size < count:
        length = round(rng.uniform(0.12, 0.3) * RATE)
        pieces.append(_syllable(rng, length))
        pause = round(rng.uniform(0.03, 0.25 if rng.random() < 0.7 else 0.8) * RATE) if pauses else 0
        pieces.append(np.zeros(pause))
        size += length + pause
    return np.concatenate(pieces)[:count] + 10 ** (-35 / 20) * rng.standard_normal(count)


def _syllable(rng: np.random.Generator, length: int) -> Sound:
    pitch = rng.uniform(90, 220) * np.linspace(1, rng.uniform(0.8, 1.2), length)
    phase = 2 * np.pi * np.cumsum(pitch) / RATE
    formants = [(rng.uniform(*span), width) for span, width in (((300, 800), 90), ((900, 2300), 140), ((2400, 3200), 220))]
    sound = np.zeros(length)
    for n in range(1, 30):
        frequency = n * float(pitch.mean())
        if frequency < 3500:
            sound += np.sin(n * phase + rng.uniform(0, 6)) * (sum(np.exp(-(((frequency - f) / w) ** 2)) for f, w in formants) + 0.05)
    sound += 0.15 * rng.standard_normal(length)
    sound *= np.hanning(length) ** 0.5
    return np.asarray(sound / np.sqrt((sound**2).mean()), dtype=np.float64)
