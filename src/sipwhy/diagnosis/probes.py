"""What the answer to an OPTIONS probe says of the peer."""

from __future__ import annotations

from sipwhy.model import Call, Leg, Message

_OF_THE_REQUEST = frozenset({501, 505, 513})
"""5xx that tell of this request alone: not implemented, another version, too large (RFC 3261 section 21.5)."""
FAILURES = frozenset({408, 430, *range(500, 600)}) - _OF_THE_REQUEST
"""The peer cannot serve, or nobody behind it answered (RFC 3261 sections 21.4.9 and 21.5, RFC 5626 section 11.6)."""
ALIVE = frozenset(range(300, 700)) - FAILURES


def refusal(call: Call) -> tuple[Leg | None, Message | None]:
    """The last probe that ended as the call is said to have ended, and its answer."""
    for leg in reversed(call.legs):
        if leg.status == call.status and leg.deciding and leg.deciding.final:
            return leg, leg.deciding.final
    return None, None
