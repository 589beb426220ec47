"""FreeSWITCH's lines without UUIDs: those of one channel are put together by its name."""

from __future__ import annotations

from time import process_time

import pytest

from sipwhy.calls.log.attempts import Attempt, attempts_of
from sipwhy.calls.log.reading import events_of
from sipwhy.model.log_line import LogLine
from sipwhy.wire.logs import LogReader
from tests.calls.log.lines import line

MANY = 10_000
ALICE, CAROL, TRUNK = "sofia/internal/1001@203.0.113.10", "sofia/internal/1003@203.0.113.10", "sofia/external/84950000000"
PHONE = "sofia/internal/1002@198.51.100.22:5060"


def made(channel: str, at: float, number: int) -> LogLine:
    return line(f"New Channel {channel} [{number:08d}-1111-4111-8111-111111111111]", at, number=number, source="switch_channel.c")


def begun(at: float, number: int, user: str = "1001", called: str = "84950000000") -> LogLine:
    return line(f"Processing Somebody <{user}>->{called} in context default", at, number=number, source="mod_dialplan_xml.c")


def state(channel: str, status: int, at: float, number: int) -> LogLine:
    return line(f"Channel {channel} entering state [terminated][{status}]", at, number=number, source="sofia.c")


def ended(channel: str, cause: str, at: float, number: int, phase: str = "CS_CONSUME_MEDIA") -> LogLine:
    return line(f"Hangup {channel} [{phase}] [{cause}]", at, number=number, source="sofia.c")


def failed(cause: str, at: float, number: int) -> LogLine:
    return line(f"Originate Failed.  Cause: {cause}", at, number=number, source="mod_dptools.c")


def told(*lines: LogLine) -> list[Attempt]:
    return attempts_of(events_of(lines))


def why(attempt: Attempt) -> list[tuple[str, int, str]]:
    return [(event.kind, event.code, event.tied) for event in attempt.standing if event.kind.startswith(("dial-", "far-"))]


def test_a_call_is_put_together_and_has_the_status_of_its_leg() -> None:
    (call,) = told(
        made(ALICE, 0.0, 1), begun(0.1, 2), made(TRUNK, 0.2, 3), state(TRUNK, 486, 2.0, 4), ended(TRUNK, "USER_BUSY", 2.0, 5),
        failed("USER_BUSY", 2.1, 6), ended(ALICE, "USER_BUSY", 2.2, 7, "CS_EXECUTE"),
    )  # fmt: skip
    assert (call.account, call.extension, why(call)) == ("1001", "84950000000", [("dial-refused", 486, "likely")])


def test_of_two_calls_at_once_each_has_the_leg_to_the_number_that_it_dialled() -> None:
    first, second = told(
        made(ALICE, 0.0, 1), begun(0.1, 2), made(CAROL, 0.2, 3), begun(0.3, 4, "1003", "1002"), made(TRUNK, 0.4, 5), made(PHONE, 0.5, 6),
        state(PHONE, 486, 1.0, 7), ended(PHONE, "USER_BUSY", 1.0, 8), failed("USER_BUSY", 1.1, 9),
        state(TRUNK, 403, 2.0, 10), ended(TRUNK, "CALL_REJECTED", 2.0, 11), failed("CALL_REJECTED", 2.1, 12),
    )  # fmt: skip
    assert (first.account, why(first)) == ("1001", [("dial-refused", 403, "likely")])
    assert (second.account, why(second)) == ("1003", [("dial-refused", 486, "likely")])


def test_the_next_call_of_a_channel_that_ended_is_another() -> None:
    one = (made(ALICE, 0.0, 1), begun(0.1, 2), ended(ALICE, "NORMAL_CLEARING", 1.0, 3, "CS_EXECUTE"))
    two = (made(ALICE, 1.2, 4), begun(1.3, 5, called="1002"), ended(ALICE, "NORMAL_CLEARING", 2.0, 6, "CS_EXECUTE"))
    assert [(call.extension, len(call.events)) for call in told(*one, *two)] == [("84950000000", 2), ("1002", 2)]


def test_a_log_that_begins_in_the_middle_is_put_together_all_the_same() -> None:
    (call,) = told(begun(0.1, 2), ended(ALICE, "NORMAL_CLEARING", 2.0, 3, "CS_EXECUTE"))
    assert [event.kind for event in call.events] == ["dialplan", "hangup"]


def test_two_channels_of_one_name_are_not_told_apart() -> None:
    """One person with two calls: whose the end is nobody can say; what comes when both are over is clear again."""
    lines = (
        made(ALICE, 0.0, 1), begun(0.1, 2, called="111"), made(ALICE, 0.2, 3), begun(0.3, 4, called="222"),
        ended(ALICE, "USER_BUSY", 1.0, 5, "CS_EXECUTE"), failed("NO_ANSWER", 1.5, 6), ended(ALICE, "NO_ANSWER", 2.0, 7, "CS_EXECUTE"),
        made(ALICE, 5.0, 8), begun(5.1, 9, called="333"), ended(ALICE, "USER_BUSY", 6.0, 10, "CS_EXECUTE"),
    )  # fmt: skip
    assert [(call.extension, [event.reason for event in call.events if event.reason]) for call in told(*lines)] == [
        ("111", []), ("222", []), ("", ["USER_BUSY"]), ("", ["NO_ANSWER"]), ("", ["NO_ANSWER"]), ("333", ["USER_BUSY"]),
    ]  # fmt: skip


