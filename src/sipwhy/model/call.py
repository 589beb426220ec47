"""Calls, registrations and the rest, with their legs and streams."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cached_property
from typing import Literal

from msgspec import Struct, field

from sipwhy.model.finding import Confidence
from sipwhy.model.log_event import LogEvent
from sipwhy.model.message import Endpoint, Message, NetworkError
from sipwhy.model.stream import MediaReport, Stream, Unreached
from sipwhy.model.transaction import Transaction

CallKind = Literal["call", "registration", "options", "subscription", "message", "other"]
Result = Literal[
    "answered", "busy", "declined", "cancelled", "no-answer", "failed", "redirected", "incomplete",
    "registered", "unregistered", "rejected", "unanswered",
]  # fmt: skip
HungUp = Literal["caller", "callee", "pbx", "proxy", "trunk"]


class Durations(Struct, frozen=True):
    """Seconds, or None where they do not apply (RFC 6076 sections 4.3 and 4.5)."""

    pdd: float | None = None
    """From the first INVITE to the first 18x (or 2xx) that the caller got."""
    setup: float | None = None
    """From the first INVITE to the 2xx that the caller got."""
    talk: float | None = None
    """From that 2xx to the first BYE."""


BY_ORDER = "numbers-and-order"
"""What joins legs of which several would do as well, so that only their order speaks for these."""


class Leg(Struct, frozen=True, dict=True):
    """
    One dialog attempt seen on one hop: Call-ID, From tag and the unordered pair of sockets.

    `src` sent the first request. `messages` are in order of capture, copies left out.
    """

    index: int
    """Its place in the call's `legs`."""
    call_id: str | None
    from_tag: str | None
    src: Endpoint
    dst: Endpoint
    messages: tuple[Message, ...]
    transactions: tuple[Transaction, ...]
    status: int | None
    reason: str | None
    result: Result
    node: str | None = None
    joined_by: str | None = None
    """What joins it to the call: call-id, session-id, x-call-id, icid, numbers ...; None for the first leg."""
    confidence: Confidence = "certain"
    errors: tuple[NetworkError, ...] = ()

    @cached_property
    def requests(self) -> tuple[Message, ...]:
        """Its requests, repeats left out."""
        return tuple(m for m in self.messages if m.is_request and not m.is_repeat)

    @cached_property
    def speaks_of_keys(self) -> bool:
        """Whether a description of it tells keys for SRTP (RFC 4568, RFC 6189 section 8.1) or asks for a profile that has them."""
        return any(
            b"a=crypto:" in message.body.lower() or b"a=zrtp-hash:" in message.body or any(media.is_secure for media in message.sdp.media)
            for message in self.messages
            if message.sdp
        )

    @cached_property
    def may_leave_out_tags(self) -> bool:
        """Whether a description of it wants SRTP without a tag behind each packet (RFC 4568 section 6.3.3)."""
        return any(message.sdp and b"UNAUTHENTICATED_SRTP" in message.body for message in self.messages)

    def is_by_first(self, message: Message) -> bool:
        """Whether the side that sent the first request sent `message`, too, even from another port."""
        return message.src == self.src or (message.dst != self.src and message.src.ip == self.src.ip)

    def transactions_of(self, *methods: str) -> tuple[Transaction, ...]:
        """Its transactions of these methods, in order."""
        return tuple(t for t in self.transactions if t.method in methods)

    @cached_property
    def attempts(self) -> tuple[Transaction, ...]:
        """The transactions outside a dialog of the method that began it: challenged, and tried again."""
        first = self.messages[0].method if self.messages else ""
        return tuple(t for t in self.transactions_of(first) if t.request is None or not t.request.is_in_dialog)

    @cached_property
    def deciding(self) -> Transaction | None:
        """The last of `attempts`: the one whose answer is the leg's status."""
        return self.attempts[-1] if self.attempts else None

    @property
    def asked(self) -> Message | None:
        """The request of `deciding`; None where the capture lacks it."""
        return self.deciding.request if self.deciding else None

    @property
    def final(self) -> Message | None:
        """The final answer of `deciding`: the one that decided the leg."""
        return self.deciding.final if self.deciding else None

    @cached_property
    def answer(self) -> Message | None:
        """The 2xx that answered its first request, if one did."""
        found = (t.final for t in self.attempts if t.final and t.final.status and t.final.status < 300)
        return next(found, None)

    @property
    def is_forward(self) -> bool:
        """Whether it carries the caller's attempt onwards (it is not the call's first leg)."""
        return self.index > 0


