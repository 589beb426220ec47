"""Every recording is explained as its expect.json says, without a false alarm, and no rule crashes on it."""

from __future__ import annotations

import json
from datetime import UTC
from pathlib import Path

import pytest

from sipwhy.app import run
from sipwhy.app.settings import Settings, keys_of
from sipwhy.diagnosis.registry import rules
from sipwhy.render.json import json_report
from sipwhy.render.voice import Voice
from tests.captures.expectation import Json, faults

FOLDERS = sorted(path.parent for path in Path(__file__).parent.glob("*/expect.json"))


def test_recordings_are_there() -> None:
    assert len(FOLDERS) >= 12


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.name)
def test_a_recording_is_explained(folder: Path) -> None:
    expected: Json = json.loads((folder / "expect.json").read_text(encoding="utf-8"))
    keys = keys_of([str(folder / name) for name in expected["files"].get("keys", ())], [])
    report = run([str(folder / name) for name in expected["files"]["capture"]], settings=Settings(keys=keys))
    said: Json = json.loads("".join(json_report(report, Voice("en", rules(), UTC))))
    assert not faults(expected, said)
    assert not [item for item in report.not_checked if item.error]


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.name)
def test_a_recording_says_what_it_shows(folder: Path) -> None:
    said = (folder / "README.md").read_text(encoding="utf-8")
    assert said.startswith("# ")
    assert "Recorded by us" in said
