"""Which streams are one conversation: a proxy's hops describe the same two sockets twice, and voice goes directly between them."""

from __future__ import annotations

from sipwhy.model import Call, Endpoint, Stream

_Way = tuple[str | None, frozenset[Endpoint]]


def heard_on(call: Call, leg: int) -> list[Stream]:
    """The streams of a leg, and those that go between the same sockets on another hop of its Call-ID."""
    ways = {_way(call, stream) for stream in call.streams if stream.leg == leg}
    return [stream for stream in call.streams if stream.leg is not None and _way(call, stream) in ways]


def shown_legs(call: Call) -> dict[int, int]:
    """The leg under which each stream is shown, by its index: the first hop that has one of its conversation."""
    first: dict[_Way, int] = {}
    for stream in call.streams:
        way = _way(call, stream)
        first[way] = min(first.get(way, len(call.legs)), stream.leg or 0)
    return {stream.index: first[_way(call, stream)] for stream in call.streams}


def _way(call: Call, stream: Stream) -> _Way:
    """What both directions of a conversation share. What two hosts name is one conversation only within one Call-ID."""
    return call.legs[stream.leg or 0].call_id, frozenset((stream.src, stream.dst))
