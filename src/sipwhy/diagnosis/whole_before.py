"""Loss that begins in a server: the voice that it passes on comes to it whole, and so does what else it sends."""

from __future__ import annotations

from collections.abc import Iterator

from sipwhy.diagnosis.streams import voices
from sipwhy.model import Call, Stream
from sipwhy.reference import hearing

_MOST = 0.8
"""The share of a stream's time for which another one must go on to tell anything of it."""


def fed_whole(call: Call, stream: Stream) -> Stream | None:
    """
    The voice that comes to the sender of a stream to be passed on, where all of it comes without what is missing in the stream.

    Both must be in one recording: only there they pass the same point.
    """
    came = [one for one in _beside(call, stream) if one.dst.ip == stream.src.ip and one.src.ip != stream.dst.ip]
    return max(came, key=lambda one: one.packets, default=None) if all(_is_whole(one, stream) for one in came) else None


def sends_whole(call: Call, stream: Stream) -> bool:
    """Whether its sender sends something else meanwhile that comes past the capture whole: the way from it to here loses nothing."""
    return any(one.src.ip == stream.src.ip and _is_whole(one, stream) for one in _beside(call, stream))


def _beside(call: Call, stream: Stream) -> Iterator[Stream]:
    """The other voices of the same recording that go on for most of its time."""
    for one in voices(call):
        together = min(one.last_ts, stream.last_ts) - max(one.first_ts, stream.first_ts)
        if one is not stream and one.file == stream.file and together >= _MOST * (stream.last_ts - stream.first_ts):
            yield one


def _is_whole(one: Stream, lossy: Stream) -> bool:
    return one.packets >= hearing.ENOUGH and one.share_lost < lossy.share_lost / 4
