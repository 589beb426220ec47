"""Odd and damaged spellings hide nobody: each of these once left a name, a number, an address or a key readable."""

from __future__ import annotations

import socket
from ipaddress import ip_address
from pathlib import Path

import pytest

from sipwhy.app import run
from sipwhy.app.export import export
from sipwhy.export.disguise import Disguise
from sipwhy.export.sip_text import SipText
from sipwhy.model import Message
from sipwhy.model.headers import host_of, pairs, uri_of, user_of
from tests.rules.dialogues import Script
from tests.rules.packets import udp, write_pcap

CAPTURES = sorted((Path(__file__).parent.parent / "captures").glob("*/*.pcap*"))
SECRETS = ("anna", "petrova", "firma", "feed", "10.20.30.40", "91.1.2.3", "10.9.8.7", "wnd7c1", "916", "123-45-67", "f84f1cec", "192.168")
START, BODY = "NOTIFY sip:a@b.example SIP/2.0\r\n", "Content-Type: application/sdp\r\n\r\nv=0\r\n"

HEADERS = [
    "Via: SIP/2.0/UDP h:5060;received=2a02:6b8:aaaa:bbbb::feed",
    "Via: SIP/2.0/UDP\t10.20.30.40:5060;branch=z9hG4bK1;received=91.1.2.3",
    "Via: SIP / 2.0 / UDP anna.firma.ru",
    "Via: anna.firma.ru",
    "Contact: sip:anna@2a02:6b8::feed",
    'From: "Mr. Petrova <sip:anna@firma.ru>',
    "From: Anna Petrova sip:anna@firma.ru",
    "From: <sip:?anna@firma.ru>;tag=1",
    "From: <sip:firma.ru;anna.petrova>;tag=1",
    "Refer-To: <sip:firma.ru?79161234567=1>",
    'Event: dialog;call-id="f84f1cec@192.168.77.31"',
    'Content-Type: image/jpeg; name="Anna Petrova.jpg"',
    "Priority: Anna",
    "Subscription-State: terminated;reason=anna",
    "Session-ID: ab30317f1a784dc48ff824d0d3715d86;remote=anna",
    "User-Agent: Zoiper (iPhone of Anna Petrova) pbx.firma.ru",
    "User-Agent: Anna's telephone",
    'Warning: 399 x "call +7 916 123-45-67 at 2a02:6b8::feed"',
    'Accept-Contact: *;+sip.instance="<urn:uuid:anna>"',
    "X-Owner: anna",
]
LINES = [
    "a=acap:1 crypto:1 AES_CM_128_HMAC_SHA1_80 inline:WnD7c1ksDGs",
    "a=crypto:1 AES_CM_128_HMAC_SHA1_80 inline:WnD7c1ksDGs",
    "a=candidate:1 1 UDP 1 10.9.8.7 4000 typ host ufrag anna",
    "c=IN IP4  10.9.8.7",
    "c=IN ip4 10.9.8.7",
    "c=anna 10.9.8.7",
    "o=Anna Petrova 1 1 IN IP4 10.9.8.7",
    "o=anna",
    "a=fmtp:96 name=anna",
    "a=rtcp:4001 IN IP4  10.9.8.7",
    "a=tool:anna",
    "i=anna",
]
FRAGMENTS = [
    "From: Anna Petrova <sip:anna@firma.ru>\r\nTo: <sip:b@c>\r\n\r\n",
    "INVITE sip:anna@firma.ru",
    "anna",
    "INVITE sip:anna@firma.ru\r\n\r\n",
]


def rewritten(text: str) -> str:
    return SipText(Disguise(b"seed")).rewritten(text.encode()).decode().lower()


@pytest.mark.parametrize("header", HEADERS)
def test_a_header_names_nobody(header: str) -> None:
    said = rewritten(f"{START}{header}\r\nCSeq: 1 NOTIFY\r\n\r\n")
    assert not [secret for secret in SECRETS if secret in said], said
    assert "cseq: 1 notify" in said


@pytest.mark.parametrize("line", LINES)
def test_a_line_of_a_description_names_nobody(line: str) -> None:
    said = rewritten(f"{START}{BODY}{line}\r\nm=audio 4000 RTP/AVP 8\r\n")
    assert not [secret for secret in SECRETS if secret in said], said
    assert "m=audio 4000 rtp/avp 8" in said


@pytest.mark.parametrize("body", FRAGMENTS)
def test_a_fragment_names_nobody(body: str) -> None:
    said = rewritten(f"{START}Content-Type: message/sipfrag\r\n\r\n{body}")
    assert not [secret for secret in SECRETS if secret in said], said


