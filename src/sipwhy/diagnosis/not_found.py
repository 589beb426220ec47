"""404: nobody has the number, nobody is registered under it, or no way leads there."""

from __future__ import annotations

from sipwhy.calls.waits import AT_ONCE
from sipwhy.diagnosis.absence import absent, no_gateway
from sipwhy.diagnosis.blame import is_server
from sipwhy.diagnosis.meaning import Found
from sipwhy.diagnosis.reading import has_credentials, is_challenge, q850, ring_start
from sipwhy.diagnosis.scene import Scene
from sipwhy.model import Call, Leg, Message
from sipwhy.model.digits import is_dialled_abroad, is_emergency, is_neighbour, is_whole_number

_NOT_FOUND, _UNALLOCATED = 404, 1
"""The status, and the Q.850 cause "unallocated number"."""
_REGISTRARS = ("kamailio", "opensips")
"""Their usual configurations answer 404 to an account that is not registered, too (`route[LOCATION]`)."""


def not_found(call: Call, scene: Scene, leg: Leg, final: Message) -> Found | None:
    """404: no such number, or a number that is an account here and has no binding."""
    if rang := ring_start(leg):  # it rang, so there is such a number; but carriers also say by voice that there is none, and then 404
        return ("unknown-number", "possible", "announced") if rang.sdp and scene.host(leg.dst.ip).role != "phone" else None
    if leg.is_forward and not is_server(leg, scene):
        return "unknown-number", "likely", "far"
    standing, server = scene.standing(call.number), scene.host(leg.dst.ip)
    if standing.account != "stranger":
        if not _is_before_dial_plan(leg, scene, final):
            return absent(call, scene, leg, "likely")
        is_inbound = server.role == "pbx" and _is_from_outside(call, scene, leg)
        return "unknown-number", "likely", "inbound" if is_inbound else "context"
    if (server.role == "proxy" or server.runs(*_REGISTRARS)) and not standing.is_long:
        return "unknown-number", "possible", "code" if _is_code(call) else "or-unregistered"
    return "unknown-number", "likely", "code" if _is_code(call) else ""


def not_reached(call: Call, scene: Scene, leg: Leg) -> Found | None:
    """404 with cause 3, "no route to destination": Asterisk's word for a peer without a contact."""
    standing = scene.standing(call.number)
    if standing.account != "stranger":
        return absent(call, scene, leg, "likely")
    if standing.has_silent_peer and (found := no_gateway(call, scene, leg)):
        return found
    if standing.is_long or (leg.is_forward and not _is_own_of_proxy(leg, scene)):
        return "no-route", "likely", "cause"
    return "callee-not-registered", "possible" if leg.is_forward else "likely", "unseen"


def unrouted_emergency(call: Call, scene: Scene, leg: Leg, final: Message) -> Found | None:
    """
    404 to a call for help: nobody mistyped the number, the way for it is missing. Where extensions look like that, it may be either.

    A telephone that says so has no routes.
    """
    if final.status != _NOT_FOUND or not is_emergency(call.callee) or scene.host(leg.dst.ip).role == "phone":
        return None
    if _has_neighbours(call, scene):
        return "unknown-number", "possible", "emergency-or-extension"
    return "unknown-number", "likely", "emergency-call"


def not_set_up(call: Call, scene: Scene, leg: Leg, final: Message) -> Found | None:
    """404 by a PBX to a call that came from outside for a whole number: its inbound routes lack that number in that form."""
    if final.status != _NOT_FOUND or q850(final) not in (None, 0, _UNALLOCATED) or leg.is_forward:
        return None
    server = scene.host(leg.dst.ip)
    if server.role != "pbx" or not server.runs(""):
        return None
    if any(is_challenge(t.final) or has_credentials(t.request) for t in leg.attempts) or is_dialled_abroad(call.callee):
        return None  # an account of its own, or somebody who wants to dial out
    is_inbound = _is_from_outside(call, scene, leg) and scene.standing(call.number).is_outside
    is_sent_on = any(one.src.ip == leg.dst.ip for one in call.legs)
    return ("unknown-number", "likely", "inbound") if is_inbound and not is_sent_on else None


def _is_from_outside(call: Call, scene: Scene, leg: Leg) -> bool:
    """Whether a carrier, or a host of which nothing is known, sent a call in the name of a whole number."""
    return scene.host(leg.src.ip).role in ("trunk", "unknown") and is_whole_number(call.caller)


def _has_neighbours(call: Call, scene: Scene) -> bool:
    """Whether the callee's number fits among the extensions that are seen: the caller's, and those of whoever is registered."""
    if is_neighbour(call.caller, call.callee):
        return True
    row = [f"{(call.callee or '')[:1]}{number:02}" for number in range(100)]
    return any(binding.accepted for user in row for binding in scene.registrations(user) if is_neighbour(user, call.callee))


def _is_code(call: Call) -> bool:
    """Whether a function was dialled and no person: pickup, voice mail, forwarding (*8, *97, #21). Only the words differ by that."""
    return (call.callee or "").startswith(("*", "#"))


def _is_before_dial_plan(leg: Leg, scene: Scene, final: Message) -> bool:
    """
    Whether Asterisk refused the extension as such, at once: it sends 100 Trying when the call enters the dial plan, so that a Dial that
    fails comes after it (res_pjsip_session.c, new_invite; chan_sip.c, handle_request_invite). A capture with gaps may lack the 100.
    """
    if scene.dropped or leg.deciding is None or (final.ts - leg.deciding.first.ts) / 1e6 > AT_ONCE:
        return False
    is_bare = leg.deciding.request is not None and not leg.deciding.provisional
    return is_bare and not leg.is_forward and scene.host(leg.dst.ip).runs("asterisk")


def _is_own_of_proxy(leg: Leg, scene: Scene) -> bool:
    """Whether a proxy handed the call to an Asterisk behind it, whose telephones register elsewhere than here."""
    host = scene.host(leg.dst.ip)
    return scene.host(leg.src.ip).role == "proxy" and host.role == "pbx" and host.runs("asterisk")
