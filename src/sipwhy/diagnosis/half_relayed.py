"""
A proxy that writes a media relay into the description of one side and passes that of the other side on as it came.

Whoever was told of the relay sends there; whoever was told of the other's own address sends past it. The relay has not been told both
descriptions and mostly passes nothing on (rtpengine, rtpproxy: an offer without its answer).
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence

from msgspec import Struct

from sipwhy.diagnosis.talk import OTHER, SIDES, Talk, packets, talks
from sipwhy.model import Call, Endpoint, Message, Side, Stream
from sipwhy.reference import hearing

_SETTLED = 5_000_000
"""µs before the end until which whoever was told of the relay must have sent there: it may learn the other's own address meanwhile."""


class HalfRelayed(Struct, frozen=True):
    """One answered call of which a relay has but one description."""

    side: Side
    """Whose description was replaced: what it hears has to come through the relay."""
    near: Talk
    """The leg of that side, where it was told of the other's own address."""
    far: Talk
    """The leg on which the proxy told of the relay."""
    relay: Endpoint
    kept: Endpoint
    """The other side's own socket, which was passed on."""
    sent: tuple[Stream, ...]
    """What comes to the relay."""

    @property
    def server(self) -> str:
        """The host that replaced one description."""
        return self.near.host(OTHER[self.side]).ip

    @property
    def replaced(self) -> Message:
        """The message that names the relay."""
        return self.far.description(self.side)

    @property
    def untouched(self) -> Message:
        """The message by which the other description was passed on as it came."""
        return self.near.description(OTHER[self.side])


def half_relayed(call: Call) -> HalfRelayed | None:
    """The first that lasts long enough to talk, whose relay gets voice to the end and sends none on that is seen here."""
    return next(_half_relayed(call), None)


def _half_relayed(call: Call) -> Iterator[HalfRelayed]:
    heard: _Heard | None = None
    for one, other in _passed_on(talks(call)):
        for side in SIDES:
            near, far = (one, other) if side == "first" else (other, one)
            if _is_half(near, far, side) and min(one.seconds_expected(side), other.seconds_expected(side)) >= hearing.TALK:
                relay, kept = (next(iter(talk.sockets(of))) for talk, of in ((far, side), (near, OTHER[side])))
                if sent := _comes_in(call, far, relay):
                    heard = heard or _Heard(call)
                    if not heard.is_answered(near, far, side):
                        yield HalfRelayed(side, near, far, relay, kept, sent)


def _passed_on(found: Sequence[Talk]) -> Iterator[tuple[Talk, Talk]]:
    """
    Each leg with those after it between which a proxy stands.

    It passes a dialog on, names and all, and the next leg begins at the host where this one ends.
    """
    following: dict[tuple[str | None, str | None, str], list[int]] = {}
    for place, talk in enumerate(found):
        following.setdefault((talk.leg.call_id, talk.leg.from_tag, talk.leg.src.ip), []).append(place)
    for place, talk in enumerate(found):
        others = following.get((talk.leg.call_id, talk.leg.from_tag, talk.leg.dst.ip), [])
        yield from ((talk, found[other]) for other in others[bisect_right(others, place) :])


def _is_half(near: Talk, far: Talk, side: Side) -> bool:
    """
    Whether `side` named one socket, a relay's stands in its place beyond, and the other side's single socket was left as it was.

    An address outside that a proxy writes in the place of an inner one has the port of before; one of a NAT that gave another port is where
    that side's messages come from, so that voice to it comes to that side. Where ICE tries other ways, nothing is known.
    """
    own, told = near.sockets(side), far.sockets(side)
    kept = near.sockets(OTHER[side])
    if not (len(own) == len(told) == len(kept) == 1) or kept != far.sockets(OTHER[side]):
        return False
    is_relayed = next(iter(own)).port != next(iter(told)).port
    return is_relayed and not any(_tries_others(talk) for talk in (near, far))


def _tries_others(talk: Talk) -> bool:
    return any(one.audio is not None and one.audio.attribute("candidate") is not None for one in talk.described)


def _comes_in(call: Call, far: Talk, relay: Endpoint) -> tuple[Stream, ...]:
    """The voice that came to the relay's socket until the end, if that is enough to be somebody's."""
    found = tuple(call.streams[place] for place in call.arriving.get(relay, ()))
    until = max((stream.last_ts for stream in found), default=0)
    return found if packets(found) >= hearing.ENOUGH and far.until - until <= _SETTLED else ()


class _Heard:
    """Between which hosts anything was sent, and who tells that it hears."""

    def __init__(self, call: Call) -> None:
        self._ways = {(stream.src.ip, stream.dst.ip) for stream in call.streams}
        self._reached = {reached for _, reached in self._ways}
        self._hearing = {report.src.ip for report in call.reports if report.ssrc and report.highest > report.first_highest}

    def is_answered(self, near: Talk, far: Talk, side: Side) -> bool:
        """Whether anything comes to `side` all the same, by whatever way, or it sends to the relay after all, or tells that it hears."""
        own = {near.host(side).ip, *(socket.ip for socket in near.sockets(side))}
        if own & self._reached or own & self._hearing:
            return True
        return any((ip, socket.ip) in self._ways for ip in own for socket in far.sockets(side))
