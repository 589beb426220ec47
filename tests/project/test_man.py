"""The manual pages say what the commands say, and man(1) shows them without a word of complaint."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from docs.man import PAGES, SHARE, page

from sipwhy.cli.commands import COMMANDS
from sipwhy.texts.language import LANGUAGES, Language
from tests.project.tree import ROOT

PATHS = {lang: path for path, lang in PAGES.items()}


def test_the_manual_pages_are_up_to_date() -> None:
    done = subprocess.run([sys.executable, "-m", "docs.man", "--check"], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_command_has_its_section(lang: Language) -> None:
    sections = [line for line in page(lang).splitlines() if line.startswith(".SS ")]
    for name in (*COMMANDS, "pbx check", "pbx unban", "history on", "history where"):
        assert any(line.startswith((f'.SS "sipwhy {name} ', f'.SS "sipwhy {name}"')) for line in sections) or name in ("pbx", "history")


@pytest.mark.skipif(not shutil.which("groff"), reason="groff is not here")
@pytest.mark.parametrize("lang", LANGUAGES)
def test_groff_has_nothing_to_say_against_them(lang: Language) -> None:
    done = subprocess.run(["groff", "-man", "-ww", "-z", "-k", "-Tutf8", PATHS[lang]], capture_output=True, text=True, check=True)
    assert done.stderr == ""


@pytest.mark.skipif(not shutil.which("man") or not shutil.which("groff"), reason="man is not here")
@pytest.mark.parametrize("lang", LANGUAGES)
def test_man_shows_what_a_shell_takes_as_it_stands(lang: Language) -> None:
    environ = {**os.environ, "LC_ALL": "C.UTF-8", "MANWIDTH": "80", "MANPAGER": "cat", "GROFF_NO_SGR": "1"}
    done = subprocess.run(["man", "--warnings", "-l", PATHS[lang]], env=environ, capture_output=True, text=True, check=True)
    assert done.stderr == ""
    shown = " ".join(
        subprocess.run(["col", "-bx"], input=done.stdout, env=environ, capture_output=True, text=True, check=True).stdout.split()
    )
    for command in (
        'sipwhy code 480 "Empty Route Set"',
        "sipwhy export trouble.pcap 5 -o call.pcapng",
        "'status = 4xx and to like \"^7495\"'",
    ):
        assert command in shown


def test_a_wheel_carries_them_to_where_man_looks() -> None:
    data = Path("packaging/data/data")  # of a wheel NAME.data/data is put into the prefix: beside bin stands share/man
    assert SHARE.relative_to(ROOT) == data / "share" / "man"
    assert f'data = "{data.parent}"' in (ROOT / "pyproject.toml").read_text(encoding="utf-8")
