"""Tones are named, voice is not taken for them, and how loud, silent, clipped and echoing sound is is measured as it was made."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sipwhy.media.sound.bursts import RATE
from sipwhy.media.sound.decoder import Samples
from sipwhy.media.sound.echo import echo_in
from sipwhy.media.sound.g711 import TABLES
from sipwhy.media.sound.level import frames_of, level_in
from sipwhy.media.sound.timeline import heard_in
from sipwhy.model.sound import Level, Spell
from sipwhy.reference.call_tones import ROWS, Row
from tests.media.sound.callers import cadence, noisy, pcm, sine
from tests.rules.sounds import encoded, made, spoken

_NAMED = {"dial", "ringback", "busy", "congestion", "unobtainable", "information", "fax-calling", "fax-answer"}


def spells(sound: np.ndarray) -> list[Spell]:
    return [spell for spell in heard_in(pcm(sound))[1] if spell.nature in _NAMED]


def _level(samples: Samples) -> Level:
    return level_in(samples, RATE, frames_of(samples, RATE))


@pytest.mark.parametrize("row", ROWS, ids=lambda row: f"{row.tone} {row.where[:5]} {row.cadence}")
@pytest.mark.parametrize("level", [-10.0, -25.0, -40.0])
def test_every_tone_of_the_table_is_heard_from_loud_to_faint(row: Row, level: float) -> None:
    (spell,) = spells(noisy(cadence(row, 14.0), level, noise=20.0))
    assert spell.nature == row.tone
    assert spell.where == row.where or row.frequencies == (400.0,)


@pytest.mark.parametrize("row", [row for row in ROWS if "RU" in row.where], ids=lambda row: row.tone)
def test_tones_pass_through_g711(row: Row) -> None:
    coded = np.frombuffer(encoded(noisy(cadence(row, 14.0), -20.0, noise=30.0)), dtype=np.uint8)
    (spell,) = [spell for spell in heard_in(TABLES["pcm_alaw"][coded])[1] if spell.nature in _NAMED]
    assert (spell.nature, spell.where) == (row.tone, row.where)


@pytest.mark.parametrize("skipped", [8, 23, 40])
@pytest.mark.parametrize("frequencies", [(440.0, 700.0), (1000.0,)])
def test_a_tone_that_lasts_is_one_though_its_sender_leaves_out_samples(frequencies: tuple[float, ...], skipped: int) -> None:
    at = np.arange(10 * RATE)
    whole = sum(np.sin(2 * np.pi * frequency * at / RATE) for frequency in frequencies) * 6000
    (spell,) = heard_in(pcm(np.asarray(whole)[at % 640 >= skipped]))[1]
    assert (spell.nature, spell.seconds > 9.0) == ("tone", True)
    assert spell.frequencies == pytest.approx(frequencies, abs=5)


def test_the_three_rising_tones_of_an_announcement() -> None:
    (first, second) = spells(noisy(made("sit", 3.5), -20.0, noise=30.0))[:2]
    assert first.nature == second.nature == "information"
    assert [round(frequency, -1) for frequency in first.frequencies] == [950, 1400, 1800]


@pytest.mark.parametrize(
    ("reversed_every", "swing", "reversals", "where"), [(0.0, 0.0, 0, "T.30"), (0.45, 0.0, 7, "T.30"), (0.45, 0.2, 7, "V.8")]
)
def test_a_fax_that_answers_and_what_modems_add(reversed_every: float, swing: float, reversals: int, where: str) -> None:
    at = np.arange(round(3.3 * RATE)) / RATE
    turned = (-1) ** np.floor(at / reversed_every) if reversed_every else 1.0
    sound = np.sin(2 * np.pi * 2100 * at) * turned * (1 + swing * np.sin(2 * np.pi * 15 * at))
    (spell,) = spells(noisy(np.concatenate((np.zeros(RATE), sound, np.zeros(RATE))), -15.0, noise=30.0))
    assert (spell.nature, spell.where) == ("fax-answer", where)
    assert abs(spell.reversals - reversals) <= 1
    assert spell.seconds == pytest.approx(3.3, abs=0.1)


def test_a_ring_that_was_cut_off_by_the_answer_ends_there() -> None:
    row = ROWS[0]
    (spell,) = spells(np.concatenate((noisy(cadence(row, 10.4), -20.0, noise=40.0), 3000 * spoken(4 * RATE, 3))))
    assert (spell.nature, spell.times) == ("ringback", 3)
    assert spell.until == pytest.approx(10.4, abs=0.1)


@pytest.mark.parametrize(
    "sound",
    [
        sine((425.0,), 1.0),  # one beep
        np.concatenate([np.concatenate((sine((425.0,), 0.35), np.zeros(at))) for at in (900, 9000, 3000, 20000)]),  # no cadence
        cadence(Row("busy", "", (600.0,), ((0.35, 0.35),)), 8.0),  # no frequency of the table
        sine((440.0,), 8.0),  # the pitch of test programs
        sine((1000.0,), 8.0),
        sine((2100.0,), 0.5),
    ],
    ids=["beep", "uneven", "600", "440", "1000", "short 2100"],
)
def test_what_is_a_tone_and_says_nothing(sound: np.ndarray) -> None:
    assert not spells(noisy(np.concatenate((np.zeros(RATE), sound, np.zeros(RATE))), -20.0, noise=30.0))


@pytest.mark.parametrize("seed", range(6))
def test_voice_is_no_tone(seed: int) -> None:
    assert not spells(3000 * spoken(30 * RATE, seed))


def test_speech_music_noise_room_and_silence_are_told_apart() -> None:
    rng = np.random.default_rng(5)
    parts = [
        3000 * spoken(8 * RATE, 1),
        np.zeros(3 * RATE),
        3000 * made("music", 8.0),
        30 * rng.standard_normal(3 * RATE),
        2000 * rng.standard_normal(4 * RATE),
    ]
    natures = [spell.nature for spell in heard_in(pcm(np.concatenate(parts)))[1] if spell.seconds > 1]
    assert natures == ["speech", "silence", "steady", "quiet", "noise"]


def test_what_was_not_sent_or_was_lost_is_no_silence_of_the_sender() -> None:
    sound = pcm(np.concatenate((3000 * spoken(3 * RATE, 1), np.zeros(8 * RATE))))
    natures = [spell.nature for spell in heard_in(sound, gaps=[(3.0, 6.0)], pauses=[(6.0, 11.0)])[1] if spell.seconds > 1]
    assert natures == ["speech", "lost", "unsent"]


@pytest.mark.parametrize("level", [-10.0, -26.0, -45.0])
@pytest.mark.parametrize("pause", [0.5, 5.0, 20.0])
def test_the_active_level_is_that_of_speech_however_long_the_pauses(level: float, pause: float) -> None:
    """The level of speech with short pauses, by its power alone, is the truth here; P.56 leaves out pauses longer than 0.2 s."""
    burst = 32768 * 10 ** (level / 20) * np.random.default_rng(2).standard_normal(2 * RATE)
    sound = np.concatenate([np.concatenate((burst, np.zeros(round(pause * RATE)))) for _ in range(4)])
    found = _level(pcm(sound))
    assert found.active == pytest.approx(level, abs=1.0)
    assert found.activity == pytest.approx(2.2 / (2 + pause) if pause > 0.2 else 1.0, abs=0.06)


def test_clipping_and_direct_current() -> None:
    whole, cut = pcm(6000 * spoken(5 * RATE, 4)), pcm(60000 * spoken(5 * RATE, 4))
    assert _level(whole).clipped == 0
    assert _level(cut).clipped > 0.5
    assert _level(pcm(1000 + 3000 * spoken(5 * RATE, 4))).offset == pytest.approx(1000 / 32768, rel=0.05)


@pytest.mark.parametrize(("delay", "loss"), [(0.05, 10.0), (0.2, 15.0), (0.45, 20.0), (0.9, 25.0)])
def test_an_echo_has_its_delay_and_loss(delay: float, loss: float) -> None:
    voice = 3000 * spoken(40 * RATE, 11)
    other = 3000 * spoken(40 * RATE, 12) * (np.arange(40 * RATE) // (4 * RATE) % 2)
    late = np.concatenate((np.zeros(round(delay * RATE)), voice))[: len(voice)]
    found = echo_in(pcm(voice), pcm(other + late * 10 ** (-loss / 20)), [(0.0, 40.0)])
    assert found is not None
    assert found.delay == pytest.approx(delay, abs=0.001)
    assert found.loss == pytest.approx(loss, abs=2.0)
    assert not found.alone


@pytest.mark.parametrize("seed", range(8))
def test_two_people_are_no_echo(seed: int) -> None:
    assert echo_in(pcm(3000 * spoken(40 * RATE, seed)), pcm(3000 * spoken(40 * RATE, seed + 100)), [(0.0, 40.0)]) is None


def test_an_echo_test_brings_back_nothing_else() -> None:
    voice = pcm(3000 * spoken(20 * RATE, 11))
    found = echo_in(voice, np.concatenate((np.zeros(1600, dtype=np.int16), voice))[: len(voice)], [(0.0, 20.0)])
    assert found is not None
    assert found.alone
    assert found.loss == pytest.approx(0.0, abs=0.5)


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(st.integers(0, 3000), st.integers(-32768, 32767), st.integers(0, 32767)), max_size=12), st.integers(0, 9))
def test_any_sound_is_heard_without_fault_and_spells_stand_in_order(parts: list[tuple[int, int, int]], seed: int) -> None:
    rng = np.random.default_rng(seed)
    pieces = [np.full(count, middle) + rng.integers(-swing - 1, swing + 1, count) for count, middle, swing in parts]
    sound = pcm(np.concatenate([np.zeros(0), *pieces]))
    level, found = heard_in(sound)
    assert 0 <= level.activity <= 1
    assert all(spell.seconds > 0 for spell in found)
    assert [spell.at for spell in found] == sorted(spell.at for spell in found)
    assert all(spell.until <= len(sound) / RATE + 0.1 for spell in found)
    echo_in(sound, sound[::-1], [(0.0, 9.0)])


def test_of_a_tone_without_pauses_no_noise_is_told() -> None:
    """The quiet tenth of it is the tone itself."""
    tone, _ = heard_in(pcm(noisy(sine((441.0,), 8.0), -9.5, noise=40.0)))
    assert tone.active is not None
    assert tone.floor is None


def test_between_what_is_heard_there_is_noise() -> None:
    level, _ = heard_in(pcm(noisy(cadence(next(row for row in ROWS if row.tone == "ringback"), 14.0), -20.0, noise=30.0)))
    assert level.floor == pytest.approx(-50.0, abs=2.0)


@pytest.mark.parametrize("level", [-50.0, -56.0, -60.0, -64.0])
@pytest.mark.parametrize("law", ["pcm_mulaw", "pcm_alaw"])
def test_faint_voice_is_voice_down_to_the_smallest_steps_of_g711(level: float, law: str) -> None:
    voice = 32768 * 10 ** (level / 20) * np.concatenate((spoken(8 * RATE, 1), np.zeros(6 * RATE)))
    values = np.unique(TABLES[law].astype(np.int32))
    sound = values[np.abs(values[:, None] - voice[None, :]).argmin(axis=0)].astype(np.int16)
    found, parts = heard_in(sound)
    assert found.active == pytest.approx(level, abs=4.0)
    assert [spell.nature for spell in parts if spell.seconds > 1] == ["speech", "silence"]


def test_digital_silence_is_one_value_or_the_two_next_to_zero_and_what_moves_by_a_step_of_mu_law_is_none() -> None:
    at = np.arange(4 * RATE)
    silent = [np.zeros(4 * RATE), np.full(4 * RATE, -32124), np.where(at % 3, 8, -8), at % 3 - 1]
    assert [heard_in(pcm(sound))[1][0].nature for sound in silent] == ["silence"] * 4
    moving = [np.array(sound, dtype=np.float64) for sound in (at % 2 * 8, at % 3 * 8 - 8, np.where(at % 3, 16, 0))]
    assert [heard_in(pcm(sound))[1][0].nature for sound in moving] == ["quiet"] * 3


@pytest.mark.parametrize("level", [-62.0, -66.0, -70.0])
def test_the_noise_of_a_quiet_room_is_no_faint_voice(level: float) -> None:
    noise = 32768 * 10 ** (level / 20) * np.random.default_rng(4).standard_normal(20 * RATE)
    values = np.unique(TABLES["pcm_mulaw"].astype(np.int32))
    found, parts = heard_in(values[np.abs(values[:, None] - noise[None, :]).argmin(axis=0)].astype(np.int16))
    assert found.active is None
    assert {spell.nature for spell in parts} == {"quiet"}


@pytest.mark.parametrize(("voice", "room"), [(-50.0, -62.0), (-52.0, -64.0), (-48.0, -60.0)])
def test_the_room_between_faint_words_is_quiet(voice: float, room: float) -> None:
    noise = 32768 * 10 ** (room / 20) * np.random.default_rng(3).standard_normal(26 * RATE)
    said = 32768 * 10 ** (voice / 20) * np.concatenate((np.zeros(6 * RATE), spoken(12 * RATE, 4), np.zeros(8 * RATE)))
    quiet = sum(spell.seconds for spell in heard_in(pcm(said + noise))[1] if spell.nature == "quiet")
    assert quiet > 10.0


@pytest.mark.parametrize("loss", [10.0, 20.0])
def test_an_echo_is_not_alone_where_the_other_side_answers_by_turns(loss: float) -> None:
    """While the first speaks nothing else goes back, and yet the second is heard."""
    turn = np.arange(40 * RATE) // (6 * RATE) % 2
    voice, other = 3000 * spoken(40 * RATE, 11) * (1 - turn), 3000 * spoken(40 * RATE, 12) * turn
    late = np.concatenate((np.zeros(2000), voice))[: len(voice)] * 10 ** (-loss / 20)
    spans = [(begin, begin + 6.0) for begin in (0.0, 12.0, 24.0, 36.0)]
    by_turns, only = (echo_in(pcm(voice), pcm(back), spans) for back in (other + late, late))
    assert by_turns is not None
    assert only is not None
    assert (by_turns.alone, only.alone) == (False, True)


def test_an_echo_test_that_is_announced_is_one() -> None:
    said = np.arange(30 * RATE) >= 8 * RATE
    voice = 3000 * spoken(30 * RATE, 11) * said
    back = np.concatenate((np.zeros(1600), voice))[: len(voice)] + 3000 * spoken(30 * RATE, 12) * ~said
    found = echo_in(pcm(voice), pcm(back), [(8.0, 30.0)])
    assert found is not None
    assert found.alone


@pytest.mark.parametrize("every", [20, 7])
def test_single_lost_packets_do_not_make_speech_of_a_pause(every: int) -> None:
    talk = np.concatenate((4000 * spoken(6 * RATE, 1), np.zeros(6 * RATE), 4000 * spoken(6 * RATE, 2)))
    sound = pcm(talk + np.random.default_rng(1).normal(0, 16, len(talk)))
    gaps = [(n * 0.02, n * 0.02 + 0.02) for n in range(3, 900, every)]
    whole = [(spell.nature, round(spell.at), round(spell.until)) for spell in heard_in(sound)[1]]
    assert [nature for nature, _, _ in whole] == ["speech", "quiet", "speech"]
    assert [(spell.nature, round(spell.at), round(spell.until)) for spell in heard_in(sound, gaps)[1]] == whole


def _with_holes(sound: np.ndarray, every: int, length: int = 1) -> Samples:
    """Of every so many packets the last ones are digital silence."""
    samples = pcm(sound).copy()
    rows = samples[: len(samples) // 160 * 160].reshape(-1, 160)
    rows[np.arange(len(rows)) % every >= every - length] = 0
    return samples


def test_voice_with_a_hole_in_every_third_packet_is_no_digital_silence() -> None:
    level, heard = heard_in(_with_holes(noisy(spoken(12 * RATE, 3), -20.0, noise=40.0), 3))
    assert level.activity > 0.3
    assert sum(spell.seconds for spell in heard if spell.nature == "silence") < 1.0
    assert any(spell.nature in ("speech", "sound", "steady") for spell in heard)


def test_clicks_in_digital_silence_do_not_end_it() -> None:
    (spell,) = heard_in(_with_holes(noisy(spoken(12 * RATE, 3), -20.0, noise=40.0), 10, 9))[1]
    assert spell.nature == "silence"
