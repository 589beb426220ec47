"""
When which side of an answered leg should have heard the other, as their descriptions agreed (RFC 3264), and what streams went there.

A leg has two sides: the first sent its first request. What a side describes is where it wants to receive. Hold (sendonly,
inactive, c=0.0.0.0, port 0), T.38 in place of voice, and media that move to another socket end what is expected.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property

from msgspec import Struct

from sipwhy.diagnosis.kept import keeps_last
from sipwhy.model import Call, Endpoint, Leg, Media, Message, Side, Stream
from sipwhy.reference import hearing

OTHER: dict[Side, Side] = {"first": "second", "second": "first", "unknown": "unknown"}
SIDES: tuple[Side, Side] = ("first", "second")
_NOBODY = (None, "", "0.0.0.0", "::")
_METHODS = ("INVITE", "UPDATE", "PRACK", "ACK")
_NEVER = 1 << 63
"""Behind every time, µs."""


class Described(Struct, frozen=True):
    """One accepted description of one side."""

    message: Message
    side: Side
    audio: Media | None

    @property
    def socket(self) -> Endpoint | None:
        """Where it wants to receive voice; None on hold, or without voice."""
        audio = self.audio
        return Endpoint(audio.address or "", audio.port) if audio and audio.port and audio.address not in _NOBODY else None

    @property
    def listens(self) -> bool:
        """Whether it wants to receive."""
        return self.socket is not None and self.audio is not None and self.audio.direction in ("sendrecv", "recvonly")

    @property
    def speaks(self) -> bool:
        """Whether it means to send."""
        return self.audio is not None and self.audio.port > 0 and self.audio.direction in ("sendrecv", "sendonly")


class Talk(Struct, frozen=True, dict=True):
    """One answered leg with what both sides described; times in µs."""

    leg: Leg
    answer: Message
    until: int
    """The first BYE, else the last packet or message of the leg."""
    bye: Message | None
    described: tuple[Described, ...]

    def host(self, side: Side) -> Endpoint:
        """The side's signalling socket."""
        return self.leg.src if side == "first" else self.leg.dst

    def sockets(self, side: Side) -> frozenset[Endpoint]:
        """Where the side wanted to receive voice, at any time."""
        return self._sockets[side]

    @cached_property
    def _sockets(self) -> dict[Side, frozenset[Endpoint]]:
        named = {side: {one.socket for one in self.described if one.side == side} for side in OTHER}
        return {side: frozenset(filter(None, sockets)) for side, sockets in named.items()}

    def audio(self, side: Side) -> Media | None:
        """What the side described last before media moved."""
        return next((one.audio for one in reversed(self.described) if one.side == side and one.audio and one.socket), None)

    def description(self, side: Side) -> Message:
        """The message by which the side described voice last."""
        return next(one.message for one in reversed(self.described) if one.side == side and one.audio)

    def expected(self, side: Side) -> tuple[tuple[int, int], ...]:
        """The times in which the side should have heard the other, until media moved."""
        moved = self._moved_at()
        return tuple((since, min(until, moved)) for since, until in self.listening(side) if since < moved)

    def listening(self, side: Side) -> tuple[tuple[int, int], ...]:
        """The times in which the side wanted to hear and the other to speak, wherever: no hold, and no fax by T.38."""
        now: dict[Side, Described] = {}
        spans: list[tuple[int, int]] = []
        begun: int | None = None
        for one in self.described:
            at = max(one.message.ts, self.answer.ts)
            now[one.side] = one
            goes = side in now and OTHER[side] in now and now[side].listens and now[OTHER[side]].speaks
            if begun is not None and not goes:
                spans.append((begun, at))
                begun = None
            if goes and begun is None:
                begun = at
        if begun is not None:
            spans.append((begun, max(begun, self.until)))
        return tuple((since, until) for since, until in spans if until > since)

    def _moved_at(self) -> int:
        """When a side first named another socket than before; behind the end if none did."""
        where: dict[Side, Endpoint] = {}
        for one in self.described:
            if one.message.ts > self.answer.ts and one.socket and one.socket != where.get(one.side, one.socket):
                return one.message.ts
            if one.socket:
                where[one.side] = one.socket
        return _NEVER

    def seconds_expected(self, side: Side) -> float:
        """How long the side should have heard the other."""
        return sum(until - since for since, until in self.expected(side)) / 1e6


