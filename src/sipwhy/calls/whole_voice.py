"""
Which streams of a file came whole, and when: who took them took what there was.

Where packets are missing of one stream and not of another of the same recording at the same time, it is not the capture that lacks them.
"""

from __future__ import annotations

from functools import lru_cache

import numpy as np

from sipwhy.calls.told_loss import shares_lost
from sipwhy.reference import hearing
from sipwhy.wire.columns import Array
from sipwhy.wire.media import MediaEvidence

_QUARTER = 4
"""How many times less than what is asked about a whole stream lacks."""


class WholeVoice:
    """The streams of one reading of which hardly a packet is missing."""

    def __init__(self, media: MediaEvidence) -> None:
        self._media = media
        self._whole = lru_cache(maxsize=None)(self._find)

    def at(self, file: int, since: int, until: int, share: float) -> bool:
        """
        Whether a stream of a file lacks less than a quarter of such a share, and no second at one go.

        It must have gone on for the middle half of the time (µs) that is asked about: a minute whole tells nothing of the hour behind it.
        """
        begun, ended = self._whole(file, share)
        edge = (until - since) // 4
        before = int(np.searchsorted(begun, since + edge, side="right"))
        return before > 0 and int(ended[before - 1]) >= until - edge

    def _find(self, file: int, share: float) -> tuple[Array, Array]:
        """When those streams began, in order, and of each when the longest of it and those before it ended."""
        media = self._media
        enough = (media.streams("packets") >= hearing.ENOUGH) & (media.streams("file") == file)
        whole = enough & (shares_lost(media) < share / _QUARTER) & (media.streams("hole") < hearing.HOLE * 1e6 / 2)
        begun, ended = media.streams("first_ts")[whole], media.streams("last_ts")[whole]
        order = np.argsort(begun, kind="stable")
        return begun[order], np.maximum.accumulate(ended[order])
