"""What was heard of media: RTP streams, what RTCP tells of them, and what ICMP says did not arrive."""

from __future__ import annotations

from typing import Literal

from msgspec import Struct
from msgspec.structs import replace

from sipwhy.model.message import Endpoint, NetworkError

Side = Literal["unknown", "first", "second"]
"""A side of a leg: the one that sent its first request, or the other; as far as descriptions announced the sockets."""


class Stream(Struct, frozen=True):
    """One SSRC between two sockets (RFC 3550), copies left out; times in µs since 1970 UTC."""

    index: int
    ssrc: int
    src: Endpoint
    dst: Endpoint
    codec: str | None
    payload_type: int
    """The one that its voice has at the end."""
    packets: int
    lost: int
    """Numbers that never came; what is numbered oddly (RFC 4733 events of careless senders) is left out."""
    jitter_ms: float
    """At the end (RFC 3550 section 6.4.1)."""
    first_ts: int
    last_ts: int
    leg: int | None = None
    """The index (in the call's `legs`) of the leg whose SDP announced it."""
    file: int = 0
    first_frame: int = 0
    toward: Side = "unknown"
    """The side of that leg that it goes to."""
    is_audio: bool = False
    """Whether the media line that announced it is one of audio."""
    late: int = 0
    """Packets that came behind a later one."""
    bursts: int = 0
    """How often three or more in a row were lost."""
    longest_burst: int = 0
    """The most packets in a row that were lost."""
    runs: int = 0
    """How many runs of packets were lost: one for each that was lost alone, one for each burst."""
    copies: int = 0
    """Packets that came a second time; they count nowhere else."""
    restarts: int = 0
    """How often the sender began its sequence numbers anew."""
    hole: float = 0.0
    """The longest time, in seconds, in which packets were sent and none came."""
    hole_end: int = 0
    """When that ended."""
    pause: float = 0.0
    """The longest time, in seconds, in which nothing was sent."""
    payload_types: tuple[tuple[int, int], ...] = ()
    """Each payload type with its packets, in order of first sight."""
    voice_changes: int = 0
    """How often another payload type became that of its voice."""
    samples: int = 0
    """Units of the sender's clock from one packet to the next, mostly; 0 if not known."""
    extra: int | None = None
    """Bytes that its packets have beyond G.711's one for each sample: the tag of SRTP; None for any other codec."""
    size: int = 0
    """Bytes of payload in its packets; 0 if they differ."""
    flat: int = 0
    """Packets of G.711 that are one sample again and again: digital silence."""
    stamps: tuple[tuple[int, int, int], ...] = ()
    """Of payload types that came in a row, no voice between: how many packets had a new timestamp, and how many the one before."""
    mean_jitter_ms: float | None = None
    """By the sender's own clock; None if too short, or that clock is none of 8, 16, 48 and 90 kHz."""
    clock: float | None = None
    """The sender's clock in Hz as measured; None if too short."""

    @property
    def share_lost(self) -> float:
        """Lost packets as a share of all that were sent."""
        sent = self.packets + self.lost
        return self.lost / sent if sent else 0.0

    def scattered(self, hole: float) -> int:
        """Lost packets but for those of its longest hole, if that took `hole` seconds or more: another thing than loss all along."""
        return max(self.lost - self.longest_burst, 0) if self.hole >= hole else self.lost

    @property
    def hole_start(self) -> int:
        """When its longest hole began."""
        return self.hole_end - int(self.hole * 1e6)

    @property
    def seconds(self) -> float:
        """From its first packet to its last."""
        return (self.last_ts - self.first_ts) / 1e6

    def within(self, leg: int, codec: str | None, jitter_ms: float) -> Stream:
        """The same stream as one of a call."""
        return replace(self, leg=leg, codec=codec, jitter_ms=jitter_ms)


class MediaReport(Struct, frozen=True):
    """What one socket told another by RTCP about one source (RFC 3550 section 6.4); unauthenticated, and never a measurement."""

    src: Endpoint
    """Who reports: it receives the stream."""
    dst: Endpoint
    ssrc: int
    """The source that it hears; 0 if it has heard nobody."""
    about: int | None
    """The index of the stream that it speaks of, where that was seen."""
    count: int
    first_ts: int
    last_ts: int
    expected: int
    lost: int
    jitter: int
    """Mean, in units of the codec's clock."""
    sent: int
    """Packets that the reporter says it has sent."""
    from_sender: int
    """How many of the reports were those of a sender."""
    first_highest: int
    highest: int
    """The first and the last extended sequence number that it says it got."""
    file: int = 0
    first_frame: int = 0
    leg: int | None = None
    trips: int = 0
    """How many round trips from the capture to the reporter and back its echoes tell."""
    round_trip_ms: float = 0.0
    """How long the shortest of them took."""

    @property
    def share_lost(self) -> float:
        """Lost packets as a share of those expected, as told."""
        return self.lost / self.expected if self.expected else 0.0


class Unreached(Struct, frozen=True):
    """Media that ICMP says did not arrive."""

    error: NetworkError
    """The first one: `src` sent the media, `dst` is where they did not arrive."""
    count: int
    last_ts: int
    leg: int | None = None
