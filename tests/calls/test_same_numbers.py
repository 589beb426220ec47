"""Many calls with the same numbers through an SBC without a name, as a load test makes them, stay as many calls."""

from __future__ import annotations

from pathlib import Path

import pytest

from sipwhy.app import run
from tests.rules.dialogues import Script
from tests.rules.packets import write_pcap

_CALLS = 40


@pytest.mark.parametrize("end", ["200 OK +sdp", "486 Busy Here"])
@pytest.mark.parametrize("every", [0.004, 0.02, 0.2])
def test_each_has_its_own_two_sides(tmp_path: Path, end: str, every: float) -> None:
    lines: list[tuple[float, str]] = []
    for number in range(_CALLS):
        at = number * every
        for after, said in (
            (0.0, f"192.0.2.10:5060 > 198.51.100.1:5060 [a{number}] INVITE 74951234567 > 74957654321 +sdp"),
            (0.001, f"198.51.100.1:5060 > 192.0.2.10:5060 [a{number}] 100 Trying"),
            (0.002, f"10.9.9.1:5060 > 10.9.9.2:5060 [b{number}] INVITE 74951234567 > 74957654321 +sdp"),
            (20.0, f"10.9.9.2:5060 > 10.9.9.1:5060 [b{number}] {end}"),
            (20.001, f"198.51.100.1:5060 > 192.0.2.10:5060 [a{number}] {end}"),
        ):
            lines.append((at + after, said))
    script = Script({})
    script.play([f"{at:.3f} {said}" for at, said in sorted(lines)])
    write_pcap(tmp_path / "load.pcap", script.packets)
    report = run([str(tmp_path / "load.pcap")])
    assert [len(report.call(row.number).legs) for row in report.rows()] == [2] * _CALLS
