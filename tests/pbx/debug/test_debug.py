"""
SIP logging is off again whatever happens to the tool: each end is tried on the program itself, against a scripted Asterisk on loopback.
"""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

import pytest

from tests.pbx.ami_server import ANSWERS, RECORDED, Manager
from tests.pbx.namespaces import eventually, why_not

ON = "pjsip set logger on"
OFF = "pjsip set logger off"
TRACE = (RECORDED / "wrong-password.trace.log").read_text()


@pytest.fixture
def logs(tmp_path: Path) -> Path:
    folder = tmp_path / "log"
    folder.mkdir()
    return folder


@pytest.fixture
def asterisk(logs: Path, tmp_path: Path) -> Iterator[Manager]:
    with Manager({**ANSWERS, "core show settings": f"  Log directory:               {logs}\n"}) as server:
        yield server
    for record in records(tmp_path):
        record.unlink()  # a watchdog that still tries ends without it


def environ(server: Manager, folder: Path) -> dict[str, str]:
    run = folder / "run"
    run.mkdir(mode=0o700, exist_ok=True)
    return {**os.environ, **server.environ(), "SIPWHY_RUN_DIR": str(run), "LC_ALL": "C.UTF-8"}


def words(*more: str) -> list[str]:
    return [sys.executable, "-m", "sipwhy", "pbx", "debug", "--server", "asterisk", "--lang", "en", *more]


