"""That a capture as a whole lacks voice, as one value."""

from __future__ import annotations

from msgspec import Struct


class Thinning(Struct, frozen=True):
    """Voice that is missing in a capture, but perhaps was not in the calls."""

    lost: int
    """Packets that are missing in these streams."""
    sent: int
    """Packets that they had, with those."""
    streams: int
    """How many streams these are."""
    voices: int
    """Of how many streams of voice that are long enough to tell."""
    is_told: bool
    """Whether their receivers got it, as they tell by RTCP or send it on; else every stream, both ways, lacks the same share."""
    file: int = 0
    first_frame: int = 0
    """The first packet of one of them."""

    @property
    def share(self) -> float:
        """The share of their packets that is missing."""
        return self.lost / self.sent if self.sent else 0.0

    @property
    def is_wide(self) -> bool:
        """Whether it holds of half of the voice or more in the capture: nothing can be said of how that was heard."""
        return 2 * self.streams >= self.voices
