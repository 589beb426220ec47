"""Legs of FreeSWITCH's bridges: what became of them is the call's."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from msgspec.structs import replace

from sipwhy.calls.log import bridges
from sipwhy.calls.log.attempts import Attempt, attempts_of
from sipwhy.calls.log.entry import entry_of
from sipwhy.calls.log.reading import events_of
from sipwhy.model.log_event import LogEvent
from sipwhy.model.log_line import LogLine
from tests.calls.log.lines import line

CALLER, TRUNK, PHONE = "sofia/internal/1001@203.0.113.10", "sofia/external/84950000000", "sofia/internal/1002@198.51.100.22:5060"
A, B, OTHER = "11111111-1111-4111-8111-111111111111", "22222222-2222-4222-8222-222222222222", "33333333-3333-4333-8333-333333333333"


def begun(at: float = 0.0, tag: str = A, number: str = "84950000000") -> LogLine:
    return line(f"Processing Alice <1001>->{number} in context default", at, tag=tag, source="mod_dialplan_xml.c")


def state(name: str, status: int, at: float, channel: str = TRUNK, tag: str = B) -> LogLine:
    return line(f"Channel {channel} entering state [{name}][{status}]", at, tag=tag, source="sofia.c")


def ended(cause: str, at: float, channel: str = TRUNK, tag: str = B, phase: str = "CS_CONSUME_MEDIA") -> LogLine:
    return line(f"Hangup {channel} [{phase}] [{cause}]", at, tag=tag, source="sofia.c")


def failed(cause: str, at: float, tag: str = A) -> LogLine:
    return line(f"Originate Failed.  Cause: {cause}", at, tag=tag, source="mod_dptools.c")


def over(cause: str, at: float, tag: str = A) -> LogLine:
    return ended(cause, at, CALLER, tag, "CS_EXECUTE")


def told(*lines: LogLine) -> list[Attempt]:
    return attempts_of(events_of(lines))


def deciding(attempt: Attempt) -> tuple[str, int, str, str]:
    """Kind, status, whose and how sure of what decided."""
    event = next(event for event in attempt.standing if event.kind.startswith(("dial", "far")) and event.kind != "dialplan")
    return event.kind, event.code, event.facts.get("whose", event.facts.get("side", "?")), event.tied


@pytest.mark.parametrize(
    ("cause", "status", "kind", "code"),
    [
        ("CALL_REJECTED", 403, "dial-refused", 403),
        ("CALL_REJECTED", 603, "dial-refused", 603),
        ("NORMAL_TEMPORARY_FAILURE", 500, "dial-refused", 500),
        ("RECOVERY_ON_TIMER_EXPIRE", 504, "dial-refused", 504),
        ("RECOVERY_ON_TIMER_EXPIRE", 408, "far-timeout", 0),
        ("NO_USER_RESPONSE", 480, "dial-unanswered", 0),
    ],
)
def test_the_status_of_the_leg_counts_for_more_than_the_cause_that_was_made_of_it(cause: str, status: int, kind: str, code: int) -> None:
    (call,) = told(begun(), state("terminated", status, 2.0), ended(cause, 2.0), failed(cause, 2.1), over(cause, 2.1))
    assert deciding(call)[:3] == (kind, code, "trunk")
    assert entry_of(call, 1).result == {603: "declined"}.get(code, "no-answer" if kind == "dial-unanswered" else "failed")


def test_a_bridge_that_fails_is_told_though_the_dial_plan_goes_on_and_ends_well() -> None:
    (call,) = told(begun(), ended("USER_BUSY", 2.0), failed("USER_BUSY", 2.1), over("NORMAL_CLEARING", 9.0))
    assert deciding(call) == ("dial-refused", 486, "trunk", "certain")


def test_a_second_gateway_that_takes_the_call_makes_the_first_good() -> None:
    answered = line(f"Channel [{CALLER}] has been answered", 8.0, tag=A, source="switch_ivr_originate.c")
    (call, *_) = told(begun(), ended("NORMAL_TEMPORARY_FAILURE", 2.0), failed("NORMAL_TEMPORARY_FAILURE", 2.1), answered)
    assert not [event for event in call.standing if event.kind == "dial-refused"]


def test_without_a_status_a_refusal_is_a_telephones_no_or_a_trunks_403_and_never_certain() -> None:
    (of_trunk,) = told(begun(), ended("CALL_REJECTED", 2.0), failed("CALL_REJECTED", 2.1))
    assert deciding(of_trunk) == ("dial-refused", 403, "trunk", "likely")
    (of_phone,) = told(begun(), ended("CALL_REJECTED", 2.0, PHONE), failed("CALL_REJECTED", 2.1))
    assert deciding(of_phone) == ("dial-refused", 603, "telephone", "likely")
    (of_nobody,) = told(begun(), failed("CALL_REJECTED", 2.1))
    assert deciding(of_nobody) == ("dial-refused", 403, "", "possible")


def test_where_two_legs_fit_and_differ_nobody_is_blamed() -> None:
    legs = (state("terminated", 403, 2.0), ended("CALL_REJECTED", 2.0), ended("CALL_REJECTED", 2.05, PHONE, OTHER))
    (call,) = told(begun(number="700"), *legs, failed("CALL_REJECTED", 2.1))
    assert deciding(call) == ("dial-refused", 403, "", "possible")


def test_of_calls_that_fail_at_one_time_each_has_the_leg_to_the_number_that_it_dialled() -> None:
    other = "44444444-4444-4444-8444-444444444444"
    legs = [state("terminated", 403, 2.0), ended("CALL_REJECTED", 2.0)]
    legs += [state("terminated", 603, 2.02, PHONE, OTHER), ended("CALL_REJECTED", 2.02, PHONE, OTHER)]
    calls = told(begun(), begun(0.1, other, "1002"), *legs, failed("CALL_REJECTED", 2.1), failed("CALL_REJECTED", 2.1, other))
    assert [deciding(call) for call in calls] == [("dial-refused", 403, "trunk", "likely"), ("dial-refused", 603, "telephone", "certain")]


def test_a_leg_that_may_be_another_calls_gives_no_name() -> None:
    phones = [ended("USER_BUSY", at, PHONE.replace("1002", user), tag) for at, user, tag in ((2.0, "1003", B), (2.05, "1004", OTHER))]
    (call,) = told(begun(number="700"), *phones, failed("USER_BUSY", 2.1))
    (event,) = (event for event in call.standing if event.kind == "dial-refused")
    assert (event.code, event.peer, event.facts) == (486, "", {"cause": "USER_BUSY", "side": "telephone"})


@pytest.mark.parametrize(("status", "sure"), [(486, "certain"), (603, "certain"), (403, "likely"), (503, "likely"), (404, "likely")])
def test_whose_fault_it_is_a_profiles_name_tells_no_better_than_likely(status: int, sure: str) -> None:
    (call,) = told(begun(), state("terminated", status, 2.0), ended("CALL_REJECTED", 2.0), failed("CALL_REJECTED", 2.1))
    assert deciding(call)[1:] == (status, "trunk", sure)


@pytest.mark.parametrize("status", [401, 407])
def test_a_trunk_that_wants_another_login_is_told_with_the_words_for_the_cause(status: int) -> None:
    (call,) = told(begun(), state("terminated", status, 2.0), ended("CALL_REJECTED", 2.0), failed("CALL_REJECTED", 2.1))
    (event,) = (event for event in call.standing if event.kind == "dial-refused")
    assert (event.code, event.tied, event.facts["side"], event.facts["cause"]) == (403, "likely", "trunk", "CALL_REJECTED")


@pytest.mark.parametrize("status", [400, 420, 513])
def test_the_form_of_the_servers_own_request_is_not_the_callers_fault(status: int) -> None:
    cause = "NORMAL_TEMPORARY_FAILURE"
    (call,) = told(begun(), state("terminated", status, 2.0), ended(cause, 2.0), failed(cause, 2.1))
    assert deciding(call)[:2] == ("dial-refused", 0)
    assert entry_of(call, 1).result == "failed"


def test_the_487_to_the_servers_own_cancel_is_nobodys_hanging_up() -> None:
    cause = "PROGRESS_TIMEOUT"
    (call,) = told(begun(), ended(cause, 2.0), state("terminated", 487, 2.05), failed(cause, 2.1), over(cause, 2.1))
    assert deciding(call)[:2] == ("far-timeout", 0)


def test_who_is_turned_away_before_the_dial_plan_is_nobodys_leg() -> None:
    stranger = (state("terminated", 403, 2.0, PHONE, OTHER), ended("CALL_REJECTED", 2.0, PHONE, OTHER, "CS_NEW"))
    call, _ = told(begun(number="1002"), *stranger, failed("CALL_REJECTED", 2.1))
    assert deciding(call)[1:] == (403, "", "possible")


def test_lines_without_a_time_are_told_of_no_leg() -> None:
    lines = (begun(), ended("USER_BUSY", 2.0), failed("USER_BUSY", 2.1))
    call, _ = told(*(replace(one, ts=None) for one in lines))
    assert deciding(call) == ("dial-refused", 486, "", "certain")


def test_of_a_thousand_legs_that_end_at_one_time_only_some_are_looked_at(monkeypatch: pytest.MonkeyPatch) -> None:
    looked: list[int] = []

    def told_of(event: LogEvent, ended: Sequence[object]) -> list[LogEvent]:
        looked.append(len(ended))
        return [event]

    monkeypatch.setattr(bridges, "_told", told_of)
    legs = [ended("USER_BUSY", 2.0, f"{TRUNK}{at}", f"{at:08d}{B[8:]}") for at in range(1000)]
    told(begun(), *legs, failed("USER_BUSY", 2.1))
    assert looked == [100]


def test_a_leg_that_ended_long_before_is_another_calls() -> None:
    call, leg = told(begun(), state("terminated", 603, 1.0), ended("CALL_REJECTED", 1.0), failed("CALL_REJECTED", 2.1))
    assert deciding(call)[1:] == (403, "", "possible")
    assert leg.events[0].line.tag == B


def test_a_408_may_be_the_servers_own_timer_and_is_never_more_than_possible() -> None:
    cause = "RECOVERY_ON_TIMER_EXPIRE"
    (call,) = told(begun(), state("terminated", 408, 32.2), ended(cause, 32.2), failed(cause, 32.3))
    assert deciding(call) == ("far-timeout", 0, "trunk", "possible")


def test_the_callers_offer_is_not_to_blame_for_what_the_other_side_refuses() -> None:
    cause = "INCOMPATIBLE_DESTINATION"
    (call,) = told(begun(), ended(cause, 2.0), failed(cause, 2.1), over(cause, 2.1))
    assert not [event for event in call.standing if event.kind == "codec-mismatch"]
    (asked,) = told(line(f"Hangup {CALLER} [CS_NEW] [{cause}]", 0.0, tag=A, source="sofia.c"))
    assert asked.events[0].kind == "codec-mismatch"


def test_both_legs_that_end_for_want_of_voice_are_one_call() -> None:
    ends = (over("MEDIA_TIMEOUT", 60.0), ended("MEDIA_TIMEOUT", 60.01, phase="CS_EXCHANGE_MEDIA"))
    assert len(told(begun(), *ends)) == 1
    assert len(told(begun(), *reversed(ends))) == 1


def test_who_is_turned_away_before_the_dial_plan_was_declined_by_nobody() -> None:
    (asked,) = told(line(f"Hangup {CALLER} [CS_NEW] [CALL_REJECTED]", 0.0, tag=A, source="sofia.c"))
    assert (asked.events[0].kind, asked.events[0].code) == ("hangup", 0)


def test_a_telephone_that_does_not_answer_is_no_failure_where_voicemail_takes_the_call() -> None:
    answered = line(f"Channel [{CALLER}] has been answered", 30.2, tag=A, source="mod_dptools.c")
    (call, *_) = told(begun(), ended("NO_ANSWER", 30.0, PHONE), failed("NO_ANSWER", 30.1), answered, over("NORMAL_CLEARING", 60.0))
    assert entry_of(call, 1).result == "answered"
