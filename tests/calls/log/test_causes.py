"""What a cause in a dial plan's lines tells of the Dial before it; the lines are those of Asterisk 16 and 22."""

from __future__ import annotations

import pytest

from sipwhy.calls.log.attempts import attempts_of
from sipwhy.calls.log.reading import events_of
from sipwhy.model.log_event import LogEvent
from tests.calls.log.lines import line

TAG = "C-00000001"
BUSY = "Everyone is busy/congested at this time"
NOBODY = "No one is available to answer at this time"


def last_of(counts: str, cause: int, *, target: str = "PJSIP/74951234567@carrier", words: str = BUSY, rings: bool = False) -> LogEvent:
    """What stands last of a call whose Dial ended so, and whose dial plan then tells a cause."""
    name = target.rpartition("@")[2].replace("PJSIP/", "")
    rang = [line(f"PJSIP/{name}-00000001 is ringing", 0.2, number=3, tag=TAG)] if rings else []
    (one,) = attempts_of(
        events_of(
            [
                line(f'Executing [9@phones:2] Dial("PJSIP/1001-00000000", "{target},30") in new stack', tag=TAG),
                line(f"Called {target}", 0.1, number=2, tag=TAG),
                *rang,
                line(f"{words} ({counts})", 1.0, number=4, tag=TAG),
                line(f'Executing [9@phones:3] NoOp("PJSIP/1001-00000000", "HANGUPCAUSE={cause}") in new stack', 1.1, number=5, tag=TAG),
            ]
        )
    )
    return one.standing[-1]


@pytest.mark.parametrize(
    ("counts", "cause", "code"),
    [
        ("1:0/0/1", 1, 404), ("1:0/0/1", 22, 410), ("1:0/0/1", 27, 502), ("1:0/0/1", 28, 484), ("1:0/1/0", 34, 503), ("1:0/0/1", 38, 500),
        ("1:0/0/1", 58, 488), ("1:0/0/1", 21, 403),
    ],
)  # fmt: skip
def test_a_cause_is_the_status_that_asterisk_makes_it_of(counts: str, cause: int, code: int) -> None:
    told = last_of(counts, cause)
    assert (told.kind, told.code, told.peer) == ("dial-refused", code, "carrier")


@pytest.mark.parametrize(("counts", "cause"), [("1:0/0/1", 17), ("1:0/0/1", 34), ("1:1/0/0", 1), ("1:0/1/0", 28)])
def test_a_cause_that_dial_would_have_counted_otherwise_is_not_its_own(counts: str, cause: int) -> None:
    told = last_of(counts, cause, target="PJSIP/1002")
    assert (told.kind.startswith("dial-"), told.code) == (True, 0)


def test_a_dial_whose_time_was_over_leaves_the_cause_of_something_else() -> None:
    step = 'Executing [9@phones:2] Dial("PJSIP/1001-00000000", "PJSIP/1002,30") in new stack'
    after = 'Executing [9@phones:3] NoOp("PJSIP/1001-00000000", "HANGUPCAUSE=38") in new stack'
    (one,) = attempts_of(
        events_of(
            [
                line(step, tag=TAG),
                line("Called PJSIP/1002", 0.1, number=2, tag=TAG),
                line("PJSIP/1002-00000001 is ringing", 0.2, number=3, tag=TAG),
                line("Nobody picked up in 30000 ms", 30.1, number=4, tag=TAG, source="app_dial.c"),
                line(after, 30.2, number=5, tag=TAG),
            ]
        )
    )
    assert [event.kind for event in one.standing] == ["dialplan", "dialling", "ringing", "dial-timeout"]


def test_interworking_tells_nothing() -> None:
    assert last_of("1:0/0/1", 127).kind == "dialplan"


@pytest.mark.parametrize(("rings", "kind"), [(True, "dial-unanswered"), (False, "far-timeout")])
def test_no_response_is_no_answer_where_it_rang(rings: bool, kind: str) -> None:
    assert last_of("1:0/0/1", 18, rings=rings).kind == kind


