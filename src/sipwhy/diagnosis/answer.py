"""
What the ending of a call means: one pure function that all rules about statuses share, so that exactly one of them claims it.

A call that was answered, or was still open when the capture ended, means nothing here.
"""

from __future__ import annotations

from sipwhy.calls.outcome import BY_PRACK
from sipwhy.diagnosis import blame
from sipwhy.diagnosis.circles import circle_of, few_hops, forwarded_times
from sipwhy.diagnosis.following import of_following
from sipwhy.diagnosis.forward import of_silence
from sipwhy.diagnosis.kept import keeps_last
from sipwhy.diagnosis.legs import Deciding, deciding
from sipwhy.diagnosis.login import asked_like_pjsip
from sipwhy.diagnosis.meaning import Meaning
from sipwhy.diagnosis.people import of_cancelling
from sipwhy.diagnosis.reading import (
    codecs_of,
    has_credentials,
    is_challenge,
    is_forwarded,
    is_said_by_maker,
    phrase_of,
    q850,
    q850_location,
    ring_start,
    ringing_seconds,
    warning_code,
    words,
)
from sipwhy.diagnosis.refusal import of_credentials, of_registration
from sipwhy.diagnosis.reliable import failed_for_prack
from sipwhy.diagnosis.scene import Scene
from sipwhy.diagnosis.silence import is_settled
from sipwhy.diagnosis.statuses import BY_CAUSE, BY_STATUS
from sipwhy.model import AtFault, Call, Confidence, Leg, Message, Value
from sipwhy.model.digits import is_dialled_abroad, is_emergency, is_neighbour, is_whole_number
from sipwhy.model.finding import weaker
from sipwhy.reference.phrases import SAID_BY

_AT_ONCE = 1.5
"""Seconds within which a telephone that refuses by itself answers."""
_PATIENT = 8.0
"""Seconds of ringing below which no server's ring timeout ends a call (one of the limits of `CallTable.outcomes`)."""
_NETWORK, _OF_PEOPLE = (34, 38, 41, 42, 47), (486, 600, 603)
"""Q.850 causes of want of resources; statuses that usually tell of a person's choice."""
_WRONG_ADDRESS = (300, 301)
"""Warnings about the protocol or the form of the addresses in a description (RFC 3261 section 20.43)."""
_NO_BANDWIDTH = 370
"""Warning "insufficient bandwidth" (RFC 3261 section 20.43): the codecs fit, the line is full."""
_NOT_FOUND, _TOO_MANY_HOPS = 404, 483
_RINGING = 180
_LEGS_OF_CIRCLE = 6
_IS_FORWARDED, _FORWARDINGS = 181, 6
"""The status that tells of a forwarding, and how many of them nobody sets one behind the other on purpose."""
_UNALLOCATED = 1
"""Q.850 cause "unallocated number"."""
_ENCRYPTS = "teams"
"""Microsoft Teams takes calls of certified SBCs with SRTP alone (Microsoft, "Plan Direct Routing", media traffic)."""
_ABSENT = 20
"""Q.850 cause "subscriber absent": of mobile networks, switched off or out of coverage."""
_REGISTRARS = ("kamailio", "opensips")
"""Their usual configurations answer 404 to an account that is not registered, too (`route[LOCATION]`)."""
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

Found = tuple[str, Confidence, str]
"""Slug, confidence, variant."""

_AS_IT_SAYS: dict[int, Found] = {
    305: ("redirected", "certain", "use-proxy"),
    380: ("redirected", "certain", "emergency"),
    580: ("upstream-server-error", "possible", "precondition"),
}
"""What some statuses mean whatever surrounds them, with words of their own."""


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
    if final is None or not (scene.host(found[-1].dst.ip).platform or "").startswith("asterisk"):
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
        _said(call, scene, final)
        or _unrouted_emergency(call, scene, leg, final)
        or _not_set_up(call, scene, leg, final)
        or _told_by_cause(call, scene, leg, final)
        or _read(call, scene, leg, final)
    )
    if found is None:
        return None
    slug, confidence, variant = found
    if q850(final) in _NETWORK and final.status in _OF_PEOPLE:
        confidence = "possible"  # the status speaks of a person, the cause of the network: one of them is wrong
    if leg.asked is None and phrase_of(final) is None:
        confidence = weaker("likely", confidence)  # what was asked is not in the capture: credentials may have been refused
    is_unknown = blame.SIDES.get(slug, "maker") == "maker" and _may_have_passed_on(leg, scene)
    return Meaning(
        slug=slug,
        leg=leg,
        message=final,
        confidence=weaker(confidence, "possible" if is_unknown else where.confidence),
        at_fault="unknown" if is_unknown or final.status == _UNSENT else _BLAMED.get(variant) or blame.at_fault(slug, leg, call, scene),
        variant=variant,
        notes=_passed_on(where),
        values={"rang": ringing_seconds(leg)},
    )


