"""A report on one entry of the history."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from sipwhy.cli.main import main
from tests.cli.history.recorder import history

MORNING = Path(__file__).parents[3] / "samples" / "office-morning.pcap"


@pytest.fixture(scope="module")
def morning(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Half an hour of an office, recorded from a pipe that ended."""
    path = tmp_path_factory.mktemp("morning") / "history"
    history("on", "--pcap", "-", "--foreground", "--store", str(path), "--min-free", "0", stdin=MORNING.read_bytes())
    return path


@pytest.mark.parametrize("number", [10, 12])
def test_a_report_on_one_entry_knows_its_hosts_as_one_on_all_does(morning: Path, capsys: pytest.CaptureFixture[str], number: int) -> None:
    def blamed(*words: str) -> list[str]:
        assert main([*words, "--lang", "en"]) == 0
        return [line for line in capsys.readouterr().out.splitlines() if "fault" in line]

    whole = blamed(str(MORNING), "--call", str(number))
    assert whole
    assert blamed("history", "report", "--call", str(number), "--store", str(morning)) == whole


def test_a_report_on_one_entry_counts_its_messages_alone(morning: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    def counted(*words: str) -> list[object]:
        assert main([*words, "--json"]) == 0
        capture = json.loads(capsys.readouterr().out)["capture"]
        return [capture[name] for name in ("sip_messages", "packets", "duplicates", "start", "end")]

    alone = str(tmp_path / "alone.pcapng")
    assert main(["history", "export", alone, "--call", "10", "--store", str(morning)]) == 0
    capsys.readouterr()
    assert counted("history", "report", "--call", "10", "--store", str(morning)) == counted(alone)
