"""
Media that a server sends past itself, from one telephone to the other (RFC 3264 section 8.3.1, RFC 3725), though there is no way.

Seen at the server the descriptions alone tell: each side is told the inner address of the other, and both are in different networks.
Seen at a telephone its voice tells: it goes to the new address, and from the moment of the change on none comes back.
"""

from __future__ import annotations

from collections.abc import Iterator

from msgspec import Struct

from sipwhy.diagnosis.scene import Scene
from sipwhy.diagnosis.talk import OTHER, SIDES, Described, Talk, described, talks
from sipwhy.model import Call, Endpoint, Leg, Message, Side, Stream
from sipwhy.reference import hearing
from sipwhy.reference.networks import is_hidden, leads_inside, share_network

_SETTLED = 1_000_000
"""µs after a change in which packets of before may still be on their way, and the other side may still have to learn of it."""


class Handed(Struct, frozen=True):
    """An inner address that reached another host than the one that named it as its own."""

    leg: Leg
    message: Message
    socket: Endpoint
    owner: str
    """The public address of the host that named it."""
    peer: str
    """The public address of the host that was told to send there."""

    @property
    def server(self) -> str:
        """The host that handed it on."""
        return self.message.src.ip


class Swap(Struct, frozen=True):
    """Two sides that were told each other's inner addresses."""

    one: Handed
    other: Handed

    @property
    def last(self) -> Handed:
        """The later of the two: with it no voice arrives any more."""
        return max(self.one, self.other, key=lambda handed: handed.message.number)


class Past(Struct, frozen=True):
    """A telephone that was told to send elsewhere, did, and hears nothing any more."""

    talk: Talk
    side: Side
    """The telephone's side."""
    move: Described
    sent: Stream
    before: tuple[Stream, ...]
    """Voice that came to it before the change."""


def swapped(call: Call) -> Swap | None:
    """
    The first two sides of an answered call that were told to send to each other's inner addresses, for long enough to talk.

    They signal from different public addresses, so that no one NAT has both behind it, and neither names an address of the
    other's network. Where ICE tries other ways, or voice still comes to the server, nothing is said.
    """
    handed = list(_handed(call))
    for other in handed:
        for one in handed:
            if one.message.number < other.message.number and (one.owner, one.peer) == (other.peer, other.owner):
                swap = Swap(one, other)
                if _lasts(call, swap) and not share_network(one.socket.ip, other.socket.ip):
                    return swap
    return None


def _handed(call: Call) -> Iterator[Handed]:
    """In order of time, each inner socket that was told to another host than its owner's; all hosts being public."""
    owners: dict[Endpoint, str] = {}
    told = [(leg, one) for leg in call.legs if leg.answer for one in described(leg, leg.answer)]
    for leg, one in sorted(told, key=lambda found: found[1].message.number):
        message, socket = one.message, one.socket
        if socket is None or not is_hidden(socket.ip) or is_hidden(message.src.ip) or is_hidden(message.dst.ip):
            continue
        owner = owners.setdefault(socket, message.src.ip)
        if owner not in (message.src.ip, message.dst.ip) and one.audio and one.audio.attribute("candidate") is None:
            yield Handed(leg, message, socket, owner, message.dst.ip)


def _lasts(call: Call, swap: Swap) -> bool:
    """Whether both were left so for long enough to talk, and no voice came by meanwhile."""
    answers = [handed.leg.answer.ts for handed in (swap.one, swap.other) if handed.leg.answer]
    since = max(swap.one.message.ts, swap.other.message.ts, *answers)
    ends = [_until(handed, since) for handed in (swap.one, swap.other)]
    until = min(ends)
    if (until - since) / 1e6 < hearing.TALK:
        return False
    return not any(stream.is_audio and stream.first_ts < until and stream.last_ts > since + _SETTLED for stream in call.streams)


def _until(handed: Handed, since: int) -> int:
    """Until when a side was to send there: another description, BYE, or the last message of the leg."""
    leg, message = handed.leg, handed.message
    later = [one for one in described(leg, leg.answer) if one.message.ts > since] if leg.answer else []
    moved = [one.message.ts for one in later if one.message.src.ip == message.src.ip and one.socket != handed.socket]
    byes = [t.first.ts for t in leg.transactions_of("BYE") if t.first.ts > since]
    return min([*moved, *byes], default=leg.messages[-1].ts)


def past_server(call: Call, scene: Scene) -> Past | None:
    """The first telephone at which the evidence was taken that sends past its server, as it was told, and gets nothing from then on."""
    return next((past for talk in talks(call) for side in SIDES if (past := _of_side(call, scene, talk, side))), None)


def _of_side(call: Call, scene: Scene, talk: Talk, side: Side) -> Past | None:
    own = talk.host(side).ip
    told = [one for one in talk.described if one.side == OTHER[side] and one.socket]
    at = next((i for i in range(1, len(told)) if _moves(told[i - 1], told[i], talk, side)), None)
    if at is None or not scene.is_vantage(own) or scene.host(own).role != "phone":
        return None
    move, until = told[at], told[at + 1].message.ts if at + 1 < len(told) else talk.until
    if (until - move.message.ts) / 1e6 < hearing.TALK or not _both_speak(talk, side, move, until):
        return None
    since = move.message.ts + _SETTLED
    sent = [s for s in call.streams if s.is_audio and s.src.ip == own and s.dst == move.socket and s.packets >= hearing.ENOUGH]
    came = [s for s in call.streams if s.dst.ip == own and s.last_ts > talk.answer.ts]
    if not sent or any(s.last_ts > since and s.first_ts < until for s in came):
        return None
    return Past(talk, side, move, sent[0], tuple(s for s in came if s.is_audio))


def _moves(before: Described, one: Described, talk: Talk, side: Side) -> bool:
    """
    Whether after the answer the server names another host than itself to send voice to.

    An inner one that it names to a telephone outside is `private-media-address`.
    """
    if one.socket is None or before.socket is None or one.message.ts <= talk.answer.ts:
        return False
    ip = one.socket.ip
    return ip not in (talk.host(OTHER[side]).ip, before.socket.ip) and not leads_inside(talk.host(side).ip, ip)


def _both_speak(talk: Talk, side: Side, move: Described, until: int) -> bool:
    """Whether nobody was put on hold by the change or during it."""
    since = move.message.ts - _SETTLED
    during = [one for one in talk.described if since < one.message.ts < until]
    return all(one.listens and one.speaks for one in during)
