"""Bands of RTP between hosts: what was lost is told way by way."""

from __future__ import annotations

from pathlib import Path

import pytest

from sipwhy.app import run
from sipwhy.views.columns import Columns
from sipwhy.views.media import bands
from sipwhy.views.picture import Band
from tests.rules.dialogues import Script
from tests.rules.packets import write_pcap


def band_of(there: str, back: str, tmp_path: Path) -> Band:
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
    return band


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
    assert band_of(there, back, tmp_path).labels[0] == said


def test_where_there_is_little_room_counts_and_losses_of_both_ways_are_kept(tmp_path: Path) -> None:
    labels = band_of("lose=5", "lose=10", tmp_path).labels
    assert next(label for label in labels if len(label) <= 26) == "RTP 400 −20%→ ←450 −10%"
    assert next(label for label in labels if len(label) <= 18) == "lost 20 %→ ←10 %"
    assert next(label for label in band_of("", "", tmp_path).labels if len(label) <= 15) == "RTP 500→ ←500"
