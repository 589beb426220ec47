"""Answers that go to another socket than their request came from (RFC 3581 section 4, RFC 3261 section 18.2.2)."""

from __future__ import annotations

from collections.abc import Iterator

from msgspec import Struct

from sipwhy.model import Call, Leg, Message

_MOST = 32
"""How many legs of a call are compared: a flood may have any number."""


class Misrouted(Struct, frozen=True):
    """A request that got no answer, and the answer that went elsewhere."""

    leg: Leg
    request: Message
    answer: Message


def misrouted(call: Call) -> Misrouted | None:
    """The first leg of a call that nobody answers while its answers go, by branch and CSeq, to another socket of its sender."""
    for leg in call.legs[:_MOST]:
        request = leg.messages[0]
        if not request.is_request or request.transport != "udp" or any(one.answers for one in leg.attempts):
            continue
        for answer in _strays(call, leg):
            if answer.branch == request.branch and answer.cseq == request.cseq and answer.dst != leg.src:
                return Misrouted(leg, request, answer)
    return None


def _strays(call: Call, leg: Leg) -> Iterator[Message]:
    """Answers of the host that a leg asked, on legs of the same Call-ID that begin with one."""
    for other in call.legs[:_MOST]:
        if other is not leg and other.call_id == leg.call_id and not other.messages[0].is_request:
            yield from (message for message in other.messages if message.status and message.src.ip == leg.dst.ip)
