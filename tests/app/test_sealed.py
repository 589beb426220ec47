"""A leg of very many messages and streams: what its descriptions say of keys is read once."""

from __future__ import annotations

from pathlib import Path

import pytest

from sipwhy.app import run
from sipwhy.app.sealed import may_be_sealed
from sipwhy.model import Call
from tests.counting import steps
from tests.rules.dialogues import Script
from tests.rules.packets import write_pcap


def _talk(tmp_path: Path, offers: int, sdp: str, tag: int) -> Call:
    """A call that is offered anew again and again, with another source of voice each time."""
    lines = [f"0 alice > pbx [a] INVITE 1001 > 1002 {sdp}:4000", f"0.1 pbx > alice [a] 200 OK {sdp}:5000", "0.2 alice > pbx [a] ACK"]
    for number in range(offers):
        at = 1 + number * 0.1
        lines += [
            f"{at:.3f} alice > pbx [a] INVITE {sdp}:4000",
            f"{at + 0.01:.3f} pbx > alice [a] 200 OK {sdp}:5000",
            f"{at + 0.02:.3f} alice > pbx [a] ACK",
            f"{at + 0.03:.3f} alice:4000 > pbx:5000 rtp 3 ssrc={number + 7} tag={tag}",
        ]
    script = Script({})
    script.play(lines)
    write_pcap(tmp_path / f"offers{offers}.pcap", sorted(script.packets, key=lambda packet: packet[0]))
    report = run([str(tmp_path / f"offers{offers}.pcap")])
    (call,) = (report.call(row.number) for row in report.rows())
    return call


@pytest.mark.parametrize(("sdp", "tag", "sealed"), [("+sdp", 0, False), ("+savp", 10, True), ("+sdp", 7, False)])
def test_what_may_be_encrypted(tmp_path: Path, sdp: str, tag: int, sealed: bool) -> None:
    call = _talk(tmp_path, 2, sdp, tag)
    assert {may_be_sealed(call, stream) for stream in call.streams} == {sealed}


def test_the_work_grows_with_the_streams_and_not_with_streams_by_messages(tmp_path: Path) -> None:
    few, many = (_talk(tmp_path, offers, "+sdp", 7) for offers in (40, 160))
    assert len(many.streams) == 160

    def look(call: Call) -> list[bool]:
        return [may_be_sealed(call, stream) for stream in call.streams]

    assert steps(lambda: look(many)) < 6 * steps(lambda: look(few))
