"""Every capture of other people is read without a crash and as tshark reads it, or the difference is explained.

`differences.json` holds for a capture what we read in place of what tshark read, and why:

    {"<file>": {"why": "...", "sip_messages": 12, "call_ids": 3, "statuses": {"200": 4}, "finals": 1}}

"finals" counts the Call-IDs whose final status, as tshark shows it, is that of no leg of ours.
"""

from __future__ import annotations

import json
from collections import Counter
from datetime import UTC
from pathlib import Path
from typing import Any

import pytest

from sipwhy.app import Problem, run
from sipwhy.app.report import FullReport
from sipwhy.diagnosis.registry import rules
from sipwhy.render.json import json_report
from sipwhy.render.paper import paper_for
from sipwhy.render.text import screen
from sipwhy.render.voice import Voice

HERE = Path(__file__).resolve().parent
DATA = HERE.parents[2] / "shared" / "data"
DIFFERENCES: dict[str, dict[str, Any]] = json.loads((HERE / "differences.json").read_text(encoding="utf-8"))

pytestmark = pytest.mark.skipif(not DATA.is_dir(), reason="the collection of captures does not lie beside this clone")


def _truth() -> dict[str, dict[str, Any]]:
    file = DATA / "public" / "truth.json"
    return json.loads(file.read_text(encoding="utf-8")) if file.exists() else {}


def _captures() -> list[Path]:
    return sorted(path for path in DATA.glob("*/**/*") if path.suffix in (".pcap", ".pcapng", ".cap") and path.is_file())


def _name(path: Path) -> str:
    return path.relative_to(DATA).as_posix()


TRUTH = _truth()


@pytest.mark.parametrize("path", _captures(), ids=_name)
def test_a_capture_is_read_and_told_of_without_a_crash(path: Path) -> None:
    try:
        report = run([str(path)])
    except Problem:
        return
    voice = Voice("ru", rules(), UTC)
    json.loads("".join(json_report(report, voice)))
    assert list(screen(report, voice, paper_for(80, False, "utf-8", {})))
    assert not [item for item in report.not_checked if item.error]


@pytest.mark.parametrize("name", TRUTH)
def test_a_capture_is_read_as_tshark_reads_it_or_the_difference_is_explained(name: str) -> None:
    ours, theirs = _ours(DATA / "public" / TRUTH[name]["file"]), _theirs(TRUTH[name])
    ours["finals"], theirs["finals"] = _other_finals(DATA / "public" / TRUTH[name]["file"], TRUTH[name]["calls"]), 0
    explained = {part: value for part, value in DIFFERENCES.get(name, {}).items() if part != "why"}
    assert {part: value for part, value in ours.items() if value != theirs[part]} == explained


def test_every_difference_is_explained_and_is_of_a_capture() -> None:
    assert not [name for name, entry in DIFFERENCES.items() if not entry.get("why")]
    assert not DIFFERENCES.keys() - TRUTH.keys()


def _theirs(truth: dict[str, Any]) -> dict[str, Any]:
    return {
        "sip_messages": truth["sip_messages"],
        "call_ids": len(set(truth["call_ids"]) - {"<none>"}),
        "statuses": truth["statuses"],
    }


def _ours(path: Path) -> dict[str, Any]:
    try:
        report = run([str(path)])
    except Problem:
        return {"sip_messages": 0, "call_ids": 0, "statuses": {}}
    return {
        "sip_messages": report.overview.sip_messages,
        "call_ids": len(_call_ids(report) - {""}),
        "statuses": _statuses(report),
    }


def _other_finals(path: Path, calls: dict[str, dict[str, Any]]) -> int:
    """How many Call-IDs of `calls` have no leg with the final status that is given there."""
    if not calls:
        return 0
    evidence = run([str(path)]).table.evidence
    found: dict[str, set[int]] = {}
    for call, status in zip(evidence.legs("call").tolist(), evidence.legs("status").tolist(), strict=True):
        found.setdefault(evidence.call_id(call), set()).add(status)
    return sum(int(call["final_status"] or 0) not in found.get(name, ()) for name, call in calls.items() if name != "<none>")


def _call_ids(report: FullReport) -> set[str]:
    evidence = report.table.evidence
    return {evidence.call_id(number) for number in range(evidence.call_id_count)}


def _statuses(report: FullReport) -> dict[str, int]:
    counted = Counter(report.table.evidence.messages("status").tolist())
    return {str(status): times for status, times in sorted(counted.items()) if status}
