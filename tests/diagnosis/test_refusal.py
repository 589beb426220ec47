"""What a registration that came to nothing is told to have tried."""

from __future__ import annotations

from pathlib import Path

import pytest

from sipwhy.app import run
from tests.rules.dialogues import Script
from tests.rules.packets import write_pcap

_TRY = (
    "{0}.000 pbx > trunk [r] REGISTER 15550100",
    "{0}.500 pbx > trunk [r] REGISTER again",
    "{1}.500 pbx > trunk [r] REGISTER again",
)


def test_every_try_since_the_last_answer_counts(tmp_path: Path) -> None:
    path, script = tmp_path / "one.pcap", Script({})
    flow = ["0.000 pbx > trunk [r] REGISTER 15550100", "0.010 trunk > pbx [r] 503 Service Unavailable"]
    script.play([*flow, *(line.format(at, at + 1) for at in (60, 70, 80) for line in _TRY), "200 end"])
    write_pcap(path, script.packets)
    report = run([str(path)])
    (finding,) = (one for one in report.findings_of(1) if one.rule == "registrar-unreachable")
    assert (finding.values["times"], finding.values["seconds"]) == (9, 21.5)


def test_tries_over_tcp_are_sent_once_each(tmp_path: Path) -> None:
    path, script = tmp_path / "one.pcap", Script({})
    tries = [f"{at} pbx:40000 > trunk [r] REGISTER 15550100 +tcp" for at in ("0.000", "40.000")]
    script.play([*tries, "200 end"])
    write_pcap(path, script.packets)
    report = run([str(path)])
    (finding,) = (one for one in report.findings_of(1) if one.rule == "registrar-unreachable")
    assert (finding.values["times"], finding.values["seconds"]) == (2, pytest.approx(40, abs=0.1))
