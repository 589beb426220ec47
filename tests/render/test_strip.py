"""The strip of what is heard has each spell in its place, and words for who cannot see it."""

from __future__ import annotations

from sipwhy.model.sound import Level, Sound, Spell
from sipwhy.render.media.strip import SHAPES, WIDTH, key, strip
from sipwhy.render.voice import Voice

SOUND = Sound(
    0, 1_000_000, 20.0, Level(active=-26.0, activity=0.5), (Spell("ringback", 0.0, 5.0, (425.0,), "RU", 2), Spell("speech", 5.0, 15.0))
)


def test_spells_stand_where_they_are_heard() -> None:
    drawn = strip(SOUND, Voice("en", {}), SOUND.start)
    assert f'<rect class="tone" x="0.0" y="0" width="{WIDTH / 4:.1f}"' in drawn
    assert f'<rect class="speech" x="{WIDTH / 4:.1f}" y="0" width="{WIDTH * 3 / 4:.1f}"' in drawn
    assert "<title>Heard: 0:00–0:05 ringback 425 Hz (as in RU); 0:05–0:20 speech" in drawn
    assert "<title>Heard: 0:03–0:08 ringback" in strip(SOUND, Voice("en", {}), SOUND.start - 3_000_000), "since the call began"
    assert "длинные гудки" in strip(SOUND, Voice("ru", {}), SOUND.start)


def test_what_was_not_heard_is_not_drawn() -> None:
    assert strip(None, Voice("en", {}), 0) == ""
    assert strip(Sound(0, 0, 0.0, Level(), ()), Voice("en", {}), 0) == ""


def test_every_kind_has_a_shape_of_its_own_and_a_place_in_the_key() -> None:
    """Who cannot tell the colours tells the heights; a tone is as high as speech and has an edge."""
    shapes = {kind: (place, kind == "tone") for kind, place in SHAPES.items()}
    assert len(set(shapes.values())) == len(shapes)
    for lang in ("en", "ru"):
        shown = key(Voice(lang, {}))
        assert all(f'class="{kind}"' in shown for kind in SHAPES)
        assert shown.count('aria-hidden="true"') == len(SHAPES)
        assert shown.count('class="edge"') == 1
    assert "violet: even noise" in key(Voice("en", {}))
