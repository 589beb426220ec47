"""Directions in which nothing came are told where somebody should have been heard, and nowhere else."""

from __future__ import annotations

from pathlib import Path

import pytest

from sipwhy.app import run
from sipwhy.diagnosis.arriving import absent, unarrived
from tests.rules.cases import FOLDER, read_cases

_CASES = {case.title: case for case in read_cases(FOLDER / "media" / "one-way-audio.md")}


@pytest.mark.parametrize(
    ("title", "is_absent"),
    [
        ("A loudspeaker that is asked to pick up by itself", False),
        ("A page: who is paged listens", False),
        ("Call-Info leads to a page about the caller, and asks for nothing", True),
    ],
)
def test_who_is_paged_listens(title: str, is_absent: bool, tmp_path: Path) -> None:
    call = run([str(path) for path in _CASES[title].files(tmp_path)]).call(1)
    assert bool(absent(call)) is is_absent


def test_what_is_heard_by_somebody_has_arrived(tmp_path: Path) -> None:
    call = run([str(path) for path in _CASES["A page: who is paged listens"].files(tmp_path)]).call(1)
    assert call.streams
    assert not unarrived(call)
