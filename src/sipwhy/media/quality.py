"""How people would rate one stream, or why that cannot be said."""

from __future__ import annotations

from typing import Literal

from msgspec import Struct

from sipwhy.media import emodel
from sipwhy.model import Stream
from sipwhy.reference.impairments import Impairment, Scale, has_modes, impairment_of

Unrated = Literal["not-voice", "few-packets", "codec-unknown", "mode-unknown", "codec-unpublished", "loss-unpublished"]
"""Why there is no MOS: nothing in it is made up where nobody has published what to reckon with."""

ENOUGH = 100
"""Packets below which a stream is not rated: two seconds, mostly."""


class Fate(Struct, frozen=True):
    """What became of a stream's packets."""

    packets: int
    """Those that came."""
    lost: int
    runs: int
    """In how many runs packets are missing, lost or thrown away."""
    discarded: int = 0
    """Those of `packets` that a jitter buffer threw away."""


class Quality(Struct, frozen=True):
    """A rating of listening, before any jitter buffer, and what it stands on."""

    mos: float
    r: float
    scale: Scale
    """Values of different scales must never be compared."""
    codec: str
    """Of whose published values use was made."""
    is_estimate: bool
    """Whether those values are borrowed, and not published for this codec."""
    loss: float
    burst_ratio: float
    """How many times longer than by chance losses in a row were (G.107 section 7.5)."""
    delay_ms: float | None = None
    """From mouth to ear, where it is known; else the rating is one of listening alone."""


def quality_of(stream: Stream) -> Quality | Unrated:
    """
    The rating of `stream` by what was seen of it, or why there is none.

    It is MOS-CQE of G.107, or MOS-CQEW of G.107.1, without the impairment of delay, which one capture cannot know; G.711 is taken
    to be concealed where packets are lost, as telephones do.
    """
    if not stream.is_audio:
        return "not-voice" if stream.codec else "codec-unknown"
    return rated(stream.codec, stream.size, Fate(stream.packets, stream.lost, stream.runs))


def rated(codec: str | None, size: int, fate: Fate, delay_ms: float | None = None) -> Quality | Unrated:
    """The same for packets of `size` bytes that had another fate, and with a delay where that is known."""
    if fate.packets < ENOUGH:
        return "few-packets"
    if codec is None:
        return "codec-unknown"
    found = impairment_of(codec, size)
    if found is None:
        return "mode-unknown" if has_modes(codec) else "codec-unpublished"
    sent, gone = fate.packets + fate.lost, fate.lost + fate.discarded
    if gone and found.bpl is None:
        return "loss-unpublished"
    return _rated(found, gone / sent, burst_ratio(sent, gone, fate.runs), delay_ms)


def burst_ratio(sent: int, lost: int, runs: int) -> float:
    """How long runs of lost packets are on average, measured by how long they would be by chance: 1 / (1 - loss); at least 1."""
    return max(1.0, lost / runs * (1.0 - lost / sent)) if runs and lost < sent else 1.0


def _rated(codec: Impairment, loss: float, ratio: float, delay_ms: float | None) -> Quality:
    ie = emodel.effective_impairment(codec.ie, codec.bpl or 1.0, loss, ratio)
    if codec.scale == "wide":
        r = emodel.wide_rating(ie)
        return Quality(emodel.wide_mos(r), r, codec.scale, codec.name, codec.is_estimate, loss, ratio)
    r = emodel.rating(ie, delay_ms or 0.0)
    return Quality(emodel.mos(r), r, codec.scale, codec.name, codec.is_estimate, loss, ratio, delay_ms)
