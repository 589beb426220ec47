"""The main job without click: on files and nothing else it is what click would have made of the same words."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

from sipwhy.cli import main as door
from sipwhy.cli.commands.report import command
from sipwhy.cli.main_job import UNASKED

_SAMPLE = str(Path(__file__).parents[2] / "samples" / "no-route.pcap")


def test_where_no_option_is_given_each_is_what_click_says() -> None:
    context = command("en").make_context("sipwhy", ["a.pcap", "b.pcap"])
    assert context.params == {**UNASKED, "files": ("a.pcap", "b.pcap")}


@pytest.mark.parametrize(
    ("words", "is_short"),
    [
        (["a.pcap"], True),
        (["a.pcap", "b.log"], True),
        (["a.pcap", "3"], False),
        (["a.pcap", "--lang", "ru"], False),
        (["a.pcap", "-v"], False),
        (["-"], False),
    ],
)
def test_only_files_go_without_click(words: Sequence[str], is_short: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    taken: list[Any] = []
    monkeypatch.setattr(door, "_run_files", lambda files, lang: taken.append("short") or 0)
    monkeypatch.setattr(door, "_run_command", lambda name, rest, lang: taken.append("long") or 0)
    assert door.main(words) == 0
    assert taken == ["short" if is_short else "long"]


def test_the_main_job_on_files_loads_no_click() -> None:
    code = f"import sys; from sipwhy.cli.main import main; main([{_SAMPLE!r}]); print({{'click', 'sipwhy.texts.usage'}} & set(sys.modules))"
    environment = {"PATH": "/usr/bin:/bin", "PYTHONPATH": str(Path(door.__file__).parents[2]), "LANG": "C.UTF-8"}
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, env=environment)
    assert done.stdout.splitlines()[-1] == "set()"


@pytest.mark.parametrize("words", [["no-such-file.pcap"], [_SAMPLE, "no-such-file.pcap"], ["clals", _SAMPLE]])
def test_what_is_wrong_is_said_in_the_same_words(words: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    short = door.main(words), capsys.readouterr()
    assert short == (door.main([*words, "--lang", "en"]), capsys.readouterr())
    assert short[1].err.startswith("sipwhy: ")
