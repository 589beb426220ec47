"""What was heard, in words."""

from __future__ import annotations

import numpy as np
import pytest

from sipwhy.media.sound.bursts import RATE
from sipwhy.media.sound.g711 import TABLES
from sipwhy.media.sound.timeline import heard_in
from sipwhy.model.sound import Level, Sound
from sipwhy.render.media.heard import heard_sentences
from sipwhy.render.voice import Voice


def said(level: Level) -> str:
    sound = Sound(0, 0, 10.0, level, ())
    return "\n".join(heard_sentences(sound, 0, Voice("en", {})))


@pytest.mark.parametrize("law", list(TABLES))
@pytest.mark.parametrize("lost", [0.0, 2.0], ids=["whole", "with a gap"])
def test_bytes_of_zero_are_told_as_voice_that_was_taken_out(law: str, lost: float) -> None:
    level, _ = heard_in(np.full(10 * RATE, TABLES[law][0]), [(3.007, 3.007 + lost)] if lost else ())
    assert said(level) == "every byte is zero: the voice was taken out (as `--anonymize` does) or never put in"


def test_silence_elsewhere_is_direct_current_where_it_is_any() -> None:
    assert said(heard_in(np.full(10 * RATE, 9830, dtype=np.int16))[0]) == "direct current 30 %"
    assert not said(heard_in(np.zeros(10 * RATE, dtype=np.int16))[0])
