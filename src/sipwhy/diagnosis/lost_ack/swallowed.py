"""ACK that reaches a proxy and goes no farther: both sides of the proxy are in the capture, and nothing of it leaves."""

from __future__ import annotations

import re
from ipaddress import IPv6Address

from msgspec import Struct

from sipwhy.diagnosis.routes import branches_below, has_come_far
from sipwhy.model import Call, Confidence, Message, Transaction
from sipwhy.model.headers import host_of, uri_of
from sipwhy.reference.networks import is_hidden, is_numeric, leads_inside

_PORT = 5060
"""The port that a URI without one means."""
_STREAM = re.compile(r";transport=(tcp|tls|ws|wss)\b", re.IGNORECASE)
_AGAIN = 2
"""ACKs that must have come in vain: one may get lost behind the capture point, or be late."""


class Swallowed(Struct, frozen=True):
    """What shows that a proxy kept the ACK."""

    passed: Message
    """The INVITE that the proxy sent on."""
    acks: tuple[Message, ...]
    """The ACKs that reached it while the 2xx was being repeated."""
    confidence: Confidence


def swallowed(call: Call, transaction: Transaction, repeats: list[Message]) -> Swallowed | None:
    """
    The ACKs for the 2xx of a transaction that came to a proxy and were not passed on; None where that cannot be said.

    The proxy is the one nearest to the answerer to which any came. It sent the INVITE on to where the ACK must go next, in the same
    recording, so what it sends there would be seen; and the ACK came by the way that it was told (RFC 3261 section 12.2.1.1).
    """
    passed, answer = transaction.request, transaction.final
    if passed is None or answer is None:
        return None
    for _ in call.legs:
        before = _before(call, passed)
        if before is None:
            return None
        acks = [one for one in _acks(call, answer) if one.dst.ip in (before.dst.ip, passed.src.ip)]
        if acks:
            return None if _is_passed_on(call, answer, before, passed) else _kept(call, before, passed, acks, repeats[-1].ts)
        passed = before
    return None


def _before(call: Call, passed: Message) -> Message | None:
    """The request of which a proxy made `passed`, as that proxy got it, in the same recording."""
    below = branches_below(passed)
    if not below or below[0] is None:
        return None
    return next(
        (
            one.request
            for leg in call.legs
            for one in leg.attempts
            if one.request
            and one.request.branch == below[0]
            and (one.request.call_id, one.request.cseq) == (passed.call_id, passed.cseq)
            and (one.request.file, one.request.node) == (passed.file, passed.node)
        ),
        None,
    )


def _acks(call: Call, answer: Message) -> list[Message]:
    """The ACKs for a 2xx, wherever they were seen."""
    wanted = (answer.call_id, answer.to_tag, answer.cseq)
    return [one for leg in call.legs for one in leg.messages if one.method == "ACK" and (one.call_id, one.to_tag, one.cseq) == wanted]


def _is_passed_on(call: Call, answer: Message, before: Message, passed: Message) -> bool:
    """Whether any ACK for the 2xx left the proxy, wherever to."""
    return any(one.src.ip in (before.dst.ip, passed.src.ip) for one in _acks(call, answer))


def _kept(call: Call, before: Message, passed: Message, acks: list[Message], until: int) -> Swallowed | None:
    """What is proved by the ACKs that came before `until` to the proxy between `before` and `passed`."""
    own = {before.dst.ip, passed.src.ip}
    same = [one for one in acks if one.ts < until and (one.file, one.node) == (passed.file, passed.node) and one.src.ip == before.src.ip]
    if len(same) < _AGAIN:
        return None
    ack = same[0]
    told = next((m for leg in call.legs for m in leg.messages if _is_answer(m, ack) and m.dst.ip == ack.src.ip), None)
    if told is None or _place(told.contact) != _place(ack.request_uri):
        return None  # it goes to another place than it was told to: no matter of the proxy
    uri = _next_hop(ack, told, passed, own)
    following = _host(uri) if uri is not None else ""
    if uri is None or (is_numeric(following) and following != passed.dst.ip) or _is_by_stream(uri, passed):
        return None
    if leads_inside(passed.src.ip, passed.dst.ip) and is_hidden(ack.src.ip):
        return None  # seen from within: both ends may sit behind one NAT, and the proxy outside cannot reach the inner address
    is_beside = _network(ack.src.ip) == _network(passed.dst.ip) != _network(before.dst.ip)
    return Swallowed(passed, tuple(same), "certain" if is_numeric(following) and not is_beside else "likely")


def _is_answer(message: Message, ack: Message) -> bool:
    is_success = message.status is not None and 200 <= message.status < 300 and message.method == "INVITE"
    return is_success and (message.call_id, message.to_tag, message.cseq) == (ack.call_id, ack.to_tag, ack.cseq)


def _next_hop(ack: Message, told: Message, passed: Message, own: set[str]) -> str | None:
    """
    The URI to which a proxy with the addresses `own` must send an ACK; None if the ACK did not come by the way it was told.

    A proxy that stays in the way must be named by the Route, of which the first led here, by whatever name; one that hides what lies
    behind it is named by the Contact.
    """
    asked = [_host(value) for value in told.values("Record-Route")][::-1]
    named, target = ack.values("Route"), ack.request_uri or ""
    routes = [_host(value) for value in named]
    if not asked:
        return f"sip:{passed.dst.ip}" if _host(target) in own and not routes else None
    whole = asked[-len(routes) :] if has_come_far(ack) else asked  # a proxy has taken itself out of Route
    if not routes or routes[-len(whole) :] != whole:
        return None
    behind = [value for value, host in zip(named, routes, strict=True) if host not in own and host != routes[0]]
    return behind[0] if behind else target or None


def _is_by_stream(uri: str, passed: Message) -> bool:
    """
    Whether an ACK to a URI has to go over another transport than the INVITE did, one with connections (RFC 3263 section 4.1).

    If nobody takes the connection, nothing of the ACK is seen, and it is for who named the transport to say so.
    """
    asked = _STREAM.search(uri)
    return asked is not None and asked[1].lower() != passed.transport


def _host(value: str) -> str:
    found = host_of(uri_of(value))
    return found[0] if found else ""


def _place(uri: str | None) -> tuple[str, int] | None:
    found = host_of(uri) if uri else None
    return (found[0], found[1] or _PORT) if found else None


def _network(ip: str) -> str:
    """The part of an address that hosts of one site mostly share: 24 bits, of IPv6 64."""
    return IPv6Address(ip).exploded[:19] if ":" in ip else ip.rpartition(".")[0]
