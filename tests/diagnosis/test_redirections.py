"""A circle of redirections is found over IPv6 too, whose addresses a Contact writes in brackets (RFC 3261 section 19.1.1)."""

from __future__ import annotations

import struct
from ipaddress import IPv6Address
from pathlib import Path

import pytest

from sipwhy.app import run
from tests.rules.packets import Frame, write_pcap

_ALICE, _PBX, _BOB, _CAROL = "2001:db8:1::21", "2001:db8:2::10", "2001:db8:1::22", "2001:db8:1::23"
_STEP = 50_000


@pytest.mark.parametrize(("leads_to", "variant"), [(_PBX, "loop"), ("2001:db8:9::99", "")])
def test_two_telephones_that_forward_to_each_other_are_a_circle(leads_to: str, variant: str, tmp_path: Path) -> None:
    texts = [
        (_ALICE, _PBX, _invite("a", _ALICE, "1002", _PBX)),
        *_redirected("b", _BOB, "1002", f"1003@[{_PBX}]"),
        *_redirected("c", _CAROL, "1003", f"1002@[{leads_to}]"),
        (_PBX, _ALICE, _answer("480 Temporarily Unavailable", "a", _ALICE, "1002")),
    ]
    write_pcap(tmp_path / "circle.pcap", [_frame(at, *text) for at, text in enumerate(texts)])
    report = run([str(tmp_path / "circle.pcap")])
    assert [finding.variant for finding in report.findings_of(1) if finding.rule == "redirected"] == [variant]


def _redirected(call_id: str, phone: str, user: str, to: str) -> list[tuple[str, str, str]]:
    answer = _answer("302 Moved Temporarily", call_id, _PBX, user, f"Contact: <sip:{to}>\r\n")
    return [(_PBX, phone, _invite(call_id, _PBX, user, phone)), (phone, _PBX, answer)]


def _invite(call_id: str, sender: str, user: str, host: str) -> str:
    return f"INVITE sip:{user}@[{host}] SIP/2.0\r\nMax-Forwards: 70\r\n" + _headers(call_id, sender, user, "")


def _answer(status: str, call_id: str, sender: str, user: str, more: str = "") -> str:
    return f"SIP/2.0 {status}\r\n{more}" + _headers(call_id, sender, user, ";tag=t")


def _headers(call_id: str, sender: str, user: str, tag: str) -> str:
    return (
        f"Via: SIP/2.0/UDP [{sender}]:5060;branch=z9hG4bK{call_id}\r\nFrom: <sip:1001@[{_PBX}]>;tag=f{call_id}\r\n"
        f"To: <sip:{user}@[{_PBX}]>{tag}\r\nCall-ID: {call_id}\r\nCSeq: 1 INVITE\r\nContent-Length: 0\r\n\r\n"
    )


def _frame(number: int, src: str, dst: str, text: str) -> Frame:
    """A UDP datagram on IPv6 (RFC 8200), its checksum left out."""
    datagram = struct.pack("!HHHH", 5060, 5060, 8 + len(text), 0) + text.encode()
    header = struct.pack("!IHBB", 6 << 28, len(datagram), 17, 64) + IPv6Address(src).packed + IPv6Address(dst).packed
    frame = bytes(12) + b"\x86\xdd" + header + datagram
    return number * _STEP, frame, len(frame)
