"""Answers that go to another socket than their request came from (RFC 3581 section 4, RFC 3261 section 18.2.2)."""

from __future__ import annotations

from msgspec import Struct

from sipwhy.calls.halves import answers_of
from sipwhy.diagnosis.legs import COMPARED
from sipwhy.diagnosis.reading import has_credentials, is_challenge
from sipwhy.model import Call, Leg, Message


class Misrouted(Struct, frozen=True):
    """A request that got no answer, and the answer that went elsewhere."""

    leg: Leg
    request: Message
    answer: Message


def misrouted(call: Call) -> Misrouted | None:
    """The first leg of a call that nobody answers while its answers go, by branch and CSeq, to another socket of its sender, unheeded."""
    for leg in call.legs[:COMPARED]:
        strays = answers_of(leg, call.legs[:COMPARED])
        if strays and not _is_heeded(call, leg, strays):
            return Misrouted(leg, leg.messages[0], strays[0])
    return None


def answered_elsewhere(call: Call, leg: Leg) -> bool:
    """Whether the answers to a leg go to another socket of its sender, and it heeds them: it listens there."""
    strays = answers_of(leg, call.legs[:COMPARED])
    return bool(strays) and _is_heeded(call, leg, strays)


def _is_heeded(call: Call, leg: Leg, strays: list[Message]) -> bool:
    """
    Whether the sender got one of these answers: it repeats nothing behind them, or a later request shows it by a To tag or credentials.

    Cisco's telephones and gateways send from any port and listen on the one that Via names (RFC 3261 section 18.2.2).
    """
    tags, is_asked = {one.to_tag for one in strays if one.to_tag}, any(is_challenge(one) for one in strays)
    later = [m for m in call.messages if m.is_request and m.src.ip == leg.src.ip and m.number > strays[0].number]
    own = [m for m in later if m.call_id == leg.call_id]
    if any(m.to_tag in tags or (is_asked and has_credentials(m)) for m in own):
        return True
    return not any(m.branch == leg.messages[0].branch and m.method == leg.messages[0].method for m in own)
