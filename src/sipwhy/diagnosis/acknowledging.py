"""The 2xx that waits for its ACK: where it asks for it, who waits, and what else of the other side arrives by that way."""

from __future__ import annotations

from collections.abc import Iterator

from sipwhy.diagnosis.contacts import contact_host, repeats_of_answer
from sipwhy.diagnosis.reading import cancel_of
from sipwhy.diagnosis.routes import Way, has_come_far, route_of
from sipwhy.diagnosis.scene import Scene
from sipwhy.model import Call, Leg, Message, Transaction
from sipwhy.model.headers import host_of, uri_of
from sipwhy.reference.networks import is_hidden, is_numeric

_GIVES_UP = (28.0, 40.0)
"""Seconds after the answer within which who waits for an ACK gives up: 64 T1 is 32 s (RFC 3261 section 13.3.1.4)."""
_SPENT = 27.0
"""Seconds of repeats after which no ACK can be said to be merely late."""
_UNHEARD = 3
"""Repeats before a CANCEL that cannot all be on their way still."""
_REFUSALS = 300
_IN_VAIN = 2
"""Repeats of a request after which it can be said to be lost."""
_ARRIVED = frozenset({401, 407, 481, 491})
"""Refusals by which the far end shows that it got a request: proxies on the way answer others, such as 408 and 5xx, for it."""


def passed_and_lost(leg: Leg, answer: Message) -> tuple[Message | None, Message | None]:
    """
    The first later request of the side that owes the ACK that arrived, by its answer, and the first that was repeated in vain.

    They go the same way as the ACK, to the Contact of the 200 by its Record-Route (RFC 3261 section 12.2.1.1). Both sides may
    share an address (one machine, one NAT): it is the socket that tells them apart.
    """
    later = [t for t in leg.transactions if t.request and t.request.is_in_dialog and t.method not in ("ACK", "CANCEL")]
    own = [t for t in later if leg.is_by_first(t.first) != leg.is_by_first(answer) and t.first.ts >= answer.ts]
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
    if len(answer.values("Via")) > 1:  # the receiver is a proxy: what stands before itself came in behind it
        hosts = [(host_of(uri) or ("",))[0] for uri in routes]
        behind = hosts[: hosts.index(answer.dst.ip)] if answer.dst.ip in hosts else hosts
        return answer.contact if not behind and not is_proxy else None
    if is_proxy:
        return routes[-1] if routes else None
    return None if routes else answer.contact


def far_end(answer: Message, scene: Scene) -> str:
    """The address of whoever waits for the ACK: a proxy only passes its answers on."""
    far = contact_host(answer) if scene.host(answer.src.ip).role == "proxy" else None
    return far if far and is_numeric(far) else answer.src.ip


def origin_of(call: Call, leg: Leg) -> Message | None:
    """The 2xx of a leg where it was first seen: proxies pass it on as it is, To tag and all."""
    answer = leg.answer
    if answer is None:
        return None
    answers = [one.answer for one in call.legs if one.answer]
    same = [one for one in answers if (one.call_id, one.to_tag) == (answer.call_id, answer.to_tag)]
    return min(same, key=lambda one: one.ts, default=answer)


def is_heard(call: Call, leg: Leg) -> bool:
    """Whether who got the 2xx of a leg, and of no other, then answered its own caller so, before it gave up: it cannot have missed it."""
    answer, cancel = leg.answer, cancel_of(leg)
    if answer is None or any(one.answer and one.src.ip == leg.src.ip for one in call.legs if one is not leg):
        return False
    told = [one.answer for one in call.legs if one is not leg and one.dst.ip == leg.src.ip and one.answer]
    return any(answer.ts <= one.ts and (cancel is None or one.ts < cancel.ts) for one in told)


def is_crossed(leg: Leg) -> bool:
    """Whether the caller had given up before the answer: then it owes BYE, and the ACK is not what the call wants."""
    cancel = cancel_of(leg)
    return cancel is not None and leg.answer is not None and cancel.ts < leg.answer.ts


def is_unheard(leg: Leg, transaction: Transaction) -> bool:
    """Whether the caller cancelled between the repeats of a 2xx: it was still waiting for one (RFC 3261 section 9.1)."""
    cancel, repeats = cancel_of(leg), repeats_of_answer(transaction)
    return cancel is not None and transaction.ack is None and len(repeats) >= _UNHEARD and cancel.ts > repeats[_UNHEARD - 1].ts


def is_dropped(leg: Leg, transaction: Transaction) -> bool:
    """
    Whether who waits for the ACK repeated its 2xx to the end, or gave up when that is due and hung up.

    A CANCEL that comes between the repeats says the same sooner.
    """
    repeats = repeats_of_answer(transaction)
    answer = transaction.final
    if len(repeats) < 3 or answer is None:
        return False
    if (repeats[-1].ts - answer.ts) / 1e6 >= _SPENT:
        return True
    if is_unheard(leg, transaction):
        return True
    bye = bye_of(leg, answer)
    return bye is not None and _is_due(answer, bye) and transaction.ack is None


def dropped(call: Call) -> Iterator[tuple[Leg, Transaction, Message]]:
    """The legs whose 2xx waits in vain, the farthest first; not one whose 2xx was heard: it got lost on the way from there, if at all."""
    for leg in reversed(call.legs):
        transaction = next((t for t in leg.attempts if is_dropped(leg, t)), None)
        if transaction and transaction.final and not (is_unheard(leg, transaction) and is_heard(call, leg)):
            yield leg, transaction, transaction.final


def gives_up(leg: Leg, transaction: Transaction, bye: Message) -> bool:
    """Whether a BYE is that of who waited for the ACK in vain, at the time when its timer runs out: nobody hung up."""
    answer = transaction.final
    return answer is not None and bye.src == answer.src and is_dropped(leg, transaction) and _is_due(answer, bye)


def _is_due(answer: Message, bye: Message) -> bool:
    return _GIVES_UP[0] <= (bye.ts - answer.ts) / 1e6 <= _GIVES_UP[1]


def bye_of(leg: Leg, answer: Message) -> Message | None:
    """The BYE from the side that answered."""
    return next((t.first for t in leg.transactions_of("BYE") if t.first.src == answer.src), None)


def gone_past(call: Call, transaction: Transaction) -> tuple[Leg, Message, Way] | None:
    """The ACK of a transaction that was seen going past the proxy which had asked to stay in the way; its leg, and who asked."""
    answer = transaction.final
    if answer is None or transaction.ack:
        return None
    for leg in call.legs:
        for ack in (one for one in leg.requests if one.method == "ACK" and one.to_tag == answer.to_tag and not one.header("Route")):
            asked = None if has_come_far(ack) else route_of(call, ack)
            if asked is not None and asked.hosts and ack.src.ip not in asked.hosts and ack.dst.ip != asked.hosts[0]:
                return leg, ack, asked
    return None


def variant_of(ack: Message | None, passed: Message | None, lost: Message | None, elsewhere: str | None) -> str:
    """The variant of `ack-lost` for what was seen: an ACK, what else arrived or was lost, and where the 200 asks for its ACK instead."""
    if elsewhere:
        return "elsewhere"
    if lost and not passed:
        return "lost"
    return ("seen-passed" if passed else "seen") if ack else "passed" if passed else ""