@keeps_last
def talks(call: Call) -> tuple[Talk, ...]:
    """The answered legs whose both sides described voice; of several hops with the same media, the first."""
    found: dict[frozenset[Endpoint], Talk] = {}
    for leg in call.legs:
        talk = _talk(call, leg)
        if talk and all(any(one.side == side and one.audio for one in talk.described) for side in SIDES):
            found.setdefault(talk.sockets("first") | talk.sockets("second") or frozenset({leg.src, leg.dst}), talk)
    return tuple(found.values())


def unseen_talks(call: Call) -> tuple[Talk, ...]:
    """Those long enough to have voice of whose sockets the capture has no stream at all, though it has the voice of other legs."""
    seen = {socket for stream in call.streams for socket in (stream.src, stream.dst)}
    found = talks(call) if seen else ()
    return tuple(
        talk
        for talk in found
        if any(talk.seconds_expected(side) >= hearing.TALK for side in SIDES)
        and not any(stream.leg == talk.leg.index for stream in call.streams)
        and not seen & (talk.sockets("first") | talk.sockets("second"))
    )


def is_unseen(call: Call) -> bool:
    """Whether people talked for seconds, as packets of SIP tell, and the capture has not a packet of their voice."""
    if call.streams or call.result != "answered":
        return False
    found = (talk for talk in talks(call) if talk.answer.line is None)
    return any(talk.seconds_expected(side) >= hearing.STOPPED for talk in found for side in SIDES)


def described(leg: Leg, answer: Message) -> Iterator[Described]:
    """The descriptions of a leg in order, without those that were refused or belong to another branch of a fork."""
    refused = {
        m.number
        for t in leg.transactions_of(*_METHODS)
        if t.final and t.final.status and t.final.status >= 300
        for m in (t.first, *t.repeats, *t.answers)
        if t.first.ts > answer.ts
    }
    for message in leg.messages:
        if message.sdp is None or message.is_repeat or message.number in refused or message.method not in _METHODS:
            continue
        of_other_branch = not message.is_request and message.src == leg.dst and message.to_tag not in (answer.to_tag, None)
        if of_other_branch and message.ts <= answer.ts:
            continue
        side: Side = "first" if message.src == leg.src else "second"
        yield Described(message, side, _voice(message))


def announced(call: Call) -> frozenset[Endpoint]:
    """Every socket that any description of the call names for voice."""
    lines = (media for m in call.messages if m.sdp for media in m.sdp.media if media.kind == "audio" and media.port)
    return frozenset(Endpoint(media.address, media.port) for media in lines if media.address)


def streams_toward(call: Call, talk: Talk, side: Side, known: frozenset[Endpoint]) -> tuple[Stream, ...]:
    """
    The streams that went to a side of a talk after it was answered; `known` are the sockets `announced` in the call.

    A stream to a socket that the side announced is one; so is one from the other side's socket to one that nobody announced:
    behind NAT voice goes to where voice comes from.
    """
    own, other = talk.sockets(side), talk.sockets(OTHER[side])
    places = {place for socket in own for place in call.arriving.get(socket, ())}
    places.update(place for socket in other for place in call.leaving.get(socket, ()))
    return tuple(
        stream
        for stream in (call.streams[place] for place in sorted(places))
        if stream.is_audio and stream.last_ts > talk.answer.ts and stream.first_ts < talk.until
        if (stream.dst in own and stream.src not in own) or (stream.src in other and stream.dst not in known)
    )


def person(call: Call, side: Side) -> str | None:
    """Who speaks and hears at a side of the call's talks: the caller at the first, the callee at the second."""
    return call.caller if side == "first" else call.callee


def packets(streams: tuple[Stream, ...]) -> int:
    """How many packets they have."""
    return sum(stream.packets for stream in streams)


def _talk(call: Call, leg: Leg) -> Talk | None:
    answer = leg.answer
    if answer is None or answer.method != "INVITE":
        return None
    bye = next((t.first for t in leg.transactions_of("BYE") if t.first.ts >= answer.ts), None)
    last = leg.messages[-1].ts
    until = bye.ts if bye else max(last, call.last_heard.get(leg.index, last))
    return Talk(leg, answer, until, bye, tuple(described(leg, answer)))


def _voice(message: Message) -> Media | None:
    """The first audio line with a port; else the first audio line, which refuses or removes voice."""
    lines = [media for media in message.sdp.media if media.kind == "audio"] if message.sdp else []
    return next((media for media in lines if media.port), lines[0] if lines else None)
