"""Kinds of outcome that differ only in what a host is: judged once where nobody asks what it is, each by itself where somebody does."""

from __future__ import annotations

from pathlib import Path

import pytest

from sipwhy.app import run
from sipwhy.app.report import FullReport
from sipwhy.diagnosis.engine import cause_among
from tests.diagnosis.test_engine import CAPTURES
from tests.rules.dialogues import Script
from tests.rules.packets import write_pcap

PHONE, PBX = "  User-Agent: Yealink SIP-T46S 66.85", "  User-Agent: Asterisk PBX 18.9"


def played(answer: str, tmp_path: Path, *agents: tuple[str, str]) -> FullReport:
    """Calls of one leg that got one answer; each between hosts of its own, which are what their names tell."""
    lines = []
    for at, (caller, callee) in enumerate(agents):
        one, other = f"192.0.2.{10 + at}", f"192.0.2.{50 + at}"
        lines += [f"{at + 0.1:.1f} {one} > {other} [{at}] INVITE 1001 > 1003 +sdp", caller]
        lines += [f"{at + 0.2:.1f} {other} > {one} [{at}] {answer}", callee, f"{at + 0.3:.1f} {one} > {other} [{at}] ACK"]
    script = Script({})
    script.play([*lines, "90 end"])
    write_pcap(tmp_path / "calls.pcap", script.packets)
    return run([str(tmp_path / "calls.pcap")])


def told(report: FullReport) -> list[tuple[str, str, str] | None]:
    """Cause, blame and confidence of each call."""
    found = ((int(at), report.verdicts.causes) for at in report.verdicts.cause)
    return [(causes[at].rule, causes[at].at_fault, causes[at].confidence) if at >= 0 else None for at, causes in found]


def alone(report: FullReport) -> list[tuple[str, str, str] | None]:
    """The same, each call judged by itself."""
    causes = (cause_among(report.findings_of(row.number)) for row in report.rows())
    return [(cause.rule, cause.at_fault, cause.confidence) if cause else None for cause in causes]


def test_who_is_busy_is_busy_whoever_called_and_whatever_said_so(tmp_path: Path) -> None:
    report = played("486 Busy Here", tmp_path, (PHONE, PHONE), (PBX, PHONE), (PBX, PBX), (PHONE, PBX))
    assert len({report.host(f"192.0.2.{10 + at}").role for at in range(4)}) > 1
    assert told(report) == alone(report)
    assert len(report.verdicts.causes) == 1


@pytest.mark.parametrize("answer", ["500 Server Internal Error", "488 Not Acceptable Here"])
def test_who_is_at_fault_is_told_by_what_answered_and_not_by_what_called(answer: str, tmp_path: Path) -> None:
    report = played(answer, tmp_path, (PHONE, PBX), (PBX, PBX), (PHONE, PHONE), (PBX, PHONE))
    assert told(report) == alone(report)
    assert len(report.verdicts.causes) == 2


def test_a_call_that_was_looked_at_before_all_were_judged_is_no_judgement_on_others(tmp_path: Path) -> None:
    report = played("500 Server Internal Error", tmp_path, (PHONE, PBX), (PBX, PBX), (PHONE, PHONE), (PBX, PHONE))
    first = [report.findings_of(number) for number in range(1, 5)]
    assert all(first)
    assert told(report) == alone(report)
    assert len({one.at_fault for one in report.verdicts.causes}) == 2


def test_the_blame_of_every_recorded_call_is_that_which_it_has_alone() -> None:
    report = run([str(path) for path in CAPTURES])
    assert told(report) == alone(report)
