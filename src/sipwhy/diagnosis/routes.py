"""The ways of requests: by which proxies they came (Via), and how they must go within a dialog (Record-Route; RFC 3261 section 12.1)."""

from __future__ import annotations

from msgspec import Struct

from sipwhy.model import Call, Leg, Message, Transaction
from sipwhy.model.headers import host_of, parameter, uri_of
from sipwhy.reference.networks import is_numeric


class Way(Struct, frozen=True):
    """Record-Route as one end got it: the message, and the hosts in the order in which that end must pass them."""

    message: Message
    hosts: tuple[str, ...]
    """"" for one whose address is a name."""


def route_of(call: Call, request: Message) -> Way | None:
    """The way that the sender of a request within the dialog was told; None if it was told none, or that was not captured."""
    told = _asked(call, request) or _answered(call, request)
    if told is None or not told.values("Record-Route"):
        return None
    hosts = tuple(_host(value) for value in told.values("Record-Route"))
    return Way(told, hosts if told.is_request else hosts[::-1])


def is_passed_on(before: Message, passed: Message) -> bool:
    """Whether a proxy, not a B2BUA, made the second request of the first: that one's branch stands below its own (section 16.6)."""
    same = (before.call_id, before.cseq) == (passed.call_id, passed.cseq)
    return same and before.branch is not None and before.branch in branches_below(passed)


def written(call: Call, request: Message) -> Message:
    """The request as whoever wrote its description sent it: proxies on the way pass that on, and none of them can change what it offers."""
    for leg in call.legs:
        for before in leg.requests:
            if before is request or before.method != request.method:
                continue
            if is_passed_on(before, request) and _hops(before) < _hops(request) and _offer(before) == _offer(request):
                return written(call, before)
    return request


def _offer(request: Message) -> tuple[tuple[str, str, tuple[str, ...]], ...]:
    """What a description offers: media, profiles and formats; a media relay on the way changes addresses and ports alone."""
    return tuple((media.kind, media.profile, media.formats) for media in request.sdp.media) if request.sdp else ()


def refuser(call: Call, leg: Leg, transaction: Transaction) -> tuple[Leg, Message] | None:
    """
    The leg and the refusal of whoever refused a request within the dialog: proxies on the way pass both on as they are.

    Every proxy adds a Via, by which it never goes round: stateless ones may all write the same branch (RFC 2543). None where the
    request or its final answer was not captured.
    """
    request, final = transaction.request, transaction.final
    if request is None or final is None:
        return None
    for other in call.legs:
        for passed in other.transactions if other is not leg else ():
            if not passed.request or not passed.final or passed.final.status != final.status:
                continue
            if is_passed_on(request, passed.request) and _hops(passed.request) > _hops(request):
                return refuser(call, other, passed)
    return leg, final


def has_come_far(request: Message) -> bool:
    """Whether a proxy passed a request on: it takes itself out of Route, by whatever address it named itself (section 16.4)."""
    return _hops(request) > 1


def _hops(request: Message) -> int:
    return len(request.values("Via"))


def branches_below(request: Message) -> list[str | None]:
    """The branches of its Via below the top one: those of the hosts by which it came."""
    return [parameter(value, "branch") for value in request.values("Via")[1:]]


def _asked(call: Call, request: Message) -> Message | None:
    """The INVITE that began the dialog, as the sender of `request` got it: it was called then."""
    return next(
        (
            message
            for leg in call.legs
            for message in leg.messages
            if message.is_initial
            and message.method == "INVITE"
            and message.dst.ip == request.src.ip
            and (message.call_id, message.from_tag) == (request.call_id, request.to_tag)
        ),
        None,
    )


def _answered(call: Call, request: Message) -> Message | None:
    """The 2xx that made the dialog, as the sender of `request` got it: it had called."""
    return next(
        (
            message
            for leg in call.legs
            for message in leg.messages
            if message.status
            and 200 <= message.status < 300
            and message.method == "INVITE"
            and message.dst.ip == request.src.ip
            and (message.call_id, message.from_tag, message.to_tag) == (request.call_id, request.from_tag, request.to_tag)
        ),
        None,
    )


def _host(value: str) -> str:
    found = host_of(uri_of(value))
    return found[0] if found and is_numeric(found[0]) else ""
