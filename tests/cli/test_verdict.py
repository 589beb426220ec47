"""What `--fail-on` counts, and as how bad."""

import pytest
from msgspec.structs import replace

from sipwhy.cli.verdict import is_found
from sipwhy.diagnosis.blame import SIDES
from sipwhy.diagnosis.registry import rules
from sipwhy.model import AtFault, Severity
from sipwhy.render.voice import Voice
from tests.fakes import FakeReport, scenes

SEVERITIES = ("error", "warning", "notice")


def is_so(report: FakeReport, severity: str, only: int | None = None) -> bool:
    """The answer for who reads English."""
    return is_found(report, severity, Voice("en", rules()), only)


def failed(severity: Severity, at_fault: AtFault) -> FakeReport:
    """One failed call whose only finding is its cause."""
    call, findings = scenes.dead_trunk_call(1, 1)
    return FakeReport([(call, [replace(findings[0], severity=severity, at_fault=at_fault)])])


@pytest.mark.parametrize("asked", SEVERITIES)
def test_a_failure_that_nothing_explains_is_an_error(asked: str) -> None:
    call, _ = scenes.dead_trunk_call(1, 1)
    assert is_so(FakeReport([(call, [])]), asked)


@pytest.mark.parametrize("asked", SEVERITIES)
def test_what_was_answered_is_none(asked: str) -> None:
    assert not is_so(FakeReport([scenes.good_call(1, 1)]), asked)


@pytest.mark.parametrize("at_fault", ["trunk", "unknown"])
def test_a_fault_counts_as_it_is(at_fault: AtFault) -> None:
    assert [is_so(failed("error", at_fault), asked) for asked in SEVERITIES] == [True, True, True]
    assert [is_so(failed("warning", at_fault), asked) for asked in SEVERITIES] == [False, True, True]
    assert [is_so(failed("info", at_fault), asked) for asked in SEVERITIES] == [False, False, False]


@pytest.mark.parametrize("at_fault", ["user", "nobody"])
def test_what_is_nobodys_fault_is_a_notice_at_most(at_fault: AtFault) -> None:
    assert [is_so(failed("error", at_fault), asked) for asked in SEVERITIES] == [False, False, True]
    assert [is_so(failed("info", at_fault), asked) for asked in SEVERITIES] == [False, False, False]


def test_one_fault_among_choices_counts() -> None:
    chosen, fault = failed("error", "user").cases[0], scenes.dead_trunk_call(2, 20)
    assert is_so(FakeReport([chosen, fault]), "error")


@pytest.mark.parametrize("cause", ["insufficient-funds", "number-blocked", "destination-not-in-plan"])
def test_what_somebody_must_mend_though_it_lies_with_a_user_counts_as_it_is(cause: str) -> None:
    call, findings = scenes.dead_trunk_call(1, 1)
    barred = replace(findings[0], rule=cause, severity="error", at_fault="user")
    assert is_so(FakeReport([(call, [barred])]), "error")


def test_these_are_all_there_are() -> None:
    tested = {"insufficient-funds", "number-blocked", "destination-not-in-plan"}
    assert {slug for slug, side in SIDES.items() if side == "account"} == tested
    assert tested <= rules().keys()


@pytest.mark.parametrize("asked", SEVERITIES)
def test_a_finding_of_the_whole_capture_counts_where_no_call_failed(asked: str) -> None:
    _, (finding,) = scenes.dead_trunk_call(2, 20)
    wide = replace(finding, rule="extension-scan", severity="warning", is_cause=False)
    report = FakeReport([scenes.good_call(1, 1)], findings=[wide])
    assert is_so(report, asked) == (asked != "error")


def test_a_finding_beside_the_cause_counts_too() -> None:
    call, (cause,) = scenes.dead_trunk_call(1, 1)
    beside = replace(cause, rule="large-udp", severity="warning", is_cause=False)
    assert is_so(FakeReport([(call, [replace(cause, severity="info"), beside])]), "warning")


def test_a_notice_beside_what_a_call_ended_by_does_not_count_where_only_v_shows_it() -> None:
    call, (cause,) = scenes.dead_trunk_call(1, 1)
    beside = replace(cause, rule="probe-answered", severity="notice", is_cause=False)
    for at_fault in ("nobody", "trunk"):
        assert not is_so(FakeReport([(call, [replace(cause, severity="info"), replace(beside, at_fault=at_fault)])]), "notice")
    assert is_so(failed("notice", "trunk"), "notice")


def test_a_notice_counts_that_the_report_shows_for_people_heard_badly() -> None:
    call, (cause,) = scenes.dead_trunk_call(1, 1)
    lossy = replace(cause, rule="packet-loss", severity="notice", is_cause=False)
    report = FakeReport([(call, [replace(cause, severity="info"), lossy])])
    assert [is_so(report, asked) for asked in SEVERITIES] == [False, False, True]


def test_of_one_call_everything_counts_that_is_shown_of_it_and_nothing_of_others() -> None:
    call, (cause,) = scenes.dead_trunk_call(1, 1)
    beside = replace(cause, rule="probe-answered", severity="notice", is_cause=False)
    mild, bad = (call, [replace(cause, severity="info"), beside]), scenes.dead_trunk_call(2, 20)
    report = FakeReport([mild, bad])
    assert [is_so(report, asked, only=1) for asked in SEVERITIES] == [False, False, True]
    assert is_so(report, "error", only=2)
    assert is_so(FakeReport([mild, (bad[0], [])]), "error", only=2)
