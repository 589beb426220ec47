"""
What the ending of a call means: one pure function that all rules about statuses share, so that exactly one of them claims it.

A call that was answered, or was still open when the capture ended, means nothing here.
"""

from __future__ import annotations

from sipwhy.calls.outcome import BY_PRACK
from sipwhy.diagnosis import blame
from sipwhy.diagnosis.absence import absent, no_gateway
from sipwhy.diagnosis.by_status import of_status
from sipwhy.diagnosis.circles import circle_of, few_hops, forwarded_times
from sipwhy.diagnosis.following import of_following
from sipwhy.diagnosis.forward import of_silence
from sipwhy.diagnosis.kept import keeps_last
from sipwhy.diagnosis.legs import Deciding, deciding
from sipwhy.diagnosis.meaning import Found, Meaning
from sipwhy.diagnosis.not_found import not_reached, not_set_up, unrouted_emergency
from sipwhy.diagnosis.people import of_cancelling
from sipwhy.diagnosis.reading import (
    FORWARDED,
    has_credentials,
    is_said_by_maker,
    phrase_of,
    q850,
    q850_location,
    ring_start,
    ringing_seconds,
)
from sipwhy.diagnosis.refusal import of_credentials, of_registration
from sipwhy.diagnosis.reliable import failed_for_prack
from sipwhy.diagnosis.scene import Scene
from sipwhy.diagnosis.shortage import CAUSES, told_by_reason
from sipwhy.diagnosis.silence import is_settled
from sipwhy.diagnosis.statuses import BY_CAUSE
from sipwhy.model import AtFault, Call, Leg, Message, Value
from sipwhy.model.finding import weaker
from sipwhy.reference.phrases import SAID_BY

_OF_PEOPLE = (486, 600, 603)
"""Statuses that usually tell of a person's choice."""
_NOT_FOUND, _TOO_MANY_HOPS = 404, 483
_LEGS_OF_CIRCLE = 6
_FORWARDINGS = 6
"""How many forwardings nobody sets one behind the other on purpose."""
_ABSENT = 20
"""Q.850 cause "subscriber absent": of mobile networks, switched off or out of coverage."""
_LOGIN_FAILED = "generic-authentication-failed"
"""A phrase that tells of a password only where one was given: servers turn down strangers in these words, too."""
_OF_503 = "kamailio-500-of-503"
"""Words by which a proxy passes on the 503 of somebody behind it (RFC 3261 section 16.7 step 6)."""
_NOT_TAKEN = (405, 501)
"""The server does not do what was asked (RFC 3261 sections 21.4.6 and 21.5.2)."""

_UNSENT = 477
"""Kamailio's and OpenSIPS's own status: sending failed. Of their own routing, the network and the next hop it tells none apart."""
_BLAMED: dict[str, AtFault] = {
    "probes": "callee",
    "peer": "trunk",
    "trunk": "trunk",
    "use-proxy": "caller",
    "emergency": "nobody",
    "bandwidth": "network",
    "inbound": "pbx",
    "context": "pbx",
    "dialplan": "pbx",
    "emergency-call": "pbx",
    "emergency-or-extension": "unknown",
}
"""Who is at fault for these variants, whoever gave the answer."""


@keeps_last
def meaning(call: Call, scene: Scene) -> Meaning | None:
    """What the ending of a call or registration means, where it was made, and how sure that is. Some twenty rules ask this."""
    if call.kind == "registration":
        return of_registration(call, scene)
    if call.kind == "message":
        return _of_message(call, scene)
    if call.kind != "call" or call.result == "answered" or (call.result == "incomplete" and not is_settled(call)):
        return None
    where = deciding(call)
    if where is None or (call.result == "incomplete" and where.leg.final):
        return None
    return of_cancelling(call, scene, where) or of_silence(call, scene, where) or _of_answer(call, scene, where)


def meant(slug: str, call: Call, scene: Scene) -> Meaning | None:
    """The same where it is this diagnosis."""
    found = meaning(call, scene)
    return found if found and found.slug == slug else None


def _of_message(call: Call, scene: Scene) -> Meaning | None:
    """A text message that a server does not take at all, or to nobody whom Asterisk knows; all else is left to the answer's own words."""
    if call.status == _NOT_FOUND:
        return _of_lost_message(call, scene)
    refused = [leg for leg in call.legs if (final := leg.final) and final.status in _NOT_TAKEN]
    final = refused[-1].final if refused and call.status in _NOT_TAKEN else None
    if final is None:
        return None
    fault = blame.at_fault("method-not-allowed", refused[-1], call, scene)
    return Meaning("method-not-allowed", refused[-1], final, "certain", fault, "message")


def _of_lost_message(call: Call, scene: Scene) -> Meaning | None:
    """404 by Asterisk's PJSIP to MESSAGE: the context for messages lacks the extension (res_pjsip_messaging.c, module_on_rx_request)."""
    found = [leg for leg in call.legs if (final := leg.final) and final.status == _NOT_FOUND]
    final = found[-1].final if found else None
    if final is None or not scene.host(found[-1].dst.ip).runs("asterisk"):
        return None
    return Meaning("unknown-number", found[-1], final, "likely", "user", "message")


