"""Digits that go astray: refused INFO requests, telephone events to which nobody agreed, and such as do not go on to another leg."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from msgspec import Struct

from sipwhy.diagnosis.payloads import Asked, asked_by, events_in, is_whole, undeclared
from sipwhy.diagnosis.talk import OTHER, SIDES, Talk, announced, streams_toward, talks
from sipwhy.media.digits_by_info import Informed, informed
from sipwhy.model import Call, Endpoint, Side, Stream
from sipwhy.reference import hearing

_REFUSALS = frozenset({403, 405, 406, 415, 420, 469, 488, 501, 606})
"""By which a host says that it takes no such INFO; others speak of the dialog or of a login, or are made by hosts between."""
_NO_DIGITS = ("", "flash")
_APART = 2_000_000
"""How long one leg of a bridged call may go on after the other, µs."""


class Refused(Struct, frozen=True):
    """Digits by INFO that one side of a talk sent to `side`, all of which it refused."""

    talk: Talk
    side: Side
    keys: Sequence[Informed]


def refused(call: Call) -> Refused | None:
    """The digits by INFO that were refused first, unless telephone events carried them on that leg as well, or may have."""
    known = announced(call)
    found = [one for talk in talks(call) for side in SIDES if (one := _refused(call, talk, side, known))]
    return min(found, key=lambda one: one.keys[0].answered_at or 0, default=None)


def _refused(call: Call, talk: Talk, side: Side, known: frozenset[Endpoint]) -> Refused | None:
    keys = keys_by_info(talk, side)
    if not keys or not all(key.status in _REFUSALS for key in keys) or _may_carry(call, talk, side, known):
        return None
    return Refused(talk, side, keys)


def keys_by_info(talk: Talk, side: Side) -> list[Informed]:
    """The digits by INFO that went to a side."""
    is_by_first = side == "second"
    return [key for key in informed(talk.leg) if key.is_by_first == is_by_first and key.key not in _NO_DIGITS]


def _may_carry(call: Call, talk: Talk, side: Side, known: frozenset[Endpoint]) -> bool:
    """Whether telephone events went to a side, or may have: both agreed on them, and none of its voice was seen."""
    asked, own = asked_by(talk, side), asked_by(talk, OTHER[side])
    voice = streams_toward(call, talk, side, known)
    if not voice:
        return bool(asked.events and own.events)
    return any(events_in(stream, asked, own) for stream in voice)


def unasked(call: Call) -> Iterator[tuple[Talk, Side, Stream, int]]:
    """Telephone events, with how many packets, to a side whose descriptions have none, where INFO carried no digits that it took."""
    known = announced(call)
    for talk in filter(is_whole, talks(call)):
        for side in SIDES:
            asked, own = asked_by(talk, side), asked_by(talk, OTHER[side])
            if not asked.voice or asked.events or any((key.status or 0) < 300 for key in keys_by_info(talk, side)):
                continue
            for stream in streams_toward(call, talk, side, known):
                events = _events_unasked(stream, asked, own)
                if events >= hearing.DIGIT and stream.dst in talk.sockets(side):
                    yield talk, side, stream, events


def _events_unasked(stream: Stream, asked: Asked, own: Asked) -> int:
    """How many packets a stream has of its sender's events, under a number for which its receiver did not ask for something else."""
    types = {codec.payload_type for codec in own.events} - {stream.payload_type}
    return sum(count for kind, count in undeclared(stream, asked) if kind in types)


def kept(call: Call) -> tuple[Talk, Side, Stream, int] | None:
    """A side to which keyed digits did not go on, the leg of which agreed on events and was there all the time in which they came."""
    known, whole = announced(call), [talk for talk in talks(call) if is_whole(talk)]
    for talk in whole if len(whole) > 1 else ():
        for side in SIDES:
            sent = _without_events(call, talk, side, known)
            for other in whole if sent else ():
                if other is not talk and _is_within(other, talk):
                    for stream, events in events_toward(call, other, side, known):
                        if any(one.src.ip == stream.dst.ip and one.dst.ip != stream.src.ip for one in sent):
                            return talk, side, stream, events
    return None


def _without_events(call: Call, talk: Talk, side: Side, known: frozenset[Endpoint]) -> list[Stream]:
    """What went to a side of a leg that agreed on events, if none are in it and none were told by INFO."""
    asked, own = asked_by(talk, side), asked_by(talk, OTHER[side])
    if not asked.events or not own.events or talk.leg.transactions_of("INFO"):
        return []
    sent = [stream for stream in streams_toward(call, talk, side, known) if stream.packets >= hearing.ENOUGH]
    return [] if any(events_in(stream, asked, own) for stream in sent) else sent


def _is_within(inner: Talk, outer: Talk) -> bool:
    """Whether one leg was answered no sooner than another and ended with it: digits before that are for the server itself."""
    return inner.answer.ts >= outer.answer.ts and inner.until <= outer.until + _APART


def events_toward(call: Call, talk: Talk, side: Side, known: frozenset[Endpoint]) -> Iterator[tuple[Stream, int]]:
    """The streams with telephone events that went to a side, with how many packets of these."""
    asked, own = asked_by(talk, side), asked_by(talk, OTHER[side])
    for stream in streams_toward(call, talk, side, known):
        events = events_in(stream, asked, own)
        if events >= hearing.DIGIT:
            yield stream, events
