"""Reads the cases of a Markdown page and runs each through the whole program, from packets to findings."""

from __future__ import annotations

import re
import struct
from dataclasses import dataclass
from ipaddress import IPv4Address
from pathlib import Path

from sipwhy.app import run
from tests.rules.dialogue import Sent, sent

_CASE = re.compile(r"^## (?P<title>[^\n]+)\n.*?^```sip\n(?P<sip>.*?)^```$.*?^```expect\n(?P<expect>.*?)^```$", re.MULTILINE | re.DOTALL)
_START = 1_764_000_000


@dataclass(frozen=True, slots=True)
class Case:
    """What happens, and what the rule must make of it: (slug, severity, at fault) for each finding."""

    title: str
    messages: str
    expected: tuple[tuple[str, ...], ...]


def cases(page: str) -> list[Case]:
    """The cases of a page."""
    return [
        Case(c["title"], c["sip"], tuple(sorted(tuple(line.split()) for line in c["expect"].splitlines()))) for c in _CASE.finditer(page)
    ]


def found(case: Case, slug: str, folder: Path) -> tuple[tuple[str, ...], ...]:
    """What the program finds with rule `slug`, in the form of `Case.expected`."""
    path = folder / "case.pcap"
    path.write_bytes(capture(sent(case.messages)))
    report = run([str(path)])
    findings = {finding for row in report.rows() for finding in map(_key, report.findings_of(row.number))} | set(map(_key, report.findings))
    assert not [item for item in report.not_checked if item.error]
    return tuple(sorted(key for key in findings if key[0] == slug))


def _key(finding: object) -> tuple[str, ...]:
    return tuple(str(getattr(finding, part)) for part in ("rule", "severity", "at_fault"))


def capture(messages: list[Sent]) -> bytes:
    """The messages as a capture file, UDP over IPv4 without a link layer; a moment without a message becomes a keep-alive."""
    packets = [struct.pack("<IHHiIII", 0xA1B2C3D4, 2, 4, 0, 0, 65_535, 101)]
    for number, one in enumerate(messages):
        payload = one.message or b"\r\n\r\n"
        udp = struct.pack("!HHHH", 5060, 5060, 8 + len(payload), 0) + payload
        ends = IPv4Address(one.src).packed + IPv4Address(one.dst).packed
        ip = struct.pack("!BBHHHBBH", 0x45, 0, 20 + len(udp), number, 0, 64, 17, 0) + ends + udp
        seconds, micros = divmod(round(one.at * 1_000_000), 1_000_000)
        packets.append(struct.pack("<IIII", _START + seconds, micros, len(ip), len(ip)) + ip)
    return b"".join(packets)
