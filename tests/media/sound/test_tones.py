"""Digits as tones: what Q.24 wants taken is taken, what it does not is not, and voice is no digit."""

from __future__ import annotations

from difflib import SequenceMatcher

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays
from numpy.typing import NDArray

from sipwhy.media.sound.tones import tones_in
from tests.media.sound.callers import pcm
from tests.media.sound.test_track import ROWS, VOCODERS, decoded, packets_of
from tests.media.sound.voice import speech

Sound = NDArray[np.float64]

KEYS = "123A456B789C*0#D"
LOW, HIGH = (697, 770, 852, 941), (1209, 1336, 1477, 1633)
MANY = 160


def level(dbm0: float) -> float:
    """The amplitude of a sine in G.711."""
    return float(32768 * 10 ** ((dbm0 - 3.14) / 20))


def pause(ms: float) -> Sound:
    return np.zeros(round(8 * ms))


def digit(key: str, ms: float = 50, dbm0: float = -10, twist: float = 0, off: float = 0) -> Sound:
    """`twist`: dB of the high tone over the low one; `off`: by which share both are."""
    at, index = np.arange(round(8 * ms)) / 8000, KEYS.index(key)
    low, high = (np.sin(2 * np.pi * hz * (1 + off) * at + index) for hz in (LOW[index // 4], HIGH[index % 4]))
    return np.asarray(level(dbm0) * (low + high * 10 ** (twist / 20)))


def keys(sound: Sound) -> str:
    return "".join(tone.key for tone in tones_in(pcm(sound)))


def dialled(ms: float = 50, between: float = 50, noise: float | None = 20, **how: float) -> tuple[str, str]:
    """Digits at random, and those that are heard; `noise`: dB by which it is below the amplitude of a tone."""
    random = np.random.default_rng(7)
    wanted = "".join(KEYS[at] for at in random.integers(0, 16, MANY))
    sound = np.concatenate([pause(100), *(piece for key in wanted for piece in (digit(key, ms, **how), pause(between))), pause(100)])
    if noise is not None:
        sound += random.normal(0, level(how.get("dbm0", -10)) * 10 ** (-noise / 20), len(sound))
    return wanted, keys(sound)


@pytest.mark.parametrize("noise", [None, 20, 10])
@pytest.mark.parametrize("dbm0", [0, -10, -25, -34])
def test_digits_at_several_levels_and_noises(dbm0: float, noise: float | None) -> None:
    wanted, got = dialled(dbm0=dbm0, noise=noise)
    assert got == wanted


@pytest.mark.parametrize(("noise", "recall"), [(7, 0.98), (6, 0.9)])
def test_in_loud_noise_some_are_missed_and_none_is_wrong(noise: float, recall: float) -> None:
    wanted, got = dialled(noise=noise)
    same = sum(block.size for block in SequenceMatcher(None, wanted, got, autojunk=False).get_matching_blocks())
    assert same == len(got)
    assert same / len(wanted) >= recall


@pytest.mark.parametrize(
    "how",
    [{"ms": 40}, {"between": 30}, {"twist": 4}, {"twist": -8}, {"off": 0.015}, {"off": -0.015}],
    ids=str,
)
def test_what_must_be_taken(how: dict[str, float]) -> None:
    wanted, got = dialled(**how)
    assert got == wanted


@pytest.mark.parametrize("how", [{"ms": 23}, {"dbm0": -55}, {"off": 0.035}, {"off": -0.035}, {"twist": 12}, {"twist": -14}], ids=str)
def test_what_must_not(how: dict[str, float]) -> None:
    assert dialled(**how)[1] == ""


def test_a_break_of_10_ms_is_none_and_one_of_40_ms_is() -> None:
    for ms, expected in ((10, "5"), (40, "55")):
        assert keys(np.concatenate([pause(50), digit("5"), pause(ms), digit("5"), pause(50)])) == expected


def test_when_and_how_long() -> None:
    (tone,) = tones_in(pcm(np.concatenate([pause(1000), digit("#", 120), pause(500)])))
    assert (tone.key, tone.at, tone.seconds) == ("#", pytest.approx(1.0, abs=0.006), pytest.approx(0.12, abs=0.006))


def test_digits_across_the_blocks_in_which_it_looks() -> None:
    assert keys(np.concatenate([pause(59_980), digit("7", 60), pause(100)])) == "7"


@pytest.mark.parametrize("codec", ["PCMU", "G729", "GSM"])
def test_digits_come_through_codecs(codec: str) -> None:
    pytest.importorskip("av", reason="PyAV is not installed")
    encode = (ROWS.get(codec) or VOCODERS[codec])[0]
    sound = np.concatenate([pause(100), *(piece for key in KEYS for piece in (digit(key, 100), pause(100)))])
    track = decoded(codec, packets_of(list(encode(pcm(sound))), 8000), 8000)
    assert "".join(tone.key for tone in tones_in(track.samples)) == KEYS


def test_voice_noise_and_the_tones_of_a_network_are_no_digits() -> None:
    at = np.arange(8000 * 20) / 8000
    assert tones_in(speech(8000, 300.0)) == ()
    assert keys(np.random.default_rng(3).normal(0, 3000, 8000 * 120)) == ""
    for pair in ((350, 440), (440, 480), (480, 620), (425, 0), (440, 700), (1400, 2060), (697, 697), (1336, 1336)):
        assert keys(np.asarray(sum(level(-10) * np.sin(2 * np.pi * hz * at) for hz in pair))) == ""


@given(arrays.arrays(np.int16, st.integers(0, 2000)))
def test_no_samples_break_it(samples: NDArray[np.int16]) -> None:
    tones_in(samples)
