"""The commands that texts name work for how the program was installed."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from sipwhy.texts import install as texts
from sipwhy.texts.live import LIVE_ERROR


def test_an_extra_is_added_to_the_python_that_runs_it() -> None:
    assert texts.install("cdr") == f"{sys.executable} -m pip install 'sipwhy[cdr]'"


def test_root_is_told_the_path_of_a_program_that_sudo_would_not_find(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    program = tmp_path / "sipwhy"
    program.write_text("#!/bin/sh\n", encoding="utf-8")
    program.chmod(0o755)
    monkeypatch.setattr(texts, "_SECURE", ("/nowhere",))
    monkeypatch.setattr(sys, "executable", str(tmp_path / "python"))
    assert texts.as_root() == f"sudo {program}"
    monkeypatch.setattr(texts, "_SECURE", (str(tmp_path),))
    assert texts.as_root() == "sudo sipwhy"


def test_without_a_program_root_calls_the_python(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(texts, "_SECURE", ("/nowhere",))
    monkeypatch.setattr(sys, "executable", str(tmp_path / "a {b}" / "python"))
    monkeypatch.setenv("PATH", "/nowhere")
    assert texts.as_root() == f"sudo '{tmp_path}/a {{{{b}}}}/python' -m sipwhy"


def test_both_languages_say_how_root_calls_the_program_that_may_not_read_interfaces() -> None:
    for key in ("no-rights", "no-rights-to-record"):
        assert all(f"({texts.as_root()} ...)" in said for said in LIVE_ERROR[key]), key
