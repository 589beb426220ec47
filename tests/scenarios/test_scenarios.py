"""Every scenario is explained as its label says, and labels, captures and flows belong together."""

from __future__ import annotations

import json
import tomllib
from datetime import UTC
from pathlib import Path
from types import ModuleType

import pytest

from sipwhy.app import run
from sipwhy.diagnosis.registry import rules
from sipwhy.render.json import json_report
from sipwhy.render.voice import Voice
from tests.captures.expectation import Json, faults
from tests.scenarios import label
from tests.scenarios.flows import folders, load, made, scripted

FOLDERS = folders()
MISSES: dict[str, str] = tomllib.loads(Path(__file__).with_name("known-misses.toml").read_text(encoding="utf-8"))
SCRIPTED = list(scripted())
CAUSES: Json = tomllib.loads((Path(__file__).parents[1] / "project" / "causes.toml").read_text(encoding="utf-8"))


def _named(folder: Path) -> object:
    miss = MISSES.get(folder.name)
    return pytest.param(folder, id=folder.name, marks=[pytest.mark.xfail(reason=miss, strict=True)] if miss else [])


@pytest.mark.parametrize("folder", [_named(folder) for folder in FOLDERS])
def test_a_scenario_is_explained(folder: Path) -> None:
    expected: Json = json.loads((folder / "expect.json").read_text(encoding="utf-8"))
    report = run([str(folder / name) for name in expected["files"]["capture"]])
    said: Json = json.loads("".join(json_report(report, Voice("en", rules(), UTC))))
    assert not faults(expected, said)
    assert not [item for item in report.not_checked if item.error]


@pytest.mark.parametrize(
    ("name", "sender", "receiver"),
    [
        ("jitter-from-the-home-office", "198.51.100.26", "203.0.113.10"),
        ("bursts-of-loss", "192.0.2.70", "203.0.113.10"),
    ],
)
def test_the_leg_is_named_where_bad_voice_begins_and_not_the_one_it_is_passed_on_to(name: str, sender: str, receiver: str) -> None:
    folder = next(folder for folder in FOLDERS if folder.name == name)
    report = run([str(folder / "capture.pcap")])
    (found,) = (f for row in report.rows() for f in report.findings_of(row.number) if f.is_cause)
    assert (found.values["sender"], found.values["receiver"]) == (sender, receiver)


def test_scenarios_are_many_and_various() -> None:
    named = {slug for folder in FOLDERS for slug in _slugs(folder)}
    assert len(FOLDERS) >= 100
    assert len(named) >= 60
    assert not named - {slug for area in CAUSES["canonical"].values() for slug in area}


def test_a_known_miss_is_of_a_scenario() -> None:
    assert not MISSES.keys() - {folder.name for folder in FOLDERS}


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.name)
def test_what_is_expected_is_what_the_label_says(folder: Path, tmp_path: Path) -> None:
    flow = load(folder)
    label.write(tmp_path, flow.LABEL, made(flow))
    for name in ("expect.json", "README.md"):
        assert (tmp_path / name).read_text(encoding="utf-8") == (folder / name).read_text(encoding="utf-8")


@pytest.mark.parametrize(("folder", "flow"), SCRIPTED, ids=[folder.name for folder, _ in SCRIPTED])
def test_a_written_capture_is_made_again_byte_for_byte(folder: Path, flow: ModuleType, tmp_path: Path) -> None:
    flow.write().save(tmp_path / "capture.pcap")
    assert (tmp_path / "capture.pcap").read_bytes() == (folder / flow.LABEL.file).read_bytes()


def _slugs(folder: Path) -> set[str]:
    expected: Json = json.loads((folder / "expect.json").read_text(encoding="utf-8"))
    causes = {slug for item in expected["expect"] for slug in item["cause"]["capture"] if slug}
    return causes | {slug for slugs in expected.get("findings", {}).get("capture", []) for slug in slugs.split("|")}
