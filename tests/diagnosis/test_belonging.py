"""A finding of the whole capture is the cause of the calls that it names, each with a copy of its own."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from sipwhy.app import run
from sipwhy.app.report import FullReport
from sipwhy.diagnosis import ONE, Overview
from sipwhy.model import Finding, Severity
from tests.rules.dialogues import Script
from tests.rules.packets import write_pcap

REFUSED = [
    "{at}.00 alice > pbx [{name}] INVITE 1001 > 5555 +sdp",
    "{at}.01 pbx > alice [{name}] 404 Not Found",
    "{at}.02 alice > pbx [{name}] ACK",
]


@pytest.fixture
def report(tmp_path: Path) -> FullReport:
    script = Script({})
    script.play([line.format(at=at, name=name) for at, name in enumerate("abcd") for line in REFUSED])
    path = tmp_path / "four.pcap"
    write_pcap(path, script.packets)
    return run([str(path)])


def wide(slug: str, severity: Severity, *numbers: int, is_cause: bool = True) -> Finding:
    return Finding(slug, severity, "likely", "caller", call_numbers=numbers, is_cause=is_cause, at=1)


def judged(report: FullReport, monkeypatch: pytest.MonkeyPatch, *findings: Finding) -> list[str | None]:
    def check(_: Overview) -> Iterator[Finding]:
        yield from findings

    monkeypatch.setattr("sipwhy.app.report.capture_checks", lambda: {"wide": check})
    monkeypatch.setattr("sipwhy.app.report.known", dict)
    return [row.cause for row in report.rows()]


def test_what_a_call_means_by_itself_gives_way(report: FullReport, monkeypatch: pytest.MonkeyPatch) -> None:
    assert judged(report, monkeypatch, wide("flood", "warning", 1, 3)) == ["flood", "unknown-number", "flood", "unknown-number"]
    (copy,) = report.findings_of(3)
    assert (copy.rule, copy.call_numbers, copy.is_cause) == ("flood", (3,), True)
    assert [(proof.note, proof.message) for proof in copy.evidence] == [(ONE, 7)]
    assert [group.numbers for group in report.causes if group.cause == "flood"] == [[1, 3]]


def test_the_finding_about_the_fewest_calls_says_most(report: FullReport, monkeypatch: pytest.MonkeyPatch) -> None:
    found = (wide("scan", "notice", 1, 2), wide("scanner", "error", 1, 2, 3, 4), wide("guess", "notice", 2))
    assert judged(report, monkeypatch, *found) == ["scan", "guess", "scanner", "scanner"]


def test_of_two_about_the_same_calls_the_graver_counts(report: FullReport, monkeypatch: pytest.MonkeyPatch) -> None:
    assert judged(report, monkeypatch, wide("guess", "warning", 1), wide("broken-in", "error", 1))[0] == "broken-in"


def test_what_is_no_cause_or_names_no_call_changes_nothing(report: FullReport, monkeypatch: pytest.MonkeyPatch) -> None:
    found = (wide("note", "notice", 1, is_cause=False), wide("loose", "error"), wide("beyond", "error", 0, 99))
    assert judged(report, monkeypatch, *found) == ["unknown-number"] * 4


def test_a_check_of_the_whole_capture_that_crashes_is_a_line(report: FullReport, monkeypatch: pytest.MonkeyPatch) -> None:
    def check(_: Overview) -> Iterator[Finding]:
        raise ValueError("oh")

    monkeypatch.setattr("sipwhy.app.report.capture_checks", lambda: {"wide": check})
    assert [(item.rule, item.error) for item in report.not_checked if item.error] == [("wide", "ValueError: oh")]
