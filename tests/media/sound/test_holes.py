"""What is heard where packets are missing."""

from __future__ import annotations

import json

import numpy as np
import pytest

from sipwhy.media.sound.bursts import RATE
from sipwhy.media.sound.ear import Line, sound_of
from sipwhy.media.sound.holes import torn_in
from sipwhy.model.sound import Sound
from sipwhy.render.json import encoded
from sipwhy.render.media.heard import heard_sentences, sound_entry
from sipwhy.render.voice import Voice
from sipwhy.texts.language import Language
from tests.media.sound.voice import Samples, speech

_FRAME = 0.02
_SECONDS = 12.0
_KINDS = {"speech": speech(RATE, _SECONDS), "silence": np.zeros(round(RATE * _SECONDS), dtype=np.int16)}


def _missing(lost: int, of: int, seconds: float = _SECONDS) -> tuple[tuple[float, float], ...]:
    """The last `lost` of every `of` packets."""
    return tuple((at * _FRAME, (at + lost) * _FRAME) for at in range(of - lost, round(seconds / _FRAME) - lost, of))


def _heard(samples: Samples, gaps: tuple[tuple[float, float], ...], missing: float) -> Sound:
    return sound_of(Line(0, 0, samples, gaps, missing=missing))


@pytest.mark.parametrize("kind", _KINDS)
@pytest.mark.parametrize(("lost", "of"), [(1, 2), (1, 5), (9, 10)])
def test_what_has_too_many_holes_is_neither_quiet_nor_silence(kind: str, lost: int, of: int) -> None:
    sound = _heard(_KINDS[kind], _missing(lost, of), lost / of)
    assert {spell.nature for spell in sound.spells} == {"torn"}
    assert sound.level.active is None
    assert sound.spells[0].level is None


@pytest.mark.parametrize(
    ("lang", "torn", "share"),
    [
        ("en", "too much is missing to tell", "90 % of the packets are missing"),
        ("ru", "слишком многого не хватает, чтобы сказать", "Нет 90 % пакетов"),
    ],
)
def test_the_share_of_packets_is_told_and_no_level(lang: Language, torn: str, share: str) -> None:
    sound = _heard(_KINDS["speech"], _missing(9, 10), 0.9)
    said = " ".join(heard_sentences(sound, 0, Voice(lang, {}, None))).replace("\N{NO-BREAK SPACE}", " ")
    assert torn in said
    assert share in said
    assert "dBov" not in said
    entry = json.loads(encoded(sound_entry(sound)))
    assert [name for name, value in entry["level"].items() if value is not None] == ["peak", "offset"]
    assert entry["missing"] == 0.9


def test_what_a_loss_was_covered_with_is_not_heard() -> None:
    gaps = _missing(1, 10)
    samples = _KINDS["speech"].copy()
    for begin, end in gaps:
        samples[round(begin * RATE) : round(end * RATE)] = 0
    assert _heard(_KINDS["speech"], gaps, 0.1) == _heard(samples, gaps, 0.1)


def test_few_holes_leave_speech() -> None:
    sound = _heard(_KINDS["speech"], _missing(1, 10), 0.1)
    assert "torn" not in {spell.nature for spell in sound.spells}
    assert sound.level.active is not None


def test_a_gap_or_two_and_pauses_of_the_sender_tear_nothing() -> None:
    assert not torn_in(600, _FRAME, [(1.0, 1.8), (2.0, 2.8)], []).any()
    assert not torn_in(600, _FRAME, [(1.0, 4.0), (5.0, 8.0)], []).any()
    assert not torn_in(600, _FRAME, [], [(at, at + 0.3) for at in np.arange(0, 11, 0.5).tolist()]).any()


def test_a_long_pause_in_which_one_packet_was_lost_is_not_what_is_missing() -> None:
    sound = _heard(_KINDS["speech"], ((2.0, 11.0),), 0.01)
    assert [spell.nature for spell in sound.spells][:2] == ["speech", "lost"]
    assert sound.level.active is not None


def test_speech_before_a_long_outage_is_told() -> None:
    sound = sound_of(Line(0, 0, speech(RATE, 60.0), ((25.0, 60.0),), missing=35 / 60))
    assert [spell.nature for spell in sound.spells] == ["speech", "lost"]
    assert not sound.is_torn
    assert sound.level.silent < 0.6
    assert sound.level.active is not None
    said = " ".join(heard_sentences(sound, 0, Voice("en", {}, None)))
    assert ("speech or the like" in said, "does not tell" in said) == (True, False)


def test_a_word_before_a_long_outage_tells_little() -> None:
    sound = sound_of(Line(0, 0, speech(RATE, 60.0), ((3.0, 60.0),), missing=57 / 60))
    assert sound.is_torn
    assert sound.level.active is None
