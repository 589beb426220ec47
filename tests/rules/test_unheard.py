"""Whose 200 OK got lost, and before whom, where a proxy stands between."""

from __future__ import annotations

from pathlib import Path

import pytest

from sipwhy.app import run
from tests.rules.cases import read_cases

_CASES = {case.title: case for case in read_cases(Path(__file__).parent / "dialog" / "ack-lost.md")}


@pytest.mark.parametrize("title", ["A proxy passes the 200 on, and the caller never gets it", "The same, and the proxy passes CANCEL on"])
def test_the_telephone_picked_up_and_the_caller_heard_nothing(title: str, tmp_path: Path) -> None:
    found = next(one for one in run(_CASES[title].files(tmp_path)).findings_of(1) if one.rule == "ack-lost")
    assert (found.values["answerer"], found.values["asker"]) == ("198.51.100.22", "198.51.100.21")
