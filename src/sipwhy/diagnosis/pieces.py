"""How a UDP message is divided into IP fragments, and requests that got lost only because they had to be."""

from __future__ import annotations

from collections.abc import Iterator

from msgspec import Struct

from sipwhy.diagnosis.scene import Scene
from sipwhy.diagnosis.silence import Silence, silence_of
from sipwhy.model import Call, Leg, Message, Transaction

FITS = 1472
"""Bytes of a SIP message that one Ethernet packet holds: 1500 without the headers of IPv4 and UDP."""
FITS_TUNNELS = 1392
"""Bytes of a SIP message that one packet of a usual tunnel holds: WireGuard's 1420 without the headers of IPv4 and UDP."""
_FRAGMENT = 1480
"""Bytes of a datagram in each fragment."""
_UDP = 8
_AGAIN = 3
"""How often a request must have been sent in vain: one may get lost by chance."""


class Outgrown(Struct, frozen=True):
    """A request too large for one packet that nobody answered, though the smaller one before it was answered."""

    leg: Leg
    answered: Transaction
    lost: Transaction
    size: int


def pieces_of(size: int) -> int:
    """How many IP fragments a SIP message of that many bytes takes on Ethernet."""
    return -(-(size + _UDP) // _FRAGMENT)


def outgrown(call: Call) -> Outgrown | None:
    """The first such request of a call; None where the network itself says what became of it."""
    if any(leg.errors for leg in call.legs):
        return None
    for leg in call.legs:
        silence = _silence(call, leg)
        if silence is None or silence.times < _AGAIN or not _is_divided(silence.request):
            continue
        smaller = [one for one in leg.attempts if one.final and one.request and not _is_divided(one.request)]
        if smaller:
            return Outgrown(leg, smaller[-1], silence.transaction, len(silence.request.raw))
    return None


def swallowed(call: Call, scene: Scene) -> Leg | None:
    """
    The first leg whose INVITE had to be divided and got no answer, though the same host answers small ones of the same sender.

    None where it ever answered a large one, or the network itself says what became of this one.
    """
    leg = next((leg for leg, lost in _unanswered(call) if _is_divided(lost.first)), None)
    taken = scene.taken(leg.src.ip, leg.dst.ip) if leg else None
    return leg if taken and taken.small and not taken.large else None


def stuck(call: Call, scene: Scene) -> Leg | None:
    """
    The first leg whose INVITE fits Ethernet and hardly a tunnel, and got no answer, though the host answers its sender's small INVITEs.

    None where it ever answered a large one, left a small request without an answer, or answered nothing after this one: then it drops
    calls for a reason of its own, or is gone. None, too, where the network itself says what became of this one.
    """
    found = ((leg, lost) for leg, lost in _unanswered(call) if lost.first.transport == "udp" and FITS_TUNNELS < len(lost.first.raw) <= FITS)
    for leg, lost in found:
        taken = scene.taken(leg.src.ip, leg.dst.ip)
        return leg if taken.small and not taken.large and not taken.is_small_lost and taken.last > lost.first.ts else None
    return None


def _unanswered(call: Call) -> Iterator[tuple[Leg, Transaction]]:
    """The INVITEs that were sent in vain until their sender gave up; none where the network itself says what became of one."""
    if any(leg.errors for leg in call.legs):
        return
    for leg in call.legs:
        silence = _silence(call, leg)
        if silence and silence.times >= _AGAIN and silence.transaction.method == "INVITE":
            yield leg, silence.transaction


def _silence(call: Call, leg: Leg) -> Silence | None:
    """That nobody answered the last attempt of a leg, known once its sender gave up, or told the caller so."""
    told = call.first.final if leg.is_forward else None
    return silence_of(leg, told.ts if told else None)


def _is_divided(message: Message) -> bool:
    return message.transport == "udp" and len(message.raw) > FITS
