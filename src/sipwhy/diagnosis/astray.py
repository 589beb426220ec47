"""Voice to a port that nobody announced, of a host that listens and speaks at another one (RFC 3264 section 5.1)."""

from __future__ import annotations

from collections import Counter

from msgspec import Struct

from sipwhy.model import Call, Endpoint, Leg, Message, Stream
from sipwhy.reference import hearing


class Astray(Struct, frozen=True):
    """A stream, what its sender was told, and by which message."""

    stream: Stream
    leg: Leg
    told: Message
    """The description of the host that it goes to."""
    own: Message
    """The description of its sender."""
    socket: Endpoint
    """Where it should have gone."""


def astray(call: Call) -> Astray | None:
    """
    The first such stream; None with ICE, which agrees on sockets by itself.

    Where voice comes from the port that it goes to, symmetric RTP explains it (RFC 4961). The host has to be seen to speak from the socket
    that it announced, to the very sender: else a NAT or a description that was not captured may have changed its port. Where somebody else
    sends to that port too, or voice comes from it, it is in use.
    """
    said = [message for leg in call.legs for message in leg.messages if message.sdp]
    if any(message.audio and message.audio.attribute("candidate") for message in said):
        return None
    ports = {media.port for message in said if message.sdp for media in message.sdp.media}
    used = Counter(socket for way in {(stream.src, stream.dst) for stream in call.streams} for socket in set(way))
    spoken = frozenset((stream.src, stream.dst) for stream in call.streams if stream.packets >= hearing.ENOUGH)
    reached, named = frozenset(stream.dst for stream in call.streams), [_named(leg) for leg in call.legs]
    for stream in call.streams:
        if stream.dst.port in ports or used[stream.dst] > 1 or stream.packets < hearing.ENOUGH or not stream.is_audio:
            continue
        if stream.leg is None or stream.leg >= len(named):
            continue
        own, other = named[stream.leg].get(stream.src.ip, {}).get(stream.src), _only(named[stream.leg].get(stream.dst.ip, {}), stream.src)
        if own and other and (other[0], stream.src) in spoken and other[0] not in reached:
            return Astray(stream, call.legs[stream.leg], other[1], own, other[0])
    return None


def _named(leg: Leg) -> dict[str, dict[Endpoint, Message]]:
    """The sockets for voice that a leg names, by their hosts, and the message that names each last."""
    found: dict[str, dict[Endpoint, Message]] = {}
    for message in leg.messages:
        if socket := _socket(message):
            found.setdefault(socket.ip, {})[socket] = message
    return found


def _only(sockets: dict[Endpoint, Message], sender: Endpoint) -> tuple[Endpoint, Message] | None:
    """The one socket besides the sender's; None if there are more."""
    if len(sockets) - (sender in sockets) != 1:
        return None
    return next(pair for pair in sockets.items() if pair[0] != sender)


def _socket(message: Message) -> Endpoint | None:
    audio = message.audio
    return Endpoint(audio.address, audio.port) if audio and audio.address and audio.port else None
