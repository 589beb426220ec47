"""A second capture, taken behind the router, takes nothing from what the first one proves."""

from __future__ import annotations

from pathlib import Path

import pytest

from sipwhy.app import run
from tests.rules.dialogues import Script
from tests.rules.packets import Frame, write_pcap

_OUTER, _INNER = b"\xc6\x33\x64\x4d", b"\xc0\xa8\x01\x32"
_HEAD = [
    "0.000 pbx > nat INVITE 1001 > 1004 +sdp",
    "0.010 nat > pbx 180 Ringing",
    "    Contact: <sip:1004@192.168.1.50:5060>",
    "2.000 nat > pbx 200 OK +sdp",
    "    Contact: <sip:1004@192.168.1.50:5060>",
]
_REPEATS = [f"{at} nat > pbx 200 again" for at in (2.5, 3.5, 5.5, 9.5, 13.5, 17.5, 21.5, 25.5, 29.5)]


def _inside(frames: list[Frame]) -> list[Frame]:
    """The same packets as the router passes them on."""
    return [(at + 100, frame[:14] + frame[14:34].replace(_OUTER, _INNER) + frame[34:], size) for at, frame, size in frames]


@pytest.mark.parametrize("is_second_given", [False, True])
def test_an_ack_to_the_inner_address_stays_astray_if_that_address_was_captured_too(is_second_given: bool, tmp_path: Path) -> None:
    script = Script({})
    script.play([*_HEAD, "2.010 pbx > inner ACK @pbx", *_REPEATS, "34.0 nat > pbx BYE", "34.02 pbx > nat 200 OK"])
    files = [tmp_path / "pbx.pcap", tmp_path / "phone.pcap"][: 1 + is_second_given]
    write_pcap(tmp_path / "pbx.pcap", script.packets)
    write_pcap(tmp_path / "phone.pcap", _inside(script.held_by("phone")))
    report = run([str(file) for file in files])
    (found,) = [one for one in report.findings_of(1) if one.rule == "private-contact"]
    assert (found.variant, found.confidence, found.values["address"]) == ("", "certain", "192.168.1.50")


def test_what_the_router_passed_on_to_the_inner_address_was_not_astray(tmp_path: Path) -> None:
    script = Script({})
    script.play([*_HEAD, "2.010 pbx > nat ACK", *_REPEATS[:2], "34.0 nat > pbx BYE", "34.02 pbx > nat 200 OK"])
    write_pcap(tmp_path / "pbx.pcap", script.packets)
    write_pcap(tmp_path / "phone.pcap", _inside(script.packets))
    report = run([str(tmp_path / "pbx.pcap"), str(tmp_path / "phone.pcap")])
    assert "private-contact" not in [one.rule for one in report.findings_of(1)]
