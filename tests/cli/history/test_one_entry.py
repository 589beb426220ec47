"""A report on one entry of the history."""

from __future__ import annotations

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