def _turned(call: Call, scene: Scene, leg: Leg, final: Message) -> Meaning | None:
    """Whatever the answer says: two hosts sent the call to each other until one of them had enough, or no hops were left from the start."""
    if final.status == _TOO_MANY_HOPS and (few := few_hops(call, leg)):
        fault = blame.sender(call.first, call, scene)
        return Meaning("loop-detected", leg, final, "certain", fault, "few", (("sent", few[0]),), {"hops": few[1]})
    circle = circle_of(call) if len(call.legs) >= _LEGS_OF_CIRCLE else None
    request = circle.back.asked if circle else None
    if circle is None or request is None:
        return _sent_on(call, leg, final)
    back = circle.back
    roles = {scene.host(ip).role for ip in (back.src.ip, back.dst.ip)}
    fault = next((role for role in ("pbx", "proxy", "trunk") if role in roles), "unknown")
    values: dict[str, Value] = {"times": circle.times, "other": circle.other or "", "forwarded": request.to_user or ""}
    if circle.other:
        return Meaning("loop-detected", back, request, "likely", "user", "circle-of-two", (("told", final),), values)
    return Meaning("loop-detected", back, request, "certain", fault, "circle", (("told", final),), values)


def _sent_on(call: Call, leg: Leg, final: Message) -> Meaning | None:
    """A call that was forwarded again and again and rang nowhere: behind the host that says so the forwardings lead to each other."""
    times = forwarded_times(call.legs[0])
    if times < _FORWARDINGS or final.status in _OF_PEOPLE:
        return None
    first = next((m for attempt in call.legs[0].attempts for m in attempt.provisional if m.status == _IS_FORWARDED), final)
    notes = (("first", first),)
    return Meaning("loop-detected", leg, final, "possible", "unknown", "sent-on", notes, {"forwards": times})


def _may_have_passed_on(leg: Leg, scene: Scene) -> bool:
    """Whether the capture began behind the request: what a PBX or a proxy had sent on by then, nobody can tell."""
    unseen = leg.deciding is not None and leg.deciding.request is None
    return unseen and not leg.is_forward and scene.host(leg.dst.ip).is_server


def _passed_on(where: Deciding) -> tuple[tuple[str, Message], ...]:
    """What the caller was told in the end, if another leg decided."""
    told = where.path[0].final
    return (("told", told),) if told and len(where.path) > 1 else ()


def _said(call: Call, scene: Scene, final: Message) -> Found | None:
    row = phrase_of(final)
    if row and row.slug == "callee-not-registered" and q850(final) == _ABSENT and _is_outside(call, scene):
        return row.slug, row.confidence, "absent"
    if row and row.entry in SAID_BY and not is_said_by_maker(row, final.agent):
        return row.slug, "possible", "said"  # anybody may say so, and who did does not tell its name
    return (row.slug, row.confidence, "said") if row else None


def _is_outside(call: Call, scene: Scene) -> bool:
    """Whether a number of the public network was called that has no account at the host asked, as far as is seen."""
    standing = scene.standing(call.number)
    return standing.is_long and standing.account == "stranger"


def _unrouted_emergency(call: Call, scene: Scene, leg: Leg, final: Message) -> Found | None:
    """
    404 to a call for help: nobody mistyped the number, the way for it is missing. Where extensions look like that, it may be either.

    A telephone that says so has no routes.
    """
    if final.status != _NOT_FOUND or not is_emergency(call.callee) or scene.host(leg.dst.ip).role == "phone":
        return None
    if _has_neighbours(call, scene):
        return "unknown-number", "possible", "emergency-or-extension"
    return "unknown-number", "likely", "emergency-call"


def _has_neighbours(call: Call, scene: Scene) -> bool:
    """Whether the callee's number fits among the extensions that are seen: the caller's, and those of whoever is registered."""
    if is_neighbour(call.caller, call.callee):
        return True
    row = [f"{(call.callee or '')[:1]}{number:02}" for number in range(100)]
    return any(binding.accepted for user in row for binding in scene.registrations(user) if is_neighbour(user, call.callee))


