"""A package of somebody else's adds a rule: installed beside sipwhy it runs, is listed and is explained."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.project.tree import ROOT
from tests.rules.dialogues import Script
from tests.rules.packets import write_pcap

_FLOW = [
    "0.000 alice > pbx INVITE 1001 > 112 +sdp",
    "0.010 pbx > alice 404 Not Found",
    "0.020 alice > pbx ACK",
    "5 end",
]


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder that the example package is installed into."""
    target = tmp_path_factory.mktemp("site")
    command = [
        sys.executable,
        "-m",
        "pip",
        "install",
        "--quiet",
        "--no-deps",
        "--no-index",
        "--no-build-isolation",
        "--target",
        str(target),
    ]
    subprocess.run([*command, str(_copy(tmp_path_factory.mktemp("source")))], check=True)
    return target


def _copy(folder: Path) -> Path:
    """The example elsewhere: building leaves files beside the sources."""
    example = ROOT / "examples" / "foreign-rule"
    for path in example.rglob("*"):
        if path.is_file() and path.suffix in (".py", ".toml", ".md"):
            copied = folder / path.relative_to(example)
            copied.parent.mkdir(parents=True, exist_ok=True)
            copied.write_bytes(path.read_bytes())
    return folder


def _sipwhy(installed: Path, *words: str) -> str:
    environ = os.environ | {"PYTHONPATH": str(installed), "PYTHONIOENCODING": "utf-8"}
    done = subprocess.run([sys.executable, "-m", "sipwhy", *words], env=environ, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_it_is_listed_and_explained(installed: Path) -> None:
    assert "emergency-number-failed" in _sipwhy(installed, "rules", "--lang", "en")
    assert "Экстренный вызов" in _sipwhy(installed, "rule", "emergency-number-failed", "--lang", "ru")


def test_it_speaks_of_a_call_beside_our_own_cause(installed: Path, tmp_path: Path) -> None:
    script = Script({})
    script.play(_FLOW)
    write_pcap(tmp_path / "call.pcap", script.packets)
    (call,) = json.loads(_sipwhy(installed, str(tmp_path / "call.pcap"), "--json"))["calls"]
    assert call["cause"] == "unknown-number"
    assert "emergency-number-failed" in {finding["rule"] for finding in call["findings"]}
