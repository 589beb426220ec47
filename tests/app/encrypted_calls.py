"""Calls whose voice is encrypted in every way that there is: each as a capture that is made of its description and keys."""

from __future__ import annotations

import base64
import struct
from collections.abc import Callable, Sequence
from pathlib import Path

from msgspec import Struct
from msgspec.structs import replace

from sipwhy.media.srtp.exporter import exported
from sipwhy.media.srtp.handshake import agreements
from sipwhy.media.srtp.sdes import Key
from sipwhy.media.srtp.suites import SUITES
from tests.media.srtp.protecting import protected
from tests.media.srtp.test_handshake import CLIENT, client, server
from tests.rules.packets import Frame, Socket, udp, write_pcap

PHONE, PBX = "198.51.100.21", "203.0.113.10"
ENDS: tuple[Socket, Socket] = (PHONE, 4000), (PBX, 10000)
PACKETS = 120
Protect = Callable[[bytes], bytes]

_SHORT, _LONG, _GCM = "AES_CM_128_HMAC_SHA1_80", "AES_256_CM_HMAC_SHA1_80", "AEAD_AES_128_GCM"
LINE_OF_CALL = f"CLIENT_RANDOM {CLIENT.hex()} {'7a' * 48}\n".encode()
LINE_OF_ANOTHER = f"CLIENT_RANDOM {'5c' * 32} {'7a' * 48}\n".encode()
FINGERPRINT = "a=fingerprint:sha-256 " + ":".join(["AB"] * 32)


def key(seed: int, suite: str = _SHORT) -> Key:
    """A key by a number."""
    found = SUITES[suite]
    return Key(found, bytes([seed]) * found.key, bytes([seed + 1]) * found.salt)


def crypto(key: Key, tag: int = 1, suite: str = _SHORT, more: str = "") -> str:
    """The line that tells it."""
    return f"a=crypto:{tag} {suite} inline:{base64.b64encode(key.key + key.salt).decode()}{more}"


