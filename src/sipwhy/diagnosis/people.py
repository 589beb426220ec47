"""Calls that people or ring timeouts ended with CANCEL: by the caller, or by a host on the way that waited no longer."""

from __future__ import annotations

from sipwhy.calls.waits import LONG_RING, PATIENT
from sipwhy.diagnosis.blame import maker
from sipwhy.diagnosis.hanging_up import blamed, fault_of, timer_of
from sipwhy.diagnosis.legs import Deciding
from sipwhy.diagnosis.meaning import Meaning
from sipwhy.diagnosis.reading import cancel_of, early_bye_of, is_forwarded, q850, ring_start, sent_times, sip_cause
from sipwhy.diagnosis.redirections import led_round
from sipwhy.diagnosis.scene import Scene
from sipwhy.diagnosis.silence import error_about, said_by, variant_of
from sipwhy.model import Call, Leg, Message, Value
from sipwhy.model.finding import weaker
from sipwhy.reference.fault_causes import UNSPECIFIC

_REPEATS = 3
_REFUSALS, _BY_ALL = range(400, 500), 600
_TAKEN, _NOT_SELECTED = 2, 26
"""The hundreds of a status that takes a call; Q.850 cause "non-selected user clearing"."""
_NO_CAUSE = frozenset({None, *UNSPECIFIC})
_SLACK = 50_000
"""How far two legs' clocks may be apart, µs."""


def of_cancelling(call: Call, scene: Scene, where: Deciding) -> Meaning | None:
    """Who gave up, and whether it had rung."""
    first = call.first
    final = first.final
    cancel = cancel_of(first) or early_bye_of(first, final)
    if cancel and (final is None or final.status == 487):
        return _by_caller(call, scene, first, cancel)
    leg = where.leg
    own = cancel_of(leg)
    if leg.is_forward and own:
        return _by_host(call, scene, where, own)
    return None


def is_unseen_person(call: Call) -> bool:
    """
    Whether a call was declined, and the caller heard it ring though no leg of the call did: the host asked somebody else as well,
    by a leg that cannot be told to be of this call, and the answer may be that one's.
    """
    return call.result == "declined" and bool(ring_start(call.first)) and len(call.legs) > 1 and not any(map(ring_start, call.legs[1:]))


def _by_caller(call: Call, scene: Scene, first: Leg, cancel: Message) -> Meaning | None:
    if round_and_round := led_round(call):
        return Meaning("redirected", *round_and_round, "certain", "callee", "", (("gave-up", cancel),))
    start = ring_start(first) or _rang_elsewhere(call, first)
    request = first.deciding.first if first.deciding else cancel
    waited = (cancel.ts - (start or request).ts) / 1e6
    if late := _by_timer(call, scene, cancel, start, waited):
        return late
    if branch := _by_another_branch(scene, first, cancel, start):
        return branch
    if start is None and waited >= PATIENT and not _hears(first):
        silent = _silent_hop(call)
        if silent:
            return _in_vain(call, scene, silent, waited)
        if not any(leg.deciding and ring_start(leg) for leg in call.legs):
            return _nothing_came(call, scene, first, waited)
    if broken := _by_fault(call, scene, first, cancel):
        return broken
    slug = "no-answer" if start and waited >= LONG_RING else "caller-cancelled"
    return Meaning(
        slug=slug,
        leg=first,
        message=cancel,
        confidence="likely" if slug == "no-answer" else "certain",
        at_fault="user",
        variant="gave-up" if slug == "no-answer" else "" if start else "silent",
        notes=(("ringing", start),) if start else (),
        values={"rang": waited if start else None, "waited": waited, "method": cancel.method or ""},
    )


def _by_timer(call: Call, scene: Scene, cancel: Message, start: Message | None, waited: float) -> Meaning | None:
    """
    A CANCEL that gives the calling side's own timer as its reason: it rang in vain, or nothing came.

    Where the answer has a cause of its own, that is what tells the outcomes of calls apart (`CallTable.outcomes`).
    """
    first, told = call.first, timer_of(cancel)
    if told is None or (first.final and q850(first.final) is not None):
        return None
    if start is None:
        return _nothing_came(call, scene, first, waited, told)
    values: dict[str, Value] = {"rang": waited, "reason": told, "other": cancel.src.ip}
    return Meaning("no-answer", first, cancel, "likely", "user", "timer", (("ringing", start),), values)


def _by_fault(call: Call, scene: Scene, first: Leg, cancel: Message) -> Meaning | None:
    """
    A CANCEL whose Reason gives a fault: no caller thought better of it. A timer or a refusal may well end a ringing that nobody heard,
    and a 6xx is what another branch of a fork answered (RFC 3261 section 16.7 step 5).

    Where the answer has a cause of its own, that is what tells the outcomes of calls apart (`CallTable.outcomes`).
    """
    fault = fault_of(cancel)
    if fault is None or fault.is_timer or fault.code in _REFUSALS or fault.code >= _BY_ALL:
        return None
    if first.final and q850(first.final) is not None:
        return None
    fault_at = blamed(fault, cancel, first, call, scene)
    values: dict[str, Value] = {**fault.values, "server": cancel.src.ip, "method": cancel.method}
    return Meaning("cut-by-fault", first, cancel, "likely", fault_at, "cancel", values=values)