def test_who_was_not_let_in_is_told_from_the_call_of_the_same_name() -> None:
    """The state in which a channel ends tells which of the two it was."""
    lines = (made(ALICE, 0.0, 1), begun(0.1, 2), made(ALICE, 0.2, 3), ended(ALICE, "CALL_REJECTED", 0.3, 4, "CS_NEW"))
    call, stranger = told(*lines, ended(ALICE, "NORMAL_CLEARING", 1.0, 5, "CS_EXECUTE"))
    assert [event.reason for event in call.events] == ["", "NORMAL_CLEARING"]
    assert [event.reason for event in stranger.events] == ["CALL_REJECTED"]


def test_where_a_call_cannot_be_known_its_bridge_is_given_to_no_other() -> None:
    """The caller of the second is doubtful: the only call that is known need not be the one that failed."""
    twice = (made(CAROL, 0.2, 3), made(CAROL.replace("203.0.113.10", "198.51.100.9:5060"), 0.2, 4))
    lines = (made(ALICE, 0.0, 1), begun(0.1, 2), *twice, begun(0.3, 5, "1003"), failed("USER_BUSY", 1.0, 6))
    assert [len(call.events) for call in told(*lines)] == [1, 1, 1]


BUSY = (made(PHONE, 0.5, 6), state(PHONE, 486, 1.0, 7), ended(PHONE, "USER_BUSY", 1.0, 8), failed("USER_BUSY", 1.1, 9))


@pytest.mark.parametrize(("dialled", "is_known"), [("333", True), ("1002", False)])
def test_on_a_busy_server_doubt_about_others_hides_a_call_only_if_they_may_have_dialled_the_same(dialled: str, is_known: bool) -> None:
    twice = (made(CAROL, 0.2, 3), made(CAROL.replace("203.0.113.10", "198.51.100.9:5060"), 0.2, 4), begun(0.3, 5, "1003", dialled))
    calls = told(made(ALICE, 0.0, 1), begun(0.1, 2, called="1002"), *twice, *BUSY)
    assert (why(calls[0]) == [("dial-refused", 486, "likely")]) is is_known


def test_legs_of_two_calls_that_end_alike_at_once_are_not_told_apart() -> None:
    """One of the two may have been dialled by another number: the dial plan changes numbers."""
    lines = (made(ALICE, 0.0, 1), begun(0.1, 2, called="1002"), made(CAROL, 0.2, 3), begun(0.3, 4, "1003", "0495"))
    legs = (made(TRUNK, 0.4, 5), *BUSY[:3], ended(TRUNK, "USER_BUSY", 1.0, 10))
    assert [why(call) for call in told(*lines, *legs, failed("USER_BUSY", 1.1, 9)) if call.extension] == [[], []]


def test_lines_with_a_uuid_keep_it() -> None:
    uuid = "33333333-3333-4333-8333-333333333333"
    events = list(events_of([line(f"Hangup {ALICE} [CS_EXECUTE] [USER_BUSY]", 1.0, tag=uuid, source="sofia.c")]))
    assert [event.line.tag for event in events] == [uuid]


@pytest.mark.parametrize(("head", "lacks"), [("", True), ("33333333-3333-4333-8333-333333333333 ", False)])
def test_the_account_of_a_log_says_whether_it_has_uuids(head: str, lacks: bool) -> None:
    reader = LogReader([(0, 0)], 1_800_000_000_000_000, markers=["Hangup sofia/"])
    reader.feed(f"{head}2026-03-06 10:00:34.120000 98.50% [NOTICE] sofia.c:8703 Hangup {ALICE} [CS_EXECUTE] [USER_BUSY]\n".encode())
    reader.feed(b"")
    assert reader.told(0, "UTC")[0].without_uuids is lacks


def test_a_log_full_of_calls_that_never_end_is_read_in_time() -> None:
    """All of one user, some of one name: time grows with the lines, not with their square."""
    lines = [made(f"sofia/internal/100@203.0.{at % 250}.{at // 250 % 250}", 0.001 * at, 2 * at + 1) for at in range(MANY)]
    lines += [begun(60.0 + 0.001 * at, 2 * at + 2, "100", str(at)) for at in range(MANY)]
    lines += [failed("USER_BUSY", 120.0 + 0.001 * at, 3 * MANY + at) for at in range(MANY)]
    lines += [ended(one.text.split()[2], "NORMAL_CLEARING", 180.0, 5 * MANY + at, "CS_NEW") for at, one in enumerate(lines[:MANY])]
    start = process_time()
    assert len(list(events_of(lines))) == 3 * MANY
    assert process_time() - start < 5
