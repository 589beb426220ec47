"""Bands of RTP between hosts: what was lost is told way by way."""

from __future__ import annotations

from pathlib import Path

import pytest

from sipwhy.app import run
from sipwhy.views.columns import Columns
from sipwhy.views.media import bands
from tests.rules.dialogues import Script
from tests.rules.packets import write_pcap


@pytest.mark.parametrize(
    ("there", "back", "said"),
    [
        ("", "", "RTP PCMA 500→ ←500"),
        ("lose=5", "", "RTP PCMA 400→ ←500, lost 20 %→"),
        ("", "lose=10", "RTP PCMA 500→ ←450, lost ←10 %"),
        ("lose=5", "lose=10", "RTP PCMA 400→ ←450, lost 20 %→ ←10 %"),
        ("lose=300", "", "RTP PCMA 499→ ←500"),
    ],
)
def test_each_way_has_its_own_loss(there: str, back: str, said: str, tmp_path: Path) -> None:
    script = Script({})
    script.play(
        [
            "0.000 alice > bob INVITE 1001 > 1002 +sdp:PCMA:4000",
            "1.000 bob > alice 200 OK +sdp:PCMA:5000",
            "1.010 alice > bob ACK",
            f"1.020 alice:4000 > bob:5000 rtp 500 {there}",
            f"1.025 bob:5000 > alice:4000 rtp 500 ssrc=77 {back}",
            "12.000 alice > bob BYE",
            "12.010 bob > alice 200 OK",
        ]
    )
    write_pcap(tmp_path / "call.pcap", script.packets)
    report = run([str(tmp_path / "call.pcap")])
    call = report.call(1)
    (band,) = bands(call, Columns(call, report.host, "en"), {}, "en")
    assert band.labels[0] == said
