"""A small picture of what one stream sounds like: a strip of colours over time, beside that of its loss and jitter."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from html import escape

from sipwhy.model.sound import Sound, Spell
from sipwhy.render.media.heard import heard_sentences
from sipwhy.render.voice import Voice

Heard = Callable[[Sequence[int]], Mapping[int, Sound]]
"""What the streams of calls with these numbers sound like, by the stream's index, as far as they were listened to."""

WIDTH, HEIGHT = 120, 10
_CLASSES = {"speech": "speech", "sound": "speech", "steady": "steady", "noise": "noise"}
_SILENT = frozenset({"quiet", "silence", "unsent", "lost"})

STYLE = """
.heard .speech{fill:#568ccd}.heard .steady{fill:#68aa68}.heard .tone{fill:#ec9628}.heard .noise{fill:#aa96be}.heard .silent{fill:#8883}
""".strip()


def strip(sound: Sound | None, voice: Voice) -> str:
    """The picture as SVG, with its words for who cannot see it; "" if it was not heard."""
    if sound is None or not sound.spells or not sound.seconds:
        return ""
    title = f"<title>{escape(' '.join(heard_sentences(sound, sound.start, voice)))}</title>"
    size = f'viewBox="0 0 {WIDTH} {HEIGHT}" width="{WIDTH}" height="{HEIGHT}"'
    return f'<svg class="heard" {size} role="img">{title}{"".join(_bar(spell, sound.seconds) for spell in sound.spells)}</svg>'


def _bar(spell: Spell, seconds: float) -> str:
    kind = "silent" if spell.nature in _SILENT else _CLASSES.get(spell.nature, "tone")
    at, wide = WIDTH * spell.at / seconds, max(WIDTH * spell.seconds / seconds, 0.5)
    return f'<rect class="{kind}" x="{at:.1f}" y="0" width="{wide:.1f}" height="{HEIGHT}"/>'
