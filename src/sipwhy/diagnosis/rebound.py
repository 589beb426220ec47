"""Voice that moves to another port in mid call, as a NAT makes it that forgot the old one, while the other side goes on to the old."""

from __future__ import annotations

from msgspec import Struct

from sipwhy.diagnosis.talk import OTHER, SIDES, Talk, announced, streams_toward, talks
from sipwhy.model import Call, Endpoint, Side, Stream
from sipwhy.reference import hearing
from sipwhy.reference.networks import is_hidden

_SETTLED = 1_000_000
"""µs in which packets by the old way may still come."""
_WHOLE = 0.9
"""Share of what is sent from which a receiver tells by RTCP that it hears it."""


class Rebound(Struct, frozen=True):
    """A side whose voice has moved, and what is still sent to where it came from before."""

    talk: Talk
    side: Side
    before: Stream
    after: Stream
    out: Stream


def rebound(call: Call) -> Rebound | None:
    """
    The first such side. One source (SSRC) that moves without a new description is no second device and no second call.

    Where ICE tries other ways nothing is said, nor where anything at all was sent to the new place, or RTCP from that side tells that it
    goes on hearing.
    """
    if any(m.audio.attribute("candidate") for leg in call.legs for m in leg.messages if m.audio):
        return None
    known, reached = announced(call), frozenset(stream.dst for stream in call.streams)
    return next((one for talk in talks(call) for side in SIDES if (one := _of_side(call, talk, side, (known, reached)))), None)


def _of_side(call: Call, talk: Talk, side: Side, sockets: tuple[frozenset[Endpoint], frozenset[Endpoint]]) -> Rebound | None:
    """`sockets` are those that any description names, and those to which anything was sent."""
    known, reached = sockets
    sent = streams_toward(call, talk, OTHER[side], known)
    of_source: dict[tuple[int, Endpoint, int], list[Stream]] = {}
    for stream in sent:
        of_source.setdefault(_source(stream), []).append(stream)
    for after in sent:
        if after.src in known or after.src in reached:
            continue
        before = next((one for one in of_source.get(_source(after), ()) if _follows(after, one)), None)
        if before is None:
            continue
        out = next((one for one in call.streams if (one.src, one.dst) == (after.dst, before.src) and _goes_on(one, after)), None)
        if out and _is_wanted(talk, side, out, after) and not _is_heard(call, out, after):
            return Rebound(talk, side, before, after, out)
    return None


def _source(stream: Stream) -> tuple[int, Endpoint, int]:
    return stream.ssrc, stream.dst, stream.file


def _follows(after: Stream, before: Stream) -> bool:
    """
    Whether what comes of one source from elsewhere begins where the other ends.

    From an inner address instead of an outer one it is the same voice, seen on the other side of the NAT.
    """
    if is_hidden(after.src.ip) != is_hidden(before.src.ip):
        return False
    return before.first_ts < after.first_ts and before.last_ts <= after.first_ts + _SETTLED


def _goes_on(out: Stream, after: Stream) -> bool:
    """Whether both last for long after the move, and one as long as the other."""
    lasted = min(out.last_ts, after.last_ts) - after.first_ts
    return lasted >= hearing.STOPPED * 1e6 and abs(out.last_ts - after.last_ts) < hearing.STOPPED * 1e6 and out.first_ts < after.first_ts


def _is_wanted(talk: Talk, side: Side, out: Stream, after: Stream) -> bool:
    """Whether for long after the move the side wanted to hear: on hold it does not."""
    spans = talk.listening(side)
    return sum(max(min(until, out.last_ts) - max(since, after.first_ts), 0) for since, until in spans) >= hearing.STOPPED * 1e6


def _is_heard(call: Call, out: Stream, after: Stream) -> bool:
    """Whether reports that go on after the move tell of as much as is sent."""
    ips, pace = {out.dst.ip, after.src.ip}, (out.packets + out.lost) / max(out.seconds, 1.0)
    late = [r for r in call.reports if r.src.ip in ips and r.ssrc == out.ssrc and r.last_ts > after.first_ts + hearing.STOPPED * 1e6]
    return any(r.highest - r.first_highest >= (r.last_ts - r.first_ts) / 1e6 * pace * _WHOLE for r in late if r.last_ts > r.first_ts)
