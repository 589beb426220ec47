"""Channels of a dial plan: whose they are, and whether one attempt alone is under way."""

from __future__ import annotations

import sys
from types import FrameType

from sipwhy.calls.log import Attempt, attempts_of, events_of
from sipwhy.calls.log.channels import Channels
from sipwhy.model.log_line import LogLine
from tests.calls.log.lines import line


def test_an_attempt_that_holds_two_channels_is_alone_until_another_comes() -> None:
    one, other, channels = Attempt("call"), Attempt("call"), Channels[Attempt]()
    assert channels.only_holder is None
    channels.open("SIP/1001-00000001", one)
    channels.open("SIP/1002-00000002", one)
    assert channels.only_holder is one
    channels.open("SIP/1003-00000003", other)
    assert channels.only_holder is None
    channels.hang_up("SIP/1003-00000003")
    channels.hang_up("SIP/1001-00000001")
    channels.hang_up("SIP/1001-00000001")
    assert channels.only_holder is one
    assert channels.holder("SIP/1001-00000001") is None


def test_a_channel_that_is_given_anew_is_taken_from_its_holder() -> None:
    one, other, channels = Attempt("call"), Attempt("call"), Channels[Attempt]()
    channels.open("SIP/1001-00000001", one)
    channels.open("SIP/1001-00000001", other)
    assert channels.only_holder is other


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
