"""Plays the lines of a `flow` block as SIP messages, making up every header that a line leaves out."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from hashlib import md5
from urllib.parse import unquote

from sipwhy.media.srtp.sdes import Key, keys_in
from tests.rules.faxes import udptl
from tests.rules.handshakes import Connection, play
from tests.rules.names import dns
from tests.rules.packets import Frame, Socket, beginning, icmp, rtcp, rtp, tcp, udp
from tests.rules.sounds import packet_of

HOSTS = {
    "alice": "198.51.100.21",
    "bob": "198.51.100.22",
    "carol": "198.51.100.23",
    "stranger": "198.51.100.66",
    "nat": "198.51.100.77",
    "inner": "192.168.1.50",
    "pbx": "203.0.113.10",
    "trunk": "203.0.113.50",
    "proxy": "203.0.113.60",
    "gateway": "203.0.113.70",
}
AGENTS = {
    "alice": "Yealink SIP-T46U 108.86.0.20",
    "bob": "Yealink SIP-T46U 108.86.0.20",
    "carol": "Yealink SIP-T46U 108.86.0.20",
    "nat": "Yealink SIP-T46U 108.86.0.20",
    "pbx": "Asterisk PBX 20.20.1",
    "proxy": "kamailio (5.6.3 (x86_64/linux))",
}
_LINE = re.compile(r"^([\d.]+)\s+(\S+)\s*>\s*(\S+)\s+(?:\[(\w+)\]\s+)?(.*)$")
_PAYLOADS = {"PCMU": "0", "GSM": "3", "PCMA": "8", "G722": "9", "G729": "18", "OPUS": "107", "EVENTS": "101"}
_NAMES = {"EVENTS": "telephone-event"}
_DNS_PORT = (53).to_bytes(2)
_BINDING = bytes.fromhex("000100002112a442") + bytes(12)
"""A Binding request of STUN (RFC 8489 section 5)."""
_LARGE = 1000
"""Bytes of a packet that a narrow way does not take."""


@dataclass(slots=True)
class _Dialog:
    """What is known of one Call-ID so far."""

    name: str
    caller: str = "1001"
    callee: str = "1002"
    cseq: int = 0
    caller_at: Socket | None = None
    nonce: int = 0
    requests: list[tuple[Socket, str, int, str]] = field(default_factory=list)
    """Sender, method, CSeq number and branch of each request."""
    sent: dict[tuple[Socket, str], bytes] = field(default_factory=dict)
    """The last message of each label and sender."""
    answered: bool = False


class Script:
    """The frames of one case."""

    def __init__(self, agents: dict[str, str]) -> None:
        self.packets: list[Frame] = []
        self._only: dict[int, str] = {}
        """The one capture that holds a packet, by its place; all do where none is named."""
        self._agents = {socket_of(name)[0]: agent for name, agent in (AGENTS | agents).items()}
        self._dialogs: dict[str, _Dialog] = {}
        self._last: dict[tuple[str, str], bytes] = {}
        self._number = 0
        self._streams: dict[frozenset[Socket], Connection] = {}

    def play(self, lines: Iterable[str]) -> None:
        """Plays the lines of one block; indented lines are headers of the line before."""
        merged: list[list[str]] = []
        for line in lines:
            if line[:1] in (" ", "\t") and merged:
                merged[-1].append(line.strip())
            elif line.strip():
                merged.append([line.strip()])
        for first, *headers in merged:
            line, _, name = first.partition(" @")
            before = len(self.packets)
            self._line(line, headers)
            self._only |= dict.fromkeys(range(before, len(self.packets)), name) if name else {}

    def held_by(self, name: str) -> list[Frame]:
        """The packets that the capture called `name` holds."""
        return [packet for place, packet in enumerate(self.packets) if self._only.get(place, name) == name]

    def say(self, head: str, lines: list[str]) -> None:
        """Sends one message as it is written."""
        found = _LINE.match(head + " -")
        if not found:
            raise ValueError(f"expected 'seconds from > to', got {head!r}")
        at, src, dst = int(float(found[1]) * 1e6), socket_of(found[2]), socket_of(found[3])
        blank = lines.index("") if "" in lines else len(lines)
        body = "".join(f"{line}\r\n" for line in lines[blank + 1 :])
        text = "".join(f"{line}\r\n" for line in lines[:blank]) + f"Content-Length: {len(body)}\r\n\r\n" + body
        self._sip(at, src, dst, text.encode())

    def _line(self, line: str, headers: list[str]) -> None:
        at, _, what = line.partition(" ")
        micros = int(float(at) * 1e6)
        if what == "end":
            self._add(micros, udp(("192.0.2.1", 9), ("192.0.2.2", 9), b"end"))
            return
        if what == "copy":
            self.packets.append((micros, *self.packets[-1][1:]))
            return
        found = _LINE.match(line)
        if not found:
            raise ValueError(f"expected 'seconds from > to message', got {line!r}")
        src, dst, label = socket_of(found[2]), socket_of(found[3]), found[5]
        if label.startswith(("rtp", "rtcp", "icmp", "tcp", "dns", "tls", "http", "keep-alive", "t38", "dtls")):
            self._packet(micros, src, dst, label.split())
        else:
            dialog = self._dialogs.setdefault(found[4] or "a", _Dialog(found[4] or "a"))
            self._sip(micros, src, dst, self._message(dialog, src, dst, label, headers), label.split())

    def _packet(self, at: int, src: Socket, dst: Socket, words: list[str]) -> None:
        """What is no SIP message: RTP, ICMP about one, TCP that fails."""
        if words[0] == "rtp":
            self._voice(at, (src, dst), int(words[1]), dict(word.split("=") for word in words[2:]))
        elif words[0] == "rtcp":
            self._add(at, udp(src, dst, _report(dict(word.split("=", 1) for word in words[1:]))))
        elif words[:2] in (["icmp", "rtp"], ["icmp", "stun"]):
            said = dict(word.split("=") for word in words[2:])
            about = rtp(0) if words[1] == "rtp" else _BINDING
            self._add(at, icmp(said.get("by", src[0]), udp(dst, src, about), (3, int(said.get("code", 3)))))
        elif words[0] == "icmp":
            self._add(at, self._told(src[0], dst[0], words))
        elif words[0] == "dns":
            asked = (src, (dst[0], 53)) if len(words) == 3 else ((src[0], 53), dst)
            self._add(at, udp(*asked, dns(words[1:])))
        elif words[0] == "t38":
            self._fax(at, (src, dst), words[1:])
        elif words[0] == "dtls":
            self._add(at, udp(src, dst, b"".join(map(_dtls, words[1:]))))
        elif words[0] == "keep-alive":
            self._add(at, udp(src, dst, b"\r\n\r\n"))
        elif words[0] in ("tls", "http"):
            self.packets += play(src, dst, at, words[1:])
        else:
            self._tcp(at, src, dst, words[0])

    def _told(self, reporter: str, sender: str, words: list[str]) -> bytes:
        """An ICMP error about the last message that `sender` sent to its reporter, or about its last large packet."""
        if words[1:2] == ["narrow"]:
            large = next(frame for _, frame, length in reversed(self.packets) if length > _LARGE)
            return icmp(reporter, large, (3, 4), int(words[2]), 28)
        said = dict(word.split("=") for word in words[1:] if "=" in word)
        kind = (11, 1) if "fragment" in words else (3, 4) if "large" in words else (3, int(said.get("code", 3)))
        if "dns" in words:
            about = next(frame for _, frame, _ in reversed(self.packets) if frame[36:38] == _DNS_PORT)
        else:
            about = self._last[sender, reporter]
        return icmp(said.get("by", reporter), about, kind, quoted=int(said.get("quoted", 576)))

    def _tcp(self, at: int, src: Socket, dst: Socket, how: str) -> None:
        """What TCP does beside carrying messages."""
        if how in ("tcp-fin", "tcp-rst"):
            self._close(at, src, dst, how)
        elif how in ("tcp-again", "tcp-found", "tcp-ack", "tcp-full"):
            self._go_on(at, src, dst, how)
        elif how == "tcp-syn":
            self._add(at, tcp(src, dst, 2, (1000, 0)))
        elif how == "tcp-refused":
            self._add(at, tcp(src, dst, 2, (1000, 0)))
            self._add(at + 100, tcp(dst, src, 20, (0, 1001)))
        else:
            message = self._message(_Dialog("tcp"), src, dst, "REGISTER 1001", [])
            self._add(at, tcp(src, dst, 2, (1000, 0)))
            self._add(at + 100, tcp(dst, src, 18, (5000, 1001)))
            self._add(at + 200, tcp(src, dst, 16, (1001, 5001), message[:200]))
            self._add(at + 300, tcp(src, dst, 24, (1301, 5001), message[300:] + message))

    def _fax(self, at: int, ends: tuple[Socket, Socket], signals: list[str]) -> None:
        """A packet of T.38 for each signal, with the one before it again; `lost` is a page's that never comes."""
        for number, (name, before) in enumerate(zip(signals, [None, *signals], strict=False)):
            if name == "lost":
                continue
            again = "page" if before == "lost" else before
            self._add(at + number * 300_000, udp(*ends, udptl(number, name, again), number + 1))

    def _voice(self, at: int, ends: tuple[Socket, Socket], packets: int, options: dict[str, str]) -> None:
        """Packets of one source, some of them left out, late or of another payload type."""
        first, ssrc, kind = (int(options.get(name, default)) for name, default in (("from", 0), ("ssrc", 0x1234), ("pt", 8)))
        every, step = int(options.get("lose", 0)), int(float(options.get("ms", 20)) * 1000)
        gone, until = map(int, options.get("hole", "0-0").split("-"))
        period = int(options.get("every", 2))
        for n in range(packets):
            if (every and n % every == every - 1) or gone <= n < until:
                continue
            uneven = int(float(options.get("jitter", 0)) * 1000) if n % period == period - 1 else 0
            size, event = (4, 8000) if "event" in options else (160 * step // 20_000, None)
            size += int(options.get("tag", 0))
            is_anew = event is None or options["event"] == "anew"
            stamp = (first + n) * int(options.get("stamp", 160 * step // 20_000)) if is_anew else event
            payload = rtp(first + n, ssrc=ssrc, kind=kind, timestamp=stamp, size=size)
            if "key" in options:
                payload = rtp(first + n, ssrc=ssrc, kind=kind, timestamp=first * 160, size=0) + _event(int(options["key"]), (n + 1) * 160)
            if "sound" in options:
                payload = payload[:12] + packet_of(options["sound"], first + n, f"pcm_{options.get('law', 'alaw')}")
            if "srtp" in options:
                payload = _secret(payload, options)
            self._add(at + step * n + uneven, udp(*ends, payload, n + 1))

    def _add(self, at: int, frame: bytes, captured: int | None = None) -> None:
        self.packets.append((at, frame, len(frame) if captured is None else captured))

    def _close(self, at: int, src: Socket, dst: Socket, how: str) -> None:
        """Ends the TCP connection of two sockets."""
        stream = self._stream(at, src, dst)
        stream.end(">" if stream.client == src else "<", 1 if how == "tcp-fin" else 4)
        self.packets += stream.frames
        stream.frames = []

    def _go_on(self, at: int, src: Socket, dst: Socket, how: str) -> None:
        """What TCP does by itself in the connection of two sockets."""
        stream = self._stream(at, src, dst)
        side = ">" if stream.client == src else "<"
        if how == "tcp-found":
            stream.find(side)
            return
        if how == "tcp-again":
            stream.say_again(side)
        else:
            stream.acknowledge(side, 0 if how == "tcp-full" else 65535)
        self.packets += stream.frames
        stream.frames = []

    def _stream(self, at: int, src: Socket, dst: Socket) -> Connection:
        """The TCP connection of two sockets; the first who speaks opens it."""
        key = frozenset((src, dst))
        if key not in self._streams:
            self._streams[key] = Connection(src, dst, at)
            self._streams[key].open()
        stream = self._streams[key]
        stream.at = max(stream.at, at)
        return stream

    def _sip(self, at: int, src: Socket, dst: Socket, payload: bytes, words: Iterable[str] = ()) -> None:
        self._number += 1
        if "+long" in words:
            payload = payload.replace(b"\r\nContent-Length", b"\r\nSubject: " + b"x" * 1000 + b"\r\nContent-Length", 1)
        if "+tcp" in words:
            stream = self._stream(at, src, dst)
            tell = stream.lose if "stuck" in words else stream.say
            tell(">" if stream.client == src else "<", payload.replace(b"SIP/2.0/UDP", b"SIP/2.0/TCP"))
            self.packets += stream.frames
            stream.frames = []
            return
        payload += b"OPTIONS sip:1002@203.0.113.10 SIP/2.0\r\nContent-Length: 0\r\n\r\n" if "+glued" in words else b""
        frame = udp(src, dst, payload, self._number)
        self._last[src[0], dst[0]] = frame
        if "unsent" not in words:
            self._add(at, beginning(frame) if "begun" in words else frame, 96 if "cut" in words else None)

    def _message(self, dialog: _Dialog, src: Socket, dst: Socket, label: str, headers: list[str]) -> bytes:
        words = label.split()
        options = [word for word in words if word.startswith("+") and not word[1:2].isdigit()]
        plain = [word for word in words if word not in (*options, "unsent", "cut", "begun", "stuck")]
        if plain[-1] == "again":
            return dialog.sent[src, plain[0]]
        is_answer = plain[0].isdigit()
        make = self._answer if is_answer else self._request
        text = _finished(make(dialog, (src, dst), plain, options), headers, _body(options, src))
        dialog.sent[src, plain[0]] = text
        return text

    def _request(self, dialog: _Dialog, ends: tuple[Socket, Socket], words: list[str], options: list[str]) -> list[str]:
        src, dst = ends
        method = words[0]
        _users(dialog, words)
        if dialog.caller_at is None:
            dialog.caller_at = src
        cseq, branch = _transaction(dialog, method, src)
        dialog.requests.append((src, method, cseq, branch))
        forward = src[0] == dialog.caller_at[0]
        own, other = (dialog.caller, dialog.callee) if forward else (dialog.callee, dialog.caller)
        tags = ("f", "t") if forward else ("t", "f")
        within = (dialog.answered or method == "ACK" or not forward) and method not in ("REGISTER", "OPTIONS", "CANCEL")
        made = f"sip:{dst[0]}" if method == "REGISTER" else f"sip:{other}@{dst[0]}"
        uri = next((option.partition("=")[2] for option in options if option.startswith("+uri=")), made)
        lines = [
            f"{method} {uri} SIP/2.0",
            f"Via: SIP/2.0/UDP {src[0]}:{src[1]};rport;branch={branch}",
            "Max-Forwards: 70",
            f"From: <sip:{own}@{HOSTS['pbx']}>;tag={tags[0]}-{dialog.name}",
            f"To: <sip:{other}@{HOSTS['pbx']}>" + (f";tag={tags[1]}-{dialog.name}" if within else ""),
            f"Call-ID: case-{dialog.name}@{HOSTS['pbx']}",
            f"CSeq: {cseq} {method}",
            f"Contact: <sip:{own}@{src[0]}:{src[1]}>" + (";expires=3600" if method == "REGISTER" else ""),
        ]
        if login := next((option for option in options if option.partition("=")[0] == "+auth"), None):
            nonce = f"1763888400/n{dialog.nonce}"
            given = f'Digest username="{own}", realm="asterisk", nonce="{nonce}", uri="{uri}", algorithm=MD5, qop=auth'
            lines.append(f'Authorization: {given}, nc=00000001, cnonce="c", response="{_digest(login, own, nonce, method, uri)}"')
        agent = self._agents.get(src[0], "-")
        return [*lines, f"User-Agent: {agent}"] if agent != "-" else lines

    def _answer(self, dialog: _Dialog, ends: tuple[Socket, Socket], words: list[str], options: list[str]) -> list[str]:
        src, dst = ends
        named = words[-1].startswith("(")
        wanted, words = (words[-1].strip("()"), words[:-1]) if named else (None, words)
        asked = next(one for one in reversed(dialog.requests) if one[0][0] == dst[0] and one[1] != "ACK" and wanted in (None, one[1]))
        sender, method, cseq, branch = asked
        status = int(words[0])
        forward = dialog.caller_at is not None and sender[0] == dialog.caller_at[0]
        own, other = (dialog.caller, dialog.callee) if forward else (dialog.callee, dialog.caller)
        tags = ("f", "t") if forward else ("t", "f")
        if method == "INVITE" and 200 <= status < 300:
            dialog.answered = True
        lines = [
            f"SIP/2.0 {' '.join(words)}",
            f"Via: SIP/2.0/UDP {sender[0]}:{sender[1]};rport={sender[1]};received={sender[0]};branch={branch}",
            f"From: <sip:{own}@{HOSTS['pbx']}>;tag={tags[0]}-{dialog.name}",
            f"To: <sip:{other}@{HOSTS['pbx']}>" + (f";tag={tags[1]}-{dialog.name}" if status > 100 else ""),
            f"Call-ID: case-{dialog.name}@{HOSTS['pbx']}",
            f"CSeq: {cseq} {method}",
        ]
        if status in (401, 407):
            dialog.nonce += 1
            name = "WWW" if status == 401 else "Proxy"
            asked_for = f'realm="asterisk", nonce="1763888400/n{dialog.nonce}", opaque="o", algorithm=MD5, qop="auth"'
            lines.append(f"{name}-Authenticate: Digest {asked_for}")
        if status // 100 in (1, 2) and status > 100:
            user = own if method == "REGISTER" else other
            at = sender if method == "REGISTER" else src
            lines.append(f"Contact: <sip:{user}@{at[0]}:{at[1]}>" + (";expires=3600" if method == "REGISTER" else ""))
        agent = self._agents.get(src[0], "-")
        return [*lines, f"Server: {agent}"] if agent != "-" else lines


def _event(key: int, lasted: int) -> bytes:
    """A telephone event (RFC 4733 section 2.3)."""
    return bytes([key, 10]) + lasted.to_bytes(2)


def _secret(plain: bytes, options: dict[str, str]) -> bytes:
    """A packet of RTP encrypted."""
    from tests.media.srtp.protecting import protected  # noqa: PLC0415  # few cases need a cipher

    suite = options.get("suite", "AES_CM_128_HMAC_SHA1_80")
    key = next(keys_in(f"m=audio 4000 RTP/SAVP 0\r\na=crypto:1 {suite} inline:{options['srtp']}".encode()))
    assert isinstance(key, Key)
    return protected(plain, key, int(options.get("roc", 0)), bytes.fromhex(options.get("mki", "")))


def _report(said: dict[str, str]) -> bytes:
    """A report by RTCP, encrypted if there is a key for it."""
    told = said.get("about") != "none"
    number = {name: int(said.get(name, 0)) if told else 0 for name in ("about", "lost", "highest", "jitter")}
    block = (number["about"], float(said.get("share", 0)), number["lost"], number["highest"], number["jitter"]) if told else None
    times = int(said.get("stamp", 0)), int(said.get("echo", 0)), int(float(said.get("held", 0)) * 65536)
    plain = rtcp(int(said.get("ssrc", 1)), int(said["sent"]) if "sent" in said else None, block, times)
    if "srtp" not in said:
        return plain
    from tests.media.srtp.protecting import protected_control  # noqa: PLC0415  # few cases need a cipher

    key = next(keys_in(f"m=audio 4000 RTP/SAVP 0\r\na=crypto:1 AES_CM_128_HMAC_SHA1_80 inline:{said['srtp']}".encode()))
    assert isinstance(key, Key)
    return protected_control(plain, key, 1)


def _dtls(what: str) -> bytes:
    """A record of DTLS 1.2 (RFC 6347 section 4.1): `hello`, `answer`, `sealed`, `alert=40`; of 1.3 (RFC 9147 section 4): `unified`."""
    if what == "unified":
        return b"\x2e\x80\x81\x00\x28" + bytes(range(40))
    name, _, number = what.partition("=")
    hello, answer, alert = b"\x01" + bytes(63), b"\x02" + bytes(63), bytes([2, int(number or 0)])
    kind, epoch, body = {"hello": (22, 0, hello), "answer": (22, 0, answer), "sealed": (22, 1, bytes(40)), "alert": (21, 0, alert)}[name]
    return bytes([kind, 0xFE, 0xFD]) + epoch.to_bytes(2) + bytes(6) + len(body).to_bytes(2) + body


def socket_of(text: str) -> Socket:
    """A host's name or address, with or without a port."""
    host, _, port = text.partition(":")
    return HOSTS.get(host, host), int(port or 5060)


def _digest(login: str, user: str, nonce: str, method: str, uri: str) -> str:
    """The digest of `+auth=PASSWORD/NAME/REALM` (RFC 7616 section 3.4.1); zeros for `+auth`."""
    _, equals, given = login.partition("=")
    if not equals:
        return "0" * 32
    password, name, realm = (*map(unquote, given.split("/")), "", "")[:3]
    account = _md5(f"{name or user}:{realm or 'asterisk'}:{password}")
    return _md5(f"{account}:{nonce}:00000001:c:auth:{_md5(f'{method}:{uri}')}")


def _md5(text: str) -> str:
    return md5(text.encode(), usedforsecurity=False).hexdigest()


def _users(dialog: _Dialog, words: list[str]) -> None:
    if ">" in words:
        dialog.caller, dialog.callee = words[words.index(">") - 1], words[words.index(">") + 1]
    elif words[0] == "REGISTER" and len(words) > 1:
        dialog.caller = dialog.callee = words[1]


def _transaction(dialog: _Dialog, method: str, src: Socket) -> tuple[int, str]:
    """CSeq number and branch: those of the INVITE for ACK and CANCEL (an ACK of a 2xx has a branch of its own)."""
    invite = next((one for one in reversed(dialog.requests) if one[1] == "INVITE" and one[0] == src), None)
    if method in ("ACK", "CANCEL") and invite:
        return invite[2], invite[3] + ("-ack" if method == "ACK" and dialog.answered else "")
    dialog.cseq += 1
    return dialog.cseq, f"z9hG4bK-{dialog.name}-{dialog.cseq}"


def _body(options: list[str], src: Socket) -> str:
    option = next((one for one in options if one.startswith(("+sdp", "+savp"))), None)
    if option is None:
        return ""
    kind, *parts = option[1:].split(":")
    address = next((part for part in parts if part[:1].isdigit() and "." in part), src[0])
    port = next((part for part in parts if part.isdigit()), "4000")
    codecs = next((part.split("/") for part in parts if part[:1].isupper()), ["PCMU", "PCMA"])
    profile = "RTP/SAVP" if kind == "savp" else "RTP/AVP"
    numbers = {codec: _PAYLOADS.get(codec.split("=")[0], "96") if "=" not in codec else codec.split("=")[1] for codec in codecs}
    lines = ["v=0", f"o=- 1 1 IN IP4 {address}", "s=-", f"c=IN IP4 {address}", "t=0 0"]
    lines.append(f"m=audio {port} {profile} {' '.join(numbers.values())}")
    lines += [f"a=rtpmap:{number} {_NAMES.get(codec.split('=')[0], codec.split('=')[0])}/8000" for codec, number in numbers.items()]
    lines += [f"a={part.replace('=', ':')}" for part in parts if part[:1].islower()]
    lines += ["a=crypto:1 AES_CM_128_HMAC_SHA1_80 inline:" + "A" * 40] if kind == "savp" else []
    return "".join(f"{line}\r\n" for line in lines)


def _finished(lines: list[str], headers: list[str], body: str) -> bytes:
    """The message with the headers that are written in place of those made up, or struck out by "-"; lines after "|" are its body."""
    body += "".join(f"{line[1:].strip()}\r\n" for line in headers if line.startswith("|"))
    names = {header.removeprefix("-").split(":", 1)[0].lower() for header in headers if not header.startswith("|")}
    headers = [line.replace("\\x07", "\x07") for line in headers if not line.startswith(("|", "-"))]
    kept = [lines[0], *(line for line in lines[1:] if line.split(":", 1)[0].lower() not in names), *headers]
    kept += ["Content-Type: application/sdp"] if body and "content-type" not in names else []
    kept += [] if "content-length" in names else [f"Content-Length: {len(body)}"]
    return ("".join(f"{line}\r\n" for line in kept) + f"\r\n{body}").encode()
