"""Payload types: what a receiver asked for, what a sender named, and what came (RFC 3264 section 5.1, RFC 3551)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from msgspec import Struct

from sipwhy.diagnosis.talk import Talk
from sipwhy.model import Call, Media, Side, Stream
from sipwhy.model.sdp import Codec
from sipwhy.reference.payload_types import EVENTS, NOISE, is_voice


class Asked(Struct, frozen=True):
    """The formats that one side of a talk listed, over all its descriptions."""

    codecs: tuple[Codec, ...]
    types: frozenset[int]
    """The payload types of all its media: voice and video may share a socket (RFC 9143)."""

    @property
    def voice(self) -> tuple[str, ...]:
        """The names of its codecs for voice."""
        return tuple(
            dict.fromkeys(codec.name or str(codec.payload_type) for codec in self.codecs if is_voice(codec.payload_type, codec.name))
        )

    @property
    def events(self) -> tuple[Codec, ...]:
        """Its formats for telephone events."""
        return tuple(codec for codec in self.codecs if codec.name.lower() == EVENTS)

    def name(self, payload_type: int) -> str | None:
        """What it calls a payload type."""
        return next((codec.name for codec in self.codecs if codec.payload_type == payload_type and codec.name), None)


def asked_by(talk: Talk, side: Side) -> Asked:
    """What a side of a talk listed."""
    own = [one for one in talk.described if one.side == side]
    media = (line for one in own if one.message.sdp for line in one.message.sdp.media)
    return Asked(tuple(_codecs(one.audio for one in own)), frozenset(codec.payload_type for line in media for codec in line.codecs))


def _codecs(lines: Iterable[Media | None]) -> Iterator[Codec]:
    seen: set[tuple[int, str]] = set()
    for line in lines:
        for codec in line.codecs if line else ():
            if (codec.payload_type, codec.name) not in seen:
                seen.add((codec.payload_type, codec.name))
                yield codec


def undeclared(stream: Stream, asked: Asked) -> tuple[tuple[int, int], ...]:
    """The payload types of a stream, with their packets, that its receiver did not list; comfort noise is left out."""
    return tuple((kind, count) for kind, count in stream.payload_types if kind not in asked.types and kind not in NOISE)


def is_named(call: Call, stream: Stream) -> bool:
    """
    Whether a description of a stream's leg lists the payload type of its voice.

    Else its codec is only what RFC 3551 gives that number: a sender that nobody asked for it may mean another.
    """
    leg = call.legs[stream.leg or 0]
    return any(codec.payload_type == stream.payload_type for m in leg.messages if m.sdp for media in m.sdp.media for codec in media.codecs)


def is_whole(talk: Talk) -> bool:
    """Whether every description of a talk was seen: it began within the capture."""
    return talk.leg.messages[0].is_initial


def events_in(stream: Stream, *sides: Asked) -> int:
    """How many packets of telephone events a stream has, by what any of `sides` calls them."""
    types = {codec.payload_type for asked in sides for codec in asked.events}
    voice = {stream.payload_type}
    return sum(count for kind, count in stream.payload_types if kind in types - voice)
