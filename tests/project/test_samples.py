"""The sample is what its script makes of the recordings."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from tests.project.tree import ROOT


def test_the_shipped_sample_is_what_its_script_makes(tmp_path: Path) -> None:
    made = tmp_path / "made.pcap"
    subprocess.run([sys.executable, ROOT / "samples" / "make.py", made], check=True)
    assert (ROOT / "samples" / "office-morning.pcap").read_bytes() == made.read_bytes(), "run: python samples/make.py"