def _not_set_up(call: Call, scene: Scene, leg: Leg, final: Message) -> Found | None:
    """404 by a PBX to a call that came from outside for a whole number: its inbound routes lack that number in that form."""
    server = scene.host(leg.dst.ip)
    if (
        final.status != _NOT_FOUND
        or q850(final) not in (None, 0, _UNALLOCATED)
        or leg.is_forward
        or server.role != "pbx"
        or not server.platform
    ):
        return None
    if any(is_challenge(t.final) or has_credentials(t.request) for t in leg.attempts) or is_dialled_abroad(call.callee):
        return None  # an account of its own, or somebody who wants to dial out
    outside = scene.host(leg.src.ip).role in ("trunk", "unknown") and is_whole_number(call.caller)
    standing = scene.standing(call.number)
    alone = outside and standing.is_long and standing.account == "stranger" and not any(one.src.ip == leg.dst.ip for one in call.legs)
    return ("unknown-number", "likely", "inbound") if alone else None


def _told_by_cause(call: Call, scene: Scene, leg: Leg, final: Message) -> Found | None:
    cause = q850(final)
    if cause == 21 and final.status in (403, 480, 500, 503) and (q850_location(final) == "U" or ring_start(leg)):
        return "callee-declined", "likely", "mapped"
    if cause == 3 and final.status == 404:
        return _not_reached(call, scene, leg)
    if cause is None or cause not in BY_CAUSE:
        return None
    slug, confidence, statuses = BY_CAUSE[cause]
    if final.status not in statuses or (cause in (18, 19) and final.status == 408):
        return None
    if slug == "callee-not-registered":
        return _no_gateway(call, scene, leg) or _absent(call, scene, leg, confidence)
    return slug, confidence, "cause"


def _no_gateway(call: Call, scene: Scene, leg: Leg) -> Found | None:
    """Cause 20 from Asterisk about a number of the public network that it sent nowhere: its peer for such numbers is out of reach."""
    standing, server = scene.standing(call.number), scene.host(leg.dst.ip)
    own = standing.account == "stranger" and standing.is_long and not leg.is_forward and (server.platform or "").startswith("asterisk")
    return ("next-hop-unreachable", "likely", "trunk" if standing.has_silent_peer else "peer") if own else None


def _read(call: Call, scene: Scene, leg: Leg, final: Message) -> Found | None:
    """By status, with what surrounds it."""
    if final.status in _READERS:
        return _READERS[final.status](call, scene, leg, final)
    if final.status in _AS_IT_SAYS:
        return _AS_IT_SAYS[final.status]
    known = BY_STATUS.get(final.status or 0)
    return (*known, "") if known else None


def _forbidden(call: Call, scene: Scene, leg: Leg, final: Message) -> Found | None:
    """403 with nothing finer: before any challenge and before 100 Trying a server turned the address away."""
    server = scene.host(leg.dst.ip).is_server
    provisional = leg.deciding.provisional if leg.deciding else ()
    if leg.asked is None and final.reason in (None, "", "Forbidden") and words(final) in ("", final.reason):
        return "forbidden", "likely", "unseen"
    challenged = any(is_challenge(t.final) for t in leg.attempts)
    if server and not leg.is_forward and not challenged and not provisional and final.reason in (None, "", "Forbidden"):
        return ("forbidden", "possible", "let-in") if scene.standing(call.number).is_let_in else ("acl-denied", "likely", "")
    if blame.is_phone(leg, call, scene) and ring_start(leg):
        return "callee-declined", "likely", "mapped"
    return "forbidden", "certain", "worded" if words(final) not in ("", final.reason) else ""


def _not_found(call: Call, scene: Scene, leg: Leg, final: Message) -> Found | None:
    """404: no such number, or a number that is an account here and has no binding."""
    if rang := ring_start(leg):  # it rang, so there is such a number; but carriers also say by voice that there is none, and then 404
        return ("unknown-number", "possible", "announced") if rang.sdp and scene.host(leg.dst.ip).role != "phone" else None
    if leg.is_forward and not _is_server(leg, scene):
        return "unknown-number", "likely", "far"
    standing, server = scene.standing(call.number), scene.host(leg.dst.ip)
    if standing.account != "stranger":
        if not _is_before_dial_plan(leg, scene, final):
            return _absent(call, scene, leg, "likely")
        outside = server.role == "pbx" and scene.host(leg.src.ip).role in ("trunk", "unknown") and is_whole_number(call.caller)
        return "unknown-number", "likely", "inbound" if outside else "context"
    if (server.role == "proxy" or (server.platform or "").startswith(_REGISTRARS)) and not standing.is_long:
        return "unknown-number", "possible", "code" if _is_code(call) else "or-unregistered"
    return "unknown-number", "likely", "code" if _is_code(call) else ""


