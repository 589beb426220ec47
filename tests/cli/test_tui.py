"""`sipwhy tui`: what is wrong with its words, its terminal or its packages is told before anything begins."""

from __future__ import annotations

import subprocess
import sys

import pytest

from sipwhy.cli.commands import tui
from sipwhy.cli.main import main


def test_files_or_an_interface_are_expected(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["tui", "--lang", "en"]) == 2
    assert "expected files to read, or --iface" in capsys.readouterr().err
    assert main(["tui", "a.pcap", "--iface", "lo", "--lang", "en"]) == 2
    assert "not both" in capsys.readouterr().err


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
