"""A dialog, or a lone transaction, between two parties and the proxies between them."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from tests.scenarios.vendors import compose, headers_of
from tests.scenarios.wire.frames import Socket
from tests.scenarios.wire.net import Net
from tests.scenarios.wire.node import Node, new_branch, via
from tests.scenarios.wire.reasons import REASONS

INVITE_REPEATS = (0.5, 1.5, 3.5, 7.5, 15.5, 31.5)
"""Seconds after which a UDP client sends an INVITE again (timer A)."""
OTHER_REPEATS = (0.5, 1.5, 3.5, 7.5, 11.5, 15.5, 19.5, 23.5, 27.5, 31.5)
"""The same for every other request (timer E), and for a 2xx that gets no ACK."""

Sent = list[tuple[Socket, Socket, bytes]]


@dataclass(slots=True)
class Challenge:
    """What a 401 or 407 asked for."""

    status: int
    realm: str
    nonce: str
    algorithm: str = "MD5"
    qop: str = "auth"
    count: int = 0


class Leg:
    """One Call-ID. `via` are the proxies from the caller to the callee."""

    def __init__(
        self,
        net: Net,
        caller: Node,
        callee: Node,
        frm: str,
        to: str,
        *,
        via: Sequence[Node] = (),
        domain: str = "",
        from_domain: str = "",
        display: str = "",
        call_id: str = "",
        uri: str = "",
        transport: str = "UDP",
    ) -> None:
        self.net, self.rng = net, net.rng
        self.path = [caller, *via, callee]
        self.frm, self.to, self.display = frm, to, display
        self.domain = domain or self.path[1].ip
        self.from_domain = from_domain or self.domain
        host = f"@{caller.own[0]}" if caller.vendor.host_in_call_id else ""
        self.call_id = call_id or caller.vendor.new("call_id", self.rng) + host
        self.tags = {"caller": caller.vendor.new("tag", self.rng), "callee": callee.vendor.new("tag", self.rng)}
        self.cseq = {"caller": self.rng.randint(1, 900) if caller.make in ("asterisk", "microsip", "yealink") else 0, "callee": 0}
        self.uri = uri or f"sip:{to}@{self.domain}"
        self.transport = transport
        self.peer_tag: str | None = None
        self.challenge: Challenge | None = None

    def request(
        self,
        at: float,
        method: str,
        *,
        by: str = "caller",
        sdp: str = "",
        headers: Sequence[str] = (),
        auth: tuple[str, str] | str | None = None,
        hops: int | None = None,
        uri: str = "",
        cseq: int | None = None,
        body: tuple[str, str] | None = None,
        branches: list[str] | None = None,
        lose_fragment: int | None = None,
        trying: bool = True,
    ) -> Tx:
        """Sends a request along the path, over all hops or the first `hops`; proxies answer an INVITE with 100 at once.

        `auth` is user and password for the last challenge, or the Authorization line itself.
        """
        if cseq is None:
            self.cseq[by] += 1
            cseq = self.cseq[by]
        path = self.path if by == "caller" else self.path[::-1]
        tx = Tx(self, method, cseq, by, path, branches or [new_branch(node, self.rng) for node in path[:-1]])
        tx.target = uri
        tx.headers = [*headers, *self._credentials(method, uri or self.uri, auth)]
        tx.sdp, tx.body = sdp, body
        tx.send(at, hops, lose_fragment=lose_fragment)
        if method == "INVITE" and trying and self.peer_tag is None:
            for place in range(1, min(hops or 99, len(path) - 2) + 1):
                tx.reply(at + place * self.net.hop + 0.0002, 100, by=place, to=place - 1)
        return tx

    def invite(self, at: float, **options: Any) -> Tx:
        """An INVITE by the caller."""
        return self.request(at, "INVITE", **options)

    def bye(self, at: float, by: str = "caller", *, status: int | None = 200, headers: Sequence[str] = ()) -> Tx:
        """A BYE and what it is answered with, if anything."""
        tx = self.request(at, "BYE", by=by, headers=headers)
        if status:
            tx.reply(at + len(self.path) * self.net.hop + 0.002, status)
        return tx

    def identity(self, by: str) -> tuple[str, str]:
        """From and To as that side writes them."""
        mine = f'"{self.display}" ' if self.display else ""
        caller = f"{mine}<sip:{self.frm}@{self.from_domain}>;tag={self.tags['caller']}"
        tag = f";tag={self.peer_tag}" if self.peer_tag else ""
        callee = f"<sip:{self.to}{'@' if self.to else ''}{self.domain}>{tag}"
        return (caller, callee) if by == "caller" else (callee, caller)

    def _credentials(self, method: str, uri: str, auth: tuple[str, str] | str | None) -> list[str]:
        if auth is None or self.challenge is None:
            return []
        if isinstance(auth, str):
            return [auth]
        self.challenge.count += 1
        return [authorization(self.challenge, auth, method, uri, f"{self.rng.getrandbits(32):08x}")]


@dataclass(slots=True)
class Tx:
    """One transaction on every hop of its path."""

    leg: Leg
    method: str
    cseq: int
    by: str
    path: list[Node]
    branches: list[str]
    target: str = ""
    headers: list[str] = field(default_factory=list)
    sdp: str = ""
    body: tuple[str, str] | None = None
    sent: Sent = field(default_factory=list)
    packets: list[bytes] = field(default_factory=list)
    """The (first) IP packet on each hop, for ICMP to quote."""
    within: bool = False
    ended: bool = False

    def send(self, at: float, hops: int | None = None, *, lose_fragment: int | None = None) -> None:
        """Puts the request on the wire."""
        self.within = self.leg.peer_tag is not None
        for place in range(hops if hops is not None else len(self.path) - 1):
            message = self._request(place)
            src, dst = self.path[place].at, self.path[place + 1].at
            self.sent.append((src, dst, message))
            last = place == (hops or len(self.path) - 1) - 1
            self.packets.append(
                self.leg.net.udp(at + place * self.leg.net.hop, src, dst, message, lose_fragment=lose_fragment if last else None)
            )

    def again(self, *times: float, hop: int = 0, then: bool = False) -> None:
        """Sends the request again on one hop (counted from its sender; -1 the last), or `then` on those after it too."""
        hops = range(hop % len(self.sent), len(self.sent)) if then else [hop % len(self.sent)]
        for at in times:
            for step, place in enumerate(hops):
                self.leg.net.udp(at + step * self.leg.net.hop, *self.sent[place])

    def reply(
        self,
        at: float,
        status: int,
        reason: str = "",
        *,
        by: int | None = None,
        to: int = 0,
        sdp: str = "",
        headers: Sequence[str] = (),
        tag: str = "",
        ack: bool = True,
        contact: str | None = None,
        body: tuple[str, str] | None = None,
    ) -> Reply:
        """An answer by the last node, or the one in place `by`, back to the sender or only to place `to`.

        A final answer to an INVITE above 299 gets its ACK on every hop unless told otherwise.
        """
        by = len(self.path) - 1 if by is None else by
        answer = Reply(self, status, by, [])
        own_tag = self._answer_tag(status, by, tag)
        for step, place in enumerate(range(by, to, -1)):
            message = self._answer(status, reason, by, place, own_tag, sdp, headers, contact, body)
            src, dst = self.path[place].at, self.path[place - 1].at
            answer.sent.append((src, dst, message))
            self.leg.net.udp(at + step * self.leg.net.hop, src, dst, message)
            if self.method == "INVITE" and status >= 300 and ack:
                quick = 0.0003 if place - 1 else 0.004
                self.ack_failure(at + step * self.leg.net.hop + self.leg.net.hop + quick, place - 1, own_tag)
        return answer

    def challenge(
        self, at: float, status: int = 401, *, realm: str = "", nonce: str = "", stale: bool = False, algorithm: str = "MD5", **more: Any
    ) -> Reply:
        """Asks for credentials."""
        leg = self.leg
        given = Challenge(status, realm or leg.domain, nonce or f"{leg.rng.getrandbits(64):016x}/{leg.rng.getrandbits(96):024x}", algorithm)
        leg.challenge = given
        name = "WWW" if status == 401 else "Proxy"
        asked = f'{name}-Authenticate: Digest realm="{given.realm}", nonce="{given.nonce}", algorithm={algorithm}, qop="auth"'
        return self.reply(at, status, headers=[asked + (", stale=true" if stale else "")], **more)

    def ack(
        self, at: float, *, headers: Sequence[str] = (), sdp: str = "", hops: int | None = None, uri: str = "", to: Socket | None = None
    ) -> Tx:
        """The ACK of a 2xx; `to` sends it elsewhere than along the path."""
        leg = self.leg
        tx = Tx(leg, "ACK", self.cseq, self.by, self.path, [new_branch(node, leg.rng) for node in self.path[:-1]])
        tx.headers, tx.sdp, tx.target = list(headers), sdp, uri
        if to is None:
            tx.send(at, hops)
        else:
            tx.within = True
            message = tx._request(0)
            tx.sent.append((self.path[0].at, to, message))
            tx.packets.append(leg.net.udp(at, self.path[0].at, to, message))
        return tx

    def ack_failure(self, at: float, place: int, tag: str) -> None:
        """The ACK of one hop for an answer above 299 (RFC 3261 section 17.1.1.3)."""
        sender, target = self.path[place], self.path[place + 1]
        first = self.sent[place][2].split(b"\r\n", 1)[0].decode().split(" ")
        frm, to = self.leg.identity(self.by)
        to = to.partition(";tag=")[0] + f";tag={tag}"
        lines = [
            via(sender, self.branches[place], seen=False, transport=self.leg.transport),
            f"From: {frm}",
            f"To: {to}",
            f"Call-ID: {self.leg.call_id}",
        ]
        lines += [f"CSeq: {self.cseq} ACK", f"Max-Forwards: {70 - place}"]
        lines += [f"User-Agent: {sender.vendor.agent}"] if sender.vendor.agent and not place else []
        self.leg.net.udp(at, sender.at, target.at, compose(sender.vendor, f"ACK {first[1]} SIP/2.0", lines))

    def cancel(self, at: float, *, first: int = 0, hops: int | None = None, headers: Sequence[str] = (), terminate: bool = True) -> None:
        """CANCEL over the hops from place `first` on, each answered with 200, and the callee's 487 back."""
        last = len(self.path) - 1 if hops is None else first + hops
        for step, place in enumerate(range(first, last)):
            when = at + step * (self.leg.net.hop + 0.0003)
            sender, target = self.path[place], self.path[place + 1]
            request = self.sent[place][2].split(b"\r\n", 1)[0].decode().split(" ")[1]
            frm, to = self.leg.identity(self.by)
            to = to.partition(";tag=")[0]
            lines = [via(sender, self.branches[place], seen=False), f"From: {frm}", f"To: {to}", f"Call-ID: {self.leg.call_id}"]
            lines += [f"CSeq: {self.cseq} CANCEL", f"Max-Forwards: {70 - place}", *headers]
            lines += [f"User-Agent: {sender.vendor.agent}"] if sender.vendor.agent else []
            self.leg.net.udp(when, sender.at, target.at, compose(sender.vendor, f"CANCEL {request} SIP/2.0", lines))
            answer = [via(sender, self.branches[place], seen=True), f"From: {frm}", f"To: {to};tag={self.leg.tags['callee']}"]
            answer += [
                f"Call-ID: {self.leg.call_id}",
                f"CSeq: {self.cseq} CANCEL",
                *headers_of(target.vendor, "CANCEL", answer=True, fill={}),
            ]
            self.leg.net.udp(when + 0.0005, target.at, sender.at, compose(target.vendor, "SIP/2.0 200 OK", answer))
        if terminate:
            self.reply(at + (last - first) * self.leg.net.hop + 0.003, 487, by=last, to=first)

    def _request(self, place: int) -> bytes:
        leg = self.leg
        vias = [
            via(node, self.branches[n], seen=n < place, transport=leg.transport)
            for n, node in reversed(list(enumerate(self.path[: place + 1])))
        ]
        frm, to = leg.identity(self.by)
        lines = [*vias, *self._routes(place), f"From: {frm}", f"To: {to}", f"Call-ID: {leg.call_id}", f"CSeq: {self.cseq} {self.method}"]
        lines += [f"Max-Forwards: {70 - place}"]
        origin = self.path[0]
        if self.method not in ("ACK", "BYE", "CANCEL", "MESSAGE", "PRACK", "INFO"):
            lines.append(f"Contact: <{origin.uri(self._own_user())}>")
        user = self._own_user()
        fill = {"rpid": f"<sip:{user}@{origin.own[0]}>;party=calling", "pai": f"<sip:{user}@{origin.own[0]}>"}
        lines += headers_of(origin.vendor, self.method, answer=False, fill=fill) + self.headers
        kind, text = self.body or ("application/sdp", self.sdp)
        return compose(origin.vendor, f"{self.method} {self._uri(place)} SIP/2.0", lines, text, kind)

    def _answer(
        self,
        status: int,
        reason: str,
        by: int,
        place: int,
        tag: str,
        sdp: str,
        headers: Sequence[str],
        contact: str | None,
        body: tuple[str, str] | None,
    ) -> bytes:
        leg, maker = self.leg, self.path[by]
        frm, to = leg.identity(self.by)
        if not self.within and tag:
            to = to.partition(";tag=")[0] + f";tag={tag}"
        vias = [via(node, self.branches[n], seen=True, transport=leg.transport) for n, node in reversed(list(enumerate(self.path[:place])))]
        lines = [*vias, f"From: {frm}", f"To: {to}", f"Call-ID: {leg.call_id}", f"CSeq: {self.cseq} {self.method}"]
        own = self.path[by]
        dialog = 100 < status < 300 and self.method in ("INVITE", "UPDATE", "SUBSCRIBE") and by == len(self.path) - 1
        if dialog and not self.within:
            lines += [f"Record-Route: <sip:{node.own[0]}:{node.own[1]};lr>" for node in reversed(self.path[1:-1]) if node.records]
        if contact is not None:
            lines += [f"Contact: {contact}"] if contact else []
        elif dialog:
            lines.append(f"Contact: <{own.uri(leg.to if self.by == 'caller' else leg.frm)}>")
        lines += headers_of(maker.vendor, str(status), answer=True, fill={}) + list(headers)
        kind, text = body or ("application/sdp", sdp)
        return compose(maker.vendor, f"SIP/2.0 {status} {reason or REASONS[status]}", lines, text, kind)

    def _answer_tag(self, status: int, by: int, tag: str) -> str:
        leg = self.leg
        if status == 100:
            return ""
        if tag:
            own = tag
        elif by == len(self.path) - 1:
            own = leg.tags["callee"]
        else:
            own = leg.path[by].vendor.new("tag", leg.rng) + ".a6a1"
        if self.method == "INVITE" and 200 <= status < 300:
            leg.peer_tag = own
        return own

    def _routes(self, place: int) -> list[str]:
        proxies = [node for node in self.path[1:-1] if node.records]
        if self.within:
            return [f"Route: <sip:{node.own[0]}:{node.own[1]};lr>" for node in self.path[place + 1 : -1] if node.records]
        passed = [node for node in self.path[1 : place + 1] if node in proxies]
        wants = self.method in ("INVITE", "SUBSCRIBE", "REFER")
        return [f"Record-Route: <sip:{node.own[0]}:{node.own[1]};lr>" for node in reversed(passed)] if wants else []

    def _uri(self, place: int) -> str:
        leg = self.leg
        if self.target:
            return self.target
        if self.within:
            return self.path[-1].uri(leg.to if self.by == "caller" else leg.frm)
        if len(self.path) > 2 and place == len(self.path) - 2 and self.method != "REGISTER":
            return self.path[-1].uri(leg.to)
        return f"sip:{leg.domain}" if self.method == "REGISTER" else leg.uri

    def _own_user(self) -> str:
        return self.leg.frm if self.by == "caller" else self.leg.to


