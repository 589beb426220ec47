"""When voice began and ended at each stretch of its way, and at which stretch it was late or stopped first."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from msgspec import Struct

from sipwhy.diagnosis.talk import OTHER, SIDES, Talk, announced, streams_toward, talks
from sipwhy.model import Call, Endpoint, Side, Stream
from sipwhy.reference import hearing


class Stretch(Struct, frozen=True):
    """Voice to one side of one talk."""

    talk: Talk
    side: Side
    streams: tuple[Stream, ...]
    back: tuple[Stream, ...]
    """Voice the other way."""

    @property
    def first(self) -> Stream:
        """The stream that began first."""
        return min(self.streams, key=lambda stream: stream.first_ts)

    @property
    def last(self) -> Stream:
        """The stream that ended last."""
        return max(self.streams, key=lambda stream: stream.last_ts)

    @property
    def speaker(self) -> str:
        """The address that sends."""
        return self.talk.host(OTHER[self.side]).ip

    @property
    def listener(self) -> str:
        """The address that should hear."""
        return self.talk.host(self.side).ip

    @property
    def late(self) -> float | None:
        """Seconds from when the side should have heard until it did; None if that is not known."""
        spans = self.talk.expected(self.side)
        if not spans or not self.streams:
            return None
        since, until = spans[0]
        return (self.first.first_ts - since) / 1e6 if self.first.first_ts <= until else None

    @property
    def silent(self) -> float | None:
        """
        Seconds from the last packet to the end of what the side should have heard; None if that is not known.

        Without BYE the end is that of the voice the other way: a capture may end first.
        """
        if not self.streams:
            return None
        end = self.talk.until if self.talk.bye else max((stream.last_ts for stream in self.back), default=0)
        at = self.last.last_ts
        left = [min(until, end) - at for since, until in self.talk.expected(self.side) if since <= at < until]
        return left[0] / 1e6 if left else None


def stretches(call: Call, side: Side) -> tuple[Stretch, ...]:
    """Every stretch on which voice to a side of the call went, the caller's leg first."""
    known = announced(call)
    return tuple(
        Stretch(talk, side, came, streams_toward(call, talk, OTHER[side], known))
        for talk in talks(call)
        if (came := streams_toward(call, talk, side, known))
    )


def way_to(call: Call, side: Side) -> tuple[Stretch, ...]:
    """The same from whoever speaks on: voice to the caller comes from the last leg, voice to the callee from the first."""
    return stretches(call, side)[:: -1 if side == "first" else 1]


def first_lost(call: Call, side: Side, has: Callable[[Stretch], bool]) -> Stretch | None:
    """The stretch, of those that `has` is true of, at which voice to a side comes first on its way."""
    return next((stretch for stretch in way_to(call, side) if has(stretch)), None)


def feeders(call: Call, stretch: Stretch) -> tuple[Stream, ...]:
    """The voice that came to the speaker of a stretch on other legs, to be sent on."""
    others = [one for one in stretches(call, stretch.side) if one.talk is not stretch.talk]
    return tuple(stream for one in others for stream in one.streams if stream.dst.ip == stretch.speaker)


def has_real_hole(call: Call, stream: Stream) -> bool:
    """Whether a hole in a stream lies where it should have been heard, and no description moved media shortly before or in it."""
    begun = stream.hole_start
    around = [one for side in SIDES for one in stretches(call, side) if stream in one.streams]
    expected = any(since <= begun and stream.hole_end <= until for one in around for since, until in one.talk.expected(one.side))
    return expected and not any(begun - _BEFORE <= at <= stream.hole_end for at in _moves(call))


def _moves(call: Call) -> Iterator[int]:
    """When a description asked for media otherwise than the one that the same host sent before on that leg; the first one moves none."""
    for leg in call.legs:
        wanted: dict[Endpoint, object] = {}
        for message in leg.messages:
            if message.sdp:
                wants = [(media.kind, media.address, media.port, media.direction) for media in message.sdp.media]
                if wanted.setdefault(message.src, wants) != wants:
                    yield message.ts
                wanted[message.src] = wants


_BEFORE = 2_000_000
"""How long before a hole a description may have moved the media elsewhere, µs."""


def is_short(stretch: Stretch) -> bool:
    """Whether too little came to tell anything."""
    return sum(stream.packets for stream in stretch.streams) < hearing.SECOND
