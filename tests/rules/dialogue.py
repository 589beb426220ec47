"""From the short lines of a case to SIP messages: dialogs, tags, CSeq and branches are kept as RFC 3261 asks."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

HOSTS = {
    "phone": "198.51.100.21", "other": "198.51.100.22", "home": "192.168.1.50", "pbx": "203.0.113.10", "proxy": "203.0.113.60",
    "trunk": "203.0.113.50", "stranger": "198.51.100.66",
}  # fmt: skip
USERS = {"phone": "1001", "other": "1002", "home": "1004"}
_LINE = re.compile(r"(?P<at>\d+(?:\.\d+)?)\s+(?:--|(?P<src>\S+)\s*>\s*(?P<dst>\S+)\s+(?P<what>.+?))\s*")
_DIALOG, _NOTE = re.compile(r"\s*\[(\w+)\]"), re.compile(r"\s*\(([^)]+)\)")


@dataclass(frozen=True, slots=True)
class Sent:
    """A message on its way, or (without bytes) only a moment; `at` is seconds since the case began."""

    at: float
    src: str
    dst: str
    message: bytes


@dataclass(slots=True)
class _Request:
    method: str
    cseq: int
    sender: str
    is_answered: bool = False


@dataclass(slots=True)
class _Dialog:
    """What both sides of a dialog must remember."""

    name: str
    caller: str
    callee: str
    starter: str
    is_answered: bool = False
    requests: list[_Request] = field(default_factory=list)

    def next_request(self, method: str, sender: str, *, is_repeat: bool) -> _Request:
        """The request that is sent now; ACK and CANCEL belong to the last INVITE."""
        last = next((one for one in reversed(self.requests) if one.method == ("INVITE" if method in ("ACK", "CANCEL") else method)), None)
        if is_repeat and last:
            return last
        highest = max((one.cseq for one in self.requests), default=0)
        made = _Request(method, last.cseq if last and method in ("ACK", "CANCEL") else highest + 1, sender)
        self.requests.append(made)
        return made

    def asked(self, answerer: str, method: str | None) -> _Request:
        """The request that an answer of `answerer` is to."""
        theirs = [one for one in self.requests if one.sender != answerer and one.method != "ACK" and method in (None, one.method)]
        waiting = [one for one in theirs if not one.is_answered] or theirs
        if not waiting:
            raise ValueError(f"{answerer} answers what nobody asked it")
        return waiting[-1]


def sent(block: str) -> list[Sent]:
    """The messages of a block; ValueError names the line that cannot be read."""
    dialogs: dict[str, _Dialog] = {}
    out: list[Sent] = []
    for line, more in _with_continuations(block):
        found = _LINE.fullmatch(line)
        if found is None:
            raise ValueError(f"expected TIME WHO > WHOM MESSAGE, got {line!r}")
        if found["what"] is None:
            out.append(Sent(float(found["at"]), HOSTS["pbx"], HOSTS["phone"], b""))
            continue
        out.append(_sent(found, more, dialogs))
    return out


def _with_continuations(block: str) -> list[tuple[str, list[str]]]:
    lines: list[tuple[str, list[str]]] = []
    for line in block.splitlines():
        if line[:1].isdigit():
            lines.append((line.rstrip(), []))
        elif line.strip():
            lines[-1][1].append(line.strip())
    return lines


def _sent(found: re.Match[str], more: list[str], dialogs: dict[str, _Dialog]) -> Sent:
    what, note, name = found["what"], _NOTE.search(found["what"]), _DIALOG.search(found["what"])
    words = _NOTE.sub("", _DIALOG.sub("", what)).split()
    src, dst = found["src"], found["dst"]
    key = name[1] if name else "a"
    if words[0].isdigit():
        lines = _answer(dialogs[key], words, src, note[1] if note else None)
    else:
        number = words[1] if len(words) > 1 else USERS.get(src if words[0] == "REGISTER" else dst, "1002")
        dialog = dialogs.setdefault(key, _Dialog(key, USERS.get(src, "1001"), number, src))
        lines = _request(dialog, words[0], src, dst, is_repeat=bool(note and note[1] == "again"))
    body = next((_sdp(line) for line in more if line.startswith("sdp ")), "")
    headers = [line for line in more if not line.startswith("sdp ")] + (["Content-Type: application/sdp"] if body else [])
    text = "\r\n".join([*lines, *headers, f"Content-Length: {len(body)}", "", body])
    return Sent(float(found["at"]), HOSTS.get(src, src), HOSTS.get(dst, dst), text.encode())


def _request(dialog: _Dialog, method: str, src: str, dst: str, *, is_repeat: bool) -> list[str]:
    request = dialog.next_request(method, src, is_repeat=is_repeat)
    in_dialog = dialog.is_answered and method in ("ACK", "BYE", "INVITE", "UPDATE", "REFER", "INFO", "NOTIFY")
    user = dialog.callee if src == dialog.starter else dialog.caller
    return [f"{method} sip:{user}@{HOSTS.get(dst, dst)} SIP/2.0", *_headers(dialog, request, src, in_dialog=in_dialog)]


def _answer(dialog: _Dialog, words: list[str], src: str, method: str | None) -> list[str]:
    status = int(words[0])
    request = dialog.asked(src, method)
    request.is_answered = request.is_answered or status >= 200
    dialog.is_answered = dialog.is_answered or (request.method == "INVITE" and 200 <= status < 300)
    return [f"SIP/2.0 {' '.join(words)}", *_headers(dialog, request, request.sender, in_dialog=status > 100, contact=src)]


def _headers(dialog: _Dialog, request: _Request, sender: str, *, in_dialog: bool, contact: str = "") -> list[str]:
    """Via to Contact of a request by `sender`, or of an answer to it by `contact`."""
    host, method = HOSTS.get(sender, sender), request.method
    callee = dialog.caller if method == "REGISTER" else dialog.callee
    first, second = (
        f"<sip:{dialog.caller}@example.com>;tag=f{dialog.name}",
        f"<sip:{callee}@example.com>" + f";tag=t{dialog.name}" * in_dialog,
    )
    if sender != dialog.starter:
        first, second = f"<sip:{callee}@example.com>;tag=t{dialog.name}", f"<sip:{dialog.caller}@example.com>;tag=f{dialog.name}"
    branch = "INVITE" if method in ("ACK", "CANCEL") and not dialog.is_answered else method
    here = contact or sender
    return [
        f"Via: SIP/2.0/UDP {host}:5060;branch=z9hG4bK{dialog.name}{request.cseq}{branch}",
        f"From: {first}",
        f"To: {second}",
        f"Call-ID: {dialog.name}@case",
        f"CSeq: {request.cseq} {method}",
        f"Contact: <sip:{USERS.get(here, dialog.caller)}@{HOSTS.get(here, here)}:5060>",
        "Max-Forwards: 70",
    ]


def _sdp(line: str) -> str:
    _, address, *codecs = line.split()
    numbers = {"PCMU": 0, "GSM": 3, "PCMA": 8, "G722": 9, "G729": 18}
    formats = {codec: numbers.get(codec, 96 + at) for at, codec in enumerate(codecs)}
    media = f"m=audio 4000 RTP/AVP {' '.join(map(str, formats.values()))}"
    maps = [f"a=rtpmap:{number} {codec}/8000" for codec, number in formats.items()]
    return "\r\n".join(["v=0", f"o=- 1 1 IN IP4 {address}", "s=-", f"c=IN IP4 {address}", "t=0 0", media, *maps, ""])