@dataclass(slots=True)
class Reply:
    """An answer as it went over the hops."""

    tx: Tx
    status: int
    by: int
    sent: Sent

    def again(self, *times: float, hop: int = 0, then: bool = False) -> None:
        """Sends it again on one hop (counted from the node that made it), or `then` on those after it too."""
        hops = range(hop % len(self.sent), len(self.sent)) if then else [hop % len(self.sent)]
        for at in times:
            for step, place in enumerate(hops):
                self.tx.leg.net.udp(at + step * self.tx.leg.net.hop, *self.sent[place])


def authorization(asked: Challenge, auth: tuple[str, str], method: str, uri: str, cnonce: str) -> str:
    """The digest that answers a challenge (RFC 7616)."""
    user, password = auth
    digest = hashlib.sha256 if asked.algorithm == "SHA-256" else hashlib.md5
    first = digest(f"{user}:{asked.realm}:{password}".encode()).hexdigest()
    second = digest(f"{method}:{uri}".encode()).hexdigest()
    counted = f"{asked.count:08x}"
    response = digest(f"{first}:{asked.nonce}:{counted}:{cnonce}:auth:{second}".encode()).hexdigest()
    name = "Authorization" if asked.status == 401 else "Proxy-Authorization"
    given = f'Digest username="{user}", realm="{asked.realm}", nonce="{asked.nonce}", uri="{uri}", response="{response}"'
    return f'{name}: {given}, algorithm={asked.algorithm}, cnonce="{cnonce}", qop=auth, nc={counted}'
