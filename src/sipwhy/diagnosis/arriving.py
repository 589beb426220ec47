"""Voice that was sent and cannot have arrived, and voice that should have come and of which not a packet is here."""

from __future__ import annotations

from msgspec import Struct

from sipwhy.diagnosis.talk import OTHER, SIDES, announced, packets, streams_toward, talks
from sipwhy.model import Call, Endpoint, Stream
from sipwhy.reference import hearing
from sipwhy.reference.networks import is_hidden, leads_inside

_AT_THE_END = 3.0
"""Seconds before the end of a stream until which ICMP must have gone on: Linux sends one a second at the most."""


class Absent(Struct, frozen=True):
    """One direction of a talk of which nothing was seen, while the other was."""

    back: Stream
    """The voice the other way."""

    @property
    def src(self) -> Endpoint:
        """Where it should have come from."""
        return self.back.dst

    @property
    def dst(self) -> Endpoint:
        """Where it should have gone."""
        return self.back.src


def cannot_arrive(call: Call, stream: Stream) -> bool:
    """
    Whether nobody can have heard a stream: its receiver's port is closed to the end, or it goes to an inner address from outside.

    The second only where that address was announced from outside, and nothing comes from it: within the receiver's network, behind its NAT,
    it does arrive.
    """
    return _is_refused(call, stream) or _goes_astray(call, stream)


def _is_refused(call: Call, stream: Stream) -> bool:
    return any(
        one.count > 1
        and (one.error.src, one.error.dst) == (stream.src, stream.dst)
        and (stream.last_ts - one.last_ts) / 1e6 < _AT_THE_END
        and (one.last_ts - one.error.ts) / 1e6 >= stream.seconds / 2
        for one in call.unreached
    )


def _goes_astray(call: Call, stream: Stream) -> bool:
    if stream.packets < hearing.HALF_SECOND or not leads_inside(stream.src.ip, stream.dst.ip):
        return False
    asked = (m for leg in call.legs for m in leg.messages if m.audio and m.audio.address == stream.dst.ip)
    comes_back = any(other.src.ip == stream.dst.ip and other.file == stream.file for other in call.streams)
    return not comes_back and any(not is_hidden(message.src.ip) for message in asked)


def absent(call: Call) -> tuple[Absent, ...]:
    """Each direction in which one side should have heard the other for seconds and nothing came, though voice went the other way."""
    known, found = announced(call), []
    for talk in talks(call):
        for side in SIDES:
            sent = streams_toward(call, talk, OTHER[side], known)
            if talk.seconds_expected(side) < hearing.TALK or packets(sent) < hearing.ENOUGH or streams_toward(call, talk, side, known):
                continue
            back = max(sent, key=lambda stream: stream.packets)
            if not any(one.dst == back.src or one.src == back.dst for one in call.streams):
                found.append(Absent(back))
    return tuple(found)
