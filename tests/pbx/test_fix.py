"""`pbx check --fix` on the program itself: a stopped server is started after asking, and nothing is run without a yes."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

SYSTEMCTL = """#!/bin/sh
case "$1 $2" in
"show asterisk.service") printf 'LoadState=loaded\\nActiveState=inactive\\nSubState=dead\\nNRestarts=0\\n' ;;
"start asterisk.service") echo "$@" >> "{log}" ;;
*) printf 'LoadState=not-found\\n' ;;
esac
"""


def checked(folder: Path, *more: str, answer: str | None = None) -> subprocess.CompletedProcess[str]:
    programs = folder / "bin"
    programs.mkdir(exist_ok=True)
    for name, text in (("systemctl", SYSTEMCTL.format(log=folder / "ran")), ("asterisk", "#!/bin/sh\nexit 1\n")):
        (programs / name).write_text(text)
        (programs / name).chmod(0o755)
    environ = {**os.environ, "PATH": f"{programs}:{os.environ['PATH']}", "SIPWHY_RUN_DIR": str(folder), "LC_ALL": "C.UTF-8"}
    words = [sys.executable, "-m", "sipwhy", "pbx", "check", "--fix", "--server", "asterisk", "--lang", "en", *more]
    folder.chmod(0o700)
    return subprocess.run(words, env=environ, capture_output=True, text=True, check=False, input=answer)


def test_yes_runs_the_command_that_starts_it(tmp_path: Path) -> None:
    done = checked(tmp_path, "--yes", "--fail-on", "error")
    assert "1. Asterisk is not running\n    to mend it: systemctl start asterisk.service" in done.stdout
    assert "systemctl start asterisk.service: done" in done.stdout
    assert (tmp_path / "ran").read_text() == "start asterisk.service\n"
    assert done.returncode == 1, "it was wrong when it was looked at"


def test_nobody_to_ask_is_no_yes(tmp_path: Path) -> None:
    done = checked(tmp_path, answer="y\n")
    assert done.returncode == 2
    assert "--yes" in done.stderr
    assert not (tmp_path / "ran").exists()


@pytest.mark.parametrize(("answer", "is_run"), [("y\n", True), ("да\n", True), ("\n", False), ("n\n", False)])
def test_on_a_terminal_it_is_asked(answer: str, is_run: bool, tmp_path: Path) -> None:
    checked(tmp_path, "--json")
    ours, theirs = os.openpty()
    environ = {**os.environ, "PATH": f"{tmp_path / 'bin'}:{os.environ['PATH']}", "SIPWHY_RUN_DIR": str(tmp_path), "LC_ALL": "C.UTF-8"}
    words = [sys.executable, "-m", "sipwhy", "pbx", "check", "--fix", "--server", "asterisk", "--lang", "en"]
    os.write(ours, (answer * 5).encode())
    done = subprocess.run(words, env=environ, stdin=theirs, capture_output=True, text=True, check=False)
    os.close(ours)
    os.close(theirs)
    assert "Run it? [y/N]" in done.stderr
    assert (tmp_path / "ran").exists() is is_run


def test_what_a_program_reads_is_not_mixed_with_questions(tmp_path: Path) -> None:
    done = checked(tmp_path, "--json", "--yes")
    assert (done.returncode, done.stdout) == (2, "")
    assert "--json" in done.stderr
    assert not (tmp_path / "ran").exists()
