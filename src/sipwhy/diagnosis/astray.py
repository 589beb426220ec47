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
    that it announced, to the very sender: else a NAT or a description that was not captured may have changed its port.
    """
    said = [message for leg in call.legs for message in leg.messages if message.sdp]
    if any(message.audio and message.audio.attribute("candidate") for message in said):
        return None
    ports = {media.port for message in said if message.sdp for media in message.sdp.media}
    used = Counter(socket for stream in call.streams for socket in {stream.src, stream.dst})
    for stream in call.streams:
        if stream.dst.port in ports or used[stream.dst] > 1:
            continue
        if stream.is_audio and stream.packets >= hearing.ENOUGH and stream.leg is not None and stream.leg < len(call.legs):
            found = _astray(call, call.legs[stream.leg], stream)
            if found:
                return found
    return None


def _astray(call: Call, leg: Leg, stream: Stream) -> Astray | None:
    told = [message for message in leg.messages if _socket(message) and _socket(message) != stream.src]
    told = [message for message in told if message.audio and message.audio.address == stream.dst.ip]
    own = [message for message in leg.messages if _socket(message) == stream.src]
    socket = _socket(told[-1]) if told and own else None
    if socket is None or len({_socket(message) for message in told}) != 1 or not _speaks(call, socket, stream):
        return None
    return Astray(stream, leg, told[-1], own[-1], socket)


def _speaks(call: Call, socket: Endpoint, stream: Stream) -> bool:
    """Whether voice comes from a socket to the sender of a stream, and none goes back there."""
    back = [one for one in call.streams if one.src == socket and one.dst == stream.src and one.packets >= hearing.ENOUGH]
    return bool(back) and not any(one.dst == socket for one in call.streams)


def _socket(message: Message) -> Endpoint | None:
    audio = message.audio
    return Endpoint(audio.address, audio.port) if audio and audio.address and audio.port else None
