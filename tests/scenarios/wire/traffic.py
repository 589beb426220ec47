"""What goes on around: registrations, probes and calls with nothing wrong."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from tests.scenarios.wire.frames import Socket
from tests.scenarios.wire.leg import Leg, Tx
from tests.scenarios.wire.net import Net
from tests.scenarios.wire.node import Node
from tests.scenarios.wire.rtp import rtp


def register(
    net: Net, at: float, phone: Node, server: Node, user: str, *, expires: int = 3600, realm: str = "asterisk", password: str = ""
) -> Leg:
    """A registration that is challenged once and accepted."""
    leg = Leg(net, phone, server, user, user, domain=server.ip)
    wanted = [f"Expires: {expires}"]
    leg.request(at, "REGISTER", headers=wanted).challenge(at + 0.002, realm=realm)
    tx = leg.request(at + 0.006, "REGISTER", headers=wanted, auth=(user, password or f"pw-{user}-s3cret"))
    tx.reply(at + 0.010, 200, contact=f"<{phone.uri(user)}>;expires={expires}", headers=wanted)
    return leg


def refresh(leg: Leg, at: float, *, expires: int = 3600) -> None:
    """The same device registers again."""
    user = leg.frm
    tx = leg.request(at, "REGISTER", headers=[f"Expires: {expires}"], auth=(user, f"pw-{user}-s3cret"))
    tx.reply(at + 0.004, 200, contact=f"<{leg.path[0].uri(user)}>;expires={expires}", headers=[f"Expires: {expires}"])


def probe(net: Net, at: float, asker: Node, asked: Node, user: str = "", *, status: int | None = 200) -> Tx:
    """OPTIONS and its answer."""
    leg = Leg(net, asker, asked, asker.user or "ping", user, uri=asked.uri(user) if user else f"sip:{asked.ip}:{asked.port}")
    tx = leg.request(at, "OPTIONS")
    if status:
        tx.reply(at + net.hop + 0.001, status)
    return tx


def talk(net: Net, at: float, a: Socket, b: Socket, codec: str = "G729", seconds: float = 3.0, **more: Any) -> tuple[int, int]:
    """Media both ways; the SSRCs of a and b."""
    return (
        rtp(net, at, a, b, codec, seconds=seconds, **more),
        rtp(net, at + 0.007, b, a, codec, seconds=seconds, **more),
    )


@dataclass(frozen=True, slots=True)
class Bridge:
    """The two legs of a call through a B2BUA, and their INVITE transactions."""

    a: Leg
    b: Leg
    first: Tx
    second: Tx


def dial(
    net: Net,
    at: float,
    a: Node,
    pbx: Node,
    b: Node,
    frm: str,
    to: str,
    *,
    codecs: str = "PCMA PCMU",
    ask: bool = True,
    sent: str = "",
    far: Node | None = None,
    via: Sequence[Node] = (),
    shown: str = "",
    status: int = 0,
    ptime: int = 20,
) -> Bridge:
    """A calls through a PBX, is challenged, and the PBX invites B: of number `sent` (the same), as caller `shown` (the same)."""
    leg = Leg(net, a, pbx, frm, to, domain=pbx.own[0])
    if ask:
        leg.invite(at, sdp=a.sdp(codecs, ptime=ptime)).challenge(
            at + 0.002, status or (401 if pbx.make == "asterisk" else 407), realm=pbx.make
        )
        first = leg.invite(at + 0.008, sdp=a.sdp(codecs, ptime=ptime), auth=(frm, f"pw-{frm}-s3cret"))
    else:
        first = leg.invite(at + 0.008, sdp=a.sdp(codecs, ptime=ptime))
    first.reply(at + 0.010, 100)
    other = Leg(net, pbx, b, shown or frm, sent or to, from_domain=pbx.own[0], via=via)
    second = other.invite(at + 0.018, sdp=(far or replace(pbx, media=pbx.media + 4)).sdp(codecs, ptime=ptime))
    second.reply(at + 0.020 + len(via) * net.hop, 100, to=len(via))
    return Bridge(leg, other, first, second)


def failed(
    net: Net,
    at: float,
    a: Node,
    pbx: Node,
    b: Node,
    frm: str,
    to: str,
    status: int,
    reason: str = "",
    *,
    passed: tuple[int, str] | None = None,
    headers: Sequence[str] = (),
    after: float = 0.2,
    ring: float = 0.0,
    **more: Any,
) -> Bridge:
    """A call that the far side refuses after `after` seconds and `ring` of ringing; the PBX passes the answer on, or `passed`."""
    call = dial(net, at, a, pbx, b, frm, to, **more)
    if ring:
        call.second.reply(at + after, 180)
        call.first.reply(at + after + 0.004, 180)
    end = at + after + ring
    call.second.reply(end, status, reason, headers=headers)
    code, words = passed or (status, reason)
    call.first.reply(end + 0.006, code, words, headers=[h for h in headers if h.startswith("Reason")])
    return call


def bridged_call(
    net: Net,
    at: float,
    a: Node,
    pbx: Node,
    b: Node,
    frm: str,
    to: str,
    *,
    codec: str = "G729",
    ring: float = 1.0,
    seconds: float = 3.0,
    media: bool = True,
    ask: bool = True,
    hung_up: str = "caller",
    via: Sequence[Node] = (),
    shown: str = "",
    sent: str = "",
) -> Bridge:
    """A whole good call through a PBX; media of two ports on the PBX."""
    a, b = _with_media(net, a), _with_media(net, b)
    near, far = _with_media(net, pbx), _with_media(net, pbx)
    call = dial(net, at, a, near, b, frm, to, codecs=f"{codec} PCMA", ask=ask, far=far, via=via, shown=shown, sent=sent)
    call.second.reply(at + 0.1, 180)
    call.first.reply(at + 0.102, 180)
    answered = at + 0.1 + ring
    call.second.reply(answered, 200, sdp=b.sdp(codec))
    call.second.ack(answered + 0.003)
    call.first.reply(answered + 0.005, 200, sdp=near.sdp(codec))
    call.first.ack(answered + 0.012)
    if media:
        talk(net, answered + 0.03, a.rtp, near.rtp, codec, seconds)
        talk(net, answered + 0.032, far.rtp, b.rtp, codec, seconds)
    end = answered + seconds + 0.1
    (call.a if hung_up == "caller" else call.b).bye(end, "caller" if hung_up == "caller" else "callee")
    (call.b if hung_up == "caller" else call.a).bye(end + 0.006, "caller" if hung_up == "caller" else "callee")
    return call


def proxied_call(
    net: Net,
    at: float,
    a: Node,
    proxies: list[Node],
    b: Node,
    frm: str,
    to: str,
    *,
    codec: str = "G729",
    ring: float = 1.0,
    seconds: float = 3.0,
    media: bool = True,
    domain: str = "",
) -> Leg:
    """A whole good call through proxies, media direct."""
    a, b = _with_media(net, a), _with_media(net, b)
    leg = Leg(net, a, b, frm, to, via=proxies, domain=domain)
    tx = leg.invite(at, sdp=a.sdp(f"{codec} PCMA"))
    tx.reply(at + 0.1, 180)
    tx.reply(at + 0.1 + ring, 200, sdp=b.sdp(codec))
    tx.ack(at + 0.12 + ring)
    if media:
        talk(net, at + 0.14 + ring, a.rtp, b.rtp, codec, seconds)
    leg.bye(at + 0.2 + ring + seconds)
    return leg


def _with_media(net: Net, node: Node) -> Node:
    """The node with a media port that no other call has."""
    place = 10000 + 2 * net.rng.randrange(100, 4900)
    return replace(node, media=place)
