"""The samples are what their scripts make, or what they say that they are."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from tests.project.tree import ROOT


def test_the_shipped_sample_is_what_its_script_makes(tmp_path: Path) -> None:
    made = tmp_path / "made.pcap"
    subprocess.run([sys.executable, ROOT / "samples" / "make.py", made], check=True)
    assert (ROOT / "samples" / "office-morning.pcap").read_bytes() == made.read_bytes(), "run: python samples/make.py"


def test_the_shipped_cdr_is_what_its_script_writes(tmp_path: Path) -> None:
    made = tmp_path / "made.csv"
    subprocess.run([sys.executable, ROOT / "samples" / "make_cdr.py", made], check=True)
    assert (ROOT / "samples" / "carriers.csv").read_bytes() == made.read_bytes(), "run: python samples/make_cdr.py"


def test_the_sample_without_a_route_is_its_scenario() -> None:
    scenario = ROOT / "tests" / "scenarios" / "empty-route-set" / "capture.pcap"
    assert (ROOT / "samples" / "no-route.pcap").read_bytes() == scenario.read_bytes()


def test_every_sample_is_named_in_the_readme() -> None:
    told = (ROOT / "samples" / "README.md").read_text(encoding="utf-8")
    assert all(f"`{path.name}`" in told for path in (ROOT / "samples").iterdir() if path.suffix in (".pcap", ".csv", ".log", ".py"))