@pytest.mark.parametrize(("target", "code"), [("PJSIP/1002", 603), ("PJSIP/74951234567@carrier", 403)])
def test_rejected_is_a_person_at_a_telephone_and_a_refusal_of_a_trunk(target: str, code: int) -> None:
    assert last_of("1:0/0/1", 21, target=target).code == code


def test_not_answered_is_what_dial_says_of_a_480() -> None:
    assert last_of("1:0/0/0", 19, words=NOBODY).kind == "dial-unanswered"


def _console(*texts: str) -> list[list[str]]:
    """The kinds of the events of each call of a console's log whose lines are all of one second."""
    attempts = attempts_of(events_of([line(text, 0.0, number=n + 1, source="") for n, text in enumerate(texts)]))
    return [[event.kind for event in one.standing] for one in attempts if one.account]


def _call(channel: int, number: str) -> tuple[str, str]:
    step = f'Executing [9{number}@phones:2] Dial("PJSIP/1001-{channel:08x}", "PJSIP/{number}@carrier,30") in new stack'
    return step, f"Called PJSIP/{number}@carrier"


def test_of_two_dials_of_one_second_the_end_is_that_of_the_call_which_goes_on() -> None:
    first, second = _console(
        *_call(0, "74951234567"),
        *_call(2, "74950000200"),
        f"{BUSY} (1:0/0/1)",
        'Executing [974951234567@phones:3] Hangup("PJSIP/1001-00000000", "1") in new stack',
    )
    assert first == ["dialplan", "dialling", "dial-refused", "dial-refused"]
    assert second == ["dialplan", "dialling"]


def test_two_different_ends_of_one_second_are_nobodys() -> None:
    calls = _console(
        *_call(0, "74951234567"),
        *_call(2, "74950000200"),
        f"{BUSY} (1:0/0/1)",
        f"{BUSY} (1:1/0/0)",
        'Executing [974951234567@phones:3] Hangup("PJSIP/1001-00000000", "1") in new stack',
        'Executing [974950000200@phones:3] Hangup("PJSIP/1001-00000002", "17") in new stack',
    )
    assert len(calls) == 2
    assert all(kinds[:2] == ["dialplan", "dialling"] and "dial-refused" not in kinds for kinds in calls)


def test_an_endpoint_without_a_contact_is_that_of_the_call_which_dials_it() -> None:
    missing = "Endpoint '{0}': Could not create dialog to invalid URI '{0}'.  Is endpoint registered and reachable?"
    steps = [
        line(f'Executing [{n}@phones:1] Dial("PJSIP/1001-{n:08x}", "PJSIP/{n},20") in new stack', 0.0, number=n, tag=f"C-{n:08x}")
        for n in (1008, 1009)
    ]
    lines = [*steps, *(line(missing.format(n), 0.0, number=2000 + n, source="res_pjsip.c") for n in (1009, 1008))]
    first, second = attempts_of(events_of(lines))
    assert [event.peer for one in (first, second) for event in one.events if event.kind == "callee-not-registered"] == ["1008", "1009"]


@pytest.mark.parametrize(("priority", "is_told"), [(1, True), (5, False)])
def test_a_log_that_begins_in_the_middle_of_a_call_does_not_prove_that_nobody_was_dialled(priority: int, is_told: bool) -> None:
    step = f'Executing [9555@phones:{priority}] Hangup("PJSIP/1001-00000000", "17") in new stack'
    kinds = [event.kind for one in attempts_of(events_of([line(step, tag=TAG)])) for event in one.standing]
    assert ("dialplan-refused" in kinds) == is_told


