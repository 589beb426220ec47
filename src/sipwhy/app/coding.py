"""How the voice of a stream is read, as the descriptions of its leg name it."""

from __future__ import annotations

from sipwhy.media.sound.codecs import decodable
from sipwhy.media.sound.track import Coding
from sipwhy.model import Call, Stream
from sipwhy.model.sdp import Codec
from sipwhy.reference.payload_types import STATIC


def codings_of(call: Call, stream: Stream, *, named_only: bool = False) -> dict[int, Coding]:
    """
    How each payload type of a stream is read, the one that its voice has at the end first.

    Static ones need no description, unless `named_only`: whoever did not ask for one may throw it away, whatever it sounds like.
    """
    named = {codec.payload_type: codec for codec in reversed(codecs_of(call, stream))}
    found: dict[int, Coding] = {}
    for kind in (stream.payload_type, *(kind for kind, _ in stream.payload_types)):
        codec = named.get(kind) or Codec(kind, "" if named_only else STATIC.get(kind, ""), 8000)
        if how := decodable(codec.name):
            found[kind] = Coding(how, codec.clock or 8000, codec.fmtp)
    return found


def codecs_of(call: Call, stream: Stream) -> list[Codec]:
    """Every codec that its leg's descriptions name, in order."""
    leg = call.legs[stream.leg or 0]
    return [codec for m in leg.messages if m.sdp for media in m.sdp.media for codec in media.codecs]


def events_of(call: Call, stream: Stream) -> list[Codec]:
    """The telephone events that the leg's descriptions name."""
    return [codec for codec in codecs_of(call, stream) if codec.name.lower() == "telephone-event"]
