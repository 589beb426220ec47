"""How a UDP message is divided into IP fragments, and requests that got lost only because they had to be."""

from __future__ import annotations

from collections.abc import Iterator

from msgspec import Struct

from sipwhy.diagnosis.reading import sent_times
from sipwhy.diagnosis.scene import Scene
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
        lost = leg.deciding
        if lost is None or lost.answers or lost.request is None or not _is_divided(lost.request) or sent_times(lost) < _AGAIN:
            continue
        smaller = [one for one in leg.attempts if one.final and one.request and not _is_divided(one.request)]
        if smaller:
            return Outgrown(leg, smaller[-1], lost, len(lost.request.raw))
    return None


def swallowed(call: Call, scene: Scene) -> Leg | None:
    """
    The first leg whose INVITE had to be divided and got no answer, though the same host answers small ones of the same sender.

    None where it ever answered a large one, or the network itself says what became of this one.
    """
    leg = next((leg for leg, lost in _unanswered(call) if _is_divided(lost.first)), None)
    small, large = scene.large_lost(leg.src.ip, leg.dst.ip) if leg else (0, 0)
    return leg if small and not large else None


def stuck(call: Call, scene: Scene) -> Leg | None:
    """
    The first leg whose INVITE fits Ethernet and hardly a tunnel, and got no answer, though the host answers its sender's small requests.

    None where it ever answered a large one, or the network itself says what became of this one.
    """
    found = (leg for leg, lost in _unanswered(call) if lost.first.transport == "udp" and FITS_TUNNELS < len(lost.first.raw) <= FITS)
    leg = next(found, None)
    if leg is None or scene.large_lost(leg.src.ip, leg.dst.ip)[1]:
        return None
    return leg if scene.small_answered(leg.src.ip, leg.dst.ip) else None


def _unanswered(call: Call) -> Iterator[tuple[Leg, Transaction]]:
    """The INVITEs that were sent again and again in vain; none where the network itself says what became of one."""
    if any(leg.errors for leg in call.legs):
        return
    for leg in call.legs:
        lost = leg.deciding
        if lost and lost.request and lost.method == "INVITE" and not lost.answers and sent_times(lost) >= _AGAIN:
            yield leg, lost


def _is_divided(message: Message) -> bool:
    return message.transport == "udp" and len(message.raw) > FITS
