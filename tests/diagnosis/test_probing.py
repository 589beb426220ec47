"""Which peers of a host no longer answer its OPTIONS."""

from __future__ import annotations

from pathlib import Path

from sipwhy.app import run
from tests.rules.dialogues import Script
from tests.rules.packets import write_pcap


def test_who_probes_may_be_any_host_of_the_capture(tmp_path: Path) -> None:
    script = Script({})
    script.play(
        [
            "0.0 alice > bob OPTIONS ping",
            "0.1 bob > alice 200 OK",
            "1.0 pbx > trunk [a] OPTIONS asterisk > carrier",
            "40.0 carol > pbx [b] INVITE 1001 > 15551230000 +sdp",
            "40.1 pbx > carol [b] 503 Service Unavailable",
            "    Reason: Q.850;cause=20",
            "40.2 carol > pbx [b] ACK",
            "90 end",
        ]
    )
    write_pcap(tmp_path / "calls.pcap", script.packets)
    report = run([str(tmp_path / "calls.pcap")])
    calls = [row for row in report.rows() if row.kind == "call"]
    assert [report.scene.standing(row.number).has_silent_peer for row in calls] == [True]
    assert all(row.cause for row in calls)