def _of_answer(call: Call, scene: Scene, where: Deciding) -> Meaning | None:
    leg, final = where.leg, where.leg.final
    if final is None or final.status is None or final.status < 300:
        return None
    if followed := of_following(call, where):
        return followed
    refused = of_credentials(call, scene, leg, final)
    if refused:
        return refused
    if turned := _turned(call, scene, leg, final):
        return turned
    if final.status in BY_PRACK and failed_for_prack(call, leg):
        return None
    found = (
        _said(call, scene, leg, final)
        or unrouted_emergency(call, scene, leg, final)
        or not_set_up(call, scene, leg, final)
        or _told_by_cause(call, scene, leg, final)
        or of_status(call, scene, leg, final)
    )
    if found is None:
        return None
    slug, confidence, variant = found
    if q850(final) in CAUSES and final.status in _OF_PEOPLE:
        confidence = "possible"  # the status speaks of a person, the cause of the network: one of them is wrong
    if leg.asked is None and phrase_of(final) is None:
        confidence = weaker("likely", confidence)  # what was asked is not in the capture: credentials may have been refused
    is_unknown = blame.SIDES.get(slug, "maker") == "maker" and _may_have_passed_on(leg, scene)
    fault = _BLAMED.get(variant) or blame.at_fault(slug, leg, call, scene)
    is_unknown_fault = is_unknown or final.status == _UNSENT or (fault == "proxy" and (row := phrase_of(final)) and row.entry == _OF_503)
    shown, told = told_by_reason(slug, variant, final, scene)
    return Meaning(
        slug=slug,
        leg=leg,
        message=final,
        confidence=weaker(confidence, "possible" if is_unknown else where.confidence),
        at_fault="unknown" if is_unknown_fault else fault,
        variant=shown,
        notes=_passed_on(where),
        values={"rang": ringing_seconds(leg), **told},
    )


def _turned(call: Call, scene: Scene, leg: Leg, final: Message) -> Meaning | None:
    """Whatever the answer says: two hosts sent the call to each other until one of them had enough, or no hops were left from the start."""
    if final.status == _TOO_MANY_HOPS and (few := few_hops(call, leg)):
        fault = blame.sender(call.first, call, scene)
        return Meaning("loop-detected", leg, final, "certain", fault, "few", (("sent", few[0]),), {"hops": few[1]})
    circle = circle_of(call) if len(call.legs) >= _LEGS_OF_CIRCLE else None
    request = circle.back.asked if circle else None
    if circle is None or request is None:
        return _sent_on(call, final)
    back = circle.back
    roles = {scene.host(ip).role for ip in (back.src.ip, back.dst.ip)}
    fault = next((role for role in ("pbx", "proxy", "trunk") if role in roles), "unknown")
    values: dict[str, Value] = {"times": circle.times, "other": circle.other or "", "forwarded": request.to_user or ""}
    if circle.other:
        return Meaning("loop-detected", back, request, "likely", "user", "circle-of-two", (("told", final),), values)
    return Meaning("loop-detected", back, request, "certain", fault, "circle", (("told", final),), values)


def _sent_on(call: Call, final: Message) -> Meaning | None:
    """A call that was forwarded again and again and rang nowhere: behind the host that says so the forwardings lead to each other."""
    times, told = forwarded_times(call.legs[0]), call.legs[0]
    if times < _FORWARDINGS or final.status in _OF_PEOPLE:
        return None
    first = next((m for attempt in told.attempts for m in attempt.provisional if m.status == FORWARDED), final)
    notes = (("first", first),)
    return Meaning("loop-detected", told, told.final or final, "possible", "unknown", "sent-on", notes, {"forwards": times})


def _may_have_passed_on(leg: Leg, scene: Scene) -> bool:
    """Whether the capture began behind the request: what a PBX or a proxy had sent on by then, nobody can tell."""
    unseen = leg.deciding is not None and leg.deciding.request is None
    return unseen and not leg.is_forward and scene.host(leg.dst.ip).is_server


def _passed_on(where: Deciding) -> tuple[tuple[str, Message], ...]:
    """What the caller was told in the end, if another leg decided."""
    told = where.path[0].final
    return (("told", told),) if told and len(where.path) > 1 else ()


def _said(call: Call, scene: Scene, leg: Leg, final: Message) -> Found | None:
    row = phrase_of(final)
    if row and row.entry == _LOGIN_FAILED and not any(has_credentials(attempt.request) for attempt in leg.attempts):
        return None
    if row and row.slug == "callee-not-registered" and q850(final) == _ABSENT and scene.standing(call.number).is_outside:
        return row.slug, row.confidence, "absent"
    if row and row.entry in SAID_BY and not is_said_by_maker(row, final.agent):
        return row.slug, "possible", "said"  # anybody may say so, and who did does not tell its name
    return (row.slug, row.confidence, "said") if row else None


def _told_by_cause(call: Call, scene: Scene, leg: Leg, final: Message) -> Found | None:
    cause = q850(final)
    if cause == 21 and final.status in (403, 480, 500, 503) and (q850_location(final) == "U" or ring_start(leg)):
        return "callee-declined", "likely", "mapped"
    if cause == 3 and final.status == 404:
        return not_reached(call, scene, leg)
    if cause is None or cause not in BY_CAUSE:
        return None
    slug, confidence, statuses = BY_CAUSE[cause]
    if final.status not in statuses or (cause in (18, 19) and final.status == 408):
        return None
    if slug == "callee-not-registered":
        return no_gateway(call, scene, leg) or absent(call, scene, leg, confidence)
    return slug, confidence, "cause"
