"""`sipwhy --follow` from outside: a real file that grows and is rotated, pipes, signals."""

from __future__ import annotations

import json
import os
import re
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from sipwhy.cli.main import main
from tests.sources.appending import append

TESTS = Path(__file__).parent.parent
REFUSED = (TESTS / "sources" / "logs" / "chan-sip.log").read_bytes()
WRONG_PASSWORD = (TESTS / "pbx" / "recorded" / "wrong-password.trace.log").read_bytes().replace(b"1001", b"1009")
CAPTURE = (TESTS / "captures" / "upstream-unavailable" / "capture.pcap").read_bytes()
DATED = ("--log-zone", "UTC", "--log-year", "2026", "--utc")
PATIENCE = 60.0


class Output:
    """What a process has printed so far."""

    def __init__(self, tool: subprocess.Popen[str]) -> None:
        self.tool, self.text = tool, ""
        self._thread = threading.Thread(target=self._read, daemon=True)
        self._thread.start()

    def _read(self) -> None:
        for line in self.tool.stdout or ():
            self.text += line

    def wait_for(self, text: str, count: int = 1) -> None:
        deadline = time.monotonic() + PATIENCE
        while self.text.count(text) < count:
            assert time.monotonic() < deadline, f"{text!r} did not come: {self.text}"
            assert self.tool.poll() is None, self.text
            time.sleep(0.05)

    def end(self, number: signal.Signals) -> int:
        self.tool.send_signal(number)
        status = self.tool.wait(PATIENCE)
        self._thread.join(PATIENCE)
        return status


@contextmanager
def following(*words: str, stdin: int | None = None) -> Iterator[Output]:
    environ = {**os.environ, "LC_ALL": "C.UTF-8"}
    given = [sys.executable, "-m", "sipwhy", "--follow", "--lang", "en", *DATED, *words]
    tool = subprocess.Popen(given, env=environ, stdin=stdin, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    try:
        yield Output(tool)
    finally:
        if tool.poll() is None:
            tool.kill()
        tool.wait(PATIENCE)


def test_of_a_call_that_stood_in_the_capture_before_it_is_said_that_it_is_not_new() -> None:
    with following(str(TESTS.parent / "samples" / "office-morning.pcap")) as output:
        output.wait_for("private-contact")
        assert "Not new: all of it stood in the capture before it was followed" in " ".join(output.text.partition("Call 1 ")[0].split())
        output.end(signal.SIGINT)


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_failures_are_shown_as_they_happen_across_a_rotation(number: signal.Signals, tmp_path: Path) -> None:
    log = tmp_path / "full"
    log.write_bytes(re.sub(rb"(?m)^\[Nov 23 01", b"[Nov 23 00", REFUSED.replace(b"1-8872@", b"before@")))
    with following(str(log)) as output:
        output.wait_for("Following")
        append(log, REFUSED)
        output.wait_for("[codec-mismatch]")
        log.rename(tmp_path / "full.1")
        append(log, WRONG_PASSWORD)
        output.wait_for("[wrong-password]")
        assert output.end(number) == 0
    assert output.text.count("[codec-mismatch]") == 1
    assert "before@" not in output.text
    account = output.text[output.text.index("Followed ") :]
    assert "Went wrong: 1 of 1 call, 1 of " in account
    assert "  1  codec-mismatch\n" in account
    assert "Traceback" not in output.text


def test_a_pipe_that_stays_open_is_told_when_a_call_is_over(tmp_path: Path) -> None:
    read, write = os.pipe()
    with following("-", stdin=read) as output:
        os.close(read)
        os.write(write, CAPTURE)
        output.wait_for("[upstream-unavailable]")
        os.close(write)
        assert output.tool.wait(PATIENCE) == 0


def run(*words: str, data: bytes) -> subprocess.CompletedProcess[bytes]:
    given = [sys.executable, "-m", "sipwhy", "-", "--follow", *DATED, *words]
    return subprocess.run(given, input=data, capture_output=True, timeout=PATIENCE, check=False, env={**os.environ, "LC_ALL": "C.UTF-8"})


def test_a_pipe_that_ends_is_told_at_once_a_call_a_line_in_json() -> None:
    done = run("--jsonl", data=REFUSED)
    (line,) = done.stdout.splitlines()
    entry = json.loads(line)
    assert (entry["kind"], entry["cause"], entry["status"], done.returncode) == ("call", "codec-mismatch", 488, 0)


def test_verbose_shows_what_went_well_too() -> None:
    done = run("--jsonl", "-v", data=REFUSED)
    assert [json.loads(line)["kind"] for line in done.stdout.splitlines()] == ["registration", "call"]


def test_conditions_hold() -> None:
    assert run("--jsonl", "--phone", "nobody", data=REFUSED).stdout == b""


def test_a_pipe_without_anything_to_read_is_an_error() -> None:
    done = run("--lang", "en", data=b"nothing of the kind\n")
    assert done.returncode == 3
    assert b"neither a capture (pcap, pcapng) nor a log" in done.stderr


def test_nothing_to_read_yet_is_none_when_a_file_is_left_alone(tmp_path: Path) -> None:
    log = tmp_path / "full"
    log.write_bytes(b"nothing of the kind\n")
    with following(str(log)) as output:
        output.wait_for("Following")
        assert output.end(signal.SIGINT) == 0
    assert "Nothing has ended in this time." in output.text


def test_a_file_of_several_that_holds_nothing_to_read_is_named(tmp_path: Path) -> None:
    log, other = tmp_path / "full", tmp_path / "other.txt"
    log.touch()
    other.write_bytes(b"nothing of the kind\n")
    with following(str(log), str(other)) as output:
        output.wait_for("Following")
        append(log, REFUSED)
        output.wait_for("[codec-mismatch]")
        assert output.end(signal.SIGINT) == 0
    assert f"sipwhy: {other}: neither a capture nor a log with SIP messages" in output.text
    assert f"sipwhy: {log}:" not in output.text


def test_russian() -> None:
    out = run("--lang", "ru", data=REFUSED).stdout.decode()
    assert out.startswith("Слежение (стандартный ввод)")
    assert "Сбои: 1 из 1 вызова" in out


@pytest.mark.parametrize(
    "more", [["--json"], ["--html", "x"], ["--markdown"], ["--call", "1"], ["--fail-on", "error"], ["--keylog", "x"], ["--listen"]]
)
def test_what_needs_an_end_is_refused(more: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["-", "--follow", *more, "--lang", "en"]) == 2
    assert f"not with {more[0]}" in capsys.readouterr().err


def test_a_file_that_is_not_there_is_an_error(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["/nowhere/full", "--follow", "--lang", "en"]) == 3
    assert "no such file" in capsys.readouterr().err
