"""Hum of the mains is named and told apart from what is said; voice, tones and a single line of 120 Hz are none."""

from __future__ import annotations

import tracemalloc
from collections.abc import Callable

import numpy as np
import pytest

from sipwhy.media.sound import hum, laws
from sipwhy.media.sound.bursts import RATE
from sipwhy.media.sound.decoder import Samples
from sipwhy.media.sound.g711 import TABLES
from sipwhy.media.sound.hum import hum_in, without
from sipwhy.media.sound.laws import better_law
from sipwhy.media.sound.timeline import heard_in
from sipwhy.model.sound import Hum
from sipwhy.reference.call_tones import ROWS, Row
from tests.media.sound.callers import cadence, noisy
from tests.rules.sounds import Sound, encoded, made, spoken

SECONDS = 12
ROOM = np.random.default_rng(3).normal(0, 16, SECONDS * RATE)
TALK = np.concatenate((4000 * spoken(6 * RATE, 1), np.zeros(6 * RATE)))


def lines(*frequencies: float, level: float) -> Sound:
    at = np.arange(SECONDS * RATE) / RATE
    sound = sum(np.sin(2 * np.pi * frequency * at) / (n + 1) for n, frequency in enumerate(frequencies))
    return np.asarray(sound * 32768 * 10 ** (level / 20) / np.sqrt(np.mean(np.square(sound))))


def coded(sound: Sound) -> Samples:
    return TABLES["pcm_alaw"][np.frombuffer(encoded(sound), dtype=np.uint8)]


@pytest.mark.parametrize("level", [-20.0, -35.0, -50.0])
@pytest.mark.parametrize(("mains", "frequencies"), [(50, (50,)), (50, (100.2, 200.4)), (50, (49.9, 149.7)), (60, (60,)), (60, (120, 240))])
@pytest.mark.parametrize("under", [ROOM, TALK + ROOM], ids=["quiet", "talk"])
def test_hum_is_heard_and_what_is_said_in_it_too(mains: int, frequencies: tuple[float, ...], level: float, under: Sound) -> None:
    found, spells = heard_in(coded(under + lines(*frequencies, level=level)))
    assert found.hum
    assert (found.hum.mains, found.hum.lines) == (mains, tuple(round(one) for one in frequencies))
    assert found.hum.level == pytest.approx(level, abs=1.5)
    wanted = ["quiet"] if under is ROOM else ["speech", "quiet"]
    assert [spell.nature for spell in spells if spell.seconds > 1] == wanted
    assert found.silent == 0


@pytest.mark.parametrize(
    "sound",
    [
        TALK, ROOM, lines(120, level=-30) + ROOM, lines(100, level=-30) + ROOM, lines(50, level=-58) + ROOM, lines(425, level=-20),
        lines(440, 700, level=-9), made("music", SECONDS) * 3000,
    ],
    ids=["talk", "quiet", "one line of 120 Hz", "one of 100 Hz", "too faint", "dial tone", "two loud tones", "music"],
)  # fmt: skip
def test_this_is_no_hum(sound: Sound) -> None:
    assert hum_in(coded(np.clip(sound, -32768, 32767))) is None


@pytest.mark.parametrize("row", ROWS, ids=lambda row: f"{row.tone} {row.where[:5]} {row.cadence}")
def test_tones_of_the_network_are_none(row: Row) -> None:
    assert hum_in(coded(noisy(cadence(row, SECONDS), -10.0, noise=30.0))) is None


def test_little_sound_tells_nothing() -> None:
    assert hum_in(coded(lines(50, level=-30))[: 5 * RATE]) is None
    assert hum_in(np.zeros(0, dtype=np.int16)) is None


@pytest.mark.parametrize(
    "look",
    [hum_in, lambda samples: without(samples, Hum(50, (50, 100), -30.0)), lambda samples: better_law(samples, "pcm_alaw")],
    ids=["found", "taken out", "law"],
)
def test_hours_of_sound_fit_into_memory(look: Callable[[Samples], object], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(hum, "_AT_ONCE", 4)
    monkeypatch.setattr(laws, "_LOOKED_AT", 1000)
    samples = np.tile(coded(TALK + ROOM), 20)
    tracemalloc.start()
    try:
        look(samples)
        assert tracemalloc.get_traced_memory()[1] < 5 * len(samples)  # of two bytes each, and a copy of them
    finally:
        tracemalloc.stop()
