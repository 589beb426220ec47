"""Several lines about one attempt are one attempt; what contradicts stays apart."""

from __future__ import annotations

import sys
from types import FrameType

import pytest

from sipwhy.calls.log import Attempt, attempts_of, entry_of, events_of
from sipwhy.calls.log.attempts import merged
from sipwhy.calls.log.dialled import by_trunk
from sipwhy.model.log_line import LogLine
from tests.calls.log.lines import line, security

WRONG = "Registration from '<sip:{user}@203.0.113.10>' failed for '198.51.100.21:{port}' - Wrong password"


def told(*lines: LogLine) -> list[Attempt]:
    return attempts_of(events_of(lines))


def test_the_call_id_joins_the_security_log_to_the_messages() -> None:
    sender = "from '<sip:1001@203.0.113.10>' failed for '198.51.100.21:5062'"
    request = f"Request 'REGISTER' {sender} (callid: a@198.51.100.21) - Failed to authenticate"
    found = told(line(request), line(security("ChallengeResponseFailed"), 0.1, number=2, file=1))
    assert [(one.kind, one.account, len(one.events)) for one in found] == [("registration", "1001", 2)]


def test_the_call_tag_joins_the_dial_plan_to_what_dial_says() -> None:
    found = told(
        line('Executing [1002@phones:1] Dial("PJSIP/1001-00000000", "PJSIP/1002,20") in new stack', tag="C-00000001"),
        line("Unable to create channel of type 'PJSIP' (cause 3 - No route to destination)", 20, number=2, tag="C-00000001"),
    )
    assert [(entry_of(one, 1).caller, entry_of(one, 1).callee) for one in found] == [("1001", "1002")]


def test_lines_of_the_same_moment_about_other_devices_stay_apart() -> None:
    assert len(told(line(WRONG.format(user="1001", port=5060)), line(WRONG.format(user="1002", port=5060), 0.1, number=2))) == 2


def test_two_calls_with_their_own_tags_stay_apart() -> None:
    refused = "Unable to create channel of type 'SIP' (cause 20 - Subscriber absent)"
    assert len(told(line(refused, tag="C-00000001"), line(refused, 0.1, number=2, tag="C-00000002"))) == 2


def test_a_device_that_tries_for_hours_is_one_registration() -> None:
    tries = [line(WRONG.format(user="1001", port=5060), 60.0 * n, number=n) for n in range(1, 50)]
    found = merged(told(*tries))
    assert [(one.kind, len(one.events)) for one in found] == [("registration", 49)]


def test_registrations_whose_device_nobody_names_are_not_thrown_together() -> None:
    failed = "{{1 2 REGISTER {call_id}}} auth [api.c:302]: auth_check_response(): Authorization failed"
    assert len(merged(told(line(failed.format(call_id="a")), line(failed.format(call_id="b"), 9, number=2)))) == 2


def test_a_login_that_is_accepted_makes_good_what_was_refused_before() -> None:
    (one,) = merged(told(line(security("ChallengeResponseFailed")), line(security("SuccessfulAuth"), 2, number=2)))
    assert entry_of(one, 1).result == "registered"
    assert [event.kind for event in one.standing] == ["login-accepted"]


def test_accounting_gives_the_status_and_how_long_was_talked() -> None:
    acc = "ACC: transaction answered: timestamp=1;method={method};from_tag=a;to_tag=b;call_id=c;code=200;reason=OK"
    (one,) = told(line(acc.format(method="INVITE")), line(acc.format(method="BYE"), 32, number=2))
    call = entry_of(one, 7)
    assert (call.number, call.result, call.status, call.durations.talk, call.call_ids) == (7, "answered", 200, 32.0, ("c",))


REFUSED = "{{1 1 {method} c}} auth [api.c:302]: auth_check_response(): Authorization failed"
ACCOUNTED = "ACC: transaction answered: timestamp=1;method={method};from_tag=a;to_tag=b;call_id=c;code={code};reason=OK"


