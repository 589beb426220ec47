"""`sipwhy tui`: what is wrong with its words, its terminal or its packages is told before anything begins."""

from __future__ import annotations

import os
import pwd
import subprocess
import sys

import pytest

from sipwhy.cli.commands import tui
from sipwhy.cli.main import main
from sipwhy.sources import privileges
from sipwhy.sources.privileges import GivenUp


def test_files_or_an_interface_are_expected(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["tui", "--lang", "en"]) == 2
    assert "expected files to read, or --iface" in capsys.readouterr().err
    assert main(["tui", "a.pcap", "--iface", "lo", "--lang", "en"]) == 2
    assert "not both" in capsys.readouterr().err
    assert main(["tui", "a.pcap", "--filter", "port 5060", "--lang", "en"]) == 2
    assert "it goes with --iface" in capsys.readouterr().err


def test_without_a_terminal_the_report_is_named(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["tui", "a.pcap", "--lang", "ru"]) == 2
    assert "нужен терминал" in capsys.readouterr().err


def test_without_textual_the_command_that_installs_it_is_told(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setattr(tui, "find_spec", lambda _: None)
    assert main(["tui", "a.pcap", "--lang", "en"]) == 2
    assert "pip install 'sipwhy[tui]'" in capsys.readouterr().err


def test_textual_is_loaded_only_when_the_program_begins() -> None:
    code = "import sys, sipwhy.cli.commands.tui as tui; tui.command('en'); sys.exit('textual' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def test_who_called_sudo_finds_its_own_preferences_and_root_by_itself_stays_where_it_is(monkeypatch: pytest.MonkeyPatch) -> None:
    done: list[str] = []

    def become() -> GivenUp:
        done.append("user")
        return GivenUp("user", user="nobody")

    monkeypatch.setattr(privileges, "give_up", become)
    monkeypatch.setattr(privileges, "give_up_capabilities", lambda: done.append("capabilities"))
    monkeypatch.setenv("HOME", "/root")
    monkeypatch.setenv("XDG_CONFIG_HOME", "/srv/else/.config")
    monkeypatch.delenv("SUDO_UID", raising=False)
    tui.become_caller()
    assert (done, os.environ["HOME"]) == (["capabilities"], "/root")
    monkeypatch.setenv("SUDO_UID", "1000")
    tui.become_caller()
    assert done == ["capabilities", "user"]
    assert os.environ["HOME"] == pwd.getpwnam("nobody").pw_dir
    assert "XDG_CONFIG_HOME" not in os.environ


@pytest.mark.parametrize(
    ("environ", "has_colours"),
    [({"TERM": "vt100"}, False), ({"TERM": "xterm-256color"}, True), ({"TERM": "vt100", "COLORTERM": "truecolor"}, True)],
)
def test_a_terminal_without_colours_gets_none(environ: dict[str, str], has_colours: bool) -> None:
    code = f"import sys, sipwhy.cli.commands.tui as tui; sys.exit(tui.has_colours({environ!r}) is not {has_colours})"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
