"""Whoever waits at a pipe that stays open is told how it is heard meanwhile."""

from __future__ import annotations

import fcntl
import os
import pty
import signal
import struct
import subprocess
import sys
import termios
import time
from pathlib import Path

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


def test_ctrl_c_ends_the_pipe_and_what_came_is_told() -> None:
    capture = Path("tests/captures/unknown-number/capture.pcap").read_bytes()
    command = [sys.executable, "-m", "sipwhy", "-", "--lang", "en"]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        assert process.stdin
        assert process.stdout
        assert process.stderr
        process.stdin.write(capture)
        process.stdin.flush()
        while unread(process.stdin.fileno()):
            assert process.poll() is None
            time.sleep(0.02)
        process.send_signal(signal.SIGINT)
        out, errors = process.stdout.read(), process.stderr.read()
    assert process.returncode == 0
    assert b"unknown-number" in out
    assert errors == b"sipwhy: the pipe was still open: this is about what came until then\n"
