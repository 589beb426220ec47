"""Parties played by SIPp, their messages in the handwriting of a make."""

from __future__ import annotations

import itertools
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from random import Random
from typing import Any
from xml.sax.saxutils import escape

from tests.scenarios.lab.network import Host
from tests.scenarios.sdp import sdp
from tests.scenarios.vendors import VENDORS, compose, headers_of
from tests.scenarios.wire.reasons import REASONS

_FILES = itertools.count(1)
_TAKE_MEDIA = (
    '<ereg regexp="c=IN IP4 ([0-9.]+)" search_in="body" check_it="false" assign_to="7,3"/>'
    '<ereg regexp="m=audio ([0-9]+)" search_in="body" check_it="false" assign_to="8,4"/>'
)
SENDER = Path(__file__).with_name("media.py")


class Party:
    """Writes a SIPp scenario step by step; `user` is its own number, `peer` the other's."""

    def __init__(
        self,
        host: Host,
        make: str,
        user: str,
        peer: str = "",
        *,
        to: str = "",
        domain: str = "",
        port: int = 5060,
        media: int = 11000,
        contact: str = "",
        codecs: str = "PCMA PCMU",
        transport: str = "UDP",
        caller_id: str = "",
        remote: str = "",
    ) -> None:
        self.host, self.vendor, self.user, self.peer = host, VENDORS[make], user, peer
        self.to, self.domain, self.port, self.media, self.codecs = to, domain or to.partition(":")[0], port, media, codecs
        self.transport = transport
        self.caller_id = caller_id or user
        self.remote = remote
        self.rng = Random(f"{host.lab.name}/{host.name}/{user}/{port}")
        bracket = "[local_ip]" if ":" in host.ip else host.ip
        self.contact = contact or f"sip:{user}@{bracket}:{port}" + (";transport=tcp" if transport == "TCP" else "")
        self.tag = self.vendor.new("tag", self.rng)
        self.steps: list[str] = []
        self._cseq = 0
        self._branch = self._last = ""
        self._within = False
        self._called = self._takes = False
        self._own_invite: tuple[int, str] = (0, "")
        self._process: subprocess.Popen[bytes] | None = None

    # -- what a caller does

    def send(
        self,
        method: str,
        *,
        sdp: str | bool = "",
        headers: Sequence[str] = (),
        auth: tuple[str, str] | None = None,
        uri: str = "",
        repeat: bool = True,
        cseq: int = 0,
        body: tuple[str, str] | None = None,
        refused: bool = False,
    ) -> Party:
        """Sends a request; an ACK or CANCEL is of the INVITE sent last, which may have been `refused` within a dialog."""
        self._last = method
        if method not in ("ACK", "CANCEL"):
            self._cseq += 1
        fresh = method != "CANCEL" and not (method == "ACK" and (refused or not self._within))
        if fresh:
            self._branch = f"z9hG4bK{self.vendor.new('branch', self.rng)}[call_number]"
        if method == "INVITE":
            self._own_invite = self._cseq, self._branch
        number, branch = (
            (self._own_invite[0], self._own_invite[1] if not fresh else self._branch)
            if method in ("ACK", "CANCEL")
            else (self._cseq, self._branch)
        )
        number = cseq or number
        target = uri or self._uri(method)
        lines = [f"Via: SIP/2.0/{self.transport} [local_ip]:[local_port];rport;branch={branch}"]
        lines += ["[routes]"] if self._within else []
        lines += self._ends(method)
        lines += ["Call-ID: [call_id]", f"CSeq: {number} {method}", "Max-Forwards: 70"]
        lines += [f"Contact: <{self.contact}>"] if method not in ("ACK", "BYE", "CANCEL", "MESSAGE", "PRACK", "INFO") else []
        lines += headers_of(self.vendor, method, answer=False, fill={"rpid": f"<{self.contact}>;party=calling", "pai": f"<{self.contact}>"})
        lines += ["[authentication username={} password={}]".format(*auth)] if auth else []
        lines += headers
        kind, text = body or ("application/sdp", self.description() if sdp is True else sdp or "")
        message = compose(self.vendor, f"{method} {target} SIP/2.0", lines, text, kind).decode()
        self._message(message, ' retrans="500"' if repeat and method not in ("ACK",) and self.transport == "UDP" else "")
        return self

    def recv(self, status: int | str, *, optional: bool = False, auth: bool = False, timeout: float = 0, then: int = 0) -> Party:
        """Waits for an answer (a number) or a request (a word); after `timeout` it goes on at the label `then`."""
        options = f' optional="{"true" if optional else "false"}"' if optional else ""
        options += ' auth="true"' if auth else ""
        options += f' timeout="{int(timeout * 1000)}"' if timeout else ""
        options += f' ontimeout="{then}"' if then else ""
        options += ' rrs="true"' if status in (200, "INVITE") else ""
        if isinstance(status, int):
            self.steps.append(f'<recv response="{status}"{options}></recv>')
            self._within = self._within or (status == 200 and bool(self._own_invite[0]) and self._last != "CANCEL")
        elif status == "INVITE" and not self._within and not self._own_invite[0]:
            self._called = True
            keep = (
                '<ereg regexp=".*" search_in="hdr" header="From:" check_it="true" assign_to="1"/>'
                '<ereg regexp=".*" search_in="hdr" header="To:" check_it="true" assign_to="2"/>'
                '<ereg regexp=".*" search_in="hdr" header="Via:" check_it="true" assign_to="5"/>'
                '<ereg regexp=".*" search_in="hdr" header="CSeq:" check_it="true" assign_to="6"/>' + _TAKE_MEDIA
            )
            self.steps.append(f'<recv request="INVITE"{options}><action>{keep}</action></recv>')
        else:
            self.steps.append(f'<recv request="{status}"{options}></recv>')
        return self

    def reply(
        self, status: int, reason: str = "", *, sdp: str | bool = "", headers: Sequence[str] = (), repeat: bool = True, contact: bool = True
    ) -> Party:
        """Answers the request received last."""
        tag = "" if status == 100 else f";tag={self.tag}[call_number]"
        to = "[last_To:]" if self._within else f"[last_To:]{tag}"
        lines = ["[last_Via:]", "[last_Record-Route:]", "[last_From:]", to, "[last_Call-ID:]", "[last_CSeq:]"]
        lines += [f"Contact: <{self.contact}>"] if 100 < status < 300 and contact else []
        lines += headers_of(self.vendor, str(status), answer=True, fill={}) + list(headers)
        text = self.description() if sdp is True else sdp or ""
        message = compose(self.vendor, f"SIP/2.0 {status} {reason or REASONS[status]}", lines, text).decode()
        final = status >= 200 and repeat and self.transport == "UDP" and self._called
        self._message(message, ' retrans="500"' if final and not self._within else "")
        return self

    def established(self) -> Party:
        """As the callee: from here on requests are within the dialog."""
        self._within = True
        return self

    def label(self, number: int) -> Party:
        """A place to go on at."""
        self.steps.append(f'<label id="{number}"/>')
        return self

    def pause(self, seconds: float) -> Party:
        """Waits."""
        self.steps.append(f'<pause milliseconds="{int(seconds * 1000)}"/>')
        return self

    def media_to(self, address: str, port: int, seconds: float, codec: str = "PCMA", *, own: int = 0, options: Sequence[str] = ()) -> Party:
        """Starts a stream of RTP."""
        command = [sys.executable, str(SENDER), self.host.ip, str(own or self.media), address, str(port), str(seconds), codec, *options]
        self.steps.append(f'<nop><action><exec command="{escape(" ".join(command))}"/></action></nop>')
        return self

    def media_to_offered(self, seconds: float, codec: str = "PCMA") -> Party:
        """Starts a stream to where the other's description wants it."""
        command = [sys.executable, str(SENDER), self.host.ip, str(self.media), "[$3]", "[$4]", str(seconds), codec]
        self.steps.append(f'<nop><action><exec command="{escape(" ".join(command))}"/></action></nop>')
        return self

    def keep(self, method: str) -> Party:
        """Remembers the headers of the request received last, for `reply_kept`; `method` names it for the reader."""
        del method
        return self

    def reply_kept(self, status: int) -> Party:
        """Answers the INVITE although another request came since."""
        lines = [
            "Via:[$5]",
            "[last_Record-Route:]",
            "[last_From:]",
            f"[last_To:];tag={self.tag}[call_number]",
            "[last_Call-ID:]",
            "CSeq:[$6]",
        ]
        lines += headers_of(self.vendor, str(status), answer=True, fill={})
        self._message(compose(self.vendor, f"SIP/2.0 {status} {REASONS[status]}", lines).decode(), ' retrans="500"')
        return self

    def listen(self) -> Party:
        """Holds the media port open, so that the kernel says nothing about it."""
        self.host.run(sys.executable, str(SENDER), "listen", self.host.ip, str(self.media))
        return self

    def description(self, **more: Any) -> str:
        """Its SDP."""
        origin = self.vendor.origin.format(user=self.user)
        return sdp(self.host.ip, self.media, self.codecs, origin=origin, session=self.vendor.session, **more)

    # -- whole parts

    def register(self, password: str, *, expires: int = 3600, again: bool = True) -> Party:
        """REGISTER, its challenge, and the answer to it."""
        self.send("REGISTER", headers=[f"Expires: {expires}"]).recv(401, auth=True)
        if again:
            self.send("REGISTER", headers=[f"Expires: {expires}"], auth=(self.user, password)).recv(200)
        return self

    def call(
        self, *, password: str = "", ring: bool = True, status: int = 407, headers: Sequence[str] = (), take_media: bool = False
    ) -> Party:
        """INVITE up to the ACK of its 200, with credentials if they are asked for."""
        self.send("INVITE", sdp=True, headers=headers)
        if password:
            self.recv(100, optional=True).recv(status, auth=True).send("ACK").send(
                "INVITE", sdp=True, headers=headers, auth=(self.user, password)
            )
        self.recv(100, optional=True)
        for code in (180, 183):
            self.recv(code, optional=True) if ring else None
        self.recv(200)
        if take_media:
            self.steps[-1] = self.steps[-1].replace("></recv>", f"><action>{_TAKE_MEDIA}</action></recv>")
            self._takes = True
        return self.send("ACK")

    def refused(self, status: int, *, password: str = "", headers: Sequence[str] = (), challenge: int = 407) -> Party:
        """INVITE that ends with this status."""
        self.send("INVITE", sdp=True, headers=headers)
        if password:
            self.recv(100, optional=True).recv(challenge, auth=True).send("ACK").send(
                "INVITE", sdp=True, headers=headers, auth=(self.user, password)
            )
        for code in (100, 180, 183):
            self.recv(code, optional=True)
        return self.recv(status).send("ACK")

    def hang_up(self) -> Party:
        """BYE and its 200."""
        return self.send("BYE").recv(200)

    def answer(self, *, ring: float = 1.0, trying: bool = True) -> Party:
        """As the callee: from the INVITE to the ACK."""
        self.recv("INVITE")
        self.reply(100) if trying else None
        self.reply(180).pause(ring).reply(200, sdp=True)
        return self.recv("ACK").established()

    def refuse(self, status: int, reason: str = "", *, ring: float = 0.0, headers: Sequence[str] = (), trying: bool = True) -> Party:
        """As the callee: the INVITE is refused, after ringing if told so."""
        self.recv("INVITE")
        self.reply(100) if trying else None
        self.reply(180).pause(ring) if ring else None
        return self.reply(status, reason, headers=headers).recv("ACK")

    def hung_up(self) -> Party:
        """The other side ends the call."""
        return self.recv("BYE").reply(200)

    # -- running

    def start(self, *, calls: int = 1, rate: float = 1, options: Sequence[str] = ()) -> Party:
        """Runs it in SIPp."""
        path = self.host.lab.folder / f"{self.host.name}-{next(_FILES)}.xml"
        path.write_text(self.xml(), encoding="utf-8")
        shape = {"dec": "%u55%p7", "hex": "%u3fa%pc41b", "mix": "%uq%pXk9Tz"}.get(
            self.vendor.call_id.rstrip("0123456789"), "%u3fa1-%p-c41b"
        )
        call_id = shape + ("@%s" if self.vendor.host_in_call_id else "")
        target = [self.to if ":" in self.to else f"{self.to}:5060"] if self.to.count(":") < 2 else [self.to]
        command = [
            "sipp",
            *(target if self.to else []),
            "-sf",
            str(path),
            "-i",
            self.host.ip,
            "-p",
            str(self.port),
            "-m",
            str(calls),
            "-r",
            str(rate),
            "-nostdin",
            "-cid_str",
            call_id,
            "-max_invite_retrans",
            "12",
            "-max_non_invite_retrans",
            "11",
            "-trace_err",
            "-error_file",
            str(path.with_suffix(".err")),
            "-t",
            "u1" if self.transport == "UDP" else "t1",
            "-cp",
            str(18000 + next(_FILES)),
            "-default_behaviors",
            "none",
            "-skip_rlimit",
            *options,
        ]
        self._process = self.host.run(*command, log=f"sipp-{self.host.name}-{path.stem}")
        return self

    def wait(self, seconds: float = 60) -> int:
        """Waits for its end; SIPp's exit status."""
        assert self._process is not None
        try:
            return self._process.wait(seconds)
        except subprocess.TimeoutExpired:
            return -1

    def xml(self) -> str:
        """The scenario as SIPp reads it."""
        names = ["1,2,5,6"] * self._called + ["3,4,7,8"] * (self._called or self._takes)
        used = f'<Reference variables="{",".join(names)}"/>' if names else ""
        return (
            f'<?xml version="1.0" encoding="UTF-8" ?>\n<scenario name="{self.host.name}">\n'
            + "\n".join(self.steps)
            + f"\n{used}</scenario>\n"
        )

    def _message(self, message: str, options: str) -> None:
        text = message.replace("\r\n", "\n")
        head, _, body = text.partition("\n\n")
        head = head.replace("Content-Length: " + head.rpartition("Content-Length: ")[2], "Content-Length: [len]")
        self.steps.append(f"<send{options}><![CDATA[\n\n{head}\n\n{body}]]></send>")

    def _uri(self, method: str) -> str:
        if self._within or self._called:
            return self.remote or "[next_url]"
        return (
            f"sip:{self.domain}"
            if method == "REGISTER"
            else f"sip:{self.peer or self.user}@{self.domain}" + (";transport=tcp" if self.transport == "TCP" else "")
        )

    def _ends(self, method: str) -> list[str]:
        if self._called:
            return [f"From:[$2];tag={self.tag}[call_number]", "To:[$1]"]
        other = self.user if method == "REGISTER" else self.peer or self.user
        known = self._within or method == "ACK"
        mine = f"<sip:{self.caller_id}@{self.domain}>;tag={self.tag}[call_number]"
        return [f"From: {mine}", f"To: <sip:{other}@{self.domain}>" + ("[peer_tag_param]" if known else "")]
