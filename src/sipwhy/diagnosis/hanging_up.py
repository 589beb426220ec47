"""Whether a person hung up, a device ended the call by itself, or a gateway handed on why the network behind it did."""

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
_OWN_TIMER = 102
"""Recovery on timer expiry: what a device says of itself. Of the others a gateway writes what ISDN told it (RFC 3326 section 1)."""
_REFUSALS = 400


def ended_by_itself(call: Call, cause: str | None) -> bool:
    """Whether the device that sent the first BYE did so by itself: it says so in Reason (RFC 3326), or its timer had run out."""
    found = _first_bye(call)
    return found is not None and (cause in _ENDS_BY_ITSELF or _says_so(found[0]) or _is_unacknowledged(*found))


def told_cause(call: Call, cause: str | None) -> int | None:
    """The Q.850 cause of a call that no person ended, where it may be that of another network and not of the device that says so."""
    found = _first_bye(call)
    if found is None or cause in _ENDS_BY_ITSELF:
        return None
    told = q850(found[0])
    return told if told in _BY_FAULT and told != _OWN_TIMER else None


def _first_bye(call: Call) -> tuple[Message, Leg] | None:
    byes = [(t.first, leg) for leg in call.legs for t in leg.transactions_of("BYE")]
    return min(byes, key=lambda found: found[0].number, default=None)


def _says_so(bye: Message) -> bool:
    cause, status = q850(bye), sip_cause(bye)
    return cause in _BY_FAULT or (status is not None and status >= _REFUSALS)


def _is_unacknowledged(bye: Message, leg: Leg) -> bool:
    """Whether a BYE follows an answer of the same side that was never acknowledged, when that side gives up."""
    answered = next((t for t in leg.attempts if t.final is leg.answer and leg.answer is not None), None)
    return answered is not None and gives_up(leg, answered, bye)
