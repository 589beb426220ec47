"""A capture that never ends: what is over is handed out as evidence of its own, while reading goes on."""

from __future__ import annotations

from msgspec import Struct

from sipwhy import _core
from sipwhy.wire.evidence import Evidence

BESIDE = 10_000
"""So many messages that were told before are kept beside those that are judged."""
ROOM = 1_000_000
"""So many messages are kept in all; some 800 bytes each."""


class LiveCounts(Struct, frozen=True):
    """What was read, what is kept of it, and what had to go."""

    packets: int = 0
    messages: int = 0
    open_legs: int = 0
    """Legs that are not over."""
    kept_messages: int = 0
    """Messages that are in memory: what `BESIDE` and `ROOM` bound."""
    late_messages: int = 0
    """Messages of calls that were told and forgotten."""
    forced_legs: int = 0
    """Legs that had to go before they were over."""
    streams: int = 0
    lost_packets: int = 0
    """As the capture itself tells."""


class LiveReader:
    """Reads one stream of packets (pcap or pcapng). Time is that of the packets, in µs; who asks says what time it is."""

    def __init__(self, beside: int = BESIDE, room: int = ROOM) -> None:
        self._live = _core.Live(beside, room)

    def feed(self, data: bytes) -> None:
        """Takes the next bytes."""
        if data:
            self._live.feed(data)

    @property
    def is_recognised(self) -> bool | None:
        """Whether it is a capture; None while too little is known of it."""
        return self._live.is_recognised()

    @property
    def latest(self) -> int:
        """The time of the last packet (µs); 0 if none came."""
        return self._live.latest()

    def clock_was_set(self, by: int) -> None:
        """The clock of the packets was set by so many µs: what is open is waited for anew."""
        self._live.clock_was_set(by)

    @property
    def counts(self) -> LiveCounts:
        """Counts until now."""
        return LiveCounts(*self._live.counts())

    def part(self, now: int, is_last: bool = False, dropped: int = 0) -> Evidence | None:
        """
        What is over at `now`, with what it is judged beside (`Evidence.fresh` tells them apart); None if nothing is.

        `dropped` packets were lost since the last time. With `is_last` everything is over, and nothing is taken after it.
        """
        tables = self._live.part(now, is_last, dropped)
        return None if tables is None else Evidence(tables, lambda *_: b"")