def _by_another_branch(scene: Scene, first: Leg, cancel: Message, start: Message | None) -> Meaning | None:
    """
    A CANCEL of a host that had sent the call to several: one of them answered, or refused for all by 6xx, which ends the others.

    RFC 3261 section 16.7 steps 5 and 10, RFC 3326 section 3; Q.850 cause 26 says that another one got the call. Nobody hung up here. A
    telephone sends its call to one place: whatever reason it writes, it was hung up.
    """
    if scene.host(first.src.ip).role == "phone":
        return None
    cause, status = q850(cancel), sip_cause(cancel) or 0
    if first.final and q850(first.final) is not None:
        return None  # that is what tells the outcomes of calls apart then
    notes = (("ringing", start),) if start else ()
    if cause == _NOT_SELECTED or (cause in _NO_CAUSE and status // 100 == _TAKEN):
        return Meaning(
            "caller-cancelled",
            first,
            cancel,
            "likely",
            "nobody",
            "elsewhere",
            notes,
            {"other": cancel.src.ip, "method": cancel.method or ""},
        )
    if cause in _NO_CAUSE and status >= _BY_ALL:
        values: dict[str, Value] = {"other": cancel.src.ip, "reason": f"SIP;cause={status}", "result": str(status)}
        values["method"] = cancel.method
        return Meaning("caller-cancelled", first, cancel, "likely", "nobody", "branch", notes, values)
    return None


def _rang_elsewhere(call: Call, first: Leg) -> Message | None:
    """The first ringing of those to whom a call was forwarded: its caller was told of the forwarding alone."""
    return next(filter(None, map(ring_start, call.legs[1:])), None) if is_forwarded(first) else None


def _hears(first: Leg) -> bool:
    """Whether the caller may have heard an announcement: an answer before the last one came with a description."""
    return any(answer.sdp for t in first.attempts for answer in t.provisional)


def _silent_hop(call: Call) -> Leg | None:
    """A forward leg whose request was repeated and never answered."""
    return next((leg for leg in call.legs[1:] if leg.deciding and not leg.deciding.answers and sent_times(leg.deciding) >= _REPEATS), None)


def _in_vain(call: Call, scene: Scene, leg: Leg, waited: float) -> Meaning | None:
    transaction = leg.deciding
    if transaction is None:
        return None
    error = error_about(leg, transaction)
    return Meaning(
        slug="next-hop-unreachable",
        leg=leg,
        message=transaction.first,
        confidence=weaker("likely", leg.confidence),
        at_fault="network" if error and error.is_from_between else maker(leg, call, scene),
        variant=variant_of(error),
        values={"times": sent_times(transaction), "seconds": waited, **said_by(error)},
    )


def _nothing_came(call: Call, scene: Scene, first: Leg, waited: float, timer: str | None = None) -> Meaning | None:
    """The host that was called answered 100 and then nothing until the caller gave up, perhaps by a timer that it names."""
    if first.deciding is None or not first.deciding.answers:
        return None
    cancel = cancel_of(first)
    waiting = [leg for leg in call.legs[1:] if cancel and _only_trying(leg, cancel)]
    leg = waiting[-1] if waiting else first
    message = leg.deciding.first if leg.deciding else first.deciding.first
    fault, values = maker(leg, call, scene), dict[str, Value](seconds=waited)
    if timer is None:
        return Meaning("upstream-timeout", leg, message, "possible", fault, "cancelled", (), values)
    values |= {"reason": timer, "other": first.src.ip}
    return Meaning("upstream-timeout", leg, message, "likely" if waited >= PATIENT else "possible", fault, "timer", (), values)


def _by_host(call: Call, scene: Scene, where: Deciding, cancel: Message) -> Meaning | None:
    """A PBX or proxy cancelled its own attempt: ring timeout, or nothing but 100 had come."""
    leg = where.leg
    start = ring_start(leg)
    if start:
        rang = (cancel.ts - start.ts) / 1e6
        told = where.path[0].final
        notes = (("ringing", start), *((("told", told),) if told else ()))
        return Meaning("no-answer", leg, cancel, weaker("certain", where.confidence), "user", "timeout", notes, {"rang": rang})
    request = leg.deciding.first if leg.deciding else cancel
    seconds = (cancel.ts - request.ts) / 1e6
    confidence = weaker("likely", where.confidence)
    waiting = _last_waiting(call, leg, cancel)
    if waiting is not leg:
        confidence, request = weaker(confidence, waiting.confidence), waiting.messages[0]
    return Meaning("upstream-timeout", waiting, request, confidence, maker(waiting, call, scene), "", (), {"seconds": seconds})


def _last_waiting(call: Call, leg: Leg, cancel: Message) -> Leg:
    """The farthest leg, from a cancelled one on, whose host had said 100 and nothing more when CANCEL came."""
    found, left = leg, [one for one in call.legs[1:] if one.deciding and one.messages[0].ts < cancel.ts]
    while onward := [one for one in left if one.src.ip == found.dst.ip and one.messages[0].ts >= found.messages[0].ts - _SLACK]:
        last = onward[-1]
        if not _only_trying(last, cancel):
            break
        found, left = last, [one for one in left if one not in onward]
    return found


def _only_trying(leg: Leg, cancel: Message) -> bool:
    """Whether nothing but 100 had come on a leg when the call was cancelled."""
    answers = leg.deciding.answers if leg.deciding else ()
    before = [one for one in answers if one.number < cancel.number]  # a log of whole seconds has the 487 in the same one
    return bool(before) and all(one.status == 100 for one in before)
