"""Calls of a log without names of calls, told apart by their channels and threads."""

from __future__ import annotations

import pytest

from sipwhy.calls.log.attempts import attempts_of
from sipwhy.calls.log.entry import entry_of
from sipwhy.calls.log.reading import events_of
from sipwhy.model.log_line import LogLine
from tests.calls.log.lines import line


def dialled(caller: int, target: str) -> str:
    return f'    -- Executing [7495{caller}@from-internal:1] Dial("SIP/{caller}-0000000{caller % 10}", "{target},60") in new stack'


def fell(caller: int, status: str) -> str:
    return f"  == Auto fallthrough, channel 'SIP/{caller}-0000000{caller % 10}' status is '{status}'"


BUSY = "  == Everyone is busy/congested at this time (1:1/0/0)"
CONGESTED = "  == Everyone is busy/congested at this time (1:0/1/0)"


def plan(text: str, thread: str = "", number: int = 1) -> LogLine:
    source = "app_dial.c" if "Everyone" in text or "Called" in text else "pbx.c"
    return line(text, number=number, thread=thread, source=source)


def told(*lines: LogLine) -> dict[str, str]:
    """How each call ended whose end is known, by who called."""
    calls = [entry_of(one, 0) for one in attempts_of(events_of(lines)) if any(event.kind.startswith("dial-") for event in one.standing)]
    return {call.caller: call.result for call in calls if call.caller}


def overlapping(threads: tuple[str, str]) -> list[LogLine]:
    first, second = threads
    return [
        plan(dialled(1001, "SIP/carrier/74951001"), first),
        plan(dialled(1002, "SIP/carrier/74951002"), second),
        plan("    -- Called SIP/carrier/74951001", first),
        plan("    -- Called SIP/carrier/74951002", second),
        plan(BUSY, second),
        plan(CONGESTED, first),
    ]


def test_two_dials_at_once_are_told_apart_by_the_channels_that_fall_through() -> None:
    lines = [*overlapping(("", "")), plan(fell(1001, "CONGESTION")), plan(fell(1002, "BUSY"))]
    assert told(*lines) == {"1001": "failed", "1002": "busy"}


def test_two_dials_at_once_are_told_apart_by_their_threads() -> None:
    assert told(*overlapping(("11", "12"))) == {"1001": "failed", "1002": "busy"}
    assert told(*overlapping(("", ""))) == {}


def test_a_thread_whose_channel_has_hung_up_is_free() -> None:
    over = plan("  == Spawn extension (from-internal, 74951001, 1) exited non-zero on 'SIP/1001-00000001'", "11")
    assert told(plan(dialled(1001, "SIP/carrier/74951001"), "11"), over, plan(BUSY, "11")) == {}


def test_a_log_in_which_two_calls_have_one_thread_tells_none() -> None:
    assert told(*overlapping(("11", "11"))) == {}


def test_a_thread_of_a_channel_driver_tells_of_no_dial() -> None:
    lines = [plan(dialled(1001, "SIP/a/74951001"), "11"), plan(dialled(1002, "SIP/b/74951002"), "12")]
    assert told(*lines, line(BUSY, thread="11", source="app_queue.c")) == {}


@pytest.mark.parametrize(
    ("status", "result"),
    [("BUSY", "busy"), ("CONGESTION", "failed"), ("CHANUNAVAIL", "failed"), ("NOANSWER", "no-answer"), ("ANSWER", None), ("UNKNOWN", None)],
)
def test_a_channel_whose_dial_the_log_lacks_is_a_call_of_its_own(status: str, result: str | None) -> None:
    assert told(plan(fell(1001, status))) == ({"1001": result} if result else {})
    assert [*told(plan(fell(1001, "BUSY")), plan(fell(1002, "BUSY")))] == ["1001", "1002"]


def test_the_end_that_is_known_stays_and_an_answered_call_stays_answered() -> None:
    events = attempts_of(events_of([plan(dialled(1001, "SIP/1002"), "11"), plan(BUSY, "11"), plan(fell(1001, "BUSY"), "11")]))[0].standing
    assert [event.kind for event in events].count("dial-busy") == 1
    answered = [
        plan(dialled(1001, "SIP/1002")),
        line("    -- SIP/1002-00000009 answered SIP/1001-00000001"),
        plan(fell(1001, "CONGESTION")),
    ]
    assert told(*answered) == {}


def test_of_two_dials_one_after_the_other_the_second_ends_so() -> None:
    lines = [
        plan(dialled(1001, "SIP/a/1"), "11"),
        plan(CONGESTED, "11"),
        plan(dialled(1001, "SIP/b/1"), "11"),
        plan(fell(1001, "BUSY"), "11"),
    ]
    assert told(*lines) == {"1001": "busy"}
