"""Voice whose keys were to be made by DTLS (RFC 5764), and were not: who began, what came back, who gave up."""

from __future__ import annotations

from msgspec import Struct

from sipwhy.diagnosis.scene import Scene
from sipwhy.diagnosis.talk import SIDES, Talk, talks
from sipwhy.model import Call, Confidence, Side
from sipwhy.model.dtls import Dtls
from sipwhy.reference import hearing
from sipwhy.reference.alerts import HARMLESS

_SEVERAL = 3
"""ClientHellos from which nobody answers: the first is sent again after a second, then after two more (RFC 6347 section 4.2.4.1)."""
_PATIENCE = 3.0
"""Seconds that a handshake takes in no network in which people talk."""
_FATAL = 2
_AFTER = 2_000_000
"""How long after the end of a leg what belongs to it may still come, µs."""


class Unmade(Struct, frozen=True):
    """A handshake that made no keys."""

    talk: Talk
    sent: Dtls
    """What its beginner sent."""
    back: Dtls | None
    """What came back; None for nothing."""
    confidence: Confidence
    refused_by: Dtls | None = None
    """Who broke it off."""


def unmade(call: Call, scene: Scene) -> Unmade | None:
    """The first leg without a packet of voice whose handshake made no keys."""
    return next((found for talk in talks(call) if (found := _of_talk(call, scene, talk))), None)


def _of_talk(call: Call, scene: Scene, talk: Talk) -> Unmade | None:
    if any(stream.leg == talk.leg.index for stream in call.streams) or not all(_is_by_dtls(talk, side) for side in SIDES):
        return None
    if max(talk.seconds_expected(side) for side in SIDES) < hearing.STOPPED:
        return None
    seen = [one for side in SIDES for socket in talk.sockets(side) for one in scene.handshakes(socket)]
    seen = [one for one in seen if talk.leg.messages[0].ts <= one.first_ts and one.last_ts <= talk.until + _AFTER]
    begun = max((one for one in seen if one.hellos), key=lambda one: one.hellos, default=None)
    if begun is None or any(_is_done(one, seen) for one in seen):
        return None
    back = next((one for one in seen if (one.src, one.dst) == (begun.dst, begun.src)), None)
    pair = (begun, back) if back else (begun,)
    broken = next((one for one in pair if one.alert and one.alert[0] == _FATAL and one.alert[1] not in HARMLESS), None)
    if broken:
        return Unmade(talk, begun, back, "likely", broken)
    is_long = (max(one.last_ts for one in seen) - begun.first_ts) / 1e6 >= _PATIENCE
    if back is None:
        is_silent = begun.hellos >= _SEVERAL and is_long and all(one.dst.ip != begun.src.ip for one in seen)
        return Unmade(talk, begun, None, "likely" if _passes_here(talk, begun) else "possible") if is_silent else None
    return Unmade(talk, begun, back, "possible") if is_long and begun.hellos >= _SEVERAL else None


def _is_by_dtls(talk: Talk, side: Side) -> bool:
    audio = talk.audio(side)
    return audio is not None and "TLS" in audio.profile


def _is_done(one: Dtls, seen: list[Dtls]) -> bool:
    """Whether both ends of a handshake sent what was encrypted: both had keys."""
    return one.sealed > 0 and any(other.sealed for other in seen if (other.src, other.dst) == (one.dst, one.src))


def _passes_here(talk: Talk, begun: Dtls) -> bool:
    """Whether what the silent one sends passes here as far as can be seen: its messages come from the address of its voice."""
    return any(message.src.ip == begun.dst.ip and message.file == begun.file for message in talk.leg.messages)
