"""One made-up SIP dialogue of a trunk: a call, a registration or a probe, as datagrams with times.

Everything comes from one seeded generator, so that the same numbers give the same corpus on every machine.
"""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass

CHANCE = random.Random(20240607)

_HOSTS = [f"192.0.2.{n}" for n in range(10, 14)] + [f"203.0.113.{n}" for n in range(20, 38)] + [f"198.51.100.{n}" for n in range(30, 48)]
BORDERS, PEERS = _HOSTS[:4], _HOSTS[4:]
_PREFIXES = ["+1212", "+44207", "+49301", "+3906", "1000", "0049"]
_NUMBERS = [f"{prefix}{CHANCE.randrange(10 ** (12 - len(prefix))):0{12 - len(prefix)}}" for prefix in CHANCE.choices(_PREFIXES, k=5000)]
_AGENTS = [
    "Asterisk PBX 18.9.0", "FreeSWITCH-mod_sofia/1.10.9-release~64bit", "FPBX-16.0.40.7(18.20.2)", "Yealink SIP-T46S 66.86.0.15",
    "Grandstream GXP2170 1.0.11.64", "Cisco-CP8841/12.8.1", "PolycomVVX-VVX_410-UA/5.9.6.2327", "Oracle-SBC/9.0", "Sonus-SBC/V09.02",
    "3CXPhoneSystem 18.0.8.940", "Kamailio (5.6.4)", "MicroSIP/3.21.3", "Linphone/5.1.0 (belle-sip/5.2.0)", "Zoiper rv2.10.19",
    "Cisco-SIPGateway/IOS-16.9.5", "Avaya CM/R018x.01.0.890.0", "snomD785/10.1.84.12", "AudioCodes-Mediant/7.40A.250",
    "eyeBeam release 1104g", "Teams SIPProxy/v.2023.5",
]  # fmt: skip
_REASONS = {
    100: "Trying", 180: "Ringing", 183: "Session Progress", 200: "OK", 401: "Unauthorized", 403: "Forbidden", 404: "Not Found",
    407: "Proxy Authentication Required", 408: "Request Timeout", 480: "Temporarily Unavailable", 486: "Busy Here",
    487: "Request Terminated", 488: "Not Acceptable Here", 500: "Server Internal Error", 503: "Service Unavailable", 603: "Decline",
}  # fmt: skip
_FAILURES = {403: 6, 404: 15, 408: 6, 480: 12, 486: 22, 487: 20, 488: 4, 500: 4, 503: 8, 603: 3}
"""Final answers of failed calls, with their weights."""
_Q850 = {486: 17, 404: 1, 480: 18, 503: 34, 487: 16}
_WAITS = {408: 32, 480: 20, 603: 4, 486: 1}
"""About how long (s) the callee's side takes to answer so; others answer at once."""
_COMPACT = {
    "Via": "v", "From": "f", "To": "t", "Call-ID": "i", "Contact": "m", "Content-Type": "c", "Content-Length": "l", "Supported": "k",
}  # fmt: skip
_METHODS = "INVITE, ACK, CANCEL, OPTIONS, BYE, REFER, SUBSCRIBE, NOTIFY, INFO, PUBLISH, MESSAGE"
_CALLS, _ANSWERED, _REGISTRATIONS = 0.85, 0.60, 0.95
"""Shares of dialogues, each counted from 0: calls, calls that are answered, calls and registrations; the rest are probes."""


@dataclass(frozen=True, slots=True)
class Datagram:
    """A UDP payload on its way; `at` is seconds since the dialogue began."""

    at: float
    src: str
    src_port: int
    dst: str
    dst_port: int
    payload: bytes


def hexadecimal(digits: int) -> str:
    """A random number of so many hexadecimal digits."""
    return f"{CHANCE.getrandbits(4 * digits):0{digits}x}"