def test_one_address_has_one_pseudonym_however_it_is_spelt() -> None:
    disguise = Disguise(b"seed")
    assert len({disguise.host(text).strip("[]") for text in ("2a02:6b8::feed", "2A02:6B8:0:0:0:0:0:FEED", "[2a02:6b8::feed]")}) == 1


def test_letters_that_match_and_do_not_fold_alike_stop_nothing() -> None:
    said = rewritten(f'{START}From: <sip:ivan@x>;tag=1\r\nWarning: 399 x "ivan \u0130van"\r\n\r\n')
    assert "van" not in said


def test_addresses_and_numbers_of_no_documentation_are_nowhere_in_the_file(tmp_path: Path) -> None:
    path, saved = tmp_path / "call.pcap", tmp_path / "call.pcapng"
    script = Script({})
    script.play(
        [
            "0.000 91.198.174.5 > 185.15.59.224 INVITE 79161234567 > 84951112233 +sdp",
            "0.100 185.15.59.224 > 91.198.174.5 486 Busy Here",
            "0.110 91.198.174.5 > 185.15.59.224 ACK",
            "0.200 185.15.59.224 > 91.198.174.5 icmp",
        ]
    )
    write_pcap(path, script.packets)
    export(run([str(path)]), 1, str(saved), anonymize=True)
    written = saved.read_bytes()
    for address in ("91.198.174.5", "185.15.59.224"):
        assert address.encode() not in written
        assert ip_address(address).packed not in written
    for number in (b"79161234567", b"84951112233"):
        assert number not in written


@pytest.mark.parametrize("newline", ["\r\n", "\n"])
def test_a_name_that_is_a_codec_s_too_stays_in_the_description(tmp_path: Path, newline: str) -> None:
    lines = (
        "INVITE sip:1002@example.org SIP/2.0",
        "Via: SIP/2.0/UDP 198.51.100.21;branch=z9hG4bK1",
        "From: <sip:telephone@example.org>;tag=1",
        "To: <sip:1002@example.org>",
        "Call-ID: 1",
        "CSeq: 1 INVITE",
        "Content-Type: application/sdp",
        "",
        "v=0",
        "o=- 1 1 IN IP4 198.51.100.21",
        "s=-",
        "c=IN IP4 198.51.100.21",
        "t=0 0",
        "m=audio 4000 RTP/AVP 8 101",
        "a=rtpmap:101 telephone-event/8000",
        "",
    )
    path, saved = tmp_path / "call.pcap", tmp_path / "call.pcapng"
    frame = udp(("198.51.100.21", 5060), ("203.0.113.10", 5060), newline.join(lines).encode())
    write_pcap(path, [(0, frame, len(frame))])
    export(run([str(path)]), 1, str(saved), anonymize=True)
    assert f"8 101{newline}a=rtpmap:101 telephone-event/8000{newline}".encode() in saved.read_bytes()


@pytest.mark.parametrize("path", CAPTURES, ids=lambda path: path.parent.name)
def test_no_file_holds_what_the_messages_name(path: Path, tmp_path: Path) -> None:
    """Searched as bytes, from beginning to end: users of five characters and more, secrets, hosts, and addresses in both forms."""
    report, saved = run([str(path)]), tmp_path / "call.pcapng"
    for row in list(report.rows())[:6]:
        export(report, row.number, str(saved), anonymize=True)
        written = saved.read_bytes()
        names = set().union(*map(named, report.call(row.number).messages))
        assert not [name for name in names if name in written]


def named(message: Message) -> set[bytes]:
    uris = [uri_of(value) for name in ("From", "To", "Contact", "P-Asserted-Identity") for value in message.values(name)]
    texts = {user_of(uri) or "" for uri in uris} | {(host_of(uri) or ("", 0))[0] for uri in uris}
    for name in ("Authorization", "Proxy-Authorization", "WWW-Authenticate", "Proxy-Authenticate"):
        given = pairs(message.header(name) or "")
        texts |= {given.get(part, "") for part in ("username", "nonce", "response", "cnonce", "opaque")}
    texts.add(message.header("Call-ID") or "")
    found = {text.encode() for text in texts if len(text) >= 5 and not text.startswith(PSEUDONYMS)}
    for end in (message.src.ip, message.dst.ip):
        if not end.startswith(PSEUDONYMS):
            found |= {end.encode(), socket.inet_pton(socket.AF_INET6 if ":" in end else socket.AF_INET, str(ip_address(end)))}
    return found


PSEUDONYMS = ("10.1.0.", "203.0.113.", "198.51.100.", "192.0.2.", "127.", "0.0.0.0")
"""What a pseudonym may look like: an original of that look cannot be told from one."""