def _is_code(call: Call) -> bool:
    """Whether a function was dialled and no person: pickup, voice mail, forwarding (*8, *97, #21). Only the words differ by that."""
    return (call.callee or "").startswith(("*", "#"))


def _is_before_dial_plan(leg: Leg, scene: Scene, final: Message) -> bool:
    """
    Whether Asterisk refused the extension as such, at once: it sends 100 Trying when the call enters the dial plan, so that a Dial that
    fails comes after it (res_pjsip_session.c, new_invite; chan_sip.c, handle_request_invite). A capture with gaps may lack the 100.
    """
    if scene.dropped or leg.deciding is None or (final.ts - leg.deciding.first.ts) / 1e6 > _AT_ONCE:
        return False
    seen = leg.deciding and leg.deciding.request
    provisional = leg.deciding.provisional if leg.deciding else ()
    return bool(seen) and not leg.is_forward and not provisional and (scene.host(leg.dst.ip).platform or "").startswith("asterisk")


def _not_reached(call: Call, scene: Scene, leg: Leg) -> Found | None:
    """404 with cause 3, "no route to destination": Asterisk's word for a peer without a contact."""
    standing = scene.standing(call.number)
    if standing.account != "stranger":
        return _absent(call, scene, leg, "likely")
    if standing.has_silent_peer and (found := _no_gateway(call, scene, leg)):
        return found
    if standing.is_long or (leg.is_forward and not _is_own_of_proxy(leg, scene)):
        return "no-route", "likely", "cause"
    return "callee-not-registered", "possible" if leg.is_forward else "likely", "unseen"


def _is_own_of_proxy(leg: Leg, scene: Scene) -> bool:
    """Whether a proxy handed the call to an Asterisk behind it, whose telephones register elsewhere than here."""
    host = scene.host(leg.dst.ip)
    return scene.host(leg.src.ip).role == "proxy" and host.role == "pbx" and (host.platform or "").startswith("asterisk")


def _unavailable(call: Call, scene: Scene, leg: Leg, final: Message) -> Found | None:
    """480: after ringing nobody picked up; at once a telephone is set so; a server knows no contact."""
    if ring_start(leg):
        soon = (ringing_seconds(leg) or 0) < _PATIENT  # who rings so shortly was turned away by hand, more often than not
        return ("callee-declined", "possible", "mapped") if soon else ("no-answer", "likely", "refused")
    if blame.is_phone(leg, call, scene):
        return "do-not-disturb", "likely", ""
    if _is_server(leg, scene):
        return _absent(call, scene, leg, "likely")
    return "callee-not-registered", "possible", "far"


def _absent(call: Call, scene: Scene, leg: Leg, confidence: Confidence) -> Found:
    """The callee could not be reached, as far as its registrations and probes tell; not the callee, where the call was forwarded."""
    if is_forwarded(leg):
        return "callee-not-registered", "possible", "sent-on"
    account = scene.standing(call.number).account
    if account == "silent":
        return "next-hop-unreachable", "likely", "probes"
    if account == "lapsed":
        return "registration-expired", "likely", ""
    if account == "bound":
        return "callee-not-registered", "possible", "bound"
    if _is_outside(call, scene):
        return "callee-not-registered", "possible", "far"
    return "callee-not-registered", confidence, "" if account in ("gone", "never") else "unseen"


def _timed_out(call: Call, scene: Scene, leg: Leg, final: Message) -> Found | None:
    """408 by the host that was asked: after ringing nobody picked up, else its own next hop kept silent. Whether it rang must be known."""
    if leg.deciding is None or leg.deciding.request is None:
        return None
    if ring_start(leg):
        return "no-answer", "likely", "refused"
    if scene.standing(call.number).account == "silent":
        return "next-hop-unreachable", "likely", "probes"
    if any(upset.severity == "error" and upset.slug.startswith("tls-") for upset in scene.upsets(leg)):
        return None  # it did not reach its next hop at all: the TLS connection failed, which is a diagnosis of its own
    return "upstream-timeout", "likely", ""


