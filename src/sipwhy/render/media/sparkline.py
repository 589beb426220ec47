"""A small picture of one stream: loss as bars from below, jitter as a line, a second or more to a point."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from html import escape

from sipwhy.media.picture import Second
from sipwhy.texts.catalogue import say
from sipwhy.texts.language import Language
from sipwhy.texts.media import MEDIA

Curves = Callable[[Sequence[int]], Mapping[int, Sequence[Second]]]
"""The seconds of every stream of calls with these numbers, by the stream's index."""

WIDTH, HEIGHT = 120, 24
_KEY = 16
"""Width of a piece beside its words."""
_LEAST_JITTER = 20.0
"""The jitter at the top of a picture is at least this, ms: small jitter shall look small."""

STYLE = """
.spark{--bad:#b3261e;--calm:#0b62a8;--ground:#c3cad3}.spark .lost{fill:var(--bad)}
.spark .jitter{stroke:var(--calm);fill:none;stroke-width:1}.spark .ground{stroke:var(--ground)}
@media (prefers-color-scheme:dark){.spark{--bad:#ff8a80;--calm:#6db3f2;--ground:#48515d}}
@media print{.spark{--bad:#b3261e;--calm:#0b62a8;--ground:#aaa}}
""".strip()


def sparkline(seconds: Sequence[Second], lang: Language) -> str:
    """The picture as SVG, with its words for who cannot see it; "" if there is nothing to draw."""
    if not seconds:
        return ""
    worst = max(one.jitter_ms for one in seconds)
    span = seconds[-1].at + _step(seconds)
    words = escape(say(MEDIA, "picture-words", lang, seconds=span, worst=worst))
    size = f'viewBox="0 0 {WIDTH} {HEIGHT}" width="{WIDTH}" height="{HEIGHT}"'
    title = f"<title>{words}</title>"
    ground = f'<path class="ground" d="M0 {HEIGHT - 0.5}H{WIDTH}"/>'
    return f'<svg class="spark" {size} role="img">{title}{ground}{_bars(seconds)}{_line(seconds, max(_LEAST_JITTER, worst))}</svg>'


def key(lang: Language) -> str:
    """What the bars and the line mean, each beside a piece of it."""
    size = f'viewBox="0 0 {_KEY} {HEIGHT}" width="{_KEY}" height="{HEIGHT}"'
    pieces = {
        "key-lost": f'<path class="lost" d="M4 {HEIGHT}v-12h4v12z"/>',
        "key-jitter": f'<polyline class="jitter" points="0,16 5,10 10,14 {_KEY},6"/>',
    }
    return "; ".join(
        f'<svg class="spark" {size} aria-hidden="true">{piece}</svg>{escape(say(MEDIA, name, lang))}' for name, piece in pieces.items()
    )


def _step(seconds: Sequence[Second]) -> int:
    return seconds[1].at - seconds[0].at if len(seconds) > 1 else 1


def _bars(seconds: Sequence[Second]) -> str:
    wide = WIDTH / len(seconds)
    bars = []
    for at, one in enumerate(seconds):
        if one.lost:
            high = max(2.0, HEIGHT * one.lost / (one.lost + one.packets))
            bars.append(f"M{at * wide:.1f} {HEIGHT}v-{high:.1f}h{max(wide, 1.0):.1f}v{high:.1f}z")
    return f'<path class="lost" d="{"".join(bars)}"/>' if bars else ""


def _line(seconds: Sequence[Second], top: float) -> str:
    wide = WIDTH / len(seconds)
    points = " ".join(f"{(at + 0.5) * wide:.1f},{(HEIGHT - 1) * (1 - one.jitter_ms / top) + 0.5:.1f}" for at, one in enumerate(seconds))
    return f'<polyline class="jitter" points="{points}"/>'
