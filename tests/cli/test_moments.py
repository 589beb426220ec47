"""`sipwhy media --listen` and `sipwhy audio` count from the same moment."""

from __future__ import annotations

import json
from datetime import datetime
from pathlib import Path

import pytest

from sipwhy.cli.main import main

G722 = str(Path(__file__).resolve().parents[1] / "media" / "captures" / "g722.pcap")


@pytest.mark.parametrize("lang", ["en", "ru"])
def test_both_commands_tell_one_moment_for_one_event(lang: str, capsys: pytest.CaptureFixture[str]) -> None:
    pytest.importorskip("av", reason="PyAV is not installed")
    mark = {"en": "Heard: ", "ru": "Слышно: "}[lang]
    told = []
    for words in (["audio", G722, "3"], ["media", G722, "3", "--listen"]):
        assert main([*words, "--lang", lang]) == 0
        told.append([line.strip() for line in capsys.readouterr().out.splitlines() if mark in line])
    assert sorted(told[0]) == sorted(told[1])
    assert main(["audio", G722, "3", "--json"]) == 0
    found = json.loads(capsys.readouterr().out)
    first = min(one["heard"]["start_us"] for one in found["streams"])
    assert main(["calls", G722, "--call", "3", "--json"]) == 0
    start = datetime.fromisoformat(json.loads(capsys.readouterr().out)["calls"][0]["start"]).timestamp()
    assert found["into_call_s"] == pytest.approx(first / 1e6 - start, abs=0.001)
    assert found["into_call_s"] > 0.5
