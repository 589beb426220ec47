"""
Whether what a Dial of Asterisk called gave any sign of life before the Dial's time was over.

Dial writes at one verbosity whom it called, that it rings and that it sends sounds (apps/app_dial.c, wait_for_answer): a log that has
the first and neither of the others shows a call that never rang. A way through several networks takes its time until something rings,
and gateways there are that tell nothing before the answer: of a number by way of a trunk that is possible and no more.
"""

from __future__ import annotations

from collections.abc import Sequence

from msgspec.structs import replace

from sipwhy.calls.log.dialled import are_telephones, by_trunk, targets_of
from sipwhy.calls.log.kinds import ANSWERED, HEARD
from sipwhy.model.finding import weaker
from sipwhy.model.log_event import LogEvent

UNRUNG = "dial-unrung"
"""The time of a Dial was over, and nothing that it called had rung."""
_TIME_OVER = "dial-timeout"
_LEAST = 10_000_000
"""µs within which what is called rings, if it is woken by a push message, too; a Dial of fewer tells nothing."""
_ALIVE = ANSWERED | HEARD | {"ringing"}


def with_unrung(events: Sequence[LogEvent]) -> Sequence[LogEvent]:
    """The events of an attempt; the end of a Dial to which nothing came back but perhaps 100 is `UNRUNG`."""
    if all(event.kind != _TIME_OVER for event in events):
        return events
    return [_unrung(events, at) if event.kind == _TIME_OVER and event.vendor == "asterisk" else event for at, event in enumerate(events)]


def _unrung(events: Sequence[LogEvent], at: int) -> LogEvent:
    begun = next((place for place in range(at - 1, -1, -1) if targets_of(events[place])), -1)
    if begun < 0:
        return events[at]  # the log begins after the Dial: what it has of it may not be all
    lines = {event.kind for event in events[begun:at]}
    targets = targets_of(events[begun])
    if "dialling" not in lines or lines & _ALIVE or any(target.startswith("Local/") for target in targets):
        return events[at]
    end, began = events[at], events[begun].line.ts
    if end.line.ts is None or began is None or end.line.ts - began < _LEAST:
        return end
    whose = "telephone" if are_telephones(targets) else "trunk" if by_trunk(targets) else ""
    sure = end.tied if whose == "telephone" else weaker(end.tied, "possible")
    return replace(end, kind=UNRUNG, tied=sure, facts={**end.facts, "whose": whose, "target": "&".join(targets)})
