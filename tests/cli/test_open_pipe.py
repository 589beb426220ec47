"""Whoever waits at a pipe that stays open is told how it is heard meanwhile."""

from __future__ import annotations

import os
import pty
import subprocess
import sys

HOLD = "import sipwhy.cli.open_pipe as p; p._PATIENCE = 0.2; from sipwhy.cli.main import main; main(['-', '--lang', 'en'])"


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
