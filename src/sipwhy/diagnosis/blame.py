"""Who is at fault for what an answer means: a table, and the parts that the hosts of a leg play."""

from __future__ import annotations

from typing import Literal

from sipwhy.diagnosis.reading import has_credentials
from sipwhy.diagnosis.scene import Scene
from sipwhy.model import AtFault, Call, Endpoint, Leg, Message
from sipwhy.reference.account import ACCOUNT
from sipwhy.reference.products import usual_role

Side = Literal["maker", "sender", "user", "account", "callee", "nobody"]
"""account: it lies with a user, as an empty account does, and yet stops every call until somebody acts."""

SIDES: dict[str, Side] = {
    "callee-busy": "user",
    "callee-declined": "user",
    "no-answer": "user",
    "caller-cancelled": "user",
    "redirected": "user",
    "do-not-disturb": "user",
    "unknown-number": "user",
    "address-incomplete": "user",
    **dict.fromkeys(sorted(ACCOUNT), "account"),
    "callee-not-registered": "callee",
    "registration-expired": "callee",
    "request-glare": "nobody",
    "number-format-rejected": "sender",
    "caller-id-rejected": "sender",
    "identity-missing": "sender",
    "identity-certificate-unreachable": "sender",
    "identity-certificate-refused": "sender",
    "identity-invalid": "sender",
    "identity-stale": "sender",
    "rate-limit-exceeded": "sender",
    "account-moved": "sender",
    "extension-unsupported": "sender",
    "session-interval-too-small": "sender",
    "message-too-large": "sender",
    "malformed-message": "sender",
    "wrong-password": "sender",
    "wrong-realm-or-algorithm": "sender",
    "unknown-user": "sender",
    "credentials-missing": "sender",
    "interval-too-brief": "sender",
    "srtp-mismatch": "sender",
    "private-media-address": "sender",
    "address-family-mismatch": "sender",
}
"""Everything else is the doing of whoever made the answer."""
MISDIALLED = frozenset({"unknown-number", "address-incomplete", "transfer-failed"})
"""What a user is blamed for and is a failure even so, where it is no mere information: a dial plan may lack the number as well."""


def at_fault(slug: str, leg: Leg, call: Call, scene: Scene) -> AtFault:
    """Who is to blame when the answer on `leg` means `slug`."""
    side = SIDES.get(slug, "maker")
    if side == "maker":
        return maker(leg, call, scene)
    if side == "sender":
        blamed = sender(leg, call, scene)
        is_own_limit = slug == "rate-limit-exceeded" and call.kind == "call" and scene.host(leg.dst.ip).role == "pbx"
        return "pbx" if is_own_limit and blamed == "caller" else blamed  # a telephone places one call: the PBX has no room for it
    return "user" if side == "account" else side


def sender(leg: Leg, call: Call, scene: Scene) -> AtFault:
    """
    The side that sent what was refused: a proxy passes on what the caller wrote; who registers is the caller, unless it is a PBX.

    A proxy that registers in its own name, or logs in for calls that came without a login, does so by its owner's settings, as a PBX does.
    """
    role = scene.host(leg.src.ip).role
    if role == "proxy":
        return "pbx" if _is_own(leg, call) else "caller"
    return "caller" if role != "pbx" and (call.kind != "call" or not leg.is_forward) else "pbx"


def _is_own(leg: Leg, call: Call) -> bool:
    """Whether a request of a proxy is no one else's: it passes the names and the logins of others on as they are."""
    if call.kind == "registration":
        return usual_role(leg.requests[0].agent or "") == "proxy" if leg.requests else False
    before = call.legs[: leg.index]
    return bool(before) and _logs_in(leg) and not any(map(_logs_in, before))


def _logs_in(leg: Leg) -> bool:
    return any(has_credentials(attempt.request) for attempt in leg.attempts)


def maker(leg: Leg, call: Call, scene: Scene) -> AtFault:
    """The side that made the answer."""
    role = scene.host(leg.dst.ip).role
    if role == "phone":
        return "callee"
    if role != "unknown":
        return role
    if not leg.is_forward or call.kind == "registration":
        return "unknown"
    return "trunk" if scene.standing(call.number).is_long else "callee"


def keeper(leg: Leg, scene: Scene) -> AtFault:
    """The server that keeps the sender of `leg` out: proxies and carriers have bans of their own, an unknown host counts as a PBX."""
    role = scene.host(leg.dst.ip).role
    return role if role in ("proxy", "trunk") else "pbx"


def writer(message: Message, leg: Leg, call: Call, scene: Scene) -> AtFault:
    """The side that wrote what a message of `leg` says of itself (Contact, media), which proxies on the way leave as it is."""
    return at_end(message.src, leg, call, scene)


def at_end(end: Endpoint, leg: Leg, call: Call, scene: Scene) -> AtFault:
    """The side behind one end of `leg`."""
    return sender(leg, call, scene) if end == leg.src else maker(leg, call, scene)


def author(message: Message, leg: Leg, call: Call, scene: Scene) -> AtFault:
    """The host that made a message of `leg` as it is here: a server by its role, a proxy too, else the side behind that end."""
    role = scene.host(message.src.ip).role
    if role in ("pbx", "proxy", "trunk"):
        return role
    if message.src.ip == call.first.src.ip:
        return "caller"
    return writer(message, leg, call, scene)


def describer(message: Message, leg: Leg, call: Call, scene: Scene) -> AtFault:
    """The side that wrote the description in a message of `leg`: one that names media of another host, a proxy has only passed on."""
    named = {media.address for media in message.sdp.media if media.address} if message.sdp else set()
    if scene.host(message.src.ip).role != "proxy" or not named or message.src.ip in named:
        return author(message, leg, call, scene)
    roles = {scene.host(ip).role for ip in named} & {"pbx", "trunk"}
    if len(roles) == 1:
        return "pbx" if "pbx" in roles else "trunk"
    if message.src == leg.src:
        return "caller"
    return "trunk" if scene.standing(call.number).is_long else "callee"


def is_phone(leg: Leg, call: Call, scene: Scene) -> bool:
    """Whether the answer came from a telephone and not from a server on the way."""
    role = scene.host(leg.dst.ip).role
    return role == "phone" or (role == "unknown" and leg.is_forward and not scene.standing(call.number).is_long)


def is_server(leg: Leg, scene: Scene) -> bool:
    """Whether the answer came from a PBX or a proxy: a caller asks one first, whatever it calls itself."""
    host = scene.host(leg.dst.ip)
    return host.is_server or (not leg.is_forward and host.role == "unknown")
