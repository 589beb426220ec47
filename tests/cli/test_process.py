"""The program as a process: its status, and an output that takes nothing."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

CAPTURES = Path(__file__).parent.parent / "captures"
CAPTURE = CAPTURES / "wrong-password" / "capture.pcap"
FULL = Path("/dev/full")
ENGLISH = {**os.environ, "LC_ALL": "C"}


def program(*words: str, **given: Any) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "sipwhy", *words]
    done: subprocess.CompletedProcess[str] = subprocess.run(
        command, env=ENGLISH, text=True, check=False, timeout=60, stderr=subprocess.PIPE, **given
    )
    return done


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


def test_packets_go_to_standard_output_where_that_is_no_terminal(tmp_path: Path) -> None:
    words = ["export", "-", "1", "--lang", "en", "-o"]
    saved, piped = tmp_path / "call.pcapng", tmp_path / "piped.pcapng"
    with CAPTURE.open() as first, CAPTURE.open() as second, piped.open("wb") as out:
        assert program(*words, str(saved), stdin=first).returncode == 0
        done = program(*words, "-", stdin=second, stdout=out, cwd=tmp_path)
    assert (done.returncode, done.stderr) == (0, "")
    assert piped.read_bytes() == saved.read_bytes()
    assert sorted(tmp_path.iterdir()) == [saved, piped]
    ours, terminal = os.openpty()
    with CAPTURE.open() as given:
        done = program(*words, "-", stdin=given, stdout=terminal)
    os.close(terminal)
    os.close(ours)
    assert (done.returncode, done.stderr.startswith("sipwhy: packets are nothing for a terminal")) == (2, True), done.stderr


@pytest.mark.parametrize(
    "words", [["code", "403"], [str(CAPTURE)], ["--json", str(CAPTURE)], ["--version"], ["--help"], ["no-such-file"]], ids=" ".join
)
@pytest.mark.parametrize("closed", [">&-", "2>&-", "<&- >&- 2>&-"])
def test_a_closed_stream_is_no_failure(words: list[str], closed: str) -> None:
    shell = ["sh", "-c", f'exec "$@" {closed}', "sh", sys.executable, "-m", "sipwhy", *words]
    done = subprocess.run(shell, env=ENGLISH, capture_output=True, text=True, check=False, timeout=60)
    assert "Traceback" not in done.stderr
    assert done.returncode == (3 if words == ["no-such-file"] else 0)


@pytest.mark.parametrize(
    ("lang", "said"),
    [
        ("en", ("no such file", "neither a capture nor a log with SIP messages")),
        ("ru", ("нет такого файла", "это ни дамп, ни журнал с сообщениями SIP")),
    ],
    ids=("en", "ru"),
)
@pytest.mark.parametrize("words", [[], ["--fail-on", "error"], ["--json"], ["calls"], ["flow"], ["export"]], ids=lambda words: words[-1:])
def test_a_file_that_gives_nothing_among_others_is_told_and_the_rest_reported(
    words: list[str], lang: str, said: tuple[str, str], tmp_path: Path
) -> None:
    missing, text = str(tmp_path / "missing.pcap"), tmp_path / "text.pcap"
    text.write_text("no packets " * 9)
    more = {"flow": ["1"], "export": ["1", "-o", str(tmp_path / "out.pcapng")]}.get("".join(words), [])
    done = program(*words, "--lang", lang, str(CAPTURE), missing, str(text), *more, stdout=subprocess.PIPE)
    assert done.returncode == 2
    assert done.stderr.splitlines()[-2:] == [f"sipwhy: {missing}: {said[0]}", f"sipwhy: {text}: {said[1]}"]
    assert done.stdout or words == ["export"]


def test_a_capture_that_breaks_off_is_still_read(tmp_path: Path) -> None:
    short = tmp_path / "short.pcap"
    short.write_bytes(CAPTURE.read_bytes()[:-5])
    done = program(str(CAPTURE), str(short), stdout=subprocess.PIPE)
    assert done.returncode == 0
    assert not done.stderr


def test_a_misdialled_number_is_no_error_until_nothing_explains_it(tmp_path: Path) -> None:
    capture, off = str(CAPTURES / "unknown-number" / "capture.pcap"), tmp_path / "off.toml"
    off.write_text('[rules]\noff = ["unknown-number"]\n')
    statuses = [program("--fail-on", "error", *more, capture, stdout=subprocess.PIPE).returncode for more in ([], ["--settings", str(off)])]
    assert statuses == [0, 1]