class Way(Struct, frozen=True):
    """How the voice of one call is encrypted."""

    lines: tuple[Sequence[str], Sequence[str]]
    """Of the offer, and of the answer."""
    keys: tuple[Key | None, Key | None]
    """What the caller encrypts with, and the callee."""
    profile: str = "RTP/SAVP"
    again: tuple[Sequence[str], Sequence[str]] | None = None
    """Those of a re-INVITE in mid-call, and with what is encrypted then."""
    keys_again: tuple[Key | None, Key | None] = (None, None)
    has_handshake: bool = False
    has_hello: bool = False
    """Whether both sides begin with Hello of ZRTP."""
    log: bytes = b""
    codec: tuple[int, str] = (8, "PCMA")

    def write(self, path: Path) -> Path:
        """A call of three seconds between a telephone and Asterisk."""
        frames = [_sip(at, is_first, text) for at, is_first, text in self._messages()]
        if self.has_handshake:
            frames += [(300_000 + n, udp(ENDS[0], ENDS[1], part), 0) for n, part in enumerate(client())]
            frames += [(310_000 + n, udp(ENDS[1], ENDS[0], part), 0) for n, part in enumerate(server())]
        if self.has_hello:
            frames += [(350_000 + side, udp(ENDS[side], ENDS[1 - side], _hello(side)), 0) for side in (0, 1)]
        for n in range(PACKETS):
            keys = self.keys_again if self.again and n >= PACKETS // 2 else self.keys
            for side, one in enumerate(keys):
                ends = (ENDS[side], ENDS[1 - side])
                frames.append((400_000 + 20_000 * n + side, udp(*ends, _voice(n, side, one, self.codec[0]), n + 1), 0))
        write_pcap(path, [(at, frame, len(frame)) for at, frame, _ in frames])
        if self.log:
            path.with_suffix(".log").write_bytes(self.log)
        return path

    def _messages(self) -> list[tuple[int, bool, str]]:
        found = [
            (0, True, _request("INVITE", 1, self._sdp(0, self.lines[0]))),
            (100_000, False, _answer("INVITE", 1, self._sdp(1, self.lines[1]))),
            (110_000, True, _request("ACK", 1)),
        ]
        if self.again:
            at = 400_000 + 20_000 * (PACKETS // 2)
            found += [
                (at - 9000, True, _request("INVITE", 2, self._sdp(0, self.again[0], 2))),
                (at - 6000, False, _answer("INVITE", 2, self._sdp(1, self.again[1], 2))),
                (at - 3000, True, _request("ACK", 2)),
            ]
        return [*found, (3_000_000, True, _request("BYE", 3)), (3_010_000, False, _answer("BYE", 3))]

    def _sdp(self, side: int, lines: Sequence[str], version: int = 1) -> str:
        ip, port = ENDS[side]
        head = ["v=0", f"o=- 1 {version} IN IP4 {ip}", "s=-", f"c=IN IP4 {ip}", "t=0 0", f"m=audio {port} {self.profile} {self.codec[0]}"]
        return "".join(f"{line}\r\n" for line in [*head, f"a=rtpmap:{self.codec[0]} {self.codec[1]}/8000", *lines])


def _hello(side: int) -> bytes:
    """As RFC 6189 sections 5 and 5.2 have it; nobody looks at its CRC."""
    message = b"1.10" + b"a telephone     " + bytes(32) + bytes(range(12)) + bytes(12)
    head = struct.pack("!HHII", 0x1000, 1, 0x5A525450, 0x1000 + side)
    return head + struct.pack("!HH8s", 0x505A, 3 + len(message) // 4, b"Hello   ") + message + bytes(4)


def _voice(n: int, side: int, key: Key | None, kind: int) -> bytes:
    packet = struct.pack("!BBHII", 0x80, kind, n, n * 160, 0x1000 + side) + bytes((0x55, 0xD5, 0x35, 0xB5) * 40)
    return packet if key is None else protected(packet, key, 0)


def _sip(at: int, is_first: bool, text: str) -> Frame:
    ends = (PHONE, 5060), (PBX, 5060)
    return at, udp(*(ends if is_first else ends[::-1]), text.encode()), 0


def _head(method: str, number: int, tag: str) -> str:
    who = f"From: <sip:1001@{PBX}>;tag=a\r\nTo: <sip:1002@{PBX}>{tag}\r\n"
    return f"Via: SIP/2.0/UDP {PHONE}:5060;branch=z9hG4bK{method[0]}{number}\r\n{who}Call-ID: sealed\r\nCSeq: {number} {method}\r\n"


def _body(sdp: str) -> str:
    kind = "Content-Type: application/sdp\r\n" if sdp else ""
    return f"{kind}Content-Length: {len(sdp)}\r\n\r\n{sdp}"


def _request(method: str, number: int, sdp: str = "") -> str:
    own = f"User-Agent: Yealink SIP-T46U 108.86.0.20\r\nContact: <sip:1001@{PHONE}:5060>\r\nMax-Forwards: 70\r\n"
    tag = "" if method == "INVITE" and number == 1 else ";tag=b"
    return f"{method} sip:1002@{PBX} SIP/2.0\r\n{_head(method, number, tag)}{own}{_body(sdp)}"


def _answer(method: str, number: int, sdp: str = "") -> str:
    own = f"Server: Asterisk PBX 20.20.1\r\nContact: <sip:1002@{PBX}:5060>\r\n"
    return f"SIP/2.0 200 OK\r\n{_head(method, number, ';tag=b')}{own}{_body(sdp)}"


def _by_handshake() -> tuple[Key, Key]:
    (agreed,) = agreements([*((0, part) for part in client()), *((1, part) for part in server())])
    first, second = (next(iter(exported(agreed, [LINE_OF_CALL], is_client=is_client))) for is_client in (True, False))
    return first, second


ONE, TWO, THREE, FOUR = (key(seed) for seed in (11, 22, 33, 44))
LONG = key(55, _LONG)
DTLS = _by_handshake()
HIDDEN = "a=crypto:1 " + _SHORT + " inline:" + base64.b64encode(bytes(30)).decode()
STRANGE = "a=crypto:1 F8_128_HMAC_SHA1_80 inline:" + base64.b64encode(bytes(range(30))).decode()
_DTLS = Way(([FINGERPRINT, "a=setup:actpass"], [FINGERPRINT, "a=setup:passive"]), DTLS, "UDP/TLS/RTP/SAVP")
_HASH = ["a=zrtp-hash:1.10 " + "fe" * 32]
_MIKEY = ["a=key-mgmt:mikey AQAFgM0XflABAAAAAAAAAAAAAAsAyONQ6gAAAAAJAAAQ"]

WAYS: dict[str, tuple[Way, str]] = {
    "SDES": (Way(([crypto(ONE)], [crypto(TWO)]), (ONE, TWO)), "opened"),
    "SDES, AES-GCM": (
        Way(([crypto(key(7, _GCM), suite=_GCM)], [crypto(key(8, _GCM), suite=_GCM)]), (key(7, _GCM), key(8, _GCM))),
        "opened",
    ),
    "SDES, two lines in the offer, the second answered": (
        Way(([crypto(LONG, 1, _LONG), crypto(ONE, 2)], [crypto(TWO, 2)]), (ONE, TWO)),
        "opened",
    ),
    "SDES, rekeyed by a re-INVITE": (
        Way(([crypto(ONE)], [crypto(TWO)]), (ONE, TWO), again=([crypto(THREE)], [crypto(FOUR)]), keys_again=(THREE, FOUR)),
        "opened",
    ),
    "SDES beside RTP/AVP (best effort)": (Way(([crypto(ONE)], [crypto(TWO)]), (ONE, TWO), "RTP/AVP"), "opened"),
    "SRTCP alone, voice in the open (UNENCRYPTED_SRTP)": (
        Way(
            ([crypto(ONE, more=" UNENCRYPTED_SRTP")], [crypto(TWO, more=" UNENCRYPTED_SRTP")]),
            (replace(ONE, is_open=True), replace(TWO, is_open=True)),
        ),
        "opened",
    ),
    "SDES, another key in the packets": (Way(([crypto(ONE)], [crypto(TWO)]), (THREE, FOUR)), "wrong-key"),
    "SDES, keys hidden": (Way(([HIDDEN], [HIDDEN]), (ONE, TWO)), "bad-key"),
    "SDES, a suite that nobody knows": (Way(([STRANGE], [STRANGE]), (ONE, TWO)), "suite"),
    "SDES, a parameter that nobody knows": (
        Way(([crypto(ONE, more=" KDR=4")], [crypto(TWO, more=" KDR=4")]), (ONE, TWO)),
        "parameter",
    ),
    "SAVP without any key": (Way(([], []), (ONE, TWO)), "no-key"),
    "MIKEY": (Way((_MIKEY, _MIKEY), (ONE, TWO)), "mikey"),
    "ZRTP": (Way((_HASH, _HASH), (ONE, TWO), "RTP/AVP"), "zrtp"),
    "ZRTP in the media alone": (Way(([], []), (ONE, TWO), "RTP/AVP", has_hello=True), "zrtp-seen"),
    "ZRTP named by one side": (Way((_HASH, []), (ONE, TWO), "RTP/AVP"), "zrtp-seen"),
    "MIKEY beside RTP/AVP": (Way((_MIKEY, _MIKEY), (ONE, TWO), "RTP/AVP"), "mikey"),
    "ZRTP offered, never begun": (Way((_HASH, _HASH), (None, None), "RTP/AVP"), ""),
    "SRTP of which no SDP speaks": (Way(([], []), (ONE, TWO), "RTP/AVP"), "unspoken"),
    "DTLS-SRTP, no key log": (replace(_DTLS, has_handshake=True), "dtls"),
    "DTLS-SRTP, no handshake": (replace(_DTLS, log=LINE_OF_CALL), "dtls-unseen"),
    "DTLS-SRTP, a log of something else": (replace(_DTLS, has_handshake=True, log=LINE_OF_ANOTHER), "dtls-no-line"),
    "DTLS-SRTP, a damaged line": (
        replace(_DTLS, has_handshake=True, log=LINE_OF_CALL.replace(b"7a" * 48, b"7b" * 48)),
        "dtls-wrong-key",
    ),
    "DTLS-SRTP, with its log": (replace(_DTLS, has_handshake=True, log=LINE_OF_CALL), "opened-dtls"),
    "both ways offered, DTLS answered": (
        Way(([crypto(ONE), FINGERPRINT], [FINGERPRINT]), DTLS, has_handshake=True, log=LINE_OF_CALL),
        "opened-dtls",
    ),
    "both ways offered, DTLS answered, no key log": (Way(([crypto(ONE), FINGERPRINT], [FINGERPRINT]), DTLS, has_handshake=True), "dtls"),
    "both ways offered, SDES answered": (Way(([crypto(ONE), FINGERPRINT], [crypto(TWO)]), (ONE, TWO)), "opened"),
    "SDES agreed on, plain RTP sent": (Way(([crypto(ONE)], [crypto(TWO)]), (None, None)), ""),
    "DTLS-SRTP agreed on, plain RTP sent": (replace(_DTLS, keys=(None, None), has_handshake=True), ""),
    "plain RTP": (Way(([], []), (None, None), "RTP/AVP"), ""),
}
"""Each with the key of the text that tells what becomes of it; "" where there is nothing to tell."""
