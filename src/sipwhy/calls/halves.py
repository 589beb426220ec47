"""
The two halves of one leg: a host sends from another socket than the one it gets its answers on.

An answer goes to the address and port that Via names, not to where the request came from, unless `rport` asks for that (RFC 3261
section 18.2.2, RFC 3581 section 4): Cisco's telephones and gateways send from any port and listen on 5060. A leg is the pair of its
sockets, so that such a request stands on one leg and its answers on another, which begins with an answer.
"""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np

from sipwhy.model import Leg, Message
from sipwhy.model.flag import Flag
from sipwhy.wire import Evidence
from sipwhy.wire.columns import Array, among_keys, mixed

_REPEATED_TO_NOBODY = Flag.STARTS_LATE | Flag.ANSWER_REPEATED


def halves(evidence: Evidence) -> tuple[Array, Array]:
    """Which legs are all requests whose answers are a leg of their own, and which are those answers: same Call-ID, same two hosts."""
    flags = evidence.legs("flags")
    requests, answers = flags & Flag.HAS_REQUEST != 0, flags & Flag.HAS_ANSWER != 0
    asking, answering = requests & ~answers, answers & ~requests
    if not (asking.any() and answering.any()):
        return np.zeros_like(asking), np.zeros_like(answering)
    key = mixed([evidence.legs(name).astype(np.uint64) for name in ("call", "src_ip", "dst_ip")])
    return asking & among_keys(key, key[answering]), answering & among_keys(key, key[asking])


def is_heard(evidence: Evidence) -> Array:
    """Which legs are not the answers' half of one that nobody heard: an answer that nobody acknowledges is repeated."""
    heard: Array = evidence.legs("flags") & _REPEATED_TO_NOBODY != _REPEATED_TO_NOBODY
    return heard


def answers_of(leg: Leg, legs: Iterable[Leg]) -> list[Message]:
    """What the asked host answered, by branch and CSeq, to the first request of a leg without answers, on other legs of its Call-ID."""
    request = leg.messages[0]
    if not request.is_request or request.transport != "udp" or any(one.answers for one in leg.attempts):
        return []
    others = (one for one in legs if one is not leg and one.call_id == leg.call_id and not one.messages[0].is_request)
    answers = (message for one in others for message in one.messages if message.status and message.src.ip == leg.dst.ip)
    return [one for one in answers if (one.branch, one.cseq) == (request.branch, request.cseq) and one.dst != leg.src]
