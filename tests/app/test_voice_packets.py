"""Packets of voice that are kept to be listened to: of a flood no more than there is room for, and that it is so is known."""

from __future__ import annotations

from pathlib import Path

import pytest

from sipwhy.app import media, run, voice_packets
from tests.rules.dialogues import Script
from tests.rules.packets import write_pcap

CALL = ("0.0 alice > pbx INVITE 1001 > 1002 +sdp", "0.1 pbx > alice 200 OK +sdp:4002", "0.2 alice > pbx ACK")
VOICE = ("0.30 alice:4000 > pbx:4002 rtp 100 sound=speech", "3.0 pbx:4002 > alice:4000 rtp 100 ssrc=9 sound=speech")
SAID = ("9.0 alice > pbx BYE", "9.1 pbx > alice 200 OK")


@pytest.mark.parametrize(("most", "cut"), [(200, 0), (199, 1), (100, 1), (99, 2)])
def test_what_finds_no_room_cuts_its_stream(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, most: int, cut: int) -> None:
    monkeypatch.setattr(voice_packets, "_MOST", most)
    script = Script({})
    script.play([*CALL, *VOICE, *SAID])
    write_pcap(tmp_path / "call.pcap", script.packets)
    report = run([str(tmp_path / "call.pcap")])
    assert media.sounds_in(report, report.call(1)).cut == cut
