"""The program as a process: its status, and an output that takes nothing."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

CAPTURE = Path(__file__).parent.parent / "captures" / "wrong-password" / "capture.pcap"
FULL = Path("/dev/full")
ENGLISH = {**os.environ, "LC_ALL": "C"}


def program(*words: str, **given: object) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "sipwhy", *words]
    return subprocess.run(command, env=ENGLISH, text=True, check=False, timeout=60, stderr=subprocess.PIPE, **given)  # type: ignore[call-overload]


def test_the_status_and_the_whole_output_reach_the_caller() -> None:
    done = program("--lang", "en", "--fail-on", "error", str(CAPTURE), stdout=subprocess.PIPE)
    assert done.returncode == 1
    assert done.stdout.endswith("\n")
    assert "[wrong-password]" in done.stdout
    assert not done.stderr


@pytest.mark.skipif(not FULL.exists(), reason="there is no /dev/full on this system")
@pytest.mark.parametrize("words", [[str(CAPTURE)], ["--json", str(CAPTURE)], ["--version"], ["--help"]], ids=lambda words: words[0][:9])
def test_a_full_disk_is_told_in_one_line(words: list[str]) -> None:
    with FULL.open("w") as out:
        done = program(*words, stdout=out)
    assert done.returncode == 2
    assert done.stderr.splitlines() == ["sipwhy: the system says: No space left on device"]
    assert "Traceback" not in done.stderr


def test_a_reader_that_goes_away_is_no_failure() -> None:
    command = f"{sys.executable} -m sipwhy {CAPTURE} --lang en -v | head -n 1"
    done = subprocess.run(["bash", "-o", "pipefail", "-c", command], capture_output=True, text=True, check=False, timeout=60)
    assert done.stdout.count("\n") == 1
    assert not done.stderr
    assert done.returncode == 0


@pytest.mark.parametrize(
    "words", [["code", "403"], [str(CAPTURE)], ["--json", str(CAPTURE)], ["--version"], ["--help"], ["no-such-file"]], ids=" ".join
)
@pytest.mark.parametrize("closed", [">&-", "2>&-", "<&- >&- 2>&-"])
def test_a_closed_stream_is_no_failure(words: list[str], closed: str) -> None:
    shell = ["sh", "-c", f'exec "$@" {closed}', "sh", sys.executable, "-m", "sipwhy", *words]
    done = subprocess.run(shell, env=ENGLISH, capture_output=True, text=True, check=False, timeout=60)
    assert "Traceback" not in done.stderr
    assert done.returncode == (3 if words == ["no-such-file"] else 0)