@pytest.mark.parametrize(
    ("method", "then", "code", "result"),
    [
        ("REGISTER", "REGISTER", 200, "registered"),
        ("MESSAGE", "MESSAGE", 202, "answered"),
        ("SUBSCRIBE", "SUBSCRIBE", 200, "answered"),
        ("PUBLISH", "PUBLISH", 200, "answered"),
        ("OPTIONS", "OPTIONS", 200, "answered"),
        ("INVITE", "INVITE", 200, "answered"),
        ("INVITE", "BYE", 200, "answered"),
        ("INVITE", "INVITE", 404, "failed"),
        ("INVITE", "BYE", 481, "failed"),
        ("INVITE", "CANCEL", 200, "failed"),
        ("MESSAGE", "MESSAGE", 404, "rejected"),
    ],
)
def test_a_request_that_was_refused_and_then_let_in_went_well_whatever_its_kind(method: str, then: str, code: int, result: str) -> None:
    (one,) = told(line(REFUSED.format(method=method)), line(ACCOUNTED.format(method=then, code=code), 0.1, number=2))
    assert entry_of(one, 1).result == result


@pytest.mark.parametrize("method", ["SUBSCRIBE", "PUBLISH", "NOTIFY"])
def test_an_entry_of_a_log_is_of_the_kind_that_a_capture_gives_it(method: str) -> None:
    (one,) = told(line(ACCOUNTED.format(method=method, code=200)))
    assert entry_of(one, 1).kind == "subscription"


def test_what_is_refused_after_it_was_let_in_is_refused() -> None:
    (one,) = told(line(ACCOUNTED.format(method="MESSAGE", code=202)), line(REFUSED.format(method="MESSAGE"), 9, number=2))
    assert entry_of(one, 1).result == "rejected"


def test_how_a_call_ended_of_which_only_the_login_is_known_cannot_be_told() -> None:
    sender = "from '<sip:1001@203.0.113.10>' failed for '198.51.100.21:5062'"
    refused = f"Request 'INVITE' {sender} (callid: a@198.51.100.21) - Failed to authenticate"
    (one,) = told(line(refused), line(security("SuccessfulAuth"), 0.1, number=2))
    assert (one.kind, entry_of(one, 1).result, entry_of(one, 1).is_failed) == ("call", "incomplete", False)


def test_an_answer_makes_good_the_gateway_that_was_tried_before() -> None:
    (one,) = told(
        line("Cannot create outgoing channel of type [sofia] cause: [GATEWAY_DOWN]", tag="u", source="switch_ivr_originate.c"),
        line("Channel [sofia/internal/1002@203.0.113.10] has been answered", 4, number=2, tag="u", source="switch_channel.c"),
    )
    assert [event.kind for event in one.standing] == ["answered"]


def test_of_the_routes_of_an_invite_the_last_status_stands() -> None:
    acc = "ACC: call missed: timestamp=1;method=INVITE;from_tag=a;to_tag=b;call_id=c;code={code};reason=x"
    (one,) = told(line(acc.format(code=408)), line(acc.format(code=486), 4, number=2))
    assert [event.code for event in one.standing] == [486]


STEP = 'Executing [{called}@phones:1] Dial("PJSIP/{caller}", "PJSIP/{called},20") in new stack'
BUSY = "Everyone is busy/congested at this time (1:1/0/0)"


def test_a_console_writes_no_tags_and_one_call_at_a_time_is_put_together_all_the_same() -> None:
    found = told(
        line(STEP.format(caller="1001-00000000", called="1002")),
        line("Called PJSIP/1002", 0.1, number=2),
        line(BUSY, 9, number=3),
        line("Spawn extension (phones, 1002, 2) exited non-zero on 'PJSIP/1001-00000000'", 9.1, number=4),
        line(STEP.format(caller="1003-00000002", called="1004"), 60, number=5),
        line(BUSY, 69, number=6),
    )
    assert [(entry_of(one, 1).caller, entry_of(one, 1).callee, entry_of(one, 1).result) for one in found] == [
        ("1001", "1002", "busy"),
        ("1003", "1004", "busy"),
    ]


