"""A log is full of one thing (a scanner, Dials that nothing tells apart): the time it takes grows with its lines, not with their square."""

from __future__ import annotations

from time import process_time

import pytest
from msgspec.structs import replace

from sipwhy.calls.log import attempts, attempts_of, event_of, falling_through
from sipwhy.calls.log.attempts import merged
from sipwhy.model.log_event import LogEvent
from tests.calls.log.lines import line, security

MANY = 40_000


def test_logins_each_with_its_own_call_id_are_one_registration_soon() -> None:
    event = event_of(line(security("InvalidPassword")))
    assert event
    many = [replace(event, call_id=f"{at}@198.51.100.21", line=line("", 3.0 * at, number=at + 1)) for at in range(MANY)]
    start = process_time()
    (found,) = merged(attempts_of(many))
    assert len(found.call_ids) == MANY
    assert process_time() - start < 3


def test_what_a_server_says_of_itself_again_and_again_is_one_entry() -> None:
    text = "tls [tls_util.h:49]: tls_err_ret(): TLS accept:error:0A0000C1:SSL routines::no shared cipher (sni: unknown)"
    many = [event for at in range(50) if (event := event_of(line(text, 60.0 * at, number=at + 1, source="tls_util.h")))]
    (found,) = merged(attempts_of(many))
    assert len(found.events) == 50


def test_dials_of_a_console_without_times_are_compared_with_the_last_ends_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    compared: list[LogEvent] = []

    def fits(step: LogEvent, end: LogEvent) -> bool:
        compared.append(end)
        return falling_through.fits(step, end)

    monkeypatch.setattr(attempts, "fits", fits)
    many, at_once = 1000, 20
    texts = []
    for first in range(0, many, at_once):
        calls = [(at, f"SIP/100-{at:08x}", f"SIP/trunk/7{at:04d}") for at in range(first, first + at_once)]
        texts += [f'    -- Executing [7{at:04d}@internal:1] Dial("{channel}", "{to},30") in new stack' for at, channel, to in calls]
        texts += [f"    -- Called {to}" for *_, to in calls]
        texts += [f"  == Everyone is busy/congested at this time (1:{busy}/{1 - busy}/0)" for busy in (0, 1) for _ in calls]
        texts += [f"  == Auto fallthrough, channel '{channel}' status is 'CONGESTION'" for _, channel, _ in calls]
    lines = [replace(line(text, number=number + 1), ts=None) for number, text in enumerate(texts)]
    attempts_of([event for one in lines if (event := event_of(one))])
    assert many < len(compared) <= many * attempts._MOST_OPEN
