"""What receivers tell by RTCP of the loss of streams, and whether that refutes what is missing here."""

from __future__ import annotations

import numpy as np
from msgspec import Struct

from sipwhy.reference import hearing
from sipwhy.wire.columns import Array
from sipwhy.wire.media import MediaEvidence


class ToldLoss(Struct, frozen=True):
    """Of each report that tells enough of a stream that was seen: which stream that is, and what is told of it."""

    about: Array
    lost: Array
    share: Array
    until: Array
    """When it was told last, µs."""


def told_loss(media: MediaEvidence) -> ToldLoss:
    """What is told, of all streams."""
    about, expected = media.reports("about"), media.reports("expected")
    known = np.flatnonzero((about < media.stream_count) & (expected >= hearing.ENOUGH))
    lost = media.reports("lost")[known]
    return ToldLoss(about[known], lost, lost / np.maximum(expected[known], 1), media.reports("last_ts")[known])


def shares_lost(media: MediaEvidence) -> Array:
    """Of every stream, the share that is missing here."""
    packets, lost = media.streams("packets").astype(np.int64), media.streams("lost").astype(np.int64)
    share: Array = lost / np.maximum(packets + lost, 1)
    return share


def refuted(media: MediaEvidence) -> Array:
    """
    Of every stream, whether its receiver says that it got what is missing here.

    Of a hole of seconds only a report behind it tells anything.
    """
    told, found = told_loss(media), np.zeros(media.stream_count, dtype=bool)
    share = shares_lost(media)[told.about]
    fewer = np.flatnonzero((share >= hearing.LOSS_NOTED) & (told.share < share / 4))
    holed = media.streams("hole")[told.about[fewer]] >= hearing.HOLE * 1e6
    behind = ~holed
    for place in np.flatnonzero(holed).tolist():
        report = fewer[place]
        behind[place] = told.until[report] >= media.stream(int(told.about[report])).hole_end
    found[told.about[fewer[behind]]] = True
    return found
