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
_NEAR = 60_000_000
"""µs before the first and after the last sending: hosts ask each other every minute or so by OPTIONS whether they are there."""
_JUST = 5_000_000
"""µs: what subscribed as shortly before is not switched off yet; the first NOTIFY follows at once (RFC 6665 section 4.2.1.2)."""
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

    None where it ever answered a large one, answered nothing within a minute of this one, or the network itself says what became of it.
    """
    found = next(((leg, lost) for leg, lost in _unanswered(call) if _is_divided(lost.first)), None)
    if found is None:
        return None
    leg, lost = found
    taken = scene.taken(leg.src.ip, leg.dst.ip)
    is_up = scene.is_up(leg.src.ip, leg.dst.ip, lost.first.ts - _NEAR, lost.last.ts + _NEAR)
    return leg if taken.small and not taken.large and is_up else None


def stuck(call: Call, scene: Scene) -> Leg | None:
    """
    The first leg whose INVITE fits Ethernet and hardly a tunnel, and got no answer, though the host answers its sender's small INVITEs.

    None where it ever answered a large one, or left a small request without an answer: then it drops calls for a reason of its own. None,
    too, where it answered nothing near this one: then it was down, and answers before and long after say nothing of the size. None, at
    last, where the network itself says what became of this one.
    """
    found = ((leg, lost) for leg, lost in _unanswered(call) if lost.first.transport == "udp" and FITS_TUNNELS < len(lost.first.raw) <= FITS)
    for leg, lost in found:
        taken = scene.taken(leg.src.ip, leg.dst.ip)
        return leg if taken.small and not taken.large and not taken.is_small_lost and _is_up(leg, lost, scene) else None
    return None


def _is_up(leg: Leg, lost: Transaction, scene: Scene) -> bool:
    """Whether the host answered its sender while this request was sent again and again, or shortly before and shortly after."""
    begun, ended = lost.first.ts, lost.last.ts
    spans = ((begun, ended),), ((begun - _NEAR, begun), (ended, ended + _NEAR))
    return any(all(scene.is_up(leg.src.ip, leg.dst.ip, since, until) for since, until in near) for near in spans)


def torn(leg: Leg, scene: Scene) -> Transaction | None:
    """
    The first NOTIFY of a subscription of which only the first fragment came, again and again, and that nobody answered.

    None where the capture itself lacks fragments, as one does that was taken at the sender; and where whoever subscribed sent
    nothing meanwhile: it may be switched off.
    """
    broken = {error.message for error in leg.errors if error.kind == "fragment-lost"}
    if not broken or scene.lacks_fragments:
        return None
    for notice in leg.transactions_of("NOTIFY"):
        is_alive = any(m.src.ip == notice.first.dst.ip and notice.first.ts - _JUST <= m.ts <= notice.last.ts for m in leg.messages)
        is_sender = scene.is_vantage(notice.first.src.ip) and not scene.is_vantage(notice.first.dst.ip)
        is_torn = not notice.answers and len(notice.repeats) >= _AGAIN - 1 and broken.issuperset(m.number for m in _sent(notice))
        if is_torn and is_alive and not is_sender:
            return notice
    return None


def _sent(transaction: Transaction) -> tuple[Message, ...]:
    return (transaction.first, *transaction.repeats)


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