def _terminated(call: Call, scene: Scene, leg: Leg, final: Message) -> Found | None:
    """487 without a CANCEL on this leg: a server ended it, mostly for ringing too long."""
    return ("no-answer", "likely", "refused") if ring_start(leg) else None


def _declined(call: Call, scene: Scene, leg: Leg, final: Message) -> Found | None:
    """603: a person's no after ringing; a telephone's own at once; of Asterisk the end of a dial plan without a cause."""
    start = ring_start(leg)
    if blame.is_phone(leg, call, scene):
        at_once = leg.deciding is not None and (final.ts - leg.deciding.first.ts) / 1e6 < _AT_ONCE
        return ("do-not-disturb", "likely", "") if at_once and not start else ("callee-declined", "certain", "")
    if (scene.host(leg.dst.ip).platform or "").startswith("asterisk") and q850(final) in (None, 0, 16):
        return ("no-answer", "likely", "refused") if start else ("callee-declined", "possible", "dialplan")
    return "callee-declined", "likely", ""


def _not_acceptable(call: Call, scene: Scene, leg: Leg, final: Message) -> Found | None:
    """488 or 606: media do not fit; SRTP against RTP if only one side ever spoke of it."""
    offer = leg.asked
    audio = offer.audio if offer else None
    if _is_fax(offer):
        return "fax-rejected", "certain", "first"
    if audio and not audio.port:
        return "codec-mismatch", "likely", "switched-off"
    if warning_code(final) == _NO_BANDWIDTH:
        return "rate-limit-exceeded", "certain", "bandwidth"
    if audio and not audio.is_secure and scene.host(leg.dst.ip).platform == _ENCRYPTS:
        return "srtp-mismatch", "likely", "required"
    if warning_code(final) in _WRONG_ADDRESS:
        return "address-family-mismatch", "likely", "refused"
    if audio and audio.is_secure:
        return "srtp-mismatch", "likely", "offered"
    if audio and _is_refused_before_dialling(leg) and _is_common(codecs_of(offer)) and asked_like_pjsip(leg):
        return "srtp-mismatch", "possible", "demanded"
    return "codec-mismatch", "likely" if final.status == 488 else "possible", ""


def _unsupported_media(call: Call, scene: Scene, leg: Leg, final: Message) -> Found | None:
    """415: media of a kind that the server does not know."""
    fax = _is_fax(leg.asked)
    return ("fax-rejected", "certain", "first") if fax else ("codec-mismatch", "likely", "")


def _is_fax(offer: Message | None) -> bool:
    """Whether an offer is T.38 and no audio."""
    described = offer.sdp if offer else None
    return described is not None and described.audio is None and described.fax is not None


def _is_common(names: tuple[str, ...]) -> bool:
    return bool({"PCMU", "PCMA"} & {name.upper() for name in names})


def _is_refused_before_dialling(leg: Leg) -> bool:
    return not leg.is_forward and ring_start(leg) is None


def _is_server(leg: Leg, scene: Scene) -> bool:
    return scene.host(leg.dst.ip).is_server or (not leg.is_forward and scene.host(leg.dst.ip).role == "unknown")


def _busy(call: Call, scene: Scene, leg: Leg, final: Message) -> Found | None:
    """486: who is talking is busy at once; after ringing (180, not the sounds that a network plays with 183) it is something else."""
    slug, confidence = BY_STATUS[486]
    start = ring_start(leg)
    rang = start is not None and start.status == _RINGING and (ringing_seconds(leg) or 0) > _AT_ONCE
    return (slug, "likely", "rang") if rang else (slug, confidence, "")


def _incomplete(call: Call, scene: Scene, leg: Leg, final: Message) -> Found | None:
    """484: digits are missing; of a number of the public network carriers say so too when they want it in another form."""
    return ("address-incomplete", "likely", "long") if scene.standing(call.number).is_long else ("address-incomplete", "certain", "")


_READERS = {
    403: _forbidden,
    404: _not_found,
    408: _timed_out,
    415: _unsupported_media,
    480: _unavailable,
    484: _incomplete,
    486: _busy,
    487: _terminated,
    488: _not_acceptable,
    603: _declined,
    606: _not_acceptable,
}
