"""Recorded Master.csv files and the packets beside them agree in every call, or it is known why not."""

from __future__ import annotations

from pathlib import Path

import pytest

from sipwhy.app import run
from sipwhy.app.cdr import read
from sipwhy.app.settings import Settings
from sipwhy.cdr.load import Wanted, load

RECORDED = Path(__file__).parents[3] / "shared" / "data" / "recorded"
FOLDERS = sorted(path.parent for path in RECORDED.glob("*/cdr-Master.csv")) if RECORDED.is_dir() else []
NO_ANSWER = "Asterisk writes NO ANSWER for whatever is neither answered nor busy nor congestion"
KNOWN: dict[str, str] = {
    "callee-declined-603": NO_ANSWER,
    "caller-cancelled-487": NO_ANSWER,
    "no-answer-timeout": "the PBX stops ringing and tells the caller 603: the CDR tells of the telephone, the packets of the caller",
    "upstream-never-answers-408": NO_ANSWER,
    "upstream-port-closed-icmp": NO_ANSWER,
    "nat-pinhole-expired": NO_ANSWER,
    "forked-call": "the number that was dialled rings several telephones: the packets tell of the one that answered",
    "call-forwarding-302": "the telephone forwards: the packets tell of the one that answered",
    "early-media-183": "an announcement before the answer is no ringing of anybody; the dial plan ended it with cause 1",
}
_SLACK = 1.01
"""Seconds: the CDR has whole ones, both ends cut off."""


@pytest.mark.skipif(not FOLDERS, reason="the recorded scenarios are not here")
@pytest.mark.parametrize("folder", FOLDERS, ids=lambda path: path.name)
def test_the_cdr_and_the_packets_agree(folder: Path) -> None:
    captures = [str(path) for path in sorted(folder.glob("*.pcap*"))]
    if not captures:
        pytest.skip("no capture beside it")
    report = run(captures)
    calls = {row.number: row for row in report.rows() if row.kind == "call"}
    alone = load([str(folder / "cdr-Master.csv")], Wanted())
    before = dict(alone.db.execute("SELECT row, result FROM attempts").fetchall())
    found = read([str(folder / "cdr-Master.csv"), *captures], Wanted(), Settings()).told()
    loaded, met = found.loaded, found.met
    assert met is not None
    rows = loaded.db.execute("SELECT row, packets, talk_s, ring_s, epoch_us(start) FROM attempts").fetchall()
    lone = [row for row, number, *_ in rows if number is None]
    assert not lone or folder.name in KNOWN, lone
    for row, number, talk, _, start in rows:
        if number is None or folder.name in KNOWN:
            continue
        call = calls[number]
        assert before[row] == call.result
        assert abs(start - call.start) <= 2_000_000
        if call.talk is not None:
            assert talk == pytest.approx(call.talk, abs=_SLACK)


@pytest.mark.skipif(not FOLDERS, reason="the recorded scenarios are not here")
def test_every_known_difference_is_one() -> None:
    """An explanation of what agrees would be none."""
    assert set(KNOWN) <= {folder.name for folder in FOLDERS}