def test_chan_sips_busy_after_a_480_is_no_answer() -> None:
    lines = [
        line('Executing [9@phones:1] Dial("SIP/1001-00000000", "SIP/1002,30") in new stack', tag=TAG),
        line("Called SIP/1002", 0.1, number=2, tag=TAG),
        line('Got SIP response 480 "Temporarily Unavailable" back from 192.0.2.2:5060', 1.0, number=3, tag=TAG, source="chan_sip.c"),
        line("SIP/1002-00000001 is busy", 1.0, number=4, tag=TAG),
        line(f"{BUSY} (1:1/0/0)", 1.0, number=5, tag=TAG),
    ]
    (one,) = attempts_of(events_of(lines))
    assert one.standing[-1].kind == "dial-unanswered"


@pytest.mark.parametrize(("ended", "kind"), [(32.1, "dial-unheard"), (60.0, "far-timeout")])
def test_nothing_was_heard_only_where_the_timer_of_an_unanswered_invite_ended_it(ended: float, kind: str) -> None:
    lines = [
        line('Executing [9@phones:1] Dial("PJSIP/1001-00000000", "PJSIP/74951234567@carrier,90") in new stack', tag=TAG),
        line("Called PJSIP/74951234567@carrier", 0.1, number=2, tag=TAG),
        line(f"{BUSY} (1:0/0/1)", ended, number=3, tag=TAG),
        line('Executing [9@phones:2] NoOp("PJSIP/1001-00000000", "HANGUPCAUSE=18") in new stack', ended, number=4, tag=TAG),
    ]
    (one,) = attempts_of(events_of(lines))
    assert one.standing[-1].kind == kind


@pytest.mark.parametrize(
    "application", ["UserEvent", "ResetCDR", "NoCDR", "SIPAddHeader", "While", "Proceeding", "StackPop", "ExitWhile", "MixMonitor"]
)
def test_what_neither_answers_nor_speaks_is_no_service_to_the_caller(application: str) -> None:
    lines = [
        line(f'Executing [9555@phones:1] {application}("PJSIP/1001-00000000", "x") in new stack', tag=TAG),
        line('Executing [9555@phones:2] Hangup("PJSIP/1001-00000000", "17") in new stack', number=2, tag=TAG),
    ]
    (one,) = attempts_of(events_of(lines))
    assert one.standing[-1].kind == "dialplan-refused"


@pytest.mark.parametrize(("first", "is_told"), [("9555@phones:1", True), ("s-BUSY@phones:1", False), ("s@macro-dialout:1", False)])
def test_a_dial_plan_turned_away_only_a_call_whose_beginning_is_told(first: str, is_told: bool) -> None:
    step = f'Executing [{first}] Hangup("PJSIP/1001-00000000", "17") in new stack'
    kinds = [event.kind for one in attempts_of(events_of([line(step, tag=TAG)])) for event in one.standing]
    assert ("dialplan-refused" in kinds) == is_told


def test_the_beginning_of_one_channel_is_not_that_of_another() -> None:
    lines = [
        line('Executing [9555@phones:1] NoOp("PJSIP/1001-00000000", "x") in new stack', tag=TAG),
        line('Executing [1002@phones:3] Hangup("PJSIP/1005-00000001", "17") in new stack', number=2, tag=TAG),
    ]
    (one,) = attempts_of(events_of(lines))
    assert one.standing[-1].kind != "dialplan-refused"


@pytest.mark.parametrize("sign", ["is ringing", "is making progress passing it to PJSIP/1001-00000000"])
def test_who_hangs_up_while_it_rings_or_plays_is_the_caller(sign: str) -> None:
    lines = [
        line('Executing [9@phones:1] Dial("PJSIP/1001-00000000", "PJSIP/74951234567@carrier,90") in new stack', tag=TAG),
        line("Called PJSIP/74951234567@carrier", 0.1, number=2, tag=TAG),
        line(f"PJSIP/carrier-00000001 {sign}", 1.0, number=3, tag=TAG),
        line("Spawn extension (phones, 9, 1) exited non-zero on 'PJSIP/1001-00000000'", 9.0, number=4, tag=TAG),
    ]
    (one,) = attempts_of(events_of(lines))
    assert one.standing[-1].kind == "caller-hung-up"
