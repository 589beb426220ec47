"""What was heard, in words."""

from __future__ import annotations

import pytest

from sipwhy.media.sound.g711 import TABLES
from sipwhy.model.sound import Level, Sound
from sipwhy.render.media.heard import heard_sentences
from sipwhy.render.voice import Voice


def said(level: Level) -> str:
    sound = Sound(0, 0, 10.0, level, ())
    return "\n".join(heard_sentences(sound, 0, Voice("en", {})))


@pytest.mark.parametrize("law", list(TABLES))
def test_bytes_of_zero_are_told_as_voice_that_was_taken_out(law: str) -> None:
    share = float(TABLES[law][0]) / 32768
    assert "the voice was taken out (as `--anonymize` does)" in said(Level(offset=share, silent=1.0))


def test_silence_elsewhere_is_direct_current_where_it_is_any() -> None:
    assert said(Level(offset=0.3, silent=1.0)) == "direct current 30 %"
    assert not said(Level(silent=1.0))
