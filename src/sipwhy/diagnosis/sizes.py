"""Whether hosts answer small requests by UDP, and large ones: by way, worked out once over columns for all that ask."""

from __future__ import annotations

from functools import cached_property

import numpy as np
from msgspec import Struct

from sipwhy.model.flag import Flag
from sipwhy.wire import Evidence, Method
from sipwhy.wire.columns import Array, different


class Taken(Struct, frozen=True):
    """What a host answered of what another sent it by UDP; large is over 1300 bytes (`Flag.LARGE`)."""

    small: int = 0
    """Small INVITEs that were answered."""
    large: int = 0
    """Large INVITEs that were answered."""
    is_small_lost: bool = False
    """Whether a small request of any method was sent again and not answered."""


class Sizes:
    """`Taken` of every way of some evidence."""

    def __init__(self, evidence: Evidence) -> None:
        self._evidence = evidence

    def of(self, asker: int, peer: int) -> Taken:
        """What `peer` answered `asker`, both by the numbers of their addresses."""
        ways, columns = self._ways
        place = int(np.searchsorted(ways, asker << 32 | peer))
        if asker < 0 or peer < 0 or place == len(ways) or int(ways[place]) != asker << 32 | peer:
            return Taken()
        small, large, lost = (int(column[place]) for column in columns)
        return Taken(small, large, bool(lost))

    def is_up(self, asker: int, peer: int, since: int, until: int) -> bool:
        """Whether `peer` answered small messages of a dialog that `asker` began between two times (µs)."""
        ways, begun = self._begun
        first, last = (np.searchsorted(ways, asker << 32 | peer, side=side) for side in ("left", "right"))
        times = begun[first:last] if asker >= 0 and peer >= 0 else begun[:0]
        return bool(np.searchsorted(times, since) < np.searchsorted(times, until, side="right"))

    @cached_property
    def _begun(self) -> tuple[Array, Array]:
        """The ways of the dialogs of small messages that were answered, and when each began; in order."""
        legs = self._evidence.legs
        flags = legs("flags")
        chosen = np.flatnonzero((legs("transport") == 0) & (flags & int(Flag.LARGE) == 0) & (flags & int(Flag.HAS_ANSWER) != 0))
        keys, begun = legs("src_ip")[chosen].astype(np.int64) << 32 | legs("dst_ip")[chosen].astype(np.int64), legs("first_ts")[chosen]
        order = np.lexsort((begun, keys))
        return keys[order], begun[order]

    @cached_property
    def _ways(self) -> tuple[Array, tuple[Array, Array, Array]]:
        legs = self._evidence.legs
        chosen = np.flatnonzero(legs("transport") == 0)
        keys = legs("src_ip")[chosen].astype(np.int64) << 32 | legs("dst_ip")[chosen].astype(np.int64)
        ways = different(keys)
        of, flags = np.searchsorted(ways, keys), legs("flags")[chosen]
        is_small, is_answered = flags & int(Flag.LARGE) == 0, flags & int(Flag.HAS_ANSWER) != 0
        is_invite = legs("method")[chosen] == Method.INVITE
        is_lost = is_small & ~is_answered & (flags & int(Flag.REPEATED) != 0)
        counted = (is_invite & is_answered & is_small, is_invite & is_answered & ~is_small, is_lost)
        small, large, lost = (np.bincount(of[one], minlength=len(ways)) for one in counted)
        return ways, (small, large, lost)