class Dialogue:
    """Two ends, what they call each other, and what they have said so far."""

    def __init__(self, ordinal: int, share: float | None = None, talk: float | None = None) -> None:
        """`share` in place of chance says what it is (see `_CALLS`); `talk` is how long (s) an answered call lasts."""
        inbound = CHANCE.random() < 0.5
        self.a, self.b = (CHANCE.choice(PEERS), CHANCE.choice(BORDERS)) if inbound else (CHANCE.choice(BORDERS), CHANCE.choice(PEERS))
        self.port = 5060 if CHANCE.random() < 0.9 else CHANCE.randrange(1024, 60000)
        self.call_id = self._call_id(ordinal)
        self.caller, self.callee = CHANCE.choice(_NUMBERS), CHANCE.choice(_NUMBERS)
        self.tags = hexadecimal(10), hexadecimal(14)
        self.agents = CHANCE.choice(_AGENTS), CHANCE.choice(_AGENTS)
        self.hops = CHANCE.choices([1, 2, 3], [60, 30, 10])[0]
        self.vias = [
            f"Via: SIP/2.0/UDP {ip}:5060;branch=z9hG4bK{hexadecimal(16)};received={ip}" for ip in CHANCE.sample(PEERS, self.hops - 1)
        ]
        self.cseq = CHANCE.choice([1, 102, CHANCE.randrange(1, 99999)])
        self.media_ports = CHANCE.randrange(5000, 15000) * 2, CHANCE.randrange(5000, 15000) * 2
        names = ["Front Desk", "Anna Schmidt", "J. Doe", self.caller, "Support", "Büro 3"]
        self.display = f'"{CHANCE.choice(names)}" ' if CHANCE.random() < 0.7 else ""
        self.realm = self.nonce = ""
        self.time = 0.0
        self.answered_at = 0.0
        self.datagrams: list[Datagram] = []
        self._talk = talk
        self._play(CHANCE.random() if share is None else share)

    def _call_id(self, ordinal: int) -> str:
        if CHANCE.random() < 0.6:
            return f"{hexadecimal(32)}@{self.a}"
        if CHANCE.random() < 0.7:
            return "-".join(hexadecimal(digits) for digits in (8, 4, 4, 4, 12))
        return f"{ordinal}_{CHANCE.getrandbits(30)}@{self.a}"

    def _play(self, share: float) -> None:
        branches = hexadecimal(16), hexadecimal(16), hexadecimal(16)
        if share < _CALLS:
            self._call(branches, is_answered=share < _ANSWERED)
        elif share < _REGISTRATIONS:
            self._registration(branches)
        else:
            self._request(0, "OPTIONS", branches[0])
            wait = 0.005 + 0.02 * CHANCE.random()
            self._answer(wait, 200, "OPTIONS", branches[0], more=["Allow: INVITE, ACK, CANCEL, OPTIONS, BYE", "Accept: application/sdp"])

    def _call(self, branches: tuple[str, str, str], *, is_answered: bool) -> None:
        first, second, third = branches
        self._request(0, "INVITE", first, body=self._offer())
        wait = _soon(0.002)
        self._answer(wait, 407, "INVITE", first, more=[self._challenge("Proxy-Authenticate", self.b)])
        self._request(_soon(0.001), "ACK", first, in_dialog=True)
        self.cseq += 1
        wait, body = _soon(0.001), self._offer()
        self._request(wait, "INVITE", second, body=body, more=[self._credentials("Proxy-Authorization")])
        self._answer(_soon(0.002), 100, "INVITE", second)
        if is_answered:
            self._conversation(second, third)
        else:
            self._failure(second)

    def _conversation(self, branch: str, ack_branch: str) -> None:
        for code, least, spread in ((183, 0.1, 0.4), (180, 0.1, 0.4), (200, 1, 9)):
            wait = least + spread * CHANCE.random()
            self._answer(wait, code, "INVITE", branch, body=b"" if code == 180 else self._media_answer())
        self._request(0.01 + 0.02 * CHANCE.random(), "ACK", ack_branch, in_dialog=True)
        self.answered_at = self.time
        talk = CHANCE.expovariate(1 / 60) + 1 if self._talk is None else self._talk
        by_caller = CHANCE.random() < 0.7
        self.cseq = self.cseq + 1 if by_caller else 1
        bye_branch = hexadecimal(16)
        self._request(talk, "BYE", bye_branch, in_dialog=True, back=not by_caller)
        self._answer(0.01 + 0.02 * CHANCE.random(), 200, "BYE", bye_branch, back=not by_caller)

    def _failure(self, branch: str) -> None:
        code = CHANCE.choices(list(_FAILURES), list(_FAILURES.values()))[0]
        if code in (486, 480, 603, 487):
            self._answer(0.1 + CHANCE.random(), 180, "INVITE", branch)
        if code == 487:
            self._request(5 + 20 * CHANCE.random(), "CANCEL", branch)
            self._answer(0.01, 200, "CANCEL", branch)
            self._answer(0.005, 487, "INVITE", branch)
        else:
            self._answer(_WAITS.get(code, 0.2) * (0.5 + CHANCE.random()), code, "INVITE", branch)
        self._request(0.01 + 0.02 * CHANCE.random(), "ACK", branch, in_dialog=True)

    def _registration(self, branches: tuple[str, str, str]) -> None:
        first, second, _ = branches
        self._request(0, "REGISTER", first)
        wait = _soon(0.005)
        self._answer(wait, 401, "REGISTER", first, more=[self._challenge("WWW-Authenticate", "asterisk")])
        self.cseq += 1
        wait = _soon(0.005)
        self._request(wait, "REGISTER", second, more=[self._credentials("Authorization")])
        contact = f"Contact: <sip:{self.caller}@{self.a}:{self.port}>;expires=3600"
        self._answer(_soon(0.005), 200, "REGISTER", second, more=[contact, "Date: Fri, 07 Jun 2024 10:00:00 GMT"])

    def _challenge(self, header: str, realm: str) -> str:
        self.realm, self.nonce = realm, f"{1717750000 + CHANCE.randrange(9999)}/{hexadecimal(32)}"
        return f'{header}: Digest algorithm=MD5, realm="{realm}", nonce="{self.nonce}"'

    def _credentials(self, header: str) -> str:
        return (
            f'{header}: Digest username="{self.caller}", realm="{self.realm}", nonce="{self.nonce}", '
            f'uri="sip:{self.callee}@{self.b}:5060", response="{hexadecimal(32)}", algorithm=MD5'
        )

    def _offer(self) -> bytes:
        codecs = ["8 PCMA/8000", "0 PCMU/8000", "9 G722/8000", "18 G729/8000", "101 telephone-event/8000"]
        return _description(self.a, self.media_ports[0], codecs, ["a=ptime:20", "a=maxptime:150"])

    def _media_answer(self) -> bytes:
        return _description(self.b, self.media_ports[1], ["8 PCMA/8000", "101 telephone-event/8000"], ["a=ptime:20"])

    def _request(
        self,
        wait: float,
        method: str,
        branch: str,
        *,
        in_dialog: bool = False,
        body: bytes = b"",
        more: Sequence[str] = (),
        back: bool = False,
    ) -> None:
        """Something that the caller's side asks, or the callee's (`back`)."""
        (src, dst), (from_user, to_user) = (self.a, self.b), (self.caller, self.callee)
        (from_tag, to_tag), agent = self.tags, self.agents[back]
        ports = self.port, 5060
        if back:
            src, dst, from_user, to_user, from_tag, to_tag, ports = dst, src, to_user, from_user, to_tag, from_tag, (5060, self.port)
        lines = [
            f"{method} sip:{to_user}@{dst}:{ports[1]} SIP/2.0",
            f"Via: SIP/2.0/UDP {src}:{ports[0]};rport;branch=z9hG4bK{branch}",
            *([] if back else self.vias),
            f"Max-Forwards: {70 - self.hops}",
            f"From: {self.display}<sip:{from_user}@{src}>;tag={from_tag}",
            f"To: <sip:{to_user}@{dst}>" + (f";tag={to_tag}" if in_dialog else ""),
            f"Call-ID: {self.call_id}",
            f"CSeq: {self.cseq} {method}",
        ]
        if method in ("INVITE", "REGISTER", "OPTIONS", "BYE"):
            expires = ";expires=3600" if method == "REGISTER" else ""
            lines.append(f"Contact: <sip:{from_user}@{src}:{self.port};transport=udp>{expires}")
        lines += [f"User-Agent: {agent}", *more]
        if method in ("INVITE", "OPTIONS"):
            lines += [f"Allow: {_METHODS}, UPDATE, PRACK", "Supported: replaces, timer, path, 100rel"]
        if method == "INVITE":
            clock = f"10:{CHANCE.randrange(60):02}:{CHANCE.randrange(60):02}"
            identity = f"P-Asserted-Identity: <sip:{from_user}@{src}>"
            lines += ["Session-Expires: 1800", "Min-SE: 90", identity, f"Date: Fri, 07 Jun 2024 {clock} GMT"]
        self._say(wait, (src, ports[0]), (dst, ports[1]), lines, body)

    def _answer(
        self, wait: float, code: int, method: str, branch: str, *, body: bytes = b"", more: Sequence[str] = (), back: bool = False
    ) -> None:
        """The answer to a request of the caller's side, or of the callee's (`back`)."""
        (src, dst), (from_user, to_user) = (self.b, self.a), (self.caller, self.callee)
        (from_tag, to_tag), agent = self.tags, self.agents[not back]
        ports = 5060, self.port
        if back:
            src, dst, from_user, to_user, from_tag, to_tag, ports = dst, src, to_user, from_user, to_tag, from_tag, (self.port, 5060)
        lines = [
            f"SIP/2.0 {code} {_REASONS[code]}",
            f"Via: SIP/2.0/UDP {dst}:{ports[1]};rport={ports[1]};branch=z9hG4bK{branch};received={dst}",
            *([] if back else self.vias),
            f"From: {self.display}<sip:{from_user}@{dst}>;tag={from_tag}",
            f"To: <sip:{to_user}@{src}>" + ("" if code == 100 else f";tag={to_tag}"),
            f"Call-ID: {self.call_id}",
            f"CSeq: {self.cseq} {method}",
            f"Server: {agent}",
        ]
        if code in (180, 183, 200) and method == "INVITE":
            lines += [f"Allow: {_METHODS}", "Supported: replaces, timer", f"Contact: <sip:{to_user}@{src}:5060>"]
        if code >= 400 and code not in (401, 407) and CHANCE.random() < 0.5:
            lines.append(f'Reason: Q.850;cause={_Q850.get(code, 127)};text="{_REASONS[code]}"')
        self._say(wait, (src, ports[0]), (dst, ports[1]), [*lines, *more], body)

    def _say(self, wait: float, src: tuple[str, int], dst: tuple[str, int], lines: list[str], body: bytes) -> None:
        if body:
            lines.append("Content-Type: application/sdp")
        lines.append(f"Content-Length: {len(body)}")
        if self.agents[0].startswith("snom"):
            lines[1:] = [_compact(line) for line in lines[1:]]
        self.time += wait
        payload = "\r\n".join([*lines, "", ""]).encode() + body
        self.datagrams.append(Datagram(self.time, *src, *dst, payload))


def _soon(least: float) -> float:
    return least + 0.01 * CHANCE.random()


def _compact(line: str) -> str:
    name, _, value = line.partition(": ")
    return f"{_COMPACT.get(name, name)}: {value}"


def _description(ip: str, port: int, codecs: Sequence[str], times: Sequence[str]) -> bytes:
    version = CHANCE.getrandbits(31)
    formats = " ".join(codec.split()[0] for codec in codecs)
    lines = ["v=0", f"o=- {version} {version} IN IP4 {ip}", "s=call", f"c=IN IP4 {ip}", "t=0 0", f"m=audio {port} RTP/AVP {formats}"]
    for codec in codecs:
        lines.append(f"a=rtpmap:{codec}")
        if codec.startswith("18 "):
            lines.append("a=fmtp:18 annexb=no")
        if codec.startswith("101 "):
            lines.append("a=fmtp:101 0-16")
    return "".join(f"{line}\r\n" for line in [*lines, *times, "a=sendrecv"]).encode()
