"""Exit statuses as docs/exit-status.md tells them."""

from __future__ import annotations

from pathlib import Path

import pytest

from sipwhy.cli.main import main

SAMPLES = Path(__file__).parents[2] / "samples"
MORNING = str(SAMPLES / "office-morning.pcap")


@pytest.mark.parametrize(
    ("words", "status"),
    [
        ([MORNING], 0),
        ([MORNING, "--phone", "no-such-number"], 0),
        (["calls", MORNING, "--phone", "no-such-number"], 0),
        (["grep", MORNING, "no such text"], 0),
        (["grep", MORNING, "-c", "no such text"], 0),
        ([MORNING, "--fail-on", "error"], 1),
        ([MORNING, "--call", "3", "--fail-on", "error"], 0),
        (["cdr", str(SAMPLES / "carriers.csv"), "--min-asr", "99"], 1),
        ([MORNING, "--no-such-option"], 2),
        (["calls", MORNING, "--call", "99"], 2),
        (["flow", MORNING], 2),
        ([MORNING, "no-such-file.pcap"], 2),
        (["no-such-file.pcap"], 3),
        (["calls", "no-such-file.pcap"], 3),
    ],
)
def test_a_status_says_what_became_of_it(words: list[str], status: int) -> None:
    assert main([*words, "--lang", "en"]) == status
