"""Digits in the sound, on its time line."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import pytest

from sipwhy.media.sound import digits
from sipwhy.media.sound.digits import with_digits
from sipwhy.media.sound.tones import Tone
from sipwhy.model.sound import Level, Sound, Spell
from sipwhy.render.media.heard import heard_sentences
from sipwhy.render.voice import Voice
from sipwhy.texts.language import Language

_DIGITS = (Tone("1", 3.0, 0.1), Tone("2", 3.3, 0.1), Tone("#", 8.0, 0.1))


def _sound(*spells: Spell) -> Sound:
    return Sound(0, 0, 30.0, Level(), spells)


def test_digits_stand_in_what_was_quiet() -> None:
    told = [
        (one.nature, one.keys, round(one.at, 2), round(one.until, 2)) for one in with_digits(_sound(Spell("quiet", 0, 30)), _DIGITS).spells
    ]
    assert told == [
        ("quiet", "", 0, 3.0),
        ("key", "12", 3.0, 3.4),
        ("quiet", "", 3.4, 8.0),
        ("key", "#", 8.0, 8.1),
        ("quiet", "", 8.1, 30),
    ]


def test_a_tone_with_a_meaning_stays_whole_and_so_does_sound_without_digits() -> None:
    ringback = Spell("ringback", 0.0, 30.0, (425.0,), "RU", 6)
    assert ringback in with_digits(_sound(ringback), _DIGITS).spells
    sound = _sound(Spell("quiet", 0, 30))
    assert with_digits(sound, ()) is sound


def test_of_many_digits_each_spell_is_held_against_its_own_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    given: list[int] = []
    beside = digits._beside

    def watched(spell: Spell, keys: Iterable[Spell]) -> Iterator[Spell]:
        own = list(keys)
        given.append(len(own))
        return beside(spell, own)

    monkeypatch.setattr(digits, "_beside", watched)
    tones = [Tone("1", 2 * n + 0.5, 0.1) for n in range(200)]
    sound = with_digits(_sound(*(Spell("speech", 2.0 * n, 2.0) for n in range(200))), tones)
    assert given == [1] * 200
    assert [spell.nature for spell in sound.spells] == ["speech", "key", "speech"] * 200


@pytest.mark.parametrize(("lang", "words"), [("en", "DTMF in the sound (in band): 12"), ("ru", "DTMF в самом голосе (in-band): 12")])
def test_digits_are_told(lang: Language, words: str) -> None:
    assert words in next(heard_sentences(with_digits(_sound(Spell("quiet", 0, 30)), _DIGITS), 0, Voice(lang, {}, None)))
