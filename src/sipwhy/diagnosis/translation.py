"""The same message on both sides of a NAT: what a router changed in it beyond its addresses (SIP ALG)."""

from __future__ import annotations

from collections.abc import Iterator

from msgspec import Struct

from sipwhy.diagnosis.legs import COMPARED
from sipwhy.model import Call, Leg, Message
from sipwhy.model.headers import host_of, uri_of

_PARTS = ("Via", "Contact", "SDP", "From", "To", "Call-ID", "Content-Length")
"""What an ALG changes, the likeliest first."""


class Rewritten(Struct, frozen=True):
    """One message as it left and as it arrived."""

    left: Message
    arrived: Message
    parts: tuple[str, ...]
    """What differs."""

    @property
    def is_plain(self) -> bool:
        """Whether one end of the packet is the same on both sides, as a NAT leaves it: else more than one host may lie between."""
        return self.left.src.ip == self.arrived.src.ip or self.left.dst.ip == self.arrived.dst.ip


def rewritten(call: Call) -> Rewritten | None:
    """
    The message of a call that differs most between the two sides of a NAT; None if every one is the same on both.

    What was sent to an address and sent on from there passed a hop of SIP, a proxy or an SBC, whatever that does with Via: a router is
    sent nothing by those who speak through it.
    """
    found = [pair for pair in map(_compared, _pairs(call)) if pair.parts and pair.left.dst.ip != pair.arrived.src.ip]
    return max(found, key=lambda pair: len(pair.parts), default=None)


def is_behind(message: Message, call: Call) -> bool:
    """
    Whether the hidden address that a message goes to speaks in a capture behind a router, and this message never came to that router.

    All that the address says comes out of the router under another one: that it was heard inside does not mean that it can be
    reached from outside. What the router passed on to it shows on both its sides.
    """
    pairs, ip = list(_pairs(call)), message.dst.ip
    outgoing = [one for pair in pairs for one, other in (pair, pair[::-1]) if one.src.ip == ip and one.dst.ip == other.dst.ip]
    if not outgoing:
        return False
    said = {_key(one) for one in call.messages if one.src.ip == ip}
    passed = {_key(one) for pair in pairs for one in pair}
    return said <= {_key(one) for one in outgoing} and _key(message) not in passed


def _pairs(call: Call) -> Iterator[tuple[Message, Message]]:
    """Each message that two legs hold, with its twin: the earlier one first."""
    legs = call.legs[:COMPARED]
    for place, one in enumerate(legs):
        for other in legs[place + 1 :]:
            if _are_twins(one, other):
                yield from _twins(one, other)


def _are_twins(one: Leg, other: Leg) -> bool:
    """Whether two legs begin with the same request: a proxy would have put a Via of its own on top."""
    first, second = one.messages[0], other.messages[0]
    same = (first.method, first.status, first.cseq, first.branch) == (second.method, second.status, second.cseq, second.branch)
    return _is_one(one, other) and same and first.branch is not None and {one.src.ip, one.dst.ip} != {other.src.ip, other.dst.ip}


def _is_one(one: Leg, other: Leg) -> bool:
    """Whether two legs have one Call-ID, or one but for the address in it."""
    return one.call_id == other.call_id or (
        other.joined_by == "router" and (one.call_id or "").partition("@")[0] == (other.call_id or "").partition("@")[0]
    )


def _twins(one: Leg, other: Leg) -> Iterator[tuple[Message, Message]]:
    known = {_key(message): message for message in other.messages if not message.is_repeat}
    for message in one.messages:
        twin = known.get(_key(message))
        if twin and not message.is_repeat and len(twin.values("Via")) == len(message.values("Via")):
            yield (message, twin) if message.number < twin.number else (twin, message)


def _key(message: Message) -> tuple[str, int | None, int | None, str | None]:
    return message.method, message.status, message.cseq, message.branch


def _compared(pair: tuple[Message, Message]) -> Rewritten:
    left, arrived = pair
    return Rewritten(left, arrived, tuple(part for part in _PARTS if _differs(part, left, arrived)))


def _differs(part: str, left: Message, arrived: Message) -> bool:
    if part == "SDP":
        return _addresses(left) != _addresses(arrived)
    if part == "Content-Length":
        return left.body == arrived.body and left.header(part) != arrived.header(part)
    if part == "Via":
        return [sent_by(via) for via in left.values(part)] != [sent_by(via) for via in arrived.values(part)]
    if part == "Contact":
        return [host_of(uri_of(one)) for one in left.values(part)] != [host_of(uri_of(one)) for one in arrived.values(part)]
    return left.header(part) != arrived.header(part)


def sent_by(via: str) -> str:
    """Host and port of a Via value: "SIP/2.0/UDP host:port;branch=..."."""
    return via.partition(";")[0].rpartition(" ")[2].strip()


def _addresses(message: Message) -> tuple[object, ...]:
    sdp = message.sdp
    return (sdp.origin_address, sdp.address, *((media.address, media.port) for media in sdp.media)) if sdp else ()


def echoed_otherwise(leg: Leg) -> tuple[Message, Message] | None:
    """A request of a leg and its answer whose top Via names another sender than the request's did."""
    for transaction in leg.transactions:
        request = transaction.request
        for answer in transaction.answers:
            own = request.values("Via")[:1] if request else ()
            echoed = answer.values("Via")[:1]
            if request and own and echoed and sent_by(own[0]).lower() != sent_by(echoed[0]).lower():
                return request, answer
    return None
