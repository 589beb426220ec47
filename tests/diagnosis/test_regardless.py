"""Kinds of outcome that differ only in what a host is: judged once where nobody asks what it is, each by itself where somebody does."""

from __future__ import annotations

from pathlib import Path

import pytest

from sipwhy.app import run
from sipwhy.app.report import FullReport
from sipwhy.diagnosis.engine import cause_among
from sipwhy.model import Finding
from tests.diagnosis.test_engine import CAPTURES
from tests.rules.dialogues import Script
from tests.rules.packets import write_pcap

PHONE, PBX = "  User-Agent: Yealink SIP-T46S 66.85", "  User-Agent: Asterisk PBX 18.9"


def played(answer: str, tmp_path: Path, *agents: tuple[str, str], reason: str = "") -> FullReport:
    """Calls of one leg that got one answer; each between hosts of its own, which are what their names tell."""
    lines = []
    for at, (caller, callee) in enumerate(agents):
        one, other = f"192.0.2.{10 + at}", f"192.0.2.{50 + at}"
        lines += [f"{at + 0.1:.1f} {one} > {other} [{at}] INVITE 1001 > 1003 +sdp", caller]
        lines += [f"{at + 0.2:.1f} {other} > {one} [{at}] {answer}", callee, *([f"  Reason: {reason}"] if reason else [])]
        lines += [f"{at + 0.3:.1f} {one} > {other} [{at}] ACK"]
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


@pytest.mark.parametrize("cause", [34, 38])
def test_what_a_cause_means_hangs_on_the_product_that_names_it(cause: int, tmp_path: Path) -> None:
    other = "  User-Agent: FreeSWITCH-mod_sofia/1.10.9"
    report = played("503 Service Unavailable", tmp_path, (PHONE, PBX), (PHONE, other), (PHONE, PBX), reason=f"Q.850;cause={cause}")
    found = [report.verdicts.causes[int(at)].variant for at in report.verdicts.cause]
    assert found == ["", "channels" if cause == 34 else "network", ""]


def test_a_call_that_was_looked_at_before_all_were_judged_is_no_judgement_on_others(tmp_path: Path) -> None:
    report = played("500 Server Internal Error", tmp_path, (PHONE, PBX), (PBX, PBX), (PHONE, PHONE), (PBX, PHONE))
    first = [report.findings_of(number) for number in range(1, 5)]
    assert all(first)
    assert told(report) == alone(report)
    assert len({one.at_fault for one in report.verdicts.causes}) == 2


def test_the_blame_of_every_recorded_call_is_that_which_it_has_alone() -> None:
    report = run([str(path) for path in CAPTURES])
    assert told(report) == alone(report)


def told_in_full(report: FullReport) -> list[tuple[str, str, str, str] | None]:
    """Cause, variant, blame and confidence of each call as all were judged."""
    found = ((int(at), report.verdicts.causes) for at in report.verdicts.cause)
    return [_in_full(causes[at]) if at >= 0 else None for at, causes in found]


def alone_in_full(report: FullReport) -> list[tuple[str, str, str, str] | None]:
    """The same, each call judged by itself."""
    causes = (cause_among(report.findings_of(row.number)) for row in report.rows())
    return [_in_full(cause) if cause else None for cause in causes]


def _in_full(cause: Finding) -> tuple[str, str, str, str]:
    return cause.rule, cause.variant, cause.at_fault, cause.confidence


def silent(tmp_path: Path, *ways: tuple[str, float]) -> FullReport:
    """Calls to a trunk that keeps silent: over what the PBX asked it, and after how many seconds it told the caller 503."""
    lines = []
    for at, (over, told_after) in enumerate(ways):
        begun = at * 60
        lines += [f"{begun}.0 alice > pbx [a{at}] INVITE 1001 > 9000{at} +sdp", f"{begun}.01 pbx > alice [a{at}] 100 Trying"]
        lines += [f"{begun}.02 pbx > trunk [b{at}] INVITE 1001 > 9000{at} +sdp {over}"]
        lines += [f"{begun + told_after} pbx > alice [a{at}] 503 Service Unavailable"]
        lines += [f"{begun + told_after + 0.1:.1f} alice > pbx [a{at}] ACK"]
    script = Script({})
    script.play([*lines, "999 end"])
    write_pcap(tmp_path / "calls.pcap", script.packets)
    return run([str(tmp_path / "calls.pcap")])


WAYS = [(("", 20), ("+tcp", 20)), (("+tcp", 20), ("", 20)), (("+tcp", 2), ("+tcp", 5)), (("+tcp", 7), ("+tcp", 2.5))]


@pytest.mark.parametrize("ways", WAYS)
def test_silence_means_another_thing_by_transport_and_by_how_long_tcp_had(ways: tuple[tuple[str, float], ...], tmp_path: Path) -> None:
    report = silent(tmp_path, *ways)
    assert told_in_full(report) == alone_in_full(report)
    assert len(set(told_in_full(report))) == 2


def test_silence_of_a_kind_is_judged_once(tmp_path: Path) -> None:
    report = silent(tmp_path, ("+tcp", 10), ("+tcp", 11), ("", 10), ("", 11))
    assert len(report.verdicts.causes) == 2


@pytest.mark.parametrize("ways", [("", "+tcp"), ("+tcp", "")])
def test_a_registration_that_nobody_answered_is_told_of_by_its_own_transport(ways: tuple[str, str], tmp_path: Path) -> None:
    script = Script({})
    script.play([*(f"{at * 60}.0 alice > pbx [r{at}] REGISTER 100{at} {over}" for at, over in enumerate(ways)), "999 end"])
    write_pcap(tmp_path / "calls.pcap", script.packets)
    report = run([str(tmp_path / "calls.pcap")])
    assert told_in_full(report) == alone_in_full(report)
    assert None in told_in_full(report)
