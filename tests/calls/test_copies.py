"""Copies that another capture of the same traffic brings are no fault of the evidence; those within one file are told."""

from __future__ import annotations

from pathlib import Path

import pytest

from sipwhy.app import run
from tests.rules.dialogues import Script
from tests.rules.packets import Frame, write_pcap

_CALL = [
    "0.000 pbx > bob INVITE 1001 > 1002 +sdp",
    "0.010 bob > pbx 180 Ringing",
    "2.000 bob > pbx 200 OK +sdp",
    "2.300 bob > pbx 200 again",
    "2.310 pbx > bob ACK",
    "9.000 pbx > bob BYE",
    "9.010 bob > pbx 200 OK",
]


@pytest.fixture
def frames() -> list[Frame]:
    script = Script({})
    script.play(_CALL)
    return script.packets


def _later(frames: list[Frame], micros: int) -> list[Frame]:
    return [(at + micros, frame, captured) for at, frame, captured in frames]


def test_two_captures_of_one_call_are_no_limit(frames: list[Frame], tmp_path: Path) -> None:
    write_pcap(tmp_path / "pbx.pcap", frames)
    write_pcap(tmp_path / "bob.pcap", _later(frames, 150))
    report = run([str(tmp_path / "pbx.pcap"), str(tmp_path / "bob.pcap")])
    assert report.overview.duplicates == len(frames)
    assert "duplicate-packets" not in report.trust


def test_copies_within_one_of_several_captures_are_told(frames: list[Frame], tmp_path: Path) -> None:
    write_pcap(tmp_path / "any.pcap", [*frames, *_later(frames, 20)])
    write_pcap(tmp_path / "other.pcap", frames[:1])
    report = run([str(tmp_path / "any.pcap"), str(tmp_path / "other.pcap")])
    assert "duplicate-packets" in report.trust
