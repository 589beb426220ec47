"""In a log that writes whole seconds, what stands later did not come first."""

from __future__ import annotations

from pathlib import Path

from sipwhy.app import run
from tests.rules.dialogues import Script
from tests.rules.packets import write_pcap


def test_a_call_is_not_joined_to_what_was_sent_on_before_it(tmp_path: Path) -> None:
    script = Script({})
    for number, dialled, sent in ((1, "9+74951234567", "+74951234567"), (2, "974951234567", "74951234567")):
        script.play(
            [
                f"0.000 alice > pbx [a{number}] INVITE 1001 > {dialled} +sdp",
                f"0.000 pbx > trunk [b{number}] INVITE 15551230000 > {sent} +sdp",
                f"0.000 trunk > pbx [b{number}] 404 Not Found",
                f"0.000 pbx > trunk [b{number}] ACK",
                f"0.000 pbx > alice [a{number}] 404 Not Found",
                f"0.000 alice > pbx [a{number}] ACK",
            ]
        )
    write_pcap(tmp_path / "seconds.pcap", script.packets)
    report = run([str(tmp_path / "seconds.pcap")])
    calls = [report.call(row.number) for row in report.rows()]
    assert [[leg.messages[0].to_user for leg in call.legs] for call in calls] == [
        ["9+74951234567", "+74951234567"],
        ["974951234567", "74951234567"],
    ]
