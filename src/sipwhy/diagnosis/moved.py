"""Voice that goes on to where the other side was, after that side has moved (RFC 3264 section 8.3.1)."""

from __future__ import annotations

from msgspec import Struct

from sipwhy.diagnosis.talk import OTHER, SIDES, Described, Talk, talks
from sipwhy.model import Call, Endpoint, Side, Stream
from sipwhy.reference import hearing


class Left(Struct, frozen=True):
    """A side that moved and is still sent to at its old place."""

    talk: Talk
    side: Side
    """Who moved, and hears nothing."""
    move: Described
    old: Endpoint
    stream: Stream


def left_behind(call: Call) -> Left | None:
    """The first such side; None where the sender has sent to the new place as well, or the old one may hand on what comes."""
    return next((left for talk in talks(call) for side in SIDES if (left := _of_side(call, talk, side))), None)


def _of_side(call: Call, talk: Talk, side: Side) -> Left | None:
    own = [one for one in talk.described if one.side == side and one.socket]
    at = next((i for i in range(len(own) - 1, 0, -1) if own[i].socket != own[i - 1].socket), 0)
    move, old = own[at] if at else None, own[at - 1].socket if at else None
    if move is None or old is None or not move.listens or move.message.ts <= talk.answer.ts or move.socket is None:
        return None
    if old.ip == move.socket.ip:
        return None  # another port of one host: what comes to the old one may still be its own
    senders = {socket.ip for socket in talk.sockets(OTHER[side])} | {talk.host(OTHER[side]).ip}
    sent = [stream for stream in call.streams if stream.is_audio and stream.src.ip in senders]
    stale = [s for s in sent if s.dst == old and s.first_ts < move.message.ts and _lasts(s, move, talk)]
    follows = any(s.dst.ip == move.socket.ip for s in sent)
    goes_on = any(s.src == old and s.last_ts > move.message.ts + hearing.STOPPED * 1e6 for s in call.streams)
    return Left(talk, side, move, old, stale[0]) if stale and not follows and not goes_on else None


def _lasts(stream: Stream, move: Described, talk: Talk) -> bool:
    """Whether it goes on for long after the move, nearly to the end, so that no message that was missed called it back."""
    return stream.last_ts - move.message.ts >= hearing.STOPPED * 1e6 and talk.until - stream.last_ts <= hearing.STOPPED * 1e6
