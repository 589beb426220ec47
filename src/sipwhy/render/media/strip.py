"""
A small picture of what one stream sounds like: a strip over time, beside that of its loss and jitter.

Each kind of sound has its colour and its shape: whoever cannot tell the colours tells the heights.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from html import escape

from sipwhy.model.sound import Sound, Spell
from sipwhy.render.media.heard import heard_sentences
from sipwhy.render.voice import Voice
from sipwhy.texts.catalogue import say
from sipwhy.texts.media import MEDIA

Heard = Callable[[Sequence[int]], Mapping[int, Sound]]
"""What the streams of calls with these numbers sound like, by the stream's index, as far as they were listened to."""

WIDTH, HEIGHT = 120, 10
_CLASSES = {"speech": "speech", "sound": "speech", "steady": "steady", "noise": "noise"}
SHAPES: Mapping[str, tuple[int, int]] = {"speech": (0, 10), "tone": (0, 10), "steady": (3, 7), "noise": (7, 3), "silent": (9, 1)}
"""Where each kind begins from above, and how high it is; a tone has a dark edge above."""
_EDGE = 2
_SILENT = frozenset({"quiet", "silence", "unsent", "lost", "torn"})

STYLE = """
.heard .speech{fill:#568ccd}.heard .steady{fill:#68aa68}.heard .tone{fill:#ec9628}.heard .noise{fill:#aa96be}
.heard .silent{fill:#8888}.heard .edge{fill:var(--ink)}.key svg{vertical-align:middle;margin:0 4px 0 12px}
""".strip()


def strip(sound: Sound | None, voice: Voice, began: int) -> str:
    """
    The picture as SVG, with its words for who cannot see it; "" if it was not heard.

    Moments in words count from `began` (µs since 1970 UTC), the beginning of the call.
    """
    if sound is None or not sound.spells or not sound.seconds:
        return ""
    title = f"<title>{escape(' '.join(heard_sentences(sound, began, voice)))}</title>"
    size = f'viewBox="0 0 {WIDTH} {HEIGHT}" width="{WIDTH}" height="{HEIGHT}"'
    return f'<svg class="heard" {size} role="img">{title}{"".join(_bar(spell, sound.seconds) for spell in sound.spells)}</svg>'


def key(voice: Voice) -> str:
    """What the shapes and colours mean, each beside a piece of it."""
    size = f'viewBox="0 0 {_KEY} {HEIGHT}" width="{_KEY}" height="{HEIGHT}"'
    parts = (
        f'<svg class="heard" {size} aria-hidden="true">{_shape(kind, 0, _KEY)}</svg>{escape(say(MEDIA, f"key-{kind}", voice.lang))}'
        for kind in SHAPES
    )
    return "; ".join(parts)


def _bar(spell: Spell, seconds: float) -> str:
    kind = "silent" if spell.nature in _SILENT else _CLASSES.get(spell.nature, "tone")
    return _shape(kind, WIDTH * spell.at / seconds, max(WIDTH * spell.seconds / seconds, 0.5))


def _shape(kind: str, at: float, wide: float) -> str:
    top, high = SHAPES[kind]
    bar = f'<rect class="{kind}" x="{at:.1f}" y="{top}" width="{wide:.1f}" height="{high}"/>'
    return bar + (f'<rect class="edge" x="{at:.1f}" y="0" width="{wide:.1f}" height="{_EDGE}"/>' if kind == "tone" else "")


_KEY = 16
"""Width of a piece beside its words."""
