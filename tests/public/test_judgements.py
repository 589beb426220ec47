"""Every loud finding about other people's captures was looked at against the packets; only what was judged right may be said.

`judgements.json` is a list of entries:

    {"capture": "<path below data/public>", "call": 2, "rule": "ack-lost", "verdict": "right", "why": "frames 12 to 56: ..."}

"call" is null for a finding of the whole capture. "wrong" keeps what was once said and must not be said again.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from sipwhy.app import Problem, run
from sipwhy.model import Finding

HERE = Path(__file__).resolve().parent
PUBLIC = HERE.parents[2] / "shared" / "data" / "public"
JUDGEMENTS: list[dict[str, Any]] = json.loads((HERE / "judgements.json").read_text(encoding="utf-8"))
LOUD = ("warning", "error")

Said = tuple[int | None, str]


def _captures() -> list[Path]:
    return sorted(path for path in PUBLIC.glob("**/*") if path.suffix in (".pcap", ".pcapng", ".cap") and path.is_file())


def _name(path: Path) -> str:
    return path.relative_to(PUBLIC).as_posix()


def _judged(capture: str, verdict: str) -> set[Said]:
    return {(one["call"], one["rule"]) for one in JUDGEMENTS if (one["capture"], one["verdict"]) == (capture, verdict)}


def _findings(path: Path) -> Iterator[tuple[int | None, Finding]]:
    try:
        report = run([str(path)])
    except Problem:
        return
    yield from ((None, finding) for finding in report.findings)
    for row in report.rows():
        yield from ((row.number, finding) for finding in report.findings_of(row.number))


needs_captures = pytest.mark.skipif(not PUBLIC.is_dir(), reason="the collection of captures does not lie beside this clone")


@needs_captures
@pytest.mark.parametrize("path", _captures(), ids=_name)
def test_what_is_said_loudly_of_a_capture_was_judged_right(path: Path) -> None:
    said = {(number, finding.rule) for number, finding in _findings(path) if finding.severity in LOUD}
    right = _judged(_name(path), "right")
    assert said - right == set(), "look at the packets, then add it to judgements.json"
    assert right - said == set(), "judged right, and no longer said"


@needs_captures
def test_every_judgement_is_of_a_capture_that_is_there() -> None:
    assert {one["capture"] for one in JUDGEMENTS} <= set(map(_name, _captures()))


def test_every_judgement_is_whole_and_made_once() -> None:
    assert not [one for one in JUDGEMENTS if one["verdict"] not in ("right", "wrong") or not one["why"]]
    times = Counter((one["capture"], one["call"], one["rule"]) for one in JUDGEMENTS)
    assert not [key for key, count in times.items() if count > 1]
