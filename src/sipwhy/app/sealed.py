"""Whether voice may be encrypted: a cheap look, before what decrypts is loaded."""

from __future__ import annotations

from collections.abc import Iterator

from sipwhy.model import Call, Endpoint, Stream
from sipwhy.reference.hearing import TAGS
from sipwhy.wire.extractor import Span


def may_be_sealed(call: Call, stream: Stream) -> bool:
    """Whether a description of the stream's leg speaks of keys, or asks for SRTP; or the packets have the size of it."""
    if stream.leg is None or is_open(call, stream):
        return False
    return stream.extra in TAGS or call.legs[stream.leg].speaks_of_keys


def is_open(call: Call, stream: Stream) -> bool:
    """Whether a stream is G.711 of the very size of plain RTP, whatever was agreed on: SRTP without a tag would have been named."""
    return stream.extra == 0 and not (stream.leg is not None and call.legs[stream.leg].may_leave_out_tags)


def handshakes(call: Call, stream: Stream) -> Iterator[tuple[Endpoint, Span]]:
    """Where and when the DTLS handshake of a stream may be, if it has one: from the beginning of the call on."""
    for socket in (stream.src, stream.dst):
        for port in (socket.port, socket.port + 1):  # RTCP has a handshake of its own where it does not share the port
            yield Endpoint(socket.ip, port), (min(call.start, stream.first_ts), stream.last_ts)
