"""The whole capture as capture-wide rules see it: counts and columns, no messages."""

from __future__ import annotations

from collections.abc import Sized
from typing import TYPE_CHECKING, Any

from msgspec import Struct, field

from sipwhy.diagnosis.behaviour import Behaviour
from sipwhy.diagnosis.digest import Logins
from sipwhy.diagnosis.limit import Limits
from sipwhy.diagnosis.upset import Upset
from sipwhy.model import HostRole, LogAccount, NetworkError, Stream
from sipwhy.model.log_event import LogEvent
from sipwhy.model.thinning import Thinning

if TYPE_CHECKING:
    from sipwhy.diagnosis.traffic import Traffic


class HostTraffic(Struct, frozen=True):
    """One address' share of the SIP traffic."""

    ip: str
    sent: int
    received: int
    agents: tuple[str, ...] = ()


class Replies(Struct, frozen=True):
    """How soon one server gave its first answer to requests, in seconds; a share of 1 where it says so."""

    ip: str
    role: HostRole
    asked: int
    calm: float
    """The median while it was at its best: in the calmest of four equal parts."""
    busy: float
    """What nine of ten stayed below in the worst of four equal parts."""
    slow: float
    """The share of requests in that part that waited longer than T1, 0.5 s, and were sent again by UDP."""
    example: int
    """The number of the request in that part that waited longest."""


class Overview(Struct, frozen=True):
    """Counts over the whole evidence; times in µs since 1970 UTC. As it is made by nothing, there is none."""

    packets: int = 0
    """Of captures."""
    sip_messages: int = 0
    duplicates: int = 0
    start: int = 0
    end: int = 0
    dropped: int = 0
    """Packets that the capturing program says it lost (pcapng interface statistics)."""
    thinning: Thinning | None = None
    """Voice that the capture as a whole lacks."""
    cut_packets: int = 0
    """Packets shorter than they were on the wire (snap length), among those with SIP or RTP."""
    cut_example: tuple[int, int] | None = None
    """(file, frame) of the first one."""
    fragments_lost: int = 0
    fragment_example: tuple[int, int] | None = None
    tcp_gaps: int = 0
    tcp_gap_example: tuple[int, int] | None = None
    hosts: tuple[HostTraffic, ...] = ()
    legs: int = 0
    legs_late: int = 0
    """Legs whose first message shows that they began before the capture."""
    late_example: int | None = None
    """The number of such a leg's first message."""
    legs_open: int = 0
    """Legs that were not over when the capture ended."""
    open_example: int | None = None
    legs_only_requests: int = 0
    """Legs with requests (ACK apart) and no answer at all."""
    legs_only_answers: int = 0
    """Legs with answers and no request at all."""
    one_sided_example: int | None = None
    copies_within: int = 0
    """How many of the copies that were looked at are of their own file; the others are other captures' of the same traffic."""
    legs_answered_unseen: int = 0
    """Those of `legs_only_requests` that go on to BYE, which nobody sends into a dialog that was never answered."""
    errors: tuple[NetworkError, ...] = ()
    """Connections refused, reset or never opened, and ICMP errors, that belong to no leg: at most 1,000."""
    replies: tuple[Replies, ...] = ()
    """Of servers that were asked often enough to tell."""
    upsets: tuple[Upset, ...] = ()
    """Connections and name lookups that came to nothing, judged, in order of time."""
    clock_steps_back: int = 0
    hep_other: int = 0
    """Packets of HEP that carry no SIP but reports, statistics or lines of logs."""
    streams: int = 0
    """RTP streams that were seen."""
    unplaced_rtp: int = 0
    """RTP streams that no description announced."""
    unplaced_example: Stream | None = None
    """The longest of them."""
    unplaced_worst: Stream | None = None
    """Of evidence without SIP, whose calls nobody can judge: the stream that lost most, or came most unevenly, if that is heard."""
    logs: tuple[LogAccount, ...] = ()
    """How much of each text log was understood."""
    limits: Limits = field(default_factory=Limits)
    """The values that hold for the numbers by which rules decide."""
    behaviour: Behaviour | None = None
    """Who did what to whom, over the columns of all calls."""
    logins: Logins | None = None
    """Logins that can be checked against passwords that the user gave."""
    log: tuple[tuple[int, LogEvent], ...] = ()
    """What servers' logs tell, in order of time, each with the number of its call."""
    log_logins: tuple[tuple[int, LogEvent], ...] = ()
    """Every login that a log tells of, refused or accepted, in order of time; 0 where its call is in no report."""
    log_probes: tuple[LogEvent, ...] = ()
    """What logs tell of peers that a server asks at intervals (lagged, unreachable, reachable again), in order of time."""
    traffic: Traffic | None = None
    """What changed in the traffic of CDRs; None of captures."""

    def has(self, name: str) -> bool:
        """Whether there is any of what `name` names: "upsets" here, or "behaviour.scans" there."""
        seen: Any = self
        for part in name.split("."):
            seen = getattr(seen, part) if seen is not None else None
        return len(seen) > 0 if isinstance(seen, Sized) else bool(seen)

    @property
    def is_timeless(self) -> bool:
        """Whether the evidence is logs none of whose lines has a time."""
        if not self.logs or self.packets or sum(log.timeless for log in self.logs) < self.sip_messages:
            return False
        if all(not log.with_head for log in self.logs):
            return self.sip_messages > 0
        return all(log.with_head <= log.marked for log in self.logs) and bool(self.log) and all(not event.line.ts for _, event in self.log)

    @property
    def is_one_sided(self) -> bool:
        """
        Whether only one direction was captured.

        Answers alone prove it, and so does BYE without any; requests alone may as well be a dead server, but not two of them at once.
        """
        proved = max(self.legs_only_answers, self.legs_answered_unseen)
        if proved * 2 >= max(self.legs, 1) and proved:
            return True
        asked = [host for host in self.hosts if host.received and not host.sent]
        return len(asked) >= 2 and self.legs >= 4 and self.legs_only_requests == self.legs
