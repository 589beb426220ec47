"""Voice that goes on to where the other side was, after that side has moved (RFC 3264 section 8.3.1)."""

from __future__ import annotations

from msgspec import Struct

from sipwhy.diagnosis.offers import exchanges
from sipwhy.diagnosis.talk import OTHER, SIDES, Described, Talk, talks
from sipwhy.model import Call, Endpoint, Side, Stream
from sipwhy.reference import hearing
from sipwhy.reference.networks import is_hidden

_REFUSALS = 300


class Left(Struct, frozen=True):
    """A side that moved and is still sent to at its old place."""

    talk: Talk
    side: Side
    """Who moved, and hears nothing."""
    move: Described
    old: Endpoint
    stream: Stream


def left_behind(call: Call) -> Left | None:
    """
    The first such side; None where voice came to the new place as well, or the old one may hand on what comes.

    A move holds once it is agreed to: an offer that is refused or never answered changes nothing (RFC 3261 section 14.1). Of an
    inner address after an outer one nobody can say that its owner moved: a telephone behind NAT names both, and who sends to
    where voice comes from is right to go on.
    """
    return next((left for talk in talks(call) for side in SIDES if (left := _of_side(call, talk, side))), None)


def _of_side(call: Call, talk: Talk, side: Side) -> Left | None:
    own = [one for one in talk.described if one.side == side and one.socket]
    at = next((i for i in range(len(own) - 1, 0, -1) if own[i].socket != own[i - 1].socket), 0)
    move, old = own[at] if at else None, own[at - 1].socket if at else None
    if move is None or old is None or not move.listens or move.message.ts <= talk.answer.ts or move.socket is None:
        return None
    if old.ip == move.socket.ip or not _is_agreed(move, talk):
        return None  # another port of one host: what comes to the old one may still be its own
    if is_hidden(move.socket.ip) and not is_hidden(old.ip):
        return None
    senders = {socket.ip for socket in talk.sockets(OTHER[side])} | {talk.host(OTHER[side]).ip}
    sent = [stream for stream in call.streams if stream.is_audio and stream.src.ip in senders]
    stale = [s for s in sent if s.dst == old and s.first_ts < move.message.ts and _lasts(s, move, talk)]
    later = [s for s in call.streams if s.is_audio and s.last_ts > move.message.ts]
    follows = any(s.dst.ip == move.socket.ip for s in sent) or any(s.dst == move.socket for s in later)
    speaking = [s for s in later if s.src == old or (s.src.ip == old.ip and s.dst.ip in senders)]
    goes_on = any(s.last_ts > move.message.ts + hearing.STOPPED * 1e6 for s in speaking)
    return Left(talk, side, move, old, stale[0]) if stale and not follows and not goes_on else None


def _is_agreed(move: Described, talk: Talk) -> bool:
    """Whether the other side accepted it: by a 2xx, or in ACK where the 2xx made the offer."""
    message = move.message
    for exchange in exchanges(talk.leg):
        if message.number in (exchange.offer.number, exchange.answer.number if exchange.answer else None):
            final = exchange.transaction.final
            return exchange.answer is not None and final is not None and (final.status or 0) < _REFUSALS
    return False


def _lasts(stream: Stream, move: Described, talk: Talk) -> bool:
    """Whether it goes on for long after the move, nearly to the end, so that no message that was missed called it back."""
    return stream.last_ts - move.message.ts >= hearing.STOPPED * 1e6 and talk.until - stream.last_ts <= hearing.STOPPED * 1e6
