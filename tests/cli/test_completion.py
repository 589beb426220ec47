"""Completion as a shell asks for it."""

from __future__ import annotations

import os
import pty
import re
import select
import shutil
import subprocess
import sys
import time
from pathlib import Path

import pytest

from sipwhy.cli import SHELL_ASKS
from sipwhy.cli.commands import COMMANDS
from sipwhy.cli.completion import SHELLS
from sipwhy.cli.main import main
from tests.project.tree import text

_RUN = [sys.executable, "-m", "sipwhy"]
_HAS_BASH = pytest.mark.skipif(not shutil.which("bash"), reason="bash is not here")
_FILE = "file"


def _offered(line: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> list[str]:
    """What is offered at the end of `line`; files as `file`."""
    monkeypatch.setenv(SHELL_ASKS, "bash_complete")
    monkeypatch.setenv("COMP_WORDS", line)
    assert main([]) == 0
    offers = [offer.split(",") for offer in capsys.readouterr().out.splitlines()]
    return [_FILE if kind == "file" else value for kind, value in offers]


@pytest.mark.parametrize(
    ("line", "some"),
    [
        ("sipwhy ", {*COMMANDS, _FILE}),
        ("sipwhy ca", {"calls", _FILE}),
        ("sipwhy samples/off", {_FILE}),
        ("sipwhy --js", {"--json", "--jsonl"}),
        ("sipwhy foo.pcap --js", {"--json", "--jsonl"}),
        ("sipwhy foo.pcap ", {_FILE}),
        ("sipwhy --settings ", {_FILE}),
        ("sipwhy --html ", {_FILE}),
        ("sipwhy --html=", {_FILE}),
        ("sipwhy --lang ", {"en", "ru"}),
        ("sipwhy --lang=r", {"ru"}),
        ("sipwhy --fail-on ", {"error", "warning", "notice"}),
        ("sipwhy --cause codec", {"codec-mismatch"}),
        ("sipwhy --status 48", {"486", "480"}),
        ("sipwhy --method IN", {"INVITE"}),
        ("sipwhy code 40", {"403", "404"}),
        ("sipwhy code q850:3", {"q850:3", "q850:34"}),
        ("sipwhy code --list ", {"1xx", "4xx"}),
        ("sipwhy code --v", {"--verbose"}),
        ("sipwhy rule codec", {"codec-mismatch"}),
        ("sipwhy completion ", set(SHELLS)),
        ("sipwhy flow --s", {"--settings", "--svg"}),
    ],
)
def test_what_fits_is_offered(line: str, some: set[str], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    offered = _offered(line, monkeypatch, capsys)
    assert some <= set(offered)
    typed = line.rpartition(" ")[2].rpartition("=")[2]
    assert all(offer == _FILE or offer.startswith(typed) for offer in offered)


@pytest.mark.parametrize("line", ["sipwhy foo.pcap ", "sipwhy calls ", "sipwhy code "])
def test_commands_are_offered_for_the_first_word_only(
    line: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert not set(COMMANDS) & set(_offered(line, monkeypatch, capsys))


def test_completing_a_code_loads_nothing_of_the_main_job() -> None:
    program = "import sys; from sipwhy.cli.main import main; main([]); sys.exit('numpy' in sys.modules)"
    environ = os.environ | {SHELL_ASKS: "bash_complete", "COMP_WORDS": "sipwhy code 4"}
    subprocess.run([sys.executable, "-c", program], env=environ, capture_output=True, check=True)


@pytest.mark.parametrize("asked", ["bash_complete", "zsh_complete", "fish_complete", "bash_source", "powershell_complete"])
def test_who_asks_without_saying_what_is_told_so(asked: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setenv(SHELL_ASKS, asked)
    monkeypatch.delenv("COMP_WORDS", raising=False)
    monkeypatch.setenv("LANG", "C")
    assert main([]) == 2
    assert "is for the script of sipwhy completion (bash, zsh and fish)" in capsys.readouterr().err


@pytest.fixture
def with_program(tmp_path: Path) -> dict[str, str]:
    """An environment in which `sipwhy` is the program under test, and a capture in the current folder."""
    program = tmp_path / "bin" / "sipwhy"
    program.parent.mkdir()
    program.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m sipwhy "$@"\n', encoding="utf-8")
    program.chmod(0o755)
    (tmp_path / "capture one.pcap").touch()
    return os.environ | {"PATH": f"{program.parent}:{os.environ['PATH']}", "HOME": str(tmp_path), "PYTHONSAFEPATH": "1"}


@_HAS_BASH
@pytest.mark.parametrize(
    ("line", "wanted"),
    [
        ("sipwhy compl", ["completion"]),
        ("sipwhy --jsonl", ["--jsonl"]),
        ("sipwhy cap", ["capture one.pcap"]),
        ("sipwhy ca", ["calls", "capture one.pcap"]),
        ("sipwhy code q850:11", ["110", "111"]),
        ("sipwhy --lang=r", ["ru"]),
    ],
)
def test_bash_completes_words_with_colons_options_and_files(
    line: str, wanted: list[str], with_program: dict[str, str], tmp_path: Path
) -> None:
    script = subprocess.run([*_RUN, "completion", "bash"], capture_output=True, text=True, check=True).stdout
    ask = f"""
        compopt() {{ :; }}
        COMP_WORDBREAKS=$' \\t\\n"\\'><=;|&(:' COMP_LINE='{line}' COMP_POINT={len(line)}
        _sipwhy_completion sipwhy
        printf '%s\\n' "${{COMPREPLY[@]}}"
    """
    done = subprocess.run(["bash", "-c", script + ask], cwd=tmp_path, env=with_program, capture_output=True, text=True, check=True)
    assert done.stderr == ""
    assert done.stdout.splitlines() == wanted


@_HAS_BASH
def test_a_bash_at_a_terminal_completes_what_is_typed(with_program: dict[str, str], tmp_path: Path) -> None:
    ours, its = pty.openpty()
    shell = subprocess.Popen(
        ["bash", "--norc", "--noprofile", "-i"],
        cwd=tmp_path,
        env=with_program | {"TERM": "dumb", "PS1": "> "},
        stdin=its,
        stdout=its,
        stderr=its,
    )
    os.close(its)
    try:
        os.write(ours, b'eval "$(sipwhy completion bash)"; echo rea""dy\n')
        _read_until(ours, "ready")
        os.write(ours, b"sipwhy compl\t")
        _read_until(ours, "completion ")
        os.write(ours, b"\x15sipwhy code q850:10\t\t")
        _read_until(ours, "103")
    finally:
        shell.kill()
        shell.wait()
        os.close(ours)


def _read_until(terminal: int, wanted: str) -> None:
    seen, deadline = "", time.monotonic() + 30
    while wanted not in seen:
        assert time.monotonic() < deadline, seen
        if select.select([terminal], [], [], 0.2)[0]:
            seen += os.read(terminal, 4096).decode(errors="replace")


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
    assert "only for bash, zsh and fish" in capsys.readouterr().err


_DOCUMENTED = {
    found[1]: found[0] for found in re.finditer(r"^mkdir -p \S+ && sipwhy completion (\w+) > \S+$", text("README.md"), re.MULTILINE)
}
_AT_START = {
    "bash": "source ~/.local/share/bash-completion/completions/sipwhy",  # the package bash-completion does this at the first Tab
    "zsh": "fpath+=~/.zfunc; autoload -Uz compinit; compinit -u",
}


def _installed(shell: str, environ: dict[str, str]) -> None:
    """Does as the README says."""
    subprocess.run(["sh", "-c", _DOCUMENTED[shell]], env=environ, check=True)


def test_the_readme_says_for_every_shell_how_it_is_kept() -> None:
    assert set(_DOCUMENTED) == set(SHELLS)
    assert set(_DOCUMENTED.values()) <= set(text("README.ru.md").splitlines())


@pytest.mark.parametrize("shell", [pytest.param(shell, marks=pytest.mark.skipif(not shutil.which(shell), reason=f"{shell} is not here"))
                                   for shell in _AT_START])  # fmt: skip
def test_a_shell_that_was_set_up_as_the_readme_says_completes_what_is_typed(
    shell: str, with_program: dict[str, str], tmp_path: Path
) -> None:
    _installed(shell, with_program)
    ours, its = pty.openpty()
    words = {"bash": ["bash", "--norc", "--noprofile", "-i"], "zsh": ["zsh", "-f", "-i"]}[shell]
    started = subprocess.Popen(
        words, cwd=tmp_path, env=with_program | {"TERM": "dumb", "PS1": "> "}, stdin=its, stdout=its, stderr=its, start_new_session=True
    )
    os.close(its)
    try:
        os.write(ours, f'{_AT_START[shell]}; echo rea""dy\n'.encode())
        _read_until(ours, "ready")
        os.write(ours, b"sipwhy compl\t")
        _read_until(ours, "completion ")
    finally:
        started.kill()
        started.wait()
        os.close(ours)


@pytest.mark.skipif(not shutil.which("fish"), reason="fish is not here")
@pytest.mark.parametrize(
    ("line", "wanted"), [("sipwhy compl", "completion"), ("sipwhy rule codec-m", "codec-mismatch"), ("sipwhy pbx un", "unban")]
)
def test_fish_set_up_as_the_readme_says_completes(line: str, wanted: str, with_program: dict[str, str]) -> None:
    _installed("fish", with_program)
    done = subprocess.run(["fish", "-c", f'complete -C "{line}"'], env=with_program, capture_output=True, text=True, check=True)
    assert [offer.split("\t")[0] for offer in done.stdout.splitlines()] == [wanted]
