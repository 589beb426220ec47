"""Whether it was the caller who hung up while a Dial of Asterisk let a telephone ring, or passed on what it played."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec.structs import replace

from sipwhy.calls.log.kinds import ANSWERED, ENDS, PROGRESSING
from sipwhy.model.log_event import LogEvent

GIVEN_UP = "caller-hung-up"
_UNDER_WAY = frozenset({"ringing", PROGRESSING})
_STEPS = frozenset({"dialplan", "dialplan-elsewhere"})
_OVER = _STEPS | ENDS | ANSWERED | {
    "trunk-absent", "no-transcoder", "cause-told", "cause-given", "rejecting", "acting", "application-missing",
}  # fmt: skip
"""What is written when a Dial is over, or after it."""


def with_hanging_up(events: Sequence[LogEvent]) -> Sequence[LogEvent]:
    """
    The events of an attempt with the caller's hanging up in place of the end of his channel.

    Dial comes back with -1, which ends the dial plan ("exited non-zero"), if the caller is gone; of every other end it writes what it
    was, or the dial plan goes on (apps/app_dial.c, wait_for_answer and dial_exec_full). Its extension h runs after that, and ends so
    once more.
    """
    rang = next((at for at in range(len(events) - 1, -1, -1) if events[at].kind in _UNDER_WAY), len(events))
    at = next((at for at in range(rang + 1, len(events)) if events[at].kind == "hangup" and _is_callers(events[at], events)), -1)
    if at < 0 or any(event.kind == "answered" for event in events) or any(event.kind in _OVER for event in events[rang + 1 : at]):
        return events
    return [*events[:at], replace(events[at], kind=GIVEN_UP), *events[at + 1 :]]


def _is_callers(end: LogEvent, events: Sequence[LogEvent]) -> bool:
    """Whether it is the end of the channel whose dial plan is told of."""
    return end.vendor == "asterisk" and bool(end.channel) and any(event.kind in _STEPS and event.channel == end.channel for event in events)
