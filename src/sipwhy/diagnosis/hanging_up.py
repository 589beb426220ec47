"""Whether a person hung up, a device ended the call by itself, or a gateway handed on why the network behind it did."""

from __future__ import annotations

from msgspec import Struct

from sipwhy.diagnosis.acknowledging import gives_up
from sipwhy.diagnosis.blame import author
from sipwhy.diagnosis.reading import q850, reason_text, sip_cause
from sipwhy.diagnosis.scene import Scene
from sipwhy.model import AtFault, Call, Leg, Message, Value
from sipwhy.model.headers import parameter
from sipwhy.reference.fault_causes import (
    BROKEN,
    BY_FAULT,
    OF_NETWORK,
    OTHER_TIMER_WORDS,
    OWN_TIMER,
    TIMED_OUT,
    TIMER_WORDS,
    UNSPECIFIC,
    WAITED_IN_VAIN,
)

_ENDS_BY_ITSELF = frozenset({"rtp-timeout", "session-timer-expired"})
"""Causes at which the end that hangs up is a device whose timer has run out."""
_REFUSALS = 400


class Fault(Struct, frozen=True):
    """The fault by which a BYE or CANCEL says that it ends the call (RFC 3326)."""

    protocol: str
    """"Q.850" or "SIP"."""
    code: int
    words: str
    """The text beside it, "" if there is none."""

    @property
    def is_timer(self) -> bool:
        """Whether something was waited for in vain."""
        return self.code == (OWN_TIMER if self.protocol == "Q.850" else TIMED_OUT)

    @property
    def values(self) -> dict[str, Value]:
        """As rules name it: how it stands in Reason, its text, and how `sipwhy code` is asked for it."""
        code = f"q850:{self.code}" if self.protocol == "Q.850" else str(self.code)
        return {"reason": f"{self.protocol};cause={self.code}", "words": self.words, "result": code}


def fault_of(message: Message) -> Fault | None:
    """The fault that Reason of a BYE or CANCEL gives; a Q.850 cause that says anything at all goes before a SIP status."""
    cause, status = q850(message), sip_cause(message)
    if cause in BY_FAULT and cause is not None:
        return Fault("Q.850", cause, reason_text(message))
    if status in BROKEN and status is not None and (cause is None or cause in UNSPECIFIC):
        return Fault("SIP", status, reason_text(message))
    return None


def timer_of(cancel: Message) -> str | None:
    """How Reason of a CANCEL tells that a timer of the calling side ran out ("Q.850;cause=102"), if it does: no person hung up."""
    cause = q850(cancel)
    if cause in WAITED_IN_VAIN:
        return f"Q.850;cause={cause}"
    if cause is not None and cause not in UNSPECIFIC:
        return None
    for value in cancel.values("Reason"):
        protocol, told = value.split(";", 1)[0].strip(), parameter(value, "cause") or ""
        is_status = protocol.lower() == "sip" and told == str(TIMED_OUT)
        if protocol.lower() != "q.850" and (is_status or _says_timer((parameter(value, "text") or "").lower())):
            return f"{protocol};cause={told}"
    return None


def _says_timer(text: str) -> bool:
    """Whether words tell of a timer that runs until the answer."""
    return any(word in text for word in TIMER_WORDS) and not any(word in text for word in OTHER_TIMER_WORDS)


def blamed(fault: Fault, message: Message, leg: Leg, call: Call, scene: Scene) -> AtFault:
    """Who is at fault for it: a carrier that says so; else whoever says so, but where the fault is of what lies behind or opposite."""
    maker = author(message, leg, call, scene)
    of_network = fault.protocol == "Q.850" and fault.code in OF_NETWORK
    of_other = fault.is_timer or (fault.protocol == "SIP" and fault.code < 500)
    return maker if maker == "trunk" or not (of_network or of_other) else "unknown"


def ended_by_itself(call: Call, cause: str | None) -> bool:
    """Whether the device that sent the first BYE did so by itself: it says so in Reason (RFC 3326), or its timer had run out."""
    found = first_bye(call)
    return found is not None and (cause in _ENDS_BY_ITSELF or _says_so(found[0]) or is_unacknowledged(*found))


def told_cause(call: Call, cause: str | None) -> int | None:
    """The Q.850 cause of a call that no person ended, where it may be that of another network and not of the device that says so."""
    found = first_bye(call)
    if found is None or cause in _ENDS_BY_ITSELF:
        return None
    told = q850(found[0])
    return told if told in BY_FAULT and told != OWN_TIMER else None


def first_bye(call: Call) -> tuple[Message, Leg] | None:
    """The first BYE of a call, on whichever leg: what ended it, while the others only follow."""
    byes = [(t.first, leg) for leg in call.legs for t in leg.transactions_of("BYE")]
    return min(byes, key=lambda found: found[0].number, default=None)


def _says_so(bye: Message) -> bool:
    cause, status = q850(bye), sip_cause(bye)
    return cause in BY_FAULT or (status is not None and status >= _REFUSALS)


def is_unacknowledged(bye: Message, leg: Leg) -> bool:
    """Whether a BYE follows an answer of the same side that was never acknowledged, when that side gives up."""
    answered = next((t for t in leg.attempts if t.final is leg.answer and leg.answer is not None), None)
    return answered is not None and gives_up(leg, answered, bye)
