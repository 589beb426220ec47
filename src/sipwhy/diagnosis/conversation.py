"""Which streams are one conversation: a proxy's hops describe the same two sockets twice, and voice goes directly between them."""

from __future__ import annotations

from sipwhy.model import Call, Endpoint, Stream

_Way = tuple[str | None, frozenset[Endpoint]]


def heard_on(call: Call, leg: int) -> list[Stream]:
    """The streams of a leg, and those that go between the same sockets on another hop of its Call-ID."""
    ways = {_way(call, stream) for stream in call.streams if stream.leg == leg}
    return [stream for stream in call.streams if stream.leg is not None and _way(call, stream) in ways]


def leg_of(call: Call, stream: Stream) -> int:
    """The leg under which a stream is shown: the first hop that has one of its conversation."""
    way = _way(call, stream)
    return min((one.leg or 0 for one in call.streams if _way(call, one) == way), default=stream.leg or 0)


def _way(call: Call, stream: Stream) -> _Way:
    """What both directions of a conversation share. What two hosts name is one conversation only within one Call-ID."""
    return call.legs[stream.leg or 0].call_id, frozenset((stream.src, stream.dst))
