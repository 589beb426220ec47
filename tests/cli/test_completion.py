"""Completion as a shell asks for it."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys

import pytest

from sipwhy.cli.commands import COMMANDS
from sipwhy.cli.completion import SHELLS
from sipwhy.cli.main import main

_RUN = [sys.executable, "-m", "sipwhy"]


def _offered(line: str) -> list[str]:
    environ = os.environ | {"_SIPWHY_COMPLETE": "bash_complete", "COMP_WORDS": line, "COMP_CWORD": str(line.count(" "))}
    done = subprocess.run(_RUN, env=environ, capture_output=True, text=True, check=True)
    return [offer.partition(",")[2] for offer in done.stdout.splitlines()]


def test_commands_options_codes_and_rules_are_offered() -> None:
    assert set(COMMANDS) <= set(_offered("sipwhy "))
    assert "--jsonl" in _offered("sipwhy --js")
    assert "403" in _offered("sipwhy code 40")
    assert "codec-mismatch" in _offered("sipwhy rule codec")


@pytest.mark.parametrize("shell", SHELLS)
def test_every_shell_gets_its_script(shell: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["completion", shell]) == 0
    assert "_SIPWHY_COMPLETE" in capsys.readouterr().out


@pytest.mark.parametrize("shell", [shell for shell in SHELLS if shutil.which(shell)])
def test_a_shell_that_is_here_accepts_its_script(shell: str) -> None:
    script = subprocess.run([*_RUN, "completion", shell], capture_output=True, text=True, check=True).stdout
    subprocess.run([shell, "-n" if shell != "fish" else "--no-execute"], input=script, text=True, check=True)


def test_an_unknown_shell_is_refused(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["completion", "powershell", "--lang", "en"]) == 2
    assert "is not one of bash, zsh and fish" in capsys.readouterr().err
