"""
The guided walks are true: every command of theirs is run, in order, with the shipped samples, and prints what the page shows.

SIPWHY_UPDATE_SNAPSHOTS=1 writes what is printed into the pages.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import pytest

from tests.project.tree import ROOT
from tests.walks import machine
from tests.walks.page import agrees, renewed, steps

WALKS = ROOT / "docs" / "walks"
NAMES = ("empty-route-set", "extension-120", "find-the-call", "asr-fell")
SHOWN = "/srv/telephony"
"""The folder that the pages speak of."""
_LOCALES = {"en": "C.UTF-8", "ru": "ru_RU.UTF-8"}
_SAMPLES = ("office-morning.pcap", "no-route.pcap", "voices.pcap", "extension-120.log", "carriers.csv")


@pytest.fixture
def folder() -> Iterator[Path]:
    """
    A folder with the samples, as the root of a clone has it; a recorder in it is ended.

    Its path is as long as the one that the pages show instead, so that lines break alike.
    """
    made = Path(tempfile.mkdtemp(prefix="w", dir="/tmp"))
    assert len(str(made)) == len(SHOWN)
    (made / "samples").mkdir()
    for name in _SAMPLES:
        shutil.copy(ROOT / "samples" / name, made / "samples")
    try:
        yield made
    finally:
        if (made / "history").exists():
            subprocess.run(
                [sys.executable, "-m", "sipwhy", "history", "off", "--store", made / "history"], capture_output=True, check=False
            )
        shutil.rmtree(made)


def _environ(folder: Path, lang: str) -> dict[str, str]:
    bin_ = folder / "bin"
    bin_.mkdir()
    program = bin_ / "sipwhy"
    program.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m sipwhy "$@"\n', encoding="utf-8")
    program.chmod(0o755)
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("SIPWHY_", "LC_", "LANG", "COLUMNS", "NO_COLOR"))}
    return {
        **kept,
        "PATH": f"{bin_}:{os.environ['PATH']}",
        "HOME": str(folder),
        "LANG": _LOCALES[lang],
        "PYTHONIOENCODING": "utf-8",
        "PYTHONPATH": os.pathsep.join([str(ROOT / "src"), str(ROOT)]),
        "TZ": "UTC",
    }


@pytest.mark.parametrize("lang", ["en", "ru"])
@pytest.mark.parametrize("name", NAMES)
def test_a_walk_can_be_walked_as_it_is_written(name: str, lang: str, folder: Path) -> None:
    path = WALKS / (f"{name}.md" if lang == "en" else f"{name}.ru.md")
    page, environ = path.read_text(encoding="utf-8"), _environ(folder, lang)
    if name == "extension-120":
        environ |= machine.build(folder)
        environ["PATH"] = f"{folder / 'pbx'}:{environ['PATH']}"
    told = _walk(page, environ, folder)
    if os.environ.get("SIPWHY_UPDATE_SNAPSHOTS"):
        path.write_text(told, encoding="utf-8")


def _walk(page: str, environ: dict[str, str], folder: Path) -> str:
    """Runs every command; the page with the blocks as they are now, or an error where one is not as it is shown."""
    told, shift, exported = page, 0, ""
    walked = list(steps(page))
    assert walked
    for step in walked:
        if step.command.startswith("export "):
            exported += f"{step.command}\n"
            continue
        done = subprocess.run(
            ["bash", "-c", exported + step.command],
            cwd=folder,
            env=environ,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            check=False,
            timeout=120,
        )
        assert done.returncode == 0, f"{step.command}: {done.returncode}\n{done.stdout}{done.stderr}"
        if step.shown is None:
            continue
        printed = done.stdout.replace(str(folder / machine.LOGS), "/var/log/asterisk").replace(str(folder), SHOWN)
        if os.environ.get("SIPWHY_UPDATE_SNAPSHOTS"):
            if not agrees(step, printed):
                new = renewed(step, printed)
                told = told[: step.span[0] + shift] + new + told[step.span[1] + shift :]
                shift += len(new) - len(step.shown)
        else:
            assert agrees(step, printed), f"{step.command} prints:\n{printed}"
    return told


@pytest.mark.parametrize("name", NAMES)
def test_a_walk_waits_for_what_it_shows_and_not_for_a_time(name: str) -> None:
    commands = [step.command for step in steps((WALKS / f"{name}.md").read_text(encoding="utf-8"))]
    assert not [command for command in commands if command.startswith("sleep ")]


@pytest.mark.parametrize("name", NAMES)
def test_both_languages_walk_the_same_way(name: str) -> None:
    english, russian = ([step.command for step in steps((WALKS / f"{name}{end}").read_text(encoding="utf-8"))] for end in (".md", ".ru.md"))
    assert english == russian


def test_every_walk_is_tried_and_listed() -> None:
    there = {path.name.partition(".")[0] for path in WALKS.glob("*.md")} - {"README"}
    assert there == set(NAMES)
    for page in ("README.md", "README.ru.md"):
        text = (WALKS / page).read_text(encoding="utf-8")
        end = ".ru.md" if page == "README.ru.md" else ".md"
        assert all(f"({name}{end})" in text for name in NAMES)


@pytest.mark.parametrize("page", ["extension-120.md", "extension-120.ru.md"])
def test_the_moments_of_a_page_follow_each_other(page: str) -> None:
    """Blocks are renewed one by one, with the time of each renewal: a ban stands after the trace that provokes it, and for an hour."""
    text = (WALKS / page).read_text(encoding="utf-8")
    refused = max(datetime.fromisoformat(f"2026-11-26 {found}") for found in re.findall(r"^(\d\d:\d\d:\d\d)  →", text, re.MULTILINE))
    banned = re.findall(r"(?:since|until|с|до) (\d{4}-\d\d-\d\d \d\d:\d\d:\d\d) UTC", " ".join(text.split()))[-2:]
    since, until = map(datetime.fromisoformat, banned)
    assert refused < since
    assert (until - since).total_seconds() == 3600