class Call(Struct, frozen=True, dict=True):
    """
    The legs that carry one attempt of one person to reach another; or a registration, a probe, a subscription.

    `number` runs from 1 over all kinds in order of first message. `start` and `end` are µs since 1970 UTC.
    `caller` and `callee` are the user parts of the first leg's first request (From and To). The first leg is the
    caller's: `status` and `reason` are what the caller got.
    """

    number: int
    kind: CallKind
    call_ids: tuple[str, ...]
    caller: str | None
    callee: str | None
    start: int
    end: int
    result: Result
    status: int | None
    reason: str | None
    durations: Durations
    hung_up: HungUp | None
    legs: tuple[Leg, ...]
    streams: tuple[Stream, ...] = ()
    reports: tuple[MediaReport, ...] = ()
    """What RTCP tells of its streams."""
    unreached: tuple[Unreached, ...] = ()
    """Media of it that ICMP says did not arrive."""
    signs: int = 0
    """Bits of `sign.Sign`: what its media, and the way it ended, show."""
    capture_end: int = 0
    """When the capture ends (µs): an unanswered request counts as such only if its timer ran out before."""
    left_out: int = 0
    """How many of its messages are beyond what is looked at of one call."""
    log: tuple[LogEvent, ...] = ()
    """What servers' logs tell of it; a call that only a log knows has no legs."""

    @cached_property
    def messages(self) -> tuple[Message, ...]:
        """The messages of all its legs in order of number."""
        return tuple(sorted((m for leg in self.legs for m in leg.messages), key=lambda m: m.number))

    @cached_property
    def arriving(self) -> dict[Endpoint, tuple[int, ...]]:
        """The places in `streams` of those that went to each socket, in order."""
        return _places(stream.dst for stream in self.streams)

    @cached_property
    def leaving(self) -> dict[Endpoint, tuple[int, ...]]:
        """The places in `streams` of those that came from each socket, in order."""
        return _places(stream.src for stream in self.streams)

    @cached_property
    def last_heard(self) -> dict[int | None, int]:
        """When the last packet of the streams of each leg came, by its place in `legs`."""
        found: dict[int | None, int] = {}
        for stream in self.streams:
            found[stream.leg] = max(stream.last_ts, found.get(stream.leg, stream.last_ts))
        return found

    @property
    def first(self) -> Leg:
        """The caller's leg."""
        return self.legs[0]

    @property
    def is_paired_by_order(self) -> bool:
        """Whether several legs would go with the caller's as well, so that which of them does is a guess."""
        return any(leg.joined_by == BY_ORDER for leg in self.legs)

    def is_signed(self, sign: int) -> bool:
        """Whether it has one of these bits of `sign.Sign`."""
        return bool(self.signs & sign)

    @property
    def is_failed(self) -> bool:
        """Whether it failed as the network sees it: not answered, and not as its people wished."""
        return self.result in ("failed", "rejected", "unanswered")

    def message(self, number: int) -> Message | None:
        """Its message of that number."""
        return next((m for m in self.messages if m.number == number), None)


def _places(sockets: Iterable[Endpoint]) -> dict[Endpoint, tuple[int, ...]]:
    found: dict[Endpoint, list[int]] = {}
    for place, socket in enumerate(sockets):
        found.setdefault(socket, []).append(place)
    return {socket: tuple(places) for socket, places in found.items()}


class Registration(Struct, frozen=True):
    """What is known of one binding: whose it is, where it points, and from when to when it was valid (µs)."""

    user: str
    contact: str | None
    source: Endpoint
    registrar: Endpoint
    since: int
    until: int
    accepted: bool = field(default=True)