def test_a_console_that_begins_within_a_call_tells_the_end_of_that_call_and_goes_on() -> None:
    found = told(
        line("Spawn extension (phones, 1009, 2) exited non-zero on 'PJSIP/1008-0000000a'"),
        line(STEP.format(caller="1001-00000000", called="1002"), 60, number=2),
        line(BUSY, 69, number=3),
        line("Spawn extension (phones, 1002, 2) exited non-zero on 'PJSIP/1001-00000000'", 69.1, number=4),
        line("Spawn extension (phones, 1002, 2) exited non-zero on 'PJSIP/1001-00000000'", 69.2, number=5),
    )
    assert [entry_of(one, 1).result for one in found if one.account == "1001"] == ["busy"]


def test_of_two_calls_at_once_a_line_without_a_tag_is_given_to_neither() -> None:
    found = told(
        line(STEP.format(caller="1001-00000000", called="1002")),
        line(STEP.format(caller="1003-00000002", called="1004"), 3, number=2),
        line(BUSY, 9, number=3),
    )
    assert [entry_of(one, 1).result for one in found[:2]] == ["failed", "failed"]


def test_when_one_of_two_calls_is_over_a_line_without_a_tag_is_about_the_other() -> None:
    found = told(
        line(STEP.format(caller="1001-00000000", called="1002")),
        line("Called PJSIP/1002", 0.1, number=2),
        line(STEP.format(caller="1003-00000002", called="1004"), 3, number=3),
        line("Called PJSIP/1004", 3.1, number=4),
        line("Spawn extension (phones, 1002, 2) exited non-zero on 'PJSIP/1001-00000000'", 9, number=5),
        line(BUSY, 12, number=6),
    )
    assert [entry_of(one, 1).result for one in found if one.account] == ["failed", "busy"]


def test_of_a_console_the_end_of_a_dial_that_no_known_call_began_is_given_to_none() -> None:
    found = told(
        line(STEP.format(caller="1001-00000000", called="1002")),
        line("Called PJSIP/1003", 2, number=2),
        line(BUSY, 9, number=3),
        line("Spawn extension (phones, 1002, 2) exited non-zero on 'PJSIP/1001-00000000'", 20, number=4),
        line(STEP.format(caller="1001-00000003", called="1002"), 200, number=5),
        line("Called PJSIP/1002", 200.1, number=6),
        line(BUSY, 209, number=7),
    )
    assert [entry_of(one, 1).result for one in found if one.account] == ["failed", "busy"]


def test_a_call_by_way_of_another_technology_is_a_call_under_way_until_it_is_hung_up() -> None:
    found = told(
        line('Executing [1003@pstn:1] Dial("DAHDI/i1/4951234567-1", "PJSIP/1003,20") in new stack'),
        line("Called PJSIP/1003", 0.1, number=2),
        line(BUSY, 5, number=3),
        line("Spawn extension (pstn, 1003, 2) exited non-zero on 'DAHDI/i1/4951234567-1'", 5.1, number=4),
        line(STEP.format(caller="1001-00000000", called="1002"), 30, number=5),
        line("Called PJSIP/1002", 30.1, number=6),
        line(BUSY, 39, number=7),
    )
    assert [(one.account, entry_of(one, 1).result, len(one.events)) for one in found] == [("", "busy", 4), ("1001", "busy", 3)]


ANSWER = 'Got SIP response {code} "x" back from 198.51.100.22:5060'
ENDED = "Everyone is busy/congested at this time (1:{busy}/{congested}/{unavailable})"


@pytest.mark.parametrize(
    ("code", "counts", "is_about_it"),
    [
        (486, (1, 0, 0), True),
        (603, (1, 0, 0), True),
        (404, (0, 1, 0), True),
        (403, (0, 0, 1), True),
        (404, (1, 0, 0), False),
        (486, (0, 1, 0), False),
    ],
)
def test_of_a_console_an_answer_is_about_the_call_if_dial_counts_it_so(code: int, counts: tuple[int, int, int], is_about_it: bool) -> None:
    busy, congested, unavailable = counts
    (one,) = told(
        line(STEP.format(caller="1001-00000000", called="1002")),
        line(ANSWER.format(code=code), 2, number=2),
        line(ENDED.format(busy=busy, congested=congested, unavailable=unavailable), 2.1, number=3),
    )
    assert ("dial-refused" in {event.kind for event in one.standing}) == is_about_it


