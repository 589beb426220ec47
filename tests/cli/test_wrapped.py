"""An error on a terminal breaks between words, and is whole where a script reads it."""

from __future__ import annotations

import os
import pty
import subprocess
import sys
import termios
from contextlib import suppress
from pathlib import Path

import pytest

LOG = str(Path(__file__).parents[2] / "samples" / "extension-120.log")


@pytest.mark.parametrize("lang", ["en", "ru"])
def test_an_error_on_a_terminal_of_80_columns_breaks_between_words(lang: str) -> None:
    whole = subprocess.run(_command(lang), capture_output=True, check=False, env=_environ()).stderr.decode()
    assert whole.count("\n") == 1
    here, there = pty.openpty()
    termios.tcsetwinsize(there, (24, 80))
    with subprocess.Popen(_command(lang), stdout=subprocess.DEVNULL, stderr=there, env=_environ()):
        os.close(there)
        said = b""
        with suppress(OSError):  # that is how a terminal ends
            while piece := os.read(here, 1 << 16):
                said += piece
        os.close(here)
    lines = said.decode().splitlines()
    assert len(lines) > 1
    assert max(map(len, lines)) <= max(80, len(LOG))
    assert " ".join(lines).split() == whole.split()


def _command(lang: str) -> list[str]:
    return [sys.executable, "-m", "sipwhy", "cdr", LOG, "--lang", lang]


def _environ() -> dict[str, str]:
    return {name: value for name, value in os.environ.items() if name != "COLUMNS"} | {"LC_ALL": "C.UTF-8"}
