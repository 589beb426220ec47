"""What every test of the terminal program has."""

from pathlib import Path

import pytest


@pytest.fixture(autouse=True)
def _elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing is written beside the sources, and no screen shows a path of this run."""
    monkeypatch.chdir(tmp_path)
