"""Voice that is encrypted with another key than its sender told (SDES: RFC 4568 section 5.1)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Literal

from msgspec import Struct

from sipwhy.diagnosis.deafness import party
from sipwhy.diagnosis.meaning import proof, stream_proof
from sipwhy.diagnosis.scene import Scene
from sipwhy.diagnosis.talk import OTHER, SIDES, Described, Talk, announced, streams_toward, talks
from sipwhy.media.srtp.sdes import Key, keys_in
from sipwhy.model import Call, Endpoint, Finding, Side, Stream
from sipwhy.model.finding import weaker
from sipwhy.model.lock import Lock

_SOON = 5_000_000
"""µs after the sender's latest description within which a stream must begin: later a change may have been missed by the capture."""
_BESIDE = (b"a=zrtp-hash:", b"a=key-mgmt:", b"a=fingerprint:")
"""Lines by which another key may be agreed (RFC 6189 section 8, RFC 4567, RFC 5763)."""


class Misfit(Struct, frozen=True):
    """A stream that its receiver cannot authenticate."""

    kind: Literal["wrong-key", "swapped-key", "former-key"]
    talk: Talk
    side: Side
    """To whom it goes."""
    stream: Stream
    told: Described
    """By what its sender told the key that does not fit."""


def misfit(call: Call, scene: Scene) -> Misfit | None:
    """
    The first one of a call.

    What goes from one socket that is described to another one is meant only: at a relay that encrypts anew, or behind NAT, the
    description that was seen may be another one's. And keys of this leg must fit elsewhere: where none does, as in a capture whose keys
    were made unrecognisable, nothing is known of the sender's.
    """
    locks = scene.locks(call.number)
    if not any(lock.locked == "wrong-key" or lock.misused for lock in locks.values()):
        return None
    known = announced(call)
    found = (one for talk in talks(call) for side in SIDES for one in _toward(call, (talk, side), known, locks))
    return next(found, None)


def misfit_finding(slug: str, found: Misfit, scene: Scene) -> Finding:
    """What a rule says of it; its words are `misfit_words.MISFIT`."""
    return Finding(
        rule=slug,
        severity="error",
        confidence=weaker("likely", found.talk.leg.confidence),
        at_fault=party(found.talk, OTHER[found.side], scene),
        evidence=(proof("told", found.told.message), stream_proof("stream", found.stream)),
        values={"asker": found.stream.src.ip, "peer": found.stream.dst.ip, "packets": found.stream.packets},
        variant=found.kind,
        is_cause=True,
        at=found.told.message.number,
    )


def _toward(call: Call, way: tuple[Talk, Side], known: frozenset[Endpoint], locks: Mapping[int, Lock]) -> Iterator[Misfit]:
    talk, side = way
    own = [one for one in talk.described if one.side == OTHER[side] and one.audio]
    if any(word in one.message.body for one in talk.described for word in _BESIDE) or not all(map(_is_usable, own)):
        return
    for stream in streams_toward(call, talk, side, known):
        lock = locks.get(stream.index, Lock())
        kind = _kind(lock, is_proved=_fits_back(call, talk, side, locks))
        if kind is None or stream.leg != talk.leg.index or stream.dst not in talk.sockets(side) or _is_heard(call, stream):
            continue
        told = [one for one in own if one.socket == stream.src and (kind == "former-key" or one.message.ts <= stream.first_ts)]
        if told and (kind == "former-key" or stream.first_ts - told[-1].message.ts <= _SOON + max(talk.answer.ts - told[-1].message.ts, 0)):
            yield Misfit(kind, talk, side, stream, told[-1])


def _kind(lock: Lock, *, is_proved: bool) -> Literal["wrong-key", "swapped-key", "former-key"] | None:
    if lock.misused == "former":
        return "former-key"
    if lock.locked != "wrong-key":
        return None
    return "swapped-key" if lock.misused == "receiver" else "wrong-key" if is_proved else None


def _is_usable(one: Described) -> bool:
    """Whether every key of a description is one that can be tried."""
    keys = list(keys_in(one.message.body))
    return bool(keys) and all(isinstance(key, Key) for key in keys)


def _fits_back(call: Call, talk: Talk, side: Side, locks: Mapping[int, Lock]) -> bool:
    """Whether voice the other way on the same leg is encrypted with the key that was told for it."""
    back = (stream for stream in call.streams if stream.leg == talk.leg.index and stream.toward == OTHER[side])
    return any((lock := locks.get(stream.index, Lock())).opened and not lock.by_dtls and not lock.misused for stream in back)


def _is_heard(call: Call, stream: Stream) -> bool:
    """Whether its receiver tells by RTCP that it gets it: some count what does not authenticate, and then it is not known."""
    return any(report.about == stream.index and report.highest > report.first_highest for report in call.reports)
