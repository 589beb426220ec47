"""The 2xx that waits for its ACK: where it asks for it, who waits, and what else of the other side arrives by that way."""

from __future__ import annotations

from sipwhy.diagnosis.contacts import contact_host
from sipwhy.diagnosis.scene import Scene
from sipwhy.model import Leg, Message
from sipwhy.model.headers import host_of, uri_of
from sipwhy.reference.networks import is_hidden, is_numeric

_REFUSALS = 300
_IN_VAIN = 2
"""Repeats of a request after which it can be said to be lost."""
_ARRIVED = frozenset({401, 407, 481, 491})
"""Refusals by which the far end shows that it got a request: proxies on the way answer others, such as 408 and 5xx, for it."""


def passed_and_lost(leg: Leg, answer: Message) -> tuple[Message | None, Message | None]:
    """
    The first later request of the side that owes the ACK that arrived, by its answer, and the first that was repeated in vain.

    They go the same way as the ACK, to the Contact of the 200 by its Record-Route (RFC 3261 section 12.2.1.1).
    """
    later = [t for t in leg.transactions if t.request and t.request.is_in_dialog and t.method not in ("ACK", "CANCEL")]
    own = [t for t in later if t.first.src.ip == answer.dst.ip and t.first.ts >= answer.ts]
    passed = next((t.request for t in own if t.final is not None and _has_arrived(t.final)), None)
    return passed, next((t.request for t in own if not t.answers and len(t.repeats) >= _IN_VAIN), None)


def _has_arrived(final: Message) -> bool:
    return final.status is not None and (final.status < _REFUSALS or final.status in _ARRIVED)


def asked_elsewhere(answer: Message, ack: Message | None, scene: Scene) -> str | None:
    """
    The public address to which the 200 asks for its ACK, if that is not where it came from; None if it is, or names none.

    A proxy asks by Record-Route, of which the last is the first hop of the ACK (RFC 3261 section 12.1.2), or keeps out of the
    way; whoever answers, by Contact. An answerer with a private address is one behind NAT, seen from within: it names its outer
    address and is right to.
    """
    named = _first_hop(answer, is_proxy=scene.host(answer.src.ip).role == "proxy")
    found = host_of(named) if named else None
    if found is None or not is_numeric(found[0]) or is_hidden(found[0]) or is_hidden(answer.src.ip):
        return None
    return None if answer.src.ip in (found[0], ack.dst.ip if ack else None) else found[0]


def _first_hop(answer: Message, *, is_proxy: bool) -> str | None:
    """The URI to which the receiver of the 200 sends its ACK, if the sender of the 200 wrote it."""
    routes = [uri_of(value) for value in answer.values("Record-Route")]
    if len(answer.values("Via")) > 1:  # the receiver is a proxy, and stands in Record-Route itself
        routes = [uri for uri in routes if (host_of(uri) or ("",))[0] != answer.dst.ip]
        return answer.contact if not routes and not is_proxy else None
    if is_proxy:
        return routes[-1] if routes else None
    return None if routes else answer.contact


def far_end(answer: Message, scene: Scene) -> str:
    """The address of whoever waits for the ACK: a proxy only passes its answers on."""
    far = contact_host(answer) if scene.host(answer.src.ip).role == "proxy" else None
    return far if far and is_numeric(far) else answer.src.ip