@pytest.mark.parametrize(
    ("dialled", "kind"),
    [
        ("PJSIP/79161234567@carrier", "trunk-absent"),
        ("SIP/carrier/79161234567", "trunk-absent"),
        ("PJSIP/carrier/sip:+79161234567@198.51.100.50", "trunk-absent"),
        ("SIP/carrier/79161234567&SIP/other/79161234567", "trunk-absent"),
        ("PJSIP/1002", "callee-absent"),
        ("PJSIP/1002/sip:1002@198.51.100.22:5060", "callee-absent"),
        ("PJSIP/1002&PJSIP/79161234567@carrier", "callee-absent"),
        ("PJSIP/1002@1002", "callee-absent"),
        ("SIP/1002/1002", "callee-absent"),
        ("SIP/1002/1003", "callee-absent"),
        ("PJSIP/1002/sip:74951234567@198.51.100.22", "callee-absent"),
        ("SIP/74951234567/79161234567", "trunk-absent"),
        ("SIP/123456/79161234567", "trunk-absent"),
        ("PJSIP/1002@office2", "trunk-absent"),
        ("SIP/410111/112", "trunk-absent"),
        ("PJSIP/103@100500", "trunk-absent"),
        ("SIP/410111/205533", "trunk-absent"),
        ("SIP/105/112", "trunk-absent"),
        ("SIP/112/112", "callee-absent"),
        ("PJSIP/phone10021/sip:10021@198.51.100.22", "callee-absent"),
        ("PJSIP/205@205-home", "trunk-absent"),
        ("SIP/100@192.168.100.1", "trunk-absent"),
        ("PJSIP/101@10.101.0.5:5060", "trunk-absent"),
        ("PJSIP/200@office2000", "trunk-absent"),
        ("PJSIP/reception/sip:205@198.51.100.9:5060", "callee-absent"),
        ("PJSIP/desk112/sip:112@198.51.100.22:5060", "callee-absent"),
        ("PJSIP/103@1003", "callee-absent"),
        ("PJSIP/carrier/sip:112@198.51.100.50", "trunk-absent"),
    ],
)
def test_without_a_way_it_is_the_trunk_that_cannot_be_reached_if_a_number_was_sent_to_one(dialled: str, kind: str) -> None:
    (one,) = told(
        line(f'Executing [1@phones:1] Dial("PJSIP/1001-00000000", "{dialled},20") in new stack', tag="C-00000001"),
        line("Unable to create channel of type 'PJSIP' (cause 3 - No route to destination)", 0.1, number=2, tag="C-00000001"),
    )
    assert one.events[-1].kind == kind


@pytest.mark.parametrize(
    ("dialled", "sure"),
    [
        ("SIP/410111/79161234567", "likely"),
        ("SIP/410111/112", "likely"),
        ("PJSIP/103@100500", "possible"),
        ("SIP/410111/205533", "possible"),
        ("PJSIP/103@100500&PJSIP/79161234567@carrier", "possible"),
        ("PJSIP/carrier/sip:10021@198.51.100.22", "possible"),
        ("PJSIP/1002@office2", "likely"),
        ("PJSIP/200@office2000", "likely"),
        ("SIP/100@192.168.100.1", "likely"),
        ("PJSIP/100@100.example.com", "likely"),
        ("PJSIP/101@10.101.0.5:5060", "likely"),
        ("PJSIP/205@205-home", "possible"),
        ("SIP/kab205/205", "possible"),
        ("PJSIP/carrier/sip:112@198.51.100.50", "possible"),
        ("PJSIP/carrier/sip:79161234567@198.51.100.50", "likely"),
        ("PJSIP/reception/sip:205@198.51.100.9:5060", None),
        ("PJSIP/kitchen/sip:1101@198.51.100.22:5060", None),
        ("PJSIP/desk112/sip:112@198.51.100.22:5060", None),
        ("PJSIP/phone10021/sip:10021@198.51.100.22", None),
        ("PJSIP/103@1003", None),
        ("PJSIP/20553@1003", "possible"),
        ("SIP/1002/1002", None),
    ],
)
def test_a_short_number_by_a_short_login_may_be_a_telephone_under_another_name(dialled: str, sure: str | None) -> None:
    assert by_trunk(dialled.split("&")) == sure