@contextmanager
def running(server: Manager, folder: Path, *more: str) -> Iterator[subprocess.Popen[str]]:
    """The tool, once SIP logging is on."""
    tool = subprocess.Popen(words(*more), env=environ(server, folder), stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    try:
        eventually(lambda: server.logging or tool.poll() is not None)
        assert tool.poll() is None, tool.stdout and tool.stdout.read()
        yield tool
    finally:
        if tool.poll() is None:
            tool.terminate()
        tool.communicate(timeout=60)


def is_off(server: Manager) -> bool:
    return not server.logging and not server.channels


def records(folder: Path) -> list[Path]:
    return list((folder / "run").glob("debug-*.json"))


def watchdogs(folder: Path) -> list[str]:
    """The watchdogs of this test's records that still run."""
    listed = subprocess.run(["ps", "-eww", "-o", "args"], capture_output=True, text=True, check=True).stdout
    return [line for line in listed.splitlines() if str(folder) in line]


def test_messages_are_shown_and_logging_is_off_when_the_time_is_over(asterisk: Manager, tmp_path: Path) -> None:
    with running(asterisk, tmp_path, "--all", "--for", "2s", "--trace", str(tmp_path / "kept.log")) as tool:
        assert asterisk.commands[-1] == ON
        eventually(lambda: bool(asterisk.channels))
        asterisk.log(TRACE)
        out, _ = tool.communicate(timeout=30)
    assert "← udp 198.51.100.21:5060  REGISTER sip:203.0.113.10 SIP/2.0" in out
    assert "→ udp 198.51.100.21:5060  SIP/2.0 401 Unauthorized" in out
    assert "The time is over.\nSIP logging is off again." in out
    assert (tmp_path / "kept.log").read_text() == TRACE
    assert tool.returncode == 0
    assert is_off(asterisk)
    eventually(lambda: not watchdogs(tmp_path))
    assert not records(tmp_path)


def test_behind_the_messages_stand_their_calls_with_what_went_wrong(asterisk: Manager, tmp_path: Path) -> None:
    with running(asterisk, tmp_path, "--all", "--for", "2s", "--utc") as tool:
        eventually(lambda: bool(asterisk.channels))
        asterisk.log(TRACE)
        out, _ = tool.communicate(timeout=30)
    report = out[out.index("SIP logging is off again.") :]
    assert "Went wrong: 1 of 1 registration (wrong-password)." in report
    assert "203.0.113.10 knows 1001 and does not accept its password [wrong-password]" in report
    assert "From the log:" in report
    assert "The messages are in " in report
    assert "That cannot be read" not in report


@pytest.mark.parametrize(("number", "status"), [(signal.SIGTERM, 143), (signal.SIGHUP, 129), (signal.SIGINT, 0)])
def test_a_signal_turns_it_off(number: signal.Signals, status: int, asterisk: Manager, tmp_path: Path) -> None:
    with running(asterisk, tmp_path, "--all") as tool:
        assert tool.stdout is not None
        assert "SIP logging is on in Asterisk for 5 min (everybody)" in tool.stdout.readline()
        tool.send_signal(number)
        out, _ = tool.communicate(timeout=20)
    assert (tool.returncode, is_off(asterisk)) == (status, True), out
    assert not records(tmp_path)


def test_the_watchdog_turns_it_off_when_the_tool_is_killed(asterisk: Manager, tmp_path: Path) -> None:
    with running(asterisk, tmp_path, "--all") as tool:
        assert watchdogs(tmp_path)
        tool.send_signal(signal.SIGKILL)
        tool.wait(10)
    eventually(lambda: is_off(asterisk))
    eventually(lambda: not watchdogs(tmp_path))
    assert not records(tmp_path)


def test_the_watchdog_turns_it_off_when_the_tool_hangs_beyond_its_time(asterisk: Manager, tmp_path: Path) -> None:
    with running(asterisk, tmp_path, "--all", "--for", "1s") as tool:
        tool.send_signal(signal.SIGSTOP)
        eventually(lambda: is_off(asterisk))
        tool.send_signal(signal.SIGCONT)
        tool.communicate(timeout=20)


def test_a_terminated_watchdog_turns_it_off_at_once(asterisk: Manager, tmp_path: Path) -> None:
    with running(asterisk, tmp_path, "--all") as tool:
        listed = subprocess.run(["ps", "-eww", "-o", "pid,args"], capture_output=True, text=True, check=True).stdout
        (pid,) = [int(line.split()[0]) for line in listed.splitlines() if str(tmp_path) in line and "watchdog" in line]
        os.kill(pid, signal.SIGTERM)
        eventually(lambda: is_off(asterisk))
        tool.send_signal(signal.SIGINT)
        tool.communicate(timeout=20)


def test_the_next_run_turns_off_what_tool_and_watchdog_left_on(asterisk: Manager, tmp_path: Path) -> None:
    with running(asterisk, tmp_path, "--all") as tool:
        for line in subprocess.run(["ps", "-eww", "-o", "pid,args"], capture_output=True, text=True, check=True).stdout.splitlines():
            if str(tmp_path) in line and "watchdog" in line:
                os.kill(int(line.split()[0]), signal.SIGKILL)
        tool.kill()
        tool.wait(10)
    assert not is_off(asterisk), "nobody could turn it off"
    assert records(tmp_path)
    done = subprocess.run(words("--off"), env=environ(asterisk, tmp_path), capture_output=True, text=True, check=False)
    assert (done.returncode, is_off(asterisk)) == (0, True), done.stdout + done.stderr
    assert "what an earlier run had left on is off now" in done.stdout
    assert not records(tmp_path)


@pytest.mark.skipif(bool(why_not("mount")), reason=why_not("mount"))
def test_a_disk_that_fills_ends_it(asterisk: Manager, logs: Path, tmp_path: Path) -> None:
    subprocess.run(["mount", "-t", "tmpfs", "-o", "size=4m", "tmpfs", str(logs)], check=True)
    try:
        with running(asterisk, tmp_path, "--all", "--min-free", "2M") as tool:
            (logs / "full").write_bytes(bytes(3_000_000))
            out, _ = tool.communicate(timeout=20)
        assert "The disk runs low: stopped.\nSIP logging is off again." in out
        assert (tool.returncode, is_off(asterisk)) == (0, True)
        refused = subprocess.run(
            words("--all", "--min-free", "2M"), env=environ(asterisk, tmp_path), capture_output=True, text=True, check=False
        )
        assert refused.returncode == 2
        assert "nothing was turned on" in refused.stderr
        assert asterisk.commands.count(ON) == 1
    finally:
        subprocess.run(["umount", str(logs)], check=True)


def test_a_connection_that_is_lost_is_tried_again_until_it_is_off(asterisk: Manager, tmp_path: Path) -> None:
    with running(asterisk, tmp_path, "--all") as tool:
        asterisk.refuses = True
        tool.send_signal(signal.SIGTERM)
        out, _ = tool.communicate(timeout=40)
    assert "SIP logging could NOT be turned off" in out
    assert "asterisk -rx 'pjsip set logger off'" in out.replace("\n", " ")
    assert not is_off(asterisk)
    assert records(tmp_path)
    asterisk.refuses = False
    eventually(lambda: is_off(asterisk), 60)
    eventually(lambda: not records(tmp_path))


def test_what_somebody_else_had_turned_on_is_left_on(asterisk: Manager, logs: Path, tmp_path: Path) -> None:
    head = datetime.now().strftime("[%Y-%m-%d %H:%M:%S.000]")
    (logs / "full").write_text("\n".join(f"{head}{line[25:]}" if line.startswith("[") else line for line in TRACE.splitlines()) + "\n")
    asterisk.logging = True
    done = subprocess.run(words("--all", "--for", "1s"), env=environ(asterisk, tmp_path), capture_output=True, text=True, check=False)
    assert "had been on in Asterisk before, and will be left on" in done.stdout, done.stdout + done.stderr
    assert asterisk.logging
    assert not asterisk.channels
    assert not {ON, OFF} & set(asterisk.commands)


def test_of_a_registered_phone_only_its_address_is_traced(asterisk: Manager, tmp_path: Path) -> None:
    with running(asterisk, tmp_path, "--peer", "1001", "--for", "1s") as tool:
        out, _ = tool.communicate(timeout=20)
    assert "pjsip set logger host 198.51.100.21" in asterisk.commands
    assert ON not in asterisk.commands
    assert "(198.51.100.21)" in out
    assert is_off(asterisk)


@pytest.mark.parametrize("name", ["1003", "nobody", "120\r\nAction: Originate"])
def test_a_phone_without_an_address_is_not_traced_and_its_address_is_asked_for(name: str, asterisk: Manager, tmp_path: Path) -> None:
    asterisk.answers["pjsip show endpoints"] = (RECORDED / "unregistered.pjsip-show-endpoints.txt").read_text()
    done = subprocess.run(words("--peer", name), env=environ(asterisk, tmp_path), capture_output=True, text=True, check=False)
    assert done.returncode == 2
    assert ("--ip ADDRESS" in done.stderr) is not ("\n" in name)
    assert not any("logger" in command for command in asterisk.commands)


def test_a_second_tracing_is_refused(asterisk: Manager, tmp_path: Path) -> None:
    with running(asterisk, tmp_path, "--all") as tool:
        done = subprocess.run(words("--all"), env=environ(asterisk, tmp_path), capture_output=True, text=True, check=False)
        assert done.returncode == 2
        assert f"process {tool.pid} of sipwhy" in done.stderr
        assert asterisk.logging


def test_a_server_that_does_not_know_the_command_is_named_and_nothing_stays_on(
    asterisk: Manager, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    known = asterisk.answer
    monkeypatch.setattr(asterisk, "answer", lambda given: "No such command" if given == ON else known(given))
    done = subprocess.run(words("--all"), env=environ(asterisk, tmp_path), capture_output=True, text=True, check=False)
    assert done.returncode == 2
    assert "was refused: No such command" in done.stderr
    assert is_off(asterisk)
    assert not records(tmp_path)


def test_no_secret_stands_in_the_process_list_or_the_record(asterisk: Manager, tmp_path: Path) -> None:
    with running(asterisk, tmp_path, "--all"):
        listed = subprocess.run(["ps", "-eww", "-o", "args"], capture_output=True, text=True, check=True).stdout
        (record,) = records(tmp_path)
        assert "M0nitor!lab" not in listed
        assert "M0nitor!lab" not in record.read_text()
        assert record.stat().st_mode & 0o077 == 0
