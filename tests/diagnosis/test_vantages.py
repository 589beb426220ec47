"""Which of two captures is the farther one is told by their times, however far apart their clocks are."""

from __future__ import annotations

from pathlib import Path

import pytest

from sipwhy.app import run
from tests.rules.dialogues import Script
from tests.rules.packets import write_pcap

_HEAD = ["0.000 pbx > bob INVITE 1001 > 1002 +sdp", "0.100 bob > pbx 180 Ringing", "2.000 bob > pbx 200 OK +sdp"]
_ACKS = ["2.010 pbx > bob ACK @pbx"]
for _at in (2.5, 3.5, 5.5, 9.5, 13.5, 17.5, 21.5, 25.5, 29.5):
    _ACKS += [f"{_at} bob > pbx 200 again", f"{_at + 0.01} pbx > bob ACK again @pbx"]


def _second(script: Script, delay: int, clock: int) -> list[tuple[int, bytes, int]]:
    """What a capture holds that stands `delay` µs nearer to the telephone, by a clock that is `clock` µs ahead."""
    from_pbx = b"\xcb\x00\x71\x0a"
    return [(at + clock + (delay if frame[26:30] == from_pbx else -delay), frame, size) for at, frame, size in script.held_by("bob")]


@pytest.mark.parametrize(
    ("delay", "clock", "variant", "confidence"),
    [
        (400, 0, "between", "certain"),
        (400, 30_000, "between", "certain"),
        (400, -20_000, "between", "certain"),
        (0, 0, "between", "likely"),
        (-400, 0, "seen", "likely"),
    ],
)
def test_only_a_capture_that_stands_farther_on_proves_the_loss(
    delay: int, clock: int, variant: str, confidence: str, tmp_path: Path
) -> None:
    script = Script({})
    script.play([*_HEAD, *_ACKS, "34.0 bob > pbx BYE", "34.02 pbx > bob 200 OK"])
    write_pcap(tmp_path / "pbx.pcap", script.held_by("pbx"))
    write_pcap(tmp_path / "bob.pcap", _second(script, delay, clock))
    report = run([str(tmp_path / "pbx.pcap"), str(tmp_path / "bob.pcap")])
    (found,) = [one for one in report.findings_of(1) if one.rule == "ack-lost"]
    assert (found.variant, found.confidence) == (variant, confidence)
