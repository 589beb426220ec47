"""What the answer to an OPTIONS probe says of the peer."""

from __future__ import annotations

from sipwhy.calls.outcome import NOT_SERVING
from sipwhy.model import Call, Leg, Message

FAILURES = frozenset(NOT_SERVING)
ALIVE = frozenset(range(300, 700)) - FAILURES


def refusal(call: Call) -> tuple[Leg | None, Message | None]:
    """The last probe that ended as the call is said to have ended, and its answer."""
    for leg in reversed(call.legs):
        if leg.status == call.status and leg.deciding and leg.deciding.final:
            return leg, leg.deciding.final
    return None, None
