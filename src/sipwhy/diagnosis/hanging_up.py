"""Whether a device ended a call by itself, or a person hung up."""

from __future__ import annotations

from sipwhy.diagnosis.acknowledging import gives_up
from sipwhy.diagnosis.reading import q850, sip_cause
from sipwhy.model import Call, Leg, Message

_ENDS_BY_ITSELF = frozenset({"rtp-timeout", "session-timer-expired"})
"""Causes at which the end that hangs up is a device whose timer has run out."""
_BY_FAULT = frozenset({6, 27, 38, 39, 40, 41, 42, 43, 44, 46, 47, 63, *range(95, 103), 111})
"""
Q.850 causes of a timer, a lost channel, a faulty network or a protocol error. Others say nothing of who ended the call: gateways
write 127 (interworking) and 0 where they know none, and 17 or 18 for what came before.
"""
_REFUSALS = 400


def ended_by_itself(call: Call, cause: str | None) -> bool:
    """Whether the device that sent the first BYE did so by itself: it says so in Reason (RFC 3326), or its timer had run out."""
    byes = [(t.first, leg) for leg in call.legs for t in leg.transactions_of("BYE")]
    if not byes:
        return False
    bye, leg = min(byes, key=lambda found: found[0].number)
    return cause in _ENDS_BY_ITSELF or _says_so(bye) or _is_unacknowledged(bye, leg)


def _says_so(bye: Message) -> bool:
    cause, status = q850(bye), sip_cause(bye)
    return cause in _BY_FAULT or (status is not None and status >= _REFUSALS)


def _is_unacknowledged(bye: Message, leg: Leg) -> bool:
    """Whether a BYE follows an answer of the same side that was never acknowledged, when that side gives up."""
    answered = next((t for t in leg.attempts if t.final is leg.answer and leg.answer is not None), None)
    return answered is not None and gives_up(leg, answered, bye)