def test_a_failure_to_resolve_a_name_explains_the_call_that_got_nowhere_a_moment_later() -> None:
    unresolved = "Failed to send Request msg INVITE/cseq=1 (tdta0x1)! err=70018 (gethostbyname() has returned error (PJ_ERESOLVE))"
    (one,) = told(
        line(STEP.format(caller="1001-00000000", called="1002"), tag="C-00000001"),
        line("Called PJSIP/1002@carrier", 0.1, number=2, tag="C-00000001"),
        line(unresolved, 0.2, number=3, source="pjproject"),
        line("Everyone is busy/congested at this time (1:0/1/0)", 0.3, number=4, tag="C-00000001"),
    )
    assert [event.kind for event in one.standing] == ["dialplan", "dialling", "name-not-resolved"]


@pytest.mark.parametrize(
    ("context", "dialled", "kind"),
    [
        ("macro-dial", "PJSIP/1002", "callee-absent"),
        ("macro-dialout-trunk", "PJSIP/1002", "trunk-absent"),
        ("macro-dial", "PJSIP/79161234567@carrier", "trunk-absent"),
        ("macro-dial", "PJSIP/carrier", "trunk-absent"),
    ],
)
def test_the_cause_of_a_dial_without_a_way_is_about_what_was_dialled(context: str, dialled: str, kind: str) -> None:
    cause = "Dial failed for some reason with DIALSTATUS = CHANUNAVAIL and HANGUPCAUSE = 20"
    (one,) = told(
        line(f'Executing [1@phones:1] Dial("PJSIP/1001-00000000", "{dialled},20") in new stack', tag="C-00000001"),
        line(f'Executing [s@{context}:29] NoOp("PJSIP/1001-00000000", "{cause}") in new stack', 0.1, number=2, tag="C-00000001"),
    )
    assert one.events[-1].kind == kind


def _dialled(calls: int) -> list[LogLine]:
    """Calls of a console's log without hang-ups, five seconds apart."""
    lines: list[LogLine] = []
    for n in range(calls):
        step = f'Executing [5555@phones:1] Dial("SIP/1001-{n:08x}", "SIP/5555,20") in new stack'
        lines += [line(step, 5.0 * n, number=3 * n + 1), line("Called SIP/5555", 5.0 * n, number=3 * n + 2)]
        lines.append(line(f"SIP/5555-{n:08x} is ringing", 5.0 * n, number=3 * n + 3))
    return lines


def _steps(calls: int) -> int:
    """How many lines of Python it takes to put the events of so many calls together."""
    events, steps = list(events_of(_dialled(calls))), 0

    def count(frame: FrameType, event: str, arg: object) -> object:
        nonlocal steps
        steps += event == "line"
        return count

    before = sys.gettrace()
    sys.settrace(count)  # type: ignore[arg-type]  # a trace function may return any callable
    try:
        attempts_of(events)
    finally:
        sys.settrace(before)
    return steps


def test_calls_that_nobody_hangs_up_cost_each_as_much_as_the_first() -> None:
    assert _steps(1200) < 2.2 * _steps(600)


def test_a_call_whose_transfer_is_refused_goes_on() -> None:
    (one,) = told(line("Endpoint 1002 transfer attempt blocked due to configuration"))
    assert entry_of(one, 1).result == "answered"


def test_the_number_that_a_macro_dials_is_told_and_not_the_letter_that_it_begins_with() -> None:
    dialled = 'Executing [s@macro-out:2] Dial("SIP/667-00000001", "{target},,g") in new stack'
    (trunk,) = told(line(dialled.format(target="SIP/+74951234567@carrier")))
    assert entry_of(trunk, 1).callee == "+74951234567"
    (phone,) = told(line(dialled.format(target="SIP/102")))
    assert entry_of(phone, 1).callee == "s"
