"""Whoever waits at a pipe that stays open is told how it is heard meanwhile."""

from __future__ import annotations

import fcntl
import json
import os
import pty
import signal
import struct
import subprocess
import sys
import termios
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO

import pytest

HOLD = "import sipwhy.cli.open_pipe as p; p._PATIENCE = 0.2; from sipwhy.cli.main import main; main(['-', '--lang', 'en'])"


def unread(pipe: int) -> int:
    """How many bytes wait in a pipe."""
    found: int = struct.unpack("i", fcntl.ioctl(pipe, termios.FIONREAD, bytes(4)))[0]
    return found


def told(stdin: int | None, is_terminal: bool) -> bytes:
    """What stands on standard error while `stdin` (None: a pipe) stays open for a while."""
    here, there = pty.openpty() if is_terminal else os.pipe()
    given = subprocess.PIPE if stdin is None else stdin
    with subprocess.Popen([sys.executable, "-c", HOLD], stdin=given, stdout=subprocess.DEVNULL, stderr=there) as process:
        os.close(there)
        if stdin is None:
            found = os.read(here, 500) if is_terminal else b""
            process.communicate(b"", timeout=30)
        else:
            process.wait(timeout=30)
            found = b""
        os.close(here)
    return found


def test_an_open_pipe_is_told_on_a_terminal() -> None:
    assert b"the pipe is still open" in told(None, is_terminal=True)


def test_a_script_is_told_nothing() -> None:
    assert told(None, is_terminal=False) == b""


CAPTURE = Path("tests/captures/unknown-number/capture.pcap")
LEFT = b"sipwhy: the pipe was still open: this is about what came until then\n"
SLOW = (
    "import signal, time, sipwhy.cli.reading as r; gather = r.gather\n"
    "signal.signal(signal.SIGINT, signal.default_int_handler)\n"  # who starts the tests in the background may have it ignored
    "def slow(*given):\n"
    "    gathered = gather(*given)\n"
    "    print('judging', flush=True)\n"
    "    time.sleep(60)\n"
    "    return gathered\n"
    "r.gather = slow\n"
    "from sipwhy.cli.main import main; raise SystemExit(main(['-', '--lang', 'en']))"
)


@contextmanager
def reading(*words: str) -> Iterator[tuple[subprocess.Popen[bytes], IO[bytes]]]:
    """A process that has read a capture of a pipe that stays open, and the pipe."""
    command = [sys.executable, *(words or ("-m", "sipwhy", "-", "--lang", "en"))]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        try:
            assert process.stdin
            process.stdin.write(CAPTURE.read_bytes())
            process.stdin.flush()
            while unread(process.stdin.fileno()):
                assert process.poll() is None
                time.sleep(0.02)
            yield process, process.stdin
        finally:
            process.kill()


@contextmanager
def more_and_more(pipe: IO[bytes]) -> Iterator[None]:
    """Meanwhile a pipe brings packets, hundreds in a second, until nobody reads them."""
    first = CAPTURE.read_bytes()[24:]
    packet = first[: 16 + int.from_bytes(first[8:12], sys.byteorder)]

    def bring() -> None:
        with suppress(BrokenPipeError):
            while True:
                os.write(pipe.fileno(), packet)
                time.sleep(0.002)

    thread = threading.Thread(target=bring)
    thread.start()
    try:
        yield
    finally:
        thread.join()


@pytest.mark.parametrize("words", [("--since", "00:00"), ("--since", "00:00", "--until", "23:59", "--utc"), ("--since", "23:59")])
def test_a_time_of_day_is_one_of_the_day_of_what_the_pipe_brought(words: tuple[str, ...]) -> None:
    command = [sys.executable, "-m", "sipwhy"]
    piped = subprocess.run([*command, "-", *words, "--json"], input=CAPTURE.read_bytes(), capture_output=True, check=False, timeout=60)
    of_file = subprocess.run([*command, str(CAPTURE), *words, "--json"], capture_output=True, check=False, timeout=60)
    assert (piped.returncode, piped.stderr) == (of_file.returncode, of_file.stderr) == (0, b"")
    assert json.loads(piped.stdout)["calls"] == json.loads(of_file.stdout)["calls"]
    assert bool(json.loads(piped.stdout)["calls"]) == ("23:59" not in words[:2])


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_ctrl_c_and_sigterm_end_the_pipe_and_what_came_is_told(number: signal.Signals) -> None:
    with reading() as (process, _):
        process.send_signal(number)
        assert process.stdout
        assert process.stderr
        out, errors = process.stdout.read(), process.stderr.read()
        assert process.wait(30) == 0
    assert b"unknown-number" in out
    assert errors == LEFT


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_they_do_so_while_bytes_keep_coming(number: signal.Signals) -> None:
    with reading() as (process, pipe), more_and_more(pipe):
        process.send_signal(number)
        try:
            assert process.stdout
            assert process.stderr
            with timer(20, process.kill):
                out, errors = process.stdout.read(), process.stderr.read()
                assert process.wait(30) == 0
        finally:
            process.kill()
            process.wait()
    assert b"unknown-number" in out
    assert errors == LEFT


@contextmanager
def timer(seconds: float, what: Callable[[], None]) -> Iterator[None]:
    """Does something unless all is done by then."""
    waiting = threading.Timer(seconds, what)
    waiting.start()
    try:
        yield
    finally:
        waiting.cancel()


@pytest.mark.parametrize(("number", "status"), [(signal.SIGTERM, -signal.SIGTERM), (signal.SIGINT, 130)])
def test_they_end_the_program_once_the_pipe_has_ended(number: signal.Signals, status: int) -> None:
    with reading("-c", SLOW) as (process, pipe), timer(20, process.kill):
        pipe.close()
        assert process.stdout
        assert process.stdout.readline() == b"judging\n"
        process.send_signal(number)
        assert process.wait(30) == status


def test_the_second_one_of_a_pair_means_nothing_and_a_further_one_ends_the_program() -> None:
    with reading("-c", SLOW) as (process, _), timer(20, process.kill):
        process.send_signal(signal.SIGTERM)
        process.send_signal(signal.SIGTERM)
        assert process.stdout
        assert process.stdout.readline() == b"judging\n"
        time.sleep(0.6)
        assert process.poll() is None
        process.send_signal(signal.SIGTERM)
        assert process.wait(30) == -signal.SIGTERM
