"""A callee who could not be reached: switched off, gone, never there, or behind a route that is down."""

from __future__ import annotations

from sipwhy.diagnosis.meaning import Found
from sipwhy.diagnosis.reading import is_forwarded
from sipwhy.diagnosis.scene import Scene
from sipwhy.model import Call, Confidence, Leg


def absent(call: Call, scene: Scene, leg: Leg, confidence: Confidence) -> Found:
    """The callee could not be reached, as far as its registrations and probes tell; not the callee, where the call was forwarded."""
    if is_forwarded(leg):
        return "callee-not-registered", "possible", "sent-on"
    standing = scene.standing(call.number)
    if standing.account == "silent":
        return "next-hop-unreachable", "likely", "probes"
    if standing.account == "lapsed":
        return "registration-expired", "likely", ""
    if standing.account == "bound":
        return "callee-not-registered", "possible", "bound"
    if standing.is_outside:
        return "callee-not-registered", "possible", "far"
    return "callee-not-registered", confidence, "" if standing.account in ("gone", "never") else "unseen"


def no_gateway(call: Call, scene: Scene, leg: Leg) -> Found | None:
    """Asterisk has a number of the public network, sent it nowhere, and says that nobody is there: its peer for such numbers is not."""
    standing = scene.standing(call.number)
    if not standing.is_outside or leg.is_forward or not scene.host(leg.dst.ip).runs("asterisk"):
        return None
    return "next-hop-unreachable", "likely", "trunk" if standing.has_silent_peer else "peer"
